"""A folder catalogue to try, and what is in it."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import os
import sys
from pathlib import Path

import pytest

from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.remote import PortalInfo, RemoteRef
from opendata_cli.portals.directory.pages import CatalogPage, Page
from opendata_cli.portals.directory.portal import DirectoryPortal

NUMBERS = itertools.count(1)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and forks of POSIX")


def render(page: Page) -> str:
    if isinstance(page, CatalogPage):
        return f"list: {[entry.dataset.title for entry in page.entries]}\n"
    return f"dataset: {page.entry.dataset.title}\n"


def a_portal(
    root: Path, base_url: str | None = "https://d.example/", patience: float = 30
) -> DirectoryPortal:
    return DirectoryPortal(
        root,
        PortalInfo(name="local", kind="directory", url=str(root), origin=str(root)),
        default_title="Catalogue",
        base_url=base_url,
        render=render,
        now=lambda: NOON,
        new_id=lambda: f"{os.getpid()}-{next(NUMBERS)}",
        patience=patience,
    )


def a_dataset(name: str = "jeu", **changes: object) -> Dataset:
    told: dict[str, object] = {"key": f"key of {name}", "name": name, "title": f"Jeu {name}"}
    return Dataset(**{**told, **changes})  # type: ignore[arg-type]


def a_resource(key: str = "a", **changes: object) -> Resource:
    told: dict[str, object] = {"path": f"data/{key}.csv", "format": "csv"}
    return Resource(key=key, **{**told, **changes})  # type: ignore[arg-type]


def shown(portal: DirectoryPortal, name: str = "jeu", content: bytes = b"a\n1\n") -> RemoteRef:
    ref = portal.upload(portal.create(a_dataset(name)), a_resource(), io.BytesIO(content))
    portal.set_visibility(ref, Visibility.PUBLIC)
    return ref


def files(root: Path) -> set[str]:
    return {item.relative_to(root).as_posix() for item in root.rglob("*") if item.is_file()}


def feed(root: Path) -> list[str]:
    told = json.loads((root / "catalog.jsonld").read_bytes())
    return [item["dct:title"]["@value"] for item in told["dcat:dataset"]]
