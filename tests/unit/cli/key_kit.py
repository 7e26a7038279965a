"""Keys for tests: the stub of a portal that knows three of them, and a key ring in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from opendata_cli.errors import NotAuthenticated, Unreachable
from opendata_cli.model.remote import Identity, Membership, PortalInfo
from opendata_cli.model.secret import Secret
from opendata_cli.portals.api import Call

EDITOR = "key-of-an-editor-0123"
STRANGER = "key-of-a-stranger-4567"
REFUSED = "key-that-nobody-knows-89"
VILLE = Membership(id="1", name="Ville de Test", role="editor", slug="ville-de-test")


class StubPortal:
    """A portal that tells who a key is, and where it was asked with which."""

    opened: ClassVar[list[StubPortal]] = []
    requests = 0
    newest_first = True
    not_kept = ("languages", "resources.encoding")

    def __init__(
        self,
        info: PortalInfo,
        *,
        organization: str | None,
        key: Callable[[], Secret],
        memory: Path,
        watch: Callable[[Call], None],
        **_more: Any,
    ) -> None:
        self.info = info
        self.organization = organization
        self.key = key
        self.memory = memory
        self.watch = watch
        self.taken: list[Secret] = []
        self.closed = False
        self.opened.append(self)

    def whoami(self) -> Identity:
        key = self._take()
        self.watch(Call(method="GET", url=f"{self.info.url}/me/", status=200, seconds=0.125))
        if key.value == REFUSED:
            raise NotAuthenticated(
                "key-refused",
                portal=self.info.name,
                operation="whoami",
                origin=self.info.origin,
                reason="revoked",
                source=key.source,
            )
        mine = (VILLE,) if key.value == EDITOR else ()
        return Identity(
            who="Ed Itor",
            may_publish=bool(mine),
            organization=self.organization,
            organizations=mine,
        )

    def close(self) -> None:
        self.closed = True

    def catalog(self) -> Iterator[NoReturn]:
        return iter(())

    def find(self, _key: str) -> NoReturn:
        self._take()
        raise Unreachable("portal-silent", portal=self.info.name, operation="find", reason="stub")

    def _take(self) -> Secret:
        key = self.key()
        self.taken.append(key)
        return key


class MemoryRing(KeyringBackend):
    """A key ring that forgets everything at the end of the test."""

    priority = 9

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.keys: dict[tuple[str, str], str] = {}
        self.locked = False
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse()
        return self.keys.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse()
        self.keys[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._refuse()
        if self.keys.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _refuse(self) -> None:
        if self.locked:
            raise KeyringLocked("closed")
        if self.broken:
            raise RuntimeError("no bus")
