"""`opendata apply`."""

from __future__ import annotations

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def apply(
    session: Session,
    plan: options.PlanArg,
    manifest: options.OptionalManifestArg = None,
    yes: options.YesOpt = False,
    publish_invalid: options.PublishInvalidOpt = False,
) -> None:
    """Carry out a plan written by `opendata plan -o`, if nothing has changed since."""
    from opendata_cli.cli.planning import apply_file

    apply_file(session, plan, manifest, yes=yes, invalid_too=publish_invalid)
