"""Where keys are kept: the environment, the key ring, a file for the owner's eyes.

A key belongs to an origin (scheme, host, port) and is looked for under no other name, so
that it can be sent nowhere else. Its value never enters an error, a log or a result: they
name its place (`Secret.source`): a variable, `keyring`, or the path of the file.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.errors import ConfigError, CredentialsError
from opendata_cli.files import write_atomically, writing
from opendata_cli.model.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_RING = "keyring"
_SERVICE = "opendata"
_KEY = re.compile(r"[\x21-\x7e]+")


def checked_key(told: str, source: str, *, reason: str = "", **about: str) -> Secret | None:
    """The key, without what surrounds it; None when that is nothing.

    Raises CredentialsError `bad-key` (source, reason, and `about`) where it could not be a
    header: a line break within would add headers of its own to each request. `about` names the
    portal: name, origin.
    """
    value = told.strip().removeprefix("\ufeff").strip()  # the mark of a file made by Windows
    if value and not _KEY.fullmatch(value):
        raise CredentialsError("bad-key", source=source, reason=reason, **about)
    return Secret(value=value, source=source) if value else None


def key_of_environment(variable: str, environ: Mapping[str, str]) -> Secret | None:
    """The key that the environment gives. Raises CredentialsError `bad-key`."""
    return checked_key(environ.get(variable, ""), variable, reason="variable")


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys kept on this machine: in the key ring, else in `file`."""

    file: Path

    def read(self, origin: str) -> Secret | None:
        """The key of an origin.

        Raises CredentialsError `bad-key`, `key-ring-locked`, `open-credentials`; ConfigError
        `damaged-credentials`.
        """
        told, is_locked = _ask_ring(origin)
        if told:
            return checked_key(told, KEY_RING, origin=origin)
        told = _read_file(self.file).get(origin, "")
        if is_locked and not told:
            raise CredentialsError("key-ring-locked", origin=origin)
        return checked_key(told, str(self.file), origin=origin)

    def keep(self, origin: str, key: Secret) -> str:
        """Keep a key instead of the former one; where it is now. Raises as `read`, OutputError."""
        kept = _read_file(self.file)
        if not _give_ring(origin, key.value):
            self._rewrite({**kept, origin: key.value})
            return str(self.file)
        if kept.pop(origin, None) is not None:  # one place only, lest the older one comes back
            self._rewrite(kept)
        return KEY_RING

    def forget(self, origin: str) -> tuple[str, ...]:
        """Remove the key of an origin; where it was. Raises as `read`, OutputError."""
        told, is_locked = _ask_ring(origin)
        if is_locked:
            raise CredentialsError("key-ring-locked", origin=origin)
        places = []
        if told is not None and _empty_ring(origin):
            places.append(KEY_RING)
        kept = _read_file(self.file)
        if kept.pop(origin, None) is not None:
            self._rewrite(kept)
            places.append(str(self.file))
        return tuple(places)

    def _rewrite(self, keys: Mapping[str, str]) -> None:
        with writing(self.file):
            if not keys:
                self.file.unlink(missing_ok=True)
                return
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps({"keys": dict(sorted(keys.items()))}, indent=2) + "\n"
        write_atomically(self.file, text, private=True)


def _read_file(path: Path) -> dict[str, str]:
    """The keys by origin.

    A file that others of this machine can read is refused, not mended in silence: its keys may
    have been copied already, and only their owner can replace them on the portal.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read()
    except FileNotFoundError:
        return {}
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError("damaged-credentials", path=str(path), reason=reason) from error
    if os.name == "posix" and stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
        raise CredentialsError("open-credentials", path=str(path))
    keys = _parsed(text)
    if keys is None:
        raise ConfigError("damaged-credentials", path=str(path), reason="JSON")
    return keys


def _parsed(text: bytes) -> dict[str, str] | None:
    """The keys; None for another shape: no error may carry the text, nor chain to one that does."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    keys = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        return None
    return keys


# The key ring. Its back ends are plug-ins that talk to other programs and raise what they
# like: one that does not work is as good as none, and the file serves instead.


def _ask_ring(origin: str) -> tuple[str | None, bool]:
    """The key in the ring, and whether the ring is there but closed."""
    from keyring.errors import KeyringLocked

    ring = _ring()
    if ring is None:
        return None, False
    try:
        return ring.get_password(_SERVICE, origin), False
    except KeyringLocked:
        return None, True
    except Exception:  # noqa: BLE001 - see above
        return None, False


def _give_ring(origin: str, value: str) -> bool:
    """Whether the ring keeps the key. A closed one may hold an older key, which would win."""
    from keyring.errors import KeyringLocked

    ring = _ring()
    if ring is None:
        return False
    try:
        ring.set_password(_SERVICE, origin, value)
        return ring.get_password(_SERVICE, origin) == value
    except KeyringLocked as error:
        raise CredentialsError("key-ring-locked", origin=origin) from error
    except Exception:  # noqa: BLE001 - see above
        return False


def _empty_ring(origin: str) -> bool:
    """Whether the key was taken out."""
    from keyring.errors import KeyringError

    ring = _ring()
    if ring is None:
        return False
    try:
        ring.delete_password(_SERVICE, origin)
    except KeyringError as error:
        raise CredentialsError("key-ring-locked", origin=origin) from error
    return True


def _ring() -> KeyringBackend | None:
    """The key ring of this session, unless it is one of the two that keep nothing."""
    import keyring
    from keyring.backends import fail, null

    try:
        ring = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - see above
        return None
    return None if isinstance(ring, fail.Keyring | null.Keyring) else ring
