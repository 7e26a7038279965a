"""A producer with a manifest's folder, and portals that start empty."""

from __future__ import annotations

import datetime as dt
import html
import io
import itertools
import time
import uuid
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

from tests.servers.udata import Udata

from opendata_cli.model.dataset import Checksum, Dataset, Resource, TemporalCoverage
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import find_license
from opendata_cli.model.plan import Plan, PlannedFile
from opendata_cli.model.receipt import Receipt
from opendata_cli.model.remote import PortalInfo, Published
from opendata_cli.model.secret import Secret
from opendata_cli.portals.api import ignore
from opendata_cli.portals.directory.pages import Page
from opendata_cli.portals.directory.portal import DirectoryPortal
from opendata_cli.portals.portal import Portal
from opendata_cli.portals.udata.portal import UdataPortal
from opendata_cli.publishing.apply import apply
from opendata_cli.publishing.journal import JournalFile
from opendata_cli.publishing.lock_file import Lock, locked_after, portal_key
from opendata_cli.publishing.plan import make_plan

KEY = "8f14e45f-ceea-467f-a8a1-5d0e3c1b2a90"
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def render(page: Page) -> str:
    """A page that shows all it is given, so that two pages differ when their values do."""
    return f"<!doctype html><title>x</title><pre>{html.escape(repr(page))}</pre>\n"


def directory_portal(root: Path, base_url: str | None = "https://data.example.org/") -> Portal:
    numbers = itertools.count(1)
    info = PortalInfo(name="local", kind="directory", url=str(root), origin=str(root))
    return DirectoryPortal(
        root,
        info,
        default_title="Données de test",
        organization="Ville de Test",
        base_url=base_url,
        render=render,
        now=lambda: NOON,
        new_id=lambda: f"00000000-0000-4000-8000-{next(numbers):012}",
        patience=20,
    )


def udata_portal(
    server: Udata, organization: str | None, memory: Path, **changes: Any
) -> UdataPortal:
    """The server as an editor of the organisation sees it; waits are cut short."""
    key = Secret(value=server.tokens["editor"], source="a test")
    told: dict[str, Any] = {
        "info": PortalInfo(name="udata", kind="udata", url=server.url, origin=server.url),
        "organization": organization,
        "key": lambda: key,
        "memory": memory,
        "now": lambda: NOON,
        "new_id": lambda: str(uuid.uuid4()),
        "watch": ignore,
        "sleep": lambda seconds: time.sleep(min(seconds, 1.1)),
    }
    return UdataPortal(**{**told, **changes})


@dataclass
class Producer:
    """A manifest's folder, its files in memory, and a lock: what a publication starts from."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def resource(self, key: str, content: bytes, **changes: object) -> Resource:
        path = str(changes.pop("path", f"data/{key}.csv"))
        self.files[path] = content
        told: dict[str, object] = {
            "title": f"Fichier {key}",
            "format": "csv",
            "mime": "text/csv",
            "bytes": len(content),
            "checksum": Checksum(type="sha256", value=sha256(content).hexdigest()),
            "sha1": sha1(content).hexdigest(),
        }
        return Resource(key=key, path=path, **{**told, **changes})  # type: ignore[arg-type]

    @property
    def journal(self) -> JournalFile:
        return JournalFile(self.folder)

    def plan(
        self, portal: Portal, dataset: Dataset, *, prune: bool = False, attached: str | None = None
    ) -> Plan:
        journal = self.journal.read(portal_key(portal.info), dataset.key)
        return make_plan(
            dataset, portal, lock=self.lock, journal=journal, prune=prune, attached=attached
        )

    def open(self, planned: PlannedFile) -> io.BytesIO:
        return io.BytesIO(self.files[planned.path])

    def carry_out(self, portal: Portal, plan: Plan) -> Receipt:
        return apply(plan, portal, open_file=self.open, journal=self.journal, now=lambda: NOON)

    def publish(self, portal: Portal, dataset: Dataset, *, prune: bool = False) -> Published:
        plan = self.plan(portal, dataset, prune=prune)
        receipt = self.carry_out(portal, plan)
        assert receipt.status == "ok", receipt.outcomes
        assert receipt.published is not None
        self.lock = locked_after(self.lock, plan, receipt.published)
        return receipt.published


def a_dataset(*resources: Resource, **changes: object) -> Dataset:
    told: dict[str, object] = {
        "key": KEY,
        "name": "effectifs",
        "title": "Effectifs de police municipale",
        "description": "Un fichier par an.\n\nAvec **mise en forme**.",
        "license": find_license("etalab-2.0"),
        "frequency": Frequency.ANNUAL,
        "keywords": ("police", "securite"),
        "temporal": TemporalCoverage(start=dt.date(2012, 1, 1), end=dt.date(2023, 12, 31)),
    }
    return Dataset(**{**told, **changes}, resources=resources)  # type: ignore[arg-type]
