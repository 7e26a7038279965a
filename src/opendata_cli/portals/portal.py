"""What every portal can do. Features know this protocol and no portal in particular.

Reads may be repeated; each write is one step whose effect is whole or absent,
so that a publication cut anywhere can be run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import Plan
from opendata_cli.model.remote import Identity, PortalInfo, Published, RemoteRef


class Portal(Protocol):
    """A portal, seen as one organisation on it. Every method may raise `PortalError`."""

    @property
    def info(self) -> PortalInfo:
        """Name, kind and address."""

    @property
    def requests(self) -> int:
        """How many requests were made so far (0 for a folder)."""

    @property
    def bytes_sent(self) -> int:
        """How many bytes of files were sent so far, repeats included."""

    @property
    def newest_first(self) -> bool:
        """Whether a new resource is put before those that are there."""

    @property
    def not_kept(self) -> Sequence[str]:
        """The fields that this portal cannot store, as `languages` or `resources.encoding`."""

    def whoami(self) -> Identity:
        """Who the portal takes us for, and whether that one may publish."""

    def find(self, key: str) -> Sequence[Published]:
        """Every dataset of the organisation that carries our `key`, hidden ones included."""

    def locate(self, word: str) -> RemoteRef | None:
        """The dataset that a person names by its id or by the address of its page."""

    def read(self, ref: RemoteRef) -> Published | None:
        """The dataset, or None when it is gone.

        Raises Unreachable where nothing at all is left of what the portal was.
        """

    def catalog(self) -> Iterator[Published]:
        """Every dataset of the organisation."""

    def as_stored(
        self, dataset: Dataset, current: Dataset | None = None
    ) -> tuple[Dataset, Sequence[Notice]]:
        """What the portal would give back after storing `dataset`, and what it would lose.

        `current` is what it holds, for portals that merge. Writes nothing, and gives the
        same when done twice: compared with what `read` gives, the result must show no
        difference once `dataset` is published. A field the portal cannot store becomes
        `silent`; a checksum takes the kind the portal keeps, or None.
        """

    def check(self, plan: Plan) -> None:
        """Raise what carrying out `plan` would be refused with; nothing is written."""

    def future_link(self, ref: RemoteRef, resource: Resource) -> str | None:
        """The permanent link that `resource` would have after `upload(ref, resource, …)`."""

    def create(self, dataset: Dataset) -> RemoteRef:
        """Create the dataset without its resources, hidden, with its key in the same request.

        It is `Published.unfinished` until `set_visibility`. Refused (`already-exists`) when
        it has one with this key, where it can tell.
        """

    def update(self, ref: RemoteRef, desired: Dataset, current: Dataset) -> None:
        """Make the dataset's own fields those of `desired`, except its `silent` ones.

        `current` is what the portal holds, for writes that erase what they omit.
        Resources and visibility are not touched. Called with nothing to change, it mends
        what the portal derives from the dataset (`Published.settled`).
        """

    def upload(self, ref: RemoteRef, resource: Resource, content: BinaryIO) -> RemoteRef:
        """Send a file: a new resource (`ref.resource` None), or a new file for that one.

        On replacement the resource keeps its id, place and permanent link. `content` is
        read in order, once from its start, and may be measured (`seek` to its end); what
        its `read` raises passes through, and the portal then keeps what it had. A portal
        that takes no fields with a file leaves them to `update_resource`, which follows
        whenever what is read back is not what was wanted.
        """

    def link(self, ref: RemoteRef, resource: Resource) -> RemoteRef:
        """Add a resource whose file lives elsewhere, at its `url`."""

    def update_resource(self, ref: RemoteRef, desired: Resource, current: Resource) -> None:
        """Make the resource's fields those of `desired`, except its `silent` ones and its file.

        `current` is what the portal holds. A `linked` resource gets its `url` too.
        """

    def download(self, ref: RemoteRef) -> BinaryIO:
        """The resource's file, to be closed by the caller."""

    def set_visibility(self, ref: RemoteRef, visibility: Visibility) -> None:
        """Show or hide the dataset: said to a new one, this ends its creation."""

    def delete(self, ref: RemoteRef) -> None:
        """Delete the resource, or the dataset when `ref.resource` is None."""

    def close(self) -> None:
        """Let go of connections; the portal is not used again."""
