"""From a plan to the answer: ask, apply, and end with the right exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.publication import Place, carry_out, check, failure_of, find_place, plan_for
from opendata_cli.exits import ExitCode
from opendata_cli.i18n import ngettext
from opendata_cli.model.publication import Publication
from opendata_cli.views.humanize import number
from opendata_cli.views.plan import count_changes

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session
    from opendata_cli.model.plan import Plan
    from opendata_cli.model.report import Reports


def publish_manifest(
    session: Session, place: Place, *, yes: bool, prune: bool, invalid_too: bool
) -> None:
    """Validate, plan, ask, apply; invalid data stops here unless `invalid_too`."""
    reports = check(session, place)
    if not reports.valid:
        session.output.show(reports)
        if not invalid_too:
            _end(session, Publication(plan=None, reports=reports, refused="invalid-data"))
    _confirm_and_apply(session, place, plan_for(session, place, prune=prune), reports, yes=yes)


def apply_plan(session: Session, plan_path: Path, manifest: Path, *, yes: bool) -> None:
    """Carry out the plan in a file, on the portal it was made for."""
    from opendata_cli.publishing.plan_file import read_plan

    if manifest == Path() and plan_path.parent != Path():
        manifest = plan_path.parent if _has_manifest(plan_path.parent) else manifest
    folder = manifest if manifest.is_dir() else manifest.parent
    plan = read_plan(plan_path, folder)
    place = find_place(session, manifest, plan.portal.name)
    _confirm_and_apply(session, place, plan, None, yes=yes)


def _confirm_and_apply(
    session: Session, place: Place, plan: Plan, reports: Reports | None, *, yes: bool
) -> None:
    if plan.empty:
        _end(session, Publication(plan=plan, reports=reports))
    session.output.show(plan)
    count = count_changes(plan)
    question = ngettext("Apply this change?", "Apply these {count} changes?", count)
    if not session.confirm(question.format(count=number(count)), yes=yes):
        _end(session, Publication(plan=plan, reports=reports, refused="declined"))
    _end(session, carry_out(session, place, plan, reports))


def _end(session: Session, publication: Publication) -> None:
    code = _exit_code(publication)
    session.emit(publication, code=code, errors=failure_of(publication))


def _exit_code(publication: Publication) -> ExitCode:
    if publication.refused is not None:
        return ExitCode.PROBLEMS
    if publication.status == "ok":
        return ExitCode.OK
    return ExitCode.FAILURE


def _has_manifest(folder: Path) -> bool:
    from opendata_cli.metadata.manifest import MANIFEST_NAMES

    return any((folder / name).is_file() for name in MANIFEST_NAMES)
