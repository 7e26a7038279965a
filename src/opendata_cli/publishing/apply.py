"""Carry out a plan, one outcome a change; what is cut can be run again.

Nothing is written when the portal, a file or the manifest changed since the plan. Each
write is read back. After a failure nothing more is written: the outcomes that follow are
SKIPPED, and a new plan holds what is left.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from opendata_cli.errors import (
    ConfigError,
    OpendataError,
    OutputError,
    PlanError,
    PortalError,
    UnexpectedAnswer,
)
from opendata_cli.model.dataset import DATASET_FIELDS, RESOURCE_FIELDS, Dataset, Resource
from opendata_cli.model.plan import Action, Change, FieldChange, Plan, PlannedFile, Target
from opendata_cli.model.receipt import Failure, Outcome, Receipt, Status
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.diff import diff_dataset, diff_resource
from opendata_cli.publishing.finding import fingerprint
from opendata_cli.publishing.journal import Journal, JournalFile
from opendata_cli.publishing.lock_file import portal_key
from opendata_cli.publishing.sending import open_planned, refuse_changed

_DATASET_OPINIONS = frozenset({*DATASET_FIELDS, "extras"})
_RESOURCE_OPINIONS = frozenset(RESOURCE_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the file of `change` is on its way, in bytes."""

    change: Change
    sent: int
    total: int


class Interrupted(KeyboardInterrupt):
    """Ctrl-C or SIGTERM in the middle of a publication; `receipt` says what was done."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt = receipt


def ignore(_told: object) -> None:
    """Watch nothing, keep nothing."""


def apply(  # noqa: PLR0913 - each is a door of its own
    plan: Plan,
    portal: Portal,
    *,
    open_file: Callable[[PlannedFile], BinaryIO],
    journal: JournalFile,
    now: Callable[[], dt.datetime],
    manifest_sha256: str | None = None,
    on_progress: Callable[[Progress], None] = ignore,
    keep: Callable[[Receipt], None] = ignore,
) -> Receipt:
    """Do what `plan` says and nothing else.

    `open_file` gives a planned file from its first byte; `manifest_sha256` is the
    manifest's now; `keep` puts lock and receipt where they belong, before the journal ends,
    and may be called again when it was interrupted or failed. An empty plan writes nothing, is
    refused all the same when it is stale, and ends the journal.

    Before any write raises PlanError: `stale-plan` (what: portal, file, manifest),
    `other-portal` (expected, found), `already-publishing`; InputError `file-unreadable`
    (path); PortalError; whatever else `open_file` raises. Afterwards failures are
    outcomes, and an interruption is `Interrupted`, which carries the receipt.
    """
    with journal.exclusive(now()):
        run = _Run(plan, portal, open_file, now, on_progress)
        run.refuse_stale(manifest_sha256)
        name = portal_key(portal.info)
        if not plan.empty:
            journal.begin(name, _journal(plan))
        try:
            run.carry_out()
            receipt = run.receipt()
            keep(receipt)
            if receipt.status == "ok":
                # All is done: a journal that cannot be removed must not cost the receipt.
                with contextlib.suppress(OutputError):
                    journal.end(name)
        except KeyboardInterrupt as stop:
            receipt = run.receipt()
            keep(receipt)
            raise Interrupted(receipt) from stop
        except Exception:
            keep(run.receipt())  # a fault of ours must not cost the account of what was done
            raise
        return receipt


def refuse_other(plan: Plan, portal: Portal, manifest_sha256: str | None) -> None:
    """Raise PlanError for another portal (`other-portal`) or manifest (`stale-plan`)."""
    expected, found = portal_key(plan.portal), portal_key(portal.info)
    if expected != found:
        raise PlanError("other-portal", expected=expected, found=found)
    if manifest_sha256 is not None and plan.manifest not in (None, manifest_sha256):
        raise PlanError("stale-plan", what="manifest")


def read_unchanged(plan: Plan, portal: Portal) -> Published | None:
    """The dataset as the plan knows it. Raises PlanError `stale-plan` (what: portal)."""
    if plan.current is not None:
        current = portal.read(plan.current.ref)
    else:
        current = next(iter(portal.find(plan.key)), None)
    if fingerprint(current) != plan.base:
        raise PlanError("stale-plan", what="portal")
    return current


def _journal(plan: Plan) -> Journal:
    there = plan.current.dataset.resources if plan.current else ()
    return Journal(
        key=plan.key,
        base=plan.base,
        dataset=plan.current.ref.dataset if plan.current else None,
        resources={item.id: item.title for item in there if item.id is not None},
    )


class _Run:
    def __init__(
        self,
        plan: Plan,
        portal: Portal,
        open_file: Callable[[PlannedFile], BinaryIO],
        now: Callable[[], dt.datetime],
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._plan = plan
        self._portal = portal
        self._open_file = open_file
        self._now = now
        self._on_progress = on_progress
        self._files = {item.key: item for item in plan.files}
        self._resources = {item.key: item for item in plan.desired.resources}
        self._current: Published | None = None
        self._outcomes: list[Outcome] = []
        self._started = now()
        self._requests = portal.requests
        self._bytes_sent = portal.bytes_sent

    def refuse_stale(self, manifest_sha256: str | None) -> None:
        refuse_other(self._plan, self._portal, manifest_sha256)
        # One that the portal had already, and that changed since, would be left behind.
        for planned in (*self._plan.files, *self._plan.kept):
            refuse_changed(planned, self._open_file)
        # Last: large files take time to read.
        self._current = read_unchanged(self._plan, self._portal)

    def carry_out(self) -> None:
        for change in self._plan.changes:
            if change.action is Action.KEEP:
                self._end(change, Status.DONE)
            elif any(outcome.status is Status.FAILED for outcome in self._outcomes):
                self._end(change, Status.SKIPPED)
            else:
                self._try(change)
        if any(outcome.status is Status.FAILED for outcome in self._outcomes):
            self._read_what_is_left()

    def receipt(self) -> Receipt:
        for change in self._plan.changes[len(self._outcomes) :]:
            self._end(change, Status.SKIPPED)
        return Receipt(
            portal=self._portal.info,
            key=self._plan.key,
            started=self._started,
            ended=self._now(),
            outcomes=tuple(self._outcomes),
            published=self._current,
            requests=self._portal.requests - self._requests,
            bytes_sent=self._portal.bytes_sent - self._bytes_sent,
        )

    def _read_what_is_left(self) -> None:
        """What a failed publication made, for the receipt; the failure is already told."""
        with contextlib.suppress(PortalError):
            if self._current is None:
                self._current = next(iter(self._portal.find(self._plan.key)), None)
            else:
                self._current = self._portal.read(self._current.ref) or self._current

    def _try(self, change: Change) -> None:
        try:
            written = self._carry_out_one(change)
        except OpendataError as error:
            self._end(change, Status.FAILED, failure=Failure(code=error.code, params=error.params))
        except (KeyboardInterrupt, Exception):  # a fault of ours may have done it or not
            self._end(change, Status.FAILED, failure=Failure(code="interrupted"))
            raise
        else:
            self._end(change, Status.DONE, id_=written)

    def _end(
        self,
        change: Change,
        status: Status,
        *,
        id_: str | None = None,
        failure: Failure | None = None,
    ) -> None:
        self._outcomes.append(
            Outcome(change=change, status=status, id=id_ or change.id, failure=failure)
        )

    def _carry_out_one(self, change: Change) -> str | None:
        match change.target, change.action:
            case Target.DATASET, Action.CREATE:
                return self._create()
            case Target.DATASET, _:
                return self._update(change)
            case _, Action.DELETE:
                return self._delete(change)
            case _:
                return self._write_resource(change)

    def _create(self) -> str:
        desired = self._plan.desired
        ref = self._portal.create(desired)
        if _own_differences(desired, self._read(ref)):
            self._write_fields(desired)
        self._verify(_own_differences(desired, self._here()))
        return ref.dataset

    def _update(self, change: Change) -> str:
        if [item.path for item in change.fields] == ["visibility"]:
            self._portal.set_visibility(self._here().ref, self._plan.desired.visibility)
            there = self._read(self._here().ref)
            ended = there.dataset.visibility is self._plan.desired.visibility
            self._verify(() if ended and not there.unfinished else change.fields)
        else:
            shown = _shown_dataset(self._plan.desired, change)
            self._write_fields(shown)
            self._verify(_own_differences(shown, self._here()))
        return self._here().ref.dataset

    def _write_fields(self, desired: Dataset) -> None:
        current = self._here()
        self._portal.update(current.ref, desired, current.dataset)
        self._read(current.ref)

    def _write_resource(self, change: Change) -> str:
        dataset = self._here().ref.dataset
        desired = _shown_resource(self._resources[change.key], change)
        ref = RemoteRef(dataset=dataset, resource=change.id)
        if change.action is Action.CREATE and desired.linked:
            ref = self._portal.link(ref, desired)
            self._read(ref)
        elif change.action is not Action.UPDATE:
            ref = self._upload(change, ref, desired)
            self._read(ref)
        # An upload may overwrite the title, and a portal may take no fields with a file.
        current = self._resource(ref)
        if current is not None and diff_resource(desired, current):
            self._portal.update_resource(ref, desired, current)
            self._read(ref)
        self._verify(self._resource_differences(ref, desired))
        assert ref.resource is not None
        return ref.resource

    def _upload(self, change: Change, ref: RemoteRef, desired: Resource) -> RemoteRef:
        planned = self._files[change.key]

        def count(_length: int) -> None:
            place = stream.tell()
            self._on_progress(Progress(change=change, sent=place, total=planned.bytes))

        with open_planned(planned, self._open_file, count) as stream:
            return self._portal.upload(ref, desired, cast("BinaryIO", stream))

    def _resource_differences(self, ref: RemoteRef, desired: Resource) -> tuple[FieldChange, ...]:
        current = self._resource(ref)
        if current is None:
            return (FieldChange(path="id", before=ref.resource, after=None),)
        return diff_resource(desired, current)

    def _resource(self, ref: RemoteRef) -> Resource | None:
        there = self._here().dataset.resources
        return next((item for item in there if item.id == ref.resource), None)

    def _delete(self, change: Change) -> str:
        if change.id is None:
            # Without it the dataset itself would be named.
            raise ConfigError("invalid-plan", reason="shape", what=change.key)
        ref = RemoteRef(dataset=self._here().ref.dataset, resource=change.id)
        self._portal.delete(ref)
        left = {item.id for item in self._read(ref).dataset.resources}
        still = FieldChange(path="id", before=change.id, after=change.id)
        self._verify((still,) if change.id in left else ())
        return change.id

    def _read(self, ref: RemoteRef) -> Published:
        current = self._portal.read(replace(ref, resource=None))
        if current is None:
            gone = FieldChange(path="id", before=ref.dataset, after=None)
            self._verify((gone,))
        assert current is not None
        self._current = current
        return current

    def _here(self) -> Published:
        assert self._current is not None, "a plan begins with a dataset, or with its creation"
        return self._current

    def _verify(self, differences: tuple[FieldChange, ...]) -> None:
        if differences:
            raise UnexpectedAnswer(
                "verification-failed",
                portal=self._portal.info.name,
                operation="read",
                fields=[item.path for item in differences],
            )


def _own_differences(desired: Dataset, current: Published) -> tuple[FieldChange, ...]:
    found = diff_dataset(desired, current.dataset)
    return tuple(item for item in found if item.path != "visibility")


def _shown_dataset(desired: Dataset, change: Change) -> Dataset:
    """`desired` with an opinion on no more than what the plan showed.

    What somebody else changes while files are on their way is theirs.
    """
    shown = {field.path.partition(".")[0] for field in change.fields}
    extras = {field.path.partition(".")[2] for field in change.fields if "." in field.path}
    return replace(
        desired,
        silent=desired.silent | (_DATASET_OPINIONS - shown),
        extras={name: item for name, item in desired.extras.items() if name in extras},
    )


def _shown_resource(desired: Resource, change: Change) -> Resource:
    """The same; a new file may take the title's place, which is put back from the plan."""
    if change.action is Action.CREATE:
        return desired
    shown = {field.path for field in change.fields}
    if change.action is Action.UPLOAD:
        shown |= {"title", "bytes", "checksum"}
    return replace(desired, silent=desired.silent | (_RESOURCE_OPINIONS - shown))
