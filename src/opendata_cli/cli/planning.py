"""Plan files: where one may be kept, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from opendata_cli.cli.config import DIRECTORY
from opendata_cli.errors import InputError, PlanError
from opendata_cli.i18n import _
from opendata_cli.views.humanize import shell_word

if TYPE_CHECKING:
    from opendata_cli.cli.publication import Place
    from opendata_cli.cli.session import Session
    from opendata_cli.model.plan import Plan

_OF_A_PLAN = frozenset({"", ".json"})


def refuse_plan_name(path: Path | None) -> None:
    """Raise InputError `unsupported-format` for a name that tells of another form than JSON."""
    if path is not None and path.suffix.lower() not in _OF_A_PLAN:
        raise InputError("unsupported-format", format=path.suffix, known=["json"], reason="plan")


def keep_plan(session: Session, place: Place, plan: Plan, path: Path) -> None:
    """Write the plan file, and say which command carries it out.

    Raises InputError `output-is-input` for what the publication reads or has written.
    """
    from opendata_cli.publishing.lock_file import LOCK_NAME
    from opendata_cli.publishing.plan_file import write_plan

    session.output.protect(place.manifest.folder / LOCK_NAME)
    if plan.portal.kind == DIRECTORY and path.exists():
        there = Path(plan.portal.origin).resolve()
        if path.resolve().is_relative_to(there):
            session.output.protect(path)
    session.output.refuse_input(path)
    write_plan(path, plan)
    words = _("The plan is kept in {path}. To carry it out: {command}")
    session.say(words.format(path=path, command=_next(path, place)))


def _next(path: Path, place: Place) -> str:
    """The command, with the manifest where `apply` would not find it by itself."""
    from opendata_cli.metadata.manifest import MANIFEST_NAMES, has_manifest

    beside = path.parent if has_manifest(path.parent) else Path()
    found = [beside / name for name in MANIFEST_NAMES if (beside / name).is_file()]
    own = [item.resolve() for item in found] == [place.manifest.path.resolve()]
    words = [str(path)] if own else [str(path), str(place.manifest.path)]
    return " ".join(["opendata apply", *map(shell_word, words)])


def apply_file(
    session: Session, path: Path, manifest: Path | None, *, yes: bool, invalid_too: bool
) -> NoReturn:
    """As `apply_plan`; what a stale plan asks for names the file that is at hand.

    Raises InputError `file-not-found`, `not-a-file` before anything else.
    """
    from opendata_cli.cli.publication import apply_plan

    if path.is_dir():
        raise InputError("not-a-file", path=str(path))
    if not path.exists():
        raise InputError("file-not-found", path=str(path))
    try:
        apply_plan(session, path, manifest, yes=yes, invalid_too=invalid_too)
    except PlanError as error:
        if error.code in {"stale-plan", "other-portal"}:
            told = [] if manifest is None else [shell_word(str(manifest))]
            again = ["opendata plan", *told, "-o", shell_word(str(path))]
            error.params["again"] = " ".join(again)
        raise
