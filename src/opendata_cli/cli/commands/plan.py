"""`opendata plan`."""

from __future__ import annotations

from pathlib import Path

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def plan(
    session: Session,
    manifest: options.ManifestArg = Path(),
    portal: options.PortalOpt = None,
    output: options.ProductOpt = None,
    check: options.CheckOpt = False,
    prune: options.PruneOpt = False,
    yes: options.YesOpt = False,
) -> None:
    """Show what publishing would change; nothing is written to the portal."""
    from opendata_cli.cli.planning import keep_plan, refuse_plan_name
    from opendata_cli.cli.publication import find_place, plan_for
    from opendata_cli.exits import ExitCode

    refuse_plan_name(output)
    place = find_place(session, manifest, portal, yes=yes)
    found = plan_for(session, place, prune=prune)
    if output is not None:
        keep_plan(session, place, found, output)
    session.emit(found, code=ExitCode.PROBLEMS if check and not found.empty else ExitCode.OK)
