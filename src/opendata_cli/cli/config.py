"""Portals by name: built in, the user's own (`config.toml`), the project's (`opendata.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from opendata_cli.errors import ConfigError
from opendata_cli.files import write_atomically, writing

LOCAL = "local"
DEFAULT_FOLDER = "catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A portal known by a name. `url` is a folder or an address; `source` says who named it.

    `title`, `language` and `base_url` are those of a folder catalogue's pages and feed: None
    leaves them as they are, whoever publishes in whatever language.
    """

    name: str
    url: str
    kind: str = "directory"
    organization: str | None = None
    base_url: str | None = None
    title: str | None = None
    language: str | None = None
    source: str = "built-in"

    @property
    def folder(self) -> Path:
        """The folder of a `directory` portal."""
        return Path(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every profile by name, and the portal to use when nothing else says."""

    profiles: Mapping[str, Profile]
    default: str | None = None


class _ProfileFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: str
    kind: str = "directory"
    organization: str | None = None
    base_url: str | None = None
    title: str | None = None
    language: Literal["fr", "en"] | None = None


class _ConfigFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    portal: str | None = None
    portals: dict[str, _ProfileFile] = {}


def load_config(folder: Path, environ: Mapping[str, str]) -> Config:
    """What is known in `folder`: a project's file may add names, never take one over.

    Raises ConfigError `invalid-config` or `profile-redefined`.
    """
    profiles = {LOCAL: Profile(name=LOCAL, url=str(folder / DEFAULT_FOLDER))}
    profiles |= _profiles(user_file(environ), "user")
    default = _default(user_file(environ))
    project = find_project_file(folder)
    if project is not None:
        default = _default(project) or default
        for name, profile in _profiles(project, "project").items():
            known = profiles.get(name)
            if known is not None and known.url != profile.url:
                raise ConfigError("profile-redefined", name=name, url=known.url, path=str(project))
            profiles[name] = profile
    return Config(profiles=profiles, default=default)


def find_project_file(folder: Path) -> Path | None:
    """`opendata.toml` in the folder or above it."""
    folder = folder.resolve()
    candidates = (parent / "opendata.toml" for parent in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), None)


def user_file(environ: Mapping[str, str]) -> Path:
    """The user's own file; OPENDATA_CONFIG_DIR moves it."""
    import platformdirs

    told = environ.get("OPENDATA_CONFIG_DIR")
    return Path(told or platformdirs.user_config_dir("opendata", appauthor=False)) / "config.toml"


def save_profile(profile: Profile, environ: Mapping[str, str]) -> None:
    """Add or replace a profile in the user's file."""
    path = user_file(environ)
    _save(path, {**_profiles(path, "user"), profile.name: profile})


def forget_profile(name: str, environ: Mapping[str, str]) -> None:
    """Remove a profile from the user's file. Raises ConfigError `unknown-portal`."""
    path = user_file(environ)
    profiles = _profiles(path, "user")
    if name not in profiles:
        raise ConfigError("unknown-portal", name=name, known=sorted(profiles))
    _save(path, {other: profile for other, profile in profiles.items() if other != name})


def _save(path: Path, profiles: Mapping[str, Profile]) -> None:
    import tomli_w

    tables = {
        profile.name: {
            key: value
            for key in ("url", "kind", "organization", "base_url", "title", "language")
            if (value := getattr(profile, key)) is not None
        }
        for profile in profiles.values()
    }
    default = _read(path).portal
    told = {"portal": default} if default is not None else {}
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, tomli_w.dumps({**told, "portals": tables}))


def _profiles(path: Path, source: str) -> dict[str, Profile]:
    told = _read(path).portals
    return {
        name: Profile(
            name=name,
            url=_address(entry, path),
            kind=entry.kind,
            organization=entry.organization,
            base_url=checked_base_url(entry.base_url),
            title=entry.title,
            language=entry.language,
            source=source,
        )
        for name, entry in told.items()
    }


def _default(path: Path) -> str | None:
    """The default portal; a folder is said relative to the file that names it."""
    told = _read(path).portal
    if told is None or told == LOCAL or told in _read(path).portals or not _is_folder(told):
        return told
    return str((path.parent / told).resolve())


def _is_folder(word: str) -> bool:
    return "/" in word or "\\" in word or word.startswith(".")


def checked_base_url(told: str | None) -> str | None:
    """A public address to which paths can be added. Raises ConfigError `bad-address`."""
    if told is None:
        return None
    parts = urlsplit(told)
    clean = not (parts.query or parts.fragment or " " in told or not told.isascii())
    if parts.scheme not in {"http", "https"} or not parts.hostname or not clean:
        raise ConfigError("bad-address", url=told)
    return told.rstrip("/") + "/"


def _address(entry: _ProfileFile, path: Path) -> str:
    """A folder is said relative to the file that names it."""
    if entry.kind != "directory":
        return entry.url
    if "://" in entry.url:
        raise ConfigError("unsupported-portal", url=entry.url)
    return str((path.parent / entry.url).resolve())


def _read(path: Path) -> _ConfigFile:
    if not path.is_file():
        return _ConfigFile()
    try:
        return _ConfigFile.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("invalid-config", path=str(path), reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            "invalid-config", path=str(path), reason=f"{where}: {first['msg']}"
        ) from error
