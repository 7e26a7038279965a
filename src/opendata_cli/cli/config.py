"""Portals by name: built in, the user's own (`config.toml`), the project's (`opendata.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from opendata_cli.cli.addresses import is_web, origin_of, portal_url, refuse_bare
from opendata_cli.errors import ConfigError
from opendata_cli.files import write_atomically, writing

LOCAL = "local"
PROJECT_FILE = "opendata.toml"
DEFAULT_FOLDER = "catalogue"
DIRECTORY = "directory"
_NOT_IN_VARIABLES = re.compile(r"[^A-Z0-9]")
_WEB = {
    "datagouv": "https://www.data.gouv.fr",
    "datagouv-demo": "https://demo.data.gouv.fr",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A portal known by a name. `url` is a folder or an address; `source` says who named it.

    Sources: `built-in`, `user`, `project` (its opendata.toml or a manifest), and on the
    command line `address` or `path`. Whoever wrote the project may not know whose key it is:
    see `cli/keys.py`.

    `title`, `language` and `base_url` are those of a folder catalogue's pages and feed: None
    leaves them as they are, whoever publishes in whatever language.
    """

    name: str
    url: str
    kind: str = DIRECTORY
    organization: str | None = None
    base_url: str | None = None
    title: str | None = None
    language: str | None = None
    source: str = "built-in"

    @property
    def is_web(self) -> bool:
        """Whether it is spoken with over HTTP, where a key says who we are."""
        return self.kind != DIRECTORY

    @property
    def variable(self) -> str:
        """The environment variable that may hold its key."""
        return "OPENDATA_TOKEN_" + _NOT_IN_VARIABLES.sub("_", self.name.upper())

    @property
    def place(self) -> str:
        """What tells it from others whatever its name: an origin, or a folder."""
        return origin_of(self.url) if self.is_web else self.url

    @property
    def folder(self) -> Path:
        """The folder of a `directory` portal."""
        return Path(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every profile by name, and the portal to use when nothing else says, told by whom."""

    profiles: Mapping[str, Profile]
    default: str | None = None
    default_source: str = "user"


class _ProfileFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: str
    kind: str | None = None
    organization: str | None = None
    base_url: str | None = None
    title: str | None = None
    language: Literal["fr", "en"] | None = None


class _ConfigFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    portal: str | None = None
    portals: dict[str, _ProfileFile] = {}


class _UserFile(_ConfigFile):
    """The user alone says which origins named by projects may have a key of the environment."""

    confirmed: list[str] = []


_Form = TypeVar("_Form", bound=_ConfigFile)


def load_config(folder: Path, environ: Mapping[str, str]) -> Config:
    """What is known in `folder`: a project's file may add names, never take one over.

    Raises ConfigError `invalid-config`, `missing-kind`, `bad-address` or `profile-redefined`.
    """
    user, project = user_file(environ), find_project_file(folder)
    mine = _read(user, _UserFile)
    profiles = {LOCAL: Profile(name=LOCAL, url=str(folder / DEFAULT_FOLDER))}
    profiles |= {name: Profile(name=name, url=url, kind="udata") for name, url in _WEB.items()}
    profiles |= _profiles(user, mine, "user")
    if project is None:
        return Config(profiles=profiles, default=_default(user, mine))
    ours = _read(project, _ConfigFile)
    for name, profile in _profiles(project, ours, "project").items():
        profiles[name] = _added(profile, profiles, project)
    if ours.portal is None:
        return Config(profiles=profiles, default=_default(user, mine))
    default = _default(project, ours)
    return Config(profiles=profiles, default=default, default_source="project")


def _added(profile: Profile, known: Mapping[str, Profile], project: Path) -> Profile:
    """A profile of the project, where it takes over neither a name nor the variable of a key."""
    refuse_taken(profile, known, project)
    same = known.get(profile.name)
    return profile if same is None else replace(profile, source=same.source)


def refuse_taken(profile: Profile, known: Mapping[str, Profile], path: Path | str) -> None:
    """Raise ConfigError `profile-redefined` where another portal has the name or the variable.

    `a-b` and `a.b` share a variable: under the second name a project would get the first's key.
    """
    for other in known.values():
        is_same = (other.kind, other.url) == (profile.kind, profile.url)
        if other.name == profile.name and not is_same:
            told = {"name": other.name, "url": other.url, "path": str(path)}
            raise ConfigError("profile-redefined", asked=profile.url, **told)
        shares = profile.is_web and other.is_web and other.variable == profile.variable
        if shares and other.place != profile.place:
            raise ConfigError(
                "profile-redefined",
                reason="variable",
                asked=profile.name,
                name=other.name,
                url=other.url,
                variable=other.variable,
                path=str(path),
            )


def find_project_file(folder: Path) -> Path | None:
    """`opendata.toml` in the folder or above it."""
    folder = folder.resolve()
    candidates = (parent / PROJECT_FILE for parent in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), None)


def user_file(environ: Mapping[str, str]) -> Path:
    """The user's own file; OPENDATA_CONFIG_DIR moves it."""
    import platformdirs

    told = environ.get("OPENDATA_CONFIG_DIR")
    return Path(told or platformdirs.user_config_dir("opendata", appauthor=False)) / "config.toml"


def save_profile(profile: Profile, environ: Mapping[str, str]) -> None:
    """Add or replace a profile in the user's file."""
    path = user_file(environ)
    told = _read(path, _UserFile)
    _save(path, told, {**_profiles(path, told, "user"), profile.name: profile})


def forget_profile(name: str, environ: Mapping[str, str]) -> None:
    """Remove a profile from the user's file.

    Raises ConfigError `unknown-portal`, `built-in-portal`.
    """
    path = user_file(environ)
    told = _read(path, _UserFile)
    profiles = _profiles(path, told, "user")
    if name not in profiles and name in {LOCAL, *_WEB}:
        raise ConfigError("built-in-portal", name=name)
    if name not in profiles:
        raise ConfigError("unknown-portal", name=name, known=sorted(profiles))
    _save(path, told, {other: profile for other, profile in profiles.items() if other != name})


def is_confirmed(origin: str, environ: Mapping[str, str]) -> bool:
    """Whether the user once said that a key of the environment may go to this origin."""
    return origin in _read(user_file(environ), _UserFile).confirmed


def confirm_origin(origin: str, environ: Mapping[str, str]) -> None:
    """Remember that the user said so."""
    path = user_file(environ)
    told = _read(path, _UserFile)
    confirmed = sorted({*told.confirmed, origin})
    profiles = _profiles(path, told, "user")
    _save(path, told.model_copy(update={"confirmed": confirmed}), profiles)


def _save(path: Path, told: _UserFile, profiles: Mapping[str, Profile]) -> None:
    import tomli_w

    tables = {
        profile.name: {
            key: value
            for key in ("url", "kind", "organization", "base_url", "title", "language")
            if (value := getattr(profile, key)) is not None
        }
        for profile in profiles.values()
    }
    kept = told.model_dump(include={"portal", "confirmed"}, exclude_none=True, exclude_unset=True)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, tomli_w.dumps({**kept, "portals": tables}))


def _profiles(path: Path, told: _ConfigFile, source: str) -> dict[str, Profile]:
    return {
        name: Profile(
            name=name,
            url=_address(name, entry, path),
            kind=entry.kind or DIRECTORY,
            organization=entry.organization,
            base_url=checked_base_url(entry.base_url),
            title=entry.title,
            language=entry.language,
            source=source,
        )
        for name, entry in told.portals.items()
    }


def _default(path: Path, told: _ConfigFile) -> str | None:
    """The default portal; a folder is said relative to the file that names it."""
    word = told.portal
    if word is None or word in told.portals or not _is_folder(word):
        return word
    return str((path.parent / word).resolve())


def _is_folder(word: str) -> bool:
    return not is_web(word) and ("/" in word or "\\" in word or word.startswith("."))


def checked_base_url(told: str | None) -> str | None:
    """A public address to which paths can be added. Raises ConfigError `bad-address`."""
    if told is None:
        return None
    parts = urlsplit(told)
    clean = not (parts.query or parts.fragment or " " in told or not told.isascii())
    if parts.scheme not in {"http", "https"} or not parts.hostname or not clean:
        raise ConfigError("bad-address", url=told)
    return told.rstrip("/") + "/"


def _address(name: str, entry: _ProfileFile, path: Path) -> str:
    """An address in its one spelling; a folder is said relative to the file that names it."""
    if is_web(entry.url):
        if entry.kind is None:
            raise ConfigError("missing-kind", name=name, url=entry.url, path=str(path))
        if entry.kind == DIRECTORY:
            raise ConfigError("unsupported-portal", url=entry.url)
        return portal_url(entry.url)
    refuse_bare(entry.url, path.parent)
    if entry.kind not in {None, DIRECTORY}:
        raise ConfigError("bad-address", url=entry.url)
    return str((path.parent / entry.url).resolve())


def _read(path: Path, form: type[_Form]) -> _Form:
    if not path.is_file():
        return form()
    try:
        return form.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("invalid-config", path=str(path), reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            "invalid-config", path=str(path), reason=f"{where}: {first['msg']}"
        ) from error
