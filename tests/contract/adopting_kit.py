"""`init --from` without the command line: from a portal to a folder, a plan and a publication."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.contract_kit import NOON
from tests.servers.udata import Udata

from opendata_cli.cli.adopting import How, adopt
from opendata_cli.cli.output import Output
from opendata_cli.cli.publication import Place, plan_for
from opendata_cli.cli.session import Session
from opendata_cli.metadata.manifest import load_manifest
from opendata_cli.model.drafted import Adoption
from opendata_cli.model.plan import Plan
from opendata_cli.model.remote import Published
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.apply import apply
from opendata_cli.publishing.journal import JournalFile

MOMENTS = {"last_modified", "last_modified_internal", "last_update", "modified_at", "internal"}


def take(portal: Portal, word: str, folder: Path, holder: str | None = None) -> Adoption:
    how = How(path=folder / "datapackage.yaml", portal="there", holder=holder)
    drafted = adopt(Session(Output([])), portal, word, how)
    assert drafted.adoption is not None
    return drafted.adoption


def plan(portal: Portal, folder: Path) -> Plan:
    manifest = load_manifest(folder / "datapackage.yaml")
    return plan_for(Session(Output([])), Place(manifest, portal), prune=False)


def changes(portal: Portal, folder: Path) -> set[tuple[str, str]]:
    """The fields that publishing would change, each after what it is of."""
    found = plan(portal, folder).changes
    return {(item.target.value, field.path) for item in found for field in item.fields}


def publish(portal: Portal, folder: Path) -> Published:
    receipt = apply(
        plan(portal, folder),
        portal,
        open_file=lambda planned: (folder / planned.path).open("rb"),
        journal=JournalFile(folder),
        now=lambda: NOON,
    )
    assert receipt.status == "ok", receipt.outcomes
    assert receipt.published is not None
    return receipt.published


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Hand:
    """Someone of the organisation, who publishes through the site."""

    def __init__(self, udata: Udata, person: str = "editor") -> None:
        self.udata = udata
        self.token = udata.tokens[person]

    def call(self, method: str, path: str, **request: Any) -> Any:
        answer = self.udata.api(method, path, token=self.token, **request)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def dataset(self, **body: Any) -> str:
        made = self.call("POST", "/datasets/", json={"title": "T", "description": "D", **body})
        return str(made["id"])

    def upload(self, dataset: str, name: str, content: bytes, **changed: Any) -> str:
        files = {"file": (name, content)}
        made = self.call("POST", f"/datasets/{dataset}/upload/", files=files)
        if changed:
            self.call("PUT", f"/datasets/{dataset}/resources/{made['id']}/", json=changed)
        return str(made["id"])

    def link(self, dataset: str, **body: Any) -> str:
        told = {"filetype": "remote", "title": "L", **body}
        return str(self.call("POST", f"/datasets/{dataset}/resources/", json=told)["id"])

    def move(self, dataset: str, place: int, url: str) -> None:
        """Let udata tell that the file of a resource is elsewhere."""
        self.udata.set_document("dataset", dataset, {f"resources.{place}.url": url})

    def everything(self, dataset: str) -> Any:
        """All that the API tells of it, but for moments and for the keys that are ours."""
        there = self.call("GET", f"/datasets/{dataset}/")
        discussions = self.call("GET", f"/discussions/?for={dataset}")["data"]
        return _lasting({"dataset": there, "discussions": discussions})


def _lasting(value: Any) -> Any:
    if isinstance(value, list):
        return [_lasting(item) for item in value]
    if not isinstance(value, dict):
        return value
    left_out = {*MOMENTS, "opendata_key"}
    return {name: _lasting(item) for name, item in value.items() if name not in left_out}
