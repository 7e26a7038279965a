"""plan, apply, publish: from a manifest to a receipt, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from opendata_cli.cli.checking import How, check_targets
from opendata_cli.cli.describing import describe_manifest
from opendata_cli.cli.keys import key_for
from opendata_cli.cli.portals import choose_profile, profile_of_plan
from opendata_cli.cli.sources import MANIFEST_SUFFIXES, manifest_targets
from opendata_cli.errors import ConfigError, OpendataError
from opendata_cli.exits import ExitCode
from opendata_cli.i18n import ngettext
from opendata_cli.model.plan import Plan, PlannedFile
from opendata_cli.model.publication import Publication
from opendata_cli.model.receipt import Failure
from opendata_cli.views.humanize import number
from opendata_cli.views.plan import count_changes

if TYPE_CHECKING:
    from opendata_cli.cli.config import Profile
    from opendata_cli.cli.session import Session
    from opendata_cli.metadata.manifest import Manifest
    from opendata_cli.model.receipt import Receipt
    from opendata_cli.model.report import Reports
    from opendata_cli.portals.portal import Portal


_RIGHTS = frozenset({"key-refused", "not-allowed", "may-not-edit", "not-a-member"})


@dataclass(frozen=True, slots=True)
class Place:
    """A manifest, and the portal it goes to."""

    manifest: Manifest
    portal: Portal


def find_place(session: Session, path: Path, asked: str | None, *, yes: bool) -> Place:
    """The manifest at `path` and its portal; a data file gets a first manifest, and stops there.

    `yes` lets a key of the environment go where the project says. Raises ConfigError.
    """
    manifest = _load(session, path)
    profile = choose_profile(
        session.config(manifest.folder),
        asked=asked,
        told=manifest.publish.portals,
        folder=manifest.folder,
    )
    return _place(session, manifest, profile, yes=yes)


def _place(session: Session, manifest: Manifest, profile: Profile, *, yes: bool) -> Place:
    portal = session.portal(
        profile,
        key=key_for(session, profile, yes=yes),
        organization=manifest.publish.organization,
        folder=manifest.folder,
    )
    return Place(manifest, portal)


def _load(session: Session, path: Path) -> Manifest:
    from opendata_cli.metadata.manifest import find_manifest, has_manifest, load_manifest

    if path.is_file() and path.suffix.lower() not in MANIFEST_SUFFIXES:
        from opendata_cli.cli.drafting import draft_for

        if has_manifest(path.parent):
            raise ConfigError("not-a-manifest", path=str(path), folder=str(path.parent))
        drafted = draft_for(session, [path], output=None, portal=None, organization=None)
        session.output.show(drafted)
        path = Path(drafted.path)
    return load_manifest(find_manifest(path))


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


def publish_manifest(
    session: Session, place: Place, *, yes: bool, prune: bool, invalid_too: bool
) -> NoReturn:
    """Validate, plan, ask, apply; invalid data stops here unless `invalid_too`."""
    reports = _checked(session, place, invalid_too=invalid_too)
    _confirm_and_apply(session, place, plan_for(session, place, prune=prune), reports, yes=yes)


def apply_plan(
    session: Session, plan_path: Path, manifest: Path | None, *, yes: bool, invalid_too: bool
) -> NoReturn:
    """Carry out the plan in a file, on the portal it was made for, as `publish` would.

    Without `manifest`, it is the one beside the plan, else the one of this folder.
    """
    from opendata_cli.metadata.manifest import find_manifest, has_manifest, load_manifest
    from opendata_cli.publishing.apply import read_unchanged, refuse_other
    from opendata_cli.publishing.plan_file import read_plan

    beside = plan_path.parent if has_manifest(plan_path.parent) else Path()
    found = load_manifest(find_manifest(manifest or beside))
    plan = read_plan(plan_path, found.folder)
    profile = profile_of_plan(session.config(found.folder), plan.portal)
    place = _place(session, found, profile, yes=yes)
    # Before anything is shown: a plan that is out of date is not to be read again.
    refuse_other(plan, place.portal, found.sha256)
    read_unchanged(plan, place.portal)
    reports = _checked(session, place, invalid_too=invalid_too)
    _confirm_and_apply(session, place, plan, reports, yes=yes)


def _checked(session: Session, place: Place, *, invalid_too: bool) -> Reports:
    reports = check_targets(session, manifest_targets(place.manifest), None, How())
    if not reports.valid:
        session.output.show(reports)
        if not invalid_too:
            _end(session, place, Publication(plan=None, reports=reports, refused="invalid-data"))
    return reports


def _confirm_and_apply(
    session: Session, place: Place, plan: Plan, reports: Reports, *, yes: bool
) -> NoReturn:
    if plan.empty:
        _complete(session, place, plan)
        _end(session, place, Publication(plan=plan, reports=reports))
    session.output.show(plan)
    count = count_changes(plan)
    question = ngettext("Apply this change?", "Apply these {count} changes?", count)
    if not session.confirm(question.format(count=number(count)), yes=yes):
        _end(session, place, Publication(plan=plan, reports=reports, refused="declined"))
    _carry_out(session, place, plan, reports)


def _complete(session: Session, place: Place, plan: Plan) -> None:
    """Nothing is left to publish: keep what a run that was cut could not, unless all is stale."""
    records = _Records(place.manifest.folder, plan)
    _apply(session, place, plan, records.keep_lock)


def _carry_out(session: Session, place: Place, plan: Plan, reports: Reports) -> NoReturn:
    """Apply the plan, keep lock and receipt. An interruption keeps them too, and tells them."""
    from opendata_cli.publishing.apply import Interrupted

    records = _Records(place.manifest.folder, plan)
    done = Publication(plan=plan, reports=reports)
    try:
        receipt = _apply(session, place, plan, records.keep)
    except Interrupted as stop:
        _end(session, place, records.told(done, stop.receipt), interrupted=True)
    _end(session, place, records.told(done, receipt))


def _apply(session: Session, place: Place, plan: Plan, keep: Callable[[Receipt], None]) -> Receipt:
    from opendata_cli.cli.progress import show_progress
    from opendata_cli.publishing.apply import apply
    from opendata_cli.publishing.journal import JournalFile

    folder = place.manifest.folder
    with show_progress(quiet=session.output.quiet) as on_progress:
        return apply(
            plan,
            place.portal,
            open_file=_opener(folder),
            journal=JournalFile(folder),
            now=session.now,
            manifest_sha256=place.manifest.sha256,
            on_progress=on_progress,
            keep=keep,
        )


def _opener(folder: Path) -> Callable[[PlannedFile], BinaryIO]:
    return lambda planned: (folder / planned.path).open("rb")


class _Records:
    """Lock and receipt of one publication: each kept once, the lock first.

    A receipt that cannot be written must not lose what was done.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        """Raises ConfigError `invalid-lock`: before any write, a broken one stops here."""
        from opendata_cli.publishing.lock_file import LOCK_NAME, read_lock

        self._folder = folder
        self._plan = plan
        self._lock = read_lock(folder / LOCK_NAME)
        self._receipt: Path | None = None
        self._unkept: Failure | None = None

    def keep(self, receipt: Receipt) -> None:
        """Keep both; what could not be kept is told later."""
        from opendata_cli.publishing.receipt_file import write_receipt

        try:
            self.keep_lock(receipt)
            if self._receipt is None:
                self._receipt = write_receipt(self._folder, receipt)
        except OpendataError as error:
            self._unkept = Failure(code=error.code, params=error.params)

    def keep_lock(self, receipt: Receipt) -> None:
        """Keep what was read back, where it is news. Raises OutputError."""
        from opendata_cli.publishing.lock_file import LOCK_NAME, locked_after, write_lock

        after = locked_after(self._lock, self._plan, receipt.published)
        if after != self._lock:
            write_lock(self._folder / LOCK_NAME, after)
            self._lock = after

    def told(self, publication: Publication, receipt: Receipt) -> Publication:
        """The publication with what was done, and where that is kept."""
        path = None if self._receipt is None else str(self._receipt)
        return replace(publication, receipt=receipt, receipt_path=path, unkept=self._unkept)


def _end(
    session: Session, place: Place, publication: Publication, *, interrupted: bool = False
) -> NoReturn:
    publication = replace(publication, requests=place.portal.requests)
    errors = _errors(publication)
    if interrupted and all(error.code != "interrupted" for error in errors):
        errors.append(OpendataError("interrupted"))
    code = ExitCode.INTERRUPTED if interrupted else _exit_code(publication)
    session.emit(publication, code=code, errors=errors)


def _exit_code(publication: Publication) -> ExitCode:
    if publication.refused is not None:
        return ExitCode.PROBLEMS
    if publication.status == "ok" and publication.unkept is None:
        return ExitCode.OK
    failed = {error.code for error in _errors(publication)}
    if publication.status == "error" and failed & _RIGHTS:
        return ExitCode.AUTH  # nothing was done: the key is all that is wrong
    return ExitCode.FAILURE


def _errors(publication: Publication) -> list[OpendataError]:
    """What stopped a publication half-way, or could not be kept of it."""
    outcomes = publication.receipt.outcomes if publication.receipt else ()
    failures = [*(outcome.failure for outcome in outcomes), publication.unkept]
    return [OpendataError(failure.code, **failure.params) for failure in failures if failure]
