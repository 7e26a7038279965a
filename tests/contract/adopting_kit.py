"""`init --from` without the command line: from a portal to a folder, a plan and a publication."""

from __future__ import annotations

from pathlib import Path

from tests.contract.contract_kit import NOON

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
