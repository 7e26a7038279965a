"""plan, apply, publish: from a manifest to a receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from opendata_cli.cli.checking import How, check_targets
from opendata_cli.cli.describing import describe_manifest
from opendata_cli.cli.portals import choose_profile
from opendata_cli.cli.sources import manifest_targets
from opendata_cli.errors import ConfigError, OpendataError
from opendata_cli.model.plan import Plan, PlannedFile
from opendata_cli.model.publication import Publication

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session
    from opendata_cli.metadata.manifest import Manifest
    from opendata_cli.model.receipt import Receipt
    from opendata_cli.model.report import Reports
    from opendata_cli.portals.portal import Portal


@dataclass(frozen=True, slots=True)
class Place:
    """A manifest, and the portal it goes to."""

    manifest: Manifest
    portal: Portal


def find_place(session: Session, path: Path, asked: str | None) -> Place:
    """The manifest at `path` and its portal. Raises ConfigError; a data file is not a manifest."""
    from opendata_cli.metadata.manifest import find_manifest, load_manifest

    if path.is_file() and path.suffix.lower() not in {".yaml", ".yml", ".json"}:
        raise ConfigError("no-manifest-yet", path=str(path))
    manifest = load_manifest(find_manifest(path))
    config = session.config(manifest.folder)
    profile = choose_profile(
        config, asked=asked, told=manifest.publish.portals, folder=manifest.folder
    )
    return Place(manifest, session.portal(profile))


def check(session: Session, place: Place) -> Reports:
    """Validate every table of the manifest, each against its schema."""
    return check_targets(session, manifest_targets(place.manifest), None, How())


def plan_for(session: Session, place: Place, *, prune: bool) -> Plan:
    """What publishing would change; the portal is read, nothing is written."""
    from opendata_cli.publishing.journal import JournalFile
    from opendata_cli.publishing.lock_file import LOCK_NAME, portal_key, read_lock
    from opendata_cli.publishing.plan import make_plan

    manifest, portal = place.manifest, place.portal
    description = describe_manifest(session, manifest)
    key = description.dataset.key
    plan = make_plan(
        description.dataset,
        portal,
        lock=read_lock(manifest.folder / LOCK_NAME),
        journal=JournalFile(manifest.folder).read(portal_key(portal.info), key),
        attached=manifest.publish.dataset,
        prune=prune,
        manifest_sha256=manifest.sha256,
    )
    return replace(plan, notices=(*description.warnings, *plan.notices))


def carry_out(session: Session, place: Place, plan: Plan, reports: Reports | None) -> Publication:
    """Apply the plan, keep lock and receipt. An interruption keeps its receipt too."""
    from opendata_cli.cli.progress import show_progress
    from opendata_cli.publishing.apply import Interrupted, apply
    from opendata_cli.publishing.journal import JournalFile

    with show_progress(quiet=session.output.quiet) as on_progress:
        try:
            receipt = apply(
                plan,
                place.portal,
                open_file=_opener(place.manifest.folder),
                journal=JournalFile(place.manifest.folder),
                now=session.now,
                manifest_sha256=place.manifest.sha256,
                on_progress=on_progress,
            )
        except Interrupted as stop:
            _keep(place, plan, stop.receipt)
            raise
    path = _keep(place, plan, receipt)
    return Publication(plan=plan, reports=reports, receipt=receipt, receipt_path=str(path))


def _opener(folder: Path) -> Callable[[PlannedFile], BinaryIO]:
    return lambda planned: (folder / planned.path).open("rb")


def _keep(place: Place, plan: Plan, receipt: Receipt) -> Path:
    """The lock first: a receipt that cannot be written must not lose what was done."""
    from opendata_cli.publishing.lock_file import LOCK_NAME, locked_after, read_lock, write_lock
    from opendata_cli.publishing.receipt_file import write_receipt

    folder = place.manifest.folder
    lock = read_lock(folder / LOCK_NAME)
    after = locked_after(lock, plan, receipt.published)
    if after != lock:
        write_lock(folder / LOCK_NAME, after)
    return write_receipt(folder, receipt)


def failure_of(publication: Publication) -> list[OpendataError]:
    """What stopped a publication half-way, for the envelope."""
    receipt = publication.receipt
    outcomes = receipt.outcomes if receipt else ()
    return [
        OpendataError(outcome.failure.code, **outcome.failure.params)
        for outcome in outcomes
        if outcome.failure
    ]
