"""From a name, a folder or a manifest to the portal meant, and to the portal itself."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.config import LOCAL, Config, Profile
from opendata_cli.errors import ConfigError
from opendata_cli.i18n import _, speaking
from opendata_cli.model.remote import PortalInfo

if TYPE_CHECKING:
    from opendata_cli.portals.portal import Portal


def choose_profile(
    config: Config, *, asked: str | None, told: tuple[str, ...], folder: Path
) -> Profile:
    """The portal asked for on the command line, else the manifest's, else the default.

    `folder` is where the manifest's own paths start. Raises ConfigError
    `unknown-portal`, `several-portals`.
    """
    if asked is not None:
        return _profile(config, asked, Path())
    if len(told) > 1:
        raise ConfigError("several-portals", names=list(told))
    if told:
        return _profile(config, told[0], folder)
    return _profile(config, config.default or LOCAL, Path())


def profile_of_plan(config: Config, portal: PortalInfo) -> Profile:
    """The profile a plan was made for: by its name, else the folder it names.

    Another address under a known name is refused later, when origins are compared.
    """
    known = config.profiles.get(portal.name)
    if known is not None or portal.kind != "directory":
        return known or _profile(config, portal.name, Path())
    return Profile(name=portal.name, url=portal.origin, source="path")


def _profile(config: Config, word: str, folder: Path) -> Profile:
    if word in config.profiles:
        return config.profiles[word]
    if "://" not in word and _is_path(word, folder):
        path = (folder / word).resolve()
        named = (item for item in config.profiles.values() if Path(item.url) == path)
        return next(named, Profile(name=path.name, url=str(path), source="path"))
    raise ConfigError("unknown-portal", name=word, known=sorted(config.profiles))


def _is_path(word: str, folder: Path) -> bool:
    return "/" in word or "\\" in word or word.startswith(".") or (folder / word).is_dir()


def kind_of(url: str, *, told: str | None = None) -> str:
    """The kind of portal at `url`, where a told one must be able to live.

    Raises ConfigError `unknown-portal-kind`, `unsupported-portal`.
    """
    from opendata_cli.portals.registry import portal_factory

    kind = told or "directory"
    portal_factory(kind)
    if "://" in url:
        raise ConfigError("unsupported-portal", url=url)
    return kind


def connect(profile: Profile, *, now: Callable[[], datetime]) -> Portal:
    """The portal of a profile. Nothing is read nor written yet."""
    from opendata_cli.formats.html import render_page
    from opendata_cli.portals.registry import portal_factory

    with speaking(profile.language or "fr"):
        default_title = profile.organization or _("Open data")
    return portal_factory(profile.kind)(
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
    origin = os.path.abspath(profile.url)  # noqa: PTH100 - links are kept as they are told
    return PortalInfo(name=profile.name, kind=profile.kind, url=profile.url, origin=origin)
