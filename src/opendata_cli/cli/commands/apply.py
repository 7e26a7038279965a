"""`opendata apply`."""

from __future__ import annotations

from pathlib import Path

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def apply(
    session: Session,
    plan: options.PlanArg,
    manifest: options.ManifestArg = Path(),
    yes: options.YesOpt = False,
) -> None:
    """Carry out a plan written by `opendata plan -o`, if nothing has changed since."""
    from opendata_cli.cli.applying import apply_plan

    apply_plan(session, plan, manifest, yes=yes)
