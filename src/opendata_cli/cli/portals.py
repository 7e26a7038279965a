"""From a name, a folder or a manifest to the portal meant, and to the portal itself."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.addresses import (
    host_of,
    is_production,
    is_secure,
    is_web,
    origin_of,
    portal_url,
    refuse_bare,
)
from opendata_cli.cli.config import DIRECTORY, LOCAL, Config, Profile, refuse_taken
from opendata_cli.errors import ConfigError
from opendata_cli.i18n import _, speaking
from opendata_cli.model.remote import PortalInfo

if TYPE_CHECKING:
    from opendata_cli.model.secret import Secret
    from opendata_cli.portals.api import Call
    from opendata_cli.portals.portal import Portal

MEMORY = ".opendata"
"""The folder, beside the manifest, of what a publication must remember."""


def choose_profile(
    config: Config, *, asked: str | None, told: tuple[str, ...], folder: Path
) -> Profile:
    """The portal asked for on the command line, else the manifest's, else the default.

    `folder` is where the manifest's own paths start. An address that no profile has is asked
    what it is. Raises ConfigError `unknown-portal`, `several-portals`, and as `profile_at` and
    `refuse_bare`.
    """
    if asked is not None:
        return _profile(config, asked, Path(), "address")
    if len(told) > 1:
        raise ConfigError("several-portals", names=list(told))
    if told:
        return _profile(config, told[0], folder, "project")
    return _profile(config, config.default or LOCAL, Path(), config.default_source)


def profile_of_plan(config: Config, portal: PortalInfo) -> Profile:
    """The profile a plan was made for: by its name, else the folder or the address it names.

    Another address under a known name is refused later, when origins are compared. An address
    of the plan file's own is one that the project tells.
    """
    known = config.profiles.get(portal.name)
    if known is not None:
        return known
    if portal.kind == DIRECTORY:
        return Profile(name=portal.name, url=portal.origin, source="path")
    return profile_at(config, portal.url, source="project", kind=portal.kind)


def profile_at(config: Config, told: str, *, source: str, kind: str | None = None) -> Profile:
    """The first known profile of that origin, else one of its own, named by its host.

    Raises ConfigError `bad-address`, `profile-redefined`, and as `recognise`.
    """
    from opendata_cli.cli.recognising import recognise

    origin = origin_of(told)
    profiles = [item for item in config.profiles.values() if item.is_web]
    known = next((item for item in profiles if item.place == origin), None)
    if known is not None:
        return known
    url = portal_url(told)
    profile = Profile(name=host_of(url), url=url, kind=kind or recognise(url), source=source)
    refuse_taken(profile, config.profiles, url)
    return profile


def _profile(config: Config, word: str, folder: Path, source: str) -> Profile:
    if word in config.profiles:
        return config.profiles[word]
    refuse_bare(word, folder)
    if is_web(word):
        return profile_at(config, word, source=source)
    if _is_path(word, folder):
        path = (folder / word).resolve()
        named = (item for item in config.profiles.values() if Path(item.url) == path)
        return next(named, Profile(name=path.name, url=str(path), source="path"))
    raise ConfigError("unknown-portal", name=word, known=sorted(config.profiles))


def _is_path(word: str, folder: Path) -> bool:
    return "/" in word or "\\" in word or word.startswith(".") or (folder / word).is_dir()


def new_profile(name: str, told: str, *, kind: str | None, organization: str | None) -> Profile:
    """A profile of the user's: a folder, or an address that is asked what it is.

    Raises ConfigError `unknown-portal-kind`, `unsupported-portal`, `bad-address`,
    `insecure-address`, and as `recognise` and `refuse_bare`.
    """
    from opendata_cli.cli.recognising import recognise, refuse_page
    from opendata_cli.portals.registry import portal_factory

    refuse_bare(told, Path(), name=name)
    if kind is not None:
        portal_factory(kind)
    if not is_web(told):
        if kind not in {None, DIRECTORY}:
            raise ConfigError("bad-address", url=told)
        url, kind = str(Path(told).resolve()), DIRECTORY
    else:
        url = portal_url(told)
        refuse_insecure(url)
        if kind == DIRECTORY:
            raise ConfigError("unsupported-portal", url=url)
        if kind is None:
            kind = recognise(url, name=name)
        else:
            refuse_page(url, name=name)
    return Profile(name=name, url=url, kind=kind, organization=organization, source="user")


def refuse_insecure(url: str) -> None:
    """Raise ConfigError `insecure-address` where a key could be read on its way."""
    if not is_secure(url):
        raise ConfigError("insecure-address", url=url)


def connect(
    profile: Profile,
    *,
    now: Callable[[], datetime],
    key: Callable[[], Secret],
    organization: str | None = None,
    folder: Path = Path(),
    watch: Callable[[Call], None] = lambda _call: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Portal:
    """The portal of a profile. Nothing is read nor written yet.

    Over HTTP, `key` gives the key when it is needed, or raises CredentialsError;
    `organization` publishes there, else the profile's; the parts of uploads are remembered
    beside the manifest, in `folder`; `watch` is told of each request, and `sleep` waits.
    """
    from opendata_cli.portals.registry import portal_factory

    if not profile.is_web:
        return _folder_portal(profile, now)
    return portal_factory(profile.kind)(
        info_of(profile),
        organization=organization or profile.organization,
        key=key,
        memory=folder / MEMORY,
        now=now,
        new_id=lambda: str(uuid.uuid4()),
        watch=watch,
        sleep=sleep,
    )


def _folder_portal(profile: Profile, now: Callable[[], datetime]) -> Portal:
    from opendata_cli.formats.html import render_page
    from opendata_cli.portals.registry import portal_factory

    with speaking(profile.language or "fr"):
        default_title = profile.organization or _("Open data")
    return portal_factory(DIRECTORY)(
        profile.folder,
        info_of(profile),
        default_title=default_title,
        title=profile.title,
        language=profile.language,
        organization=profile.organization,
        base_url=profile.base_url,
        render=render_page,
        now=now,
        new_id=lambda: str(uuid.uuid4()),
    )


def info_of(profile: Profile) -> PortalInfo:
    """What a plan and a receipt say of the portal."""
    if profile.is_web:
        origin, production = profile.place, is_production(profile.url)
    else:
        origin = os.path.abspath(profile.url)  # noqa: PTH100 - links are kept as they are told
        production = False
    return PortalInfo(
        name=profile.name,
        kind=profile.kind,
        url=profile.url,
        origin=origin,
        production=production,
    )
