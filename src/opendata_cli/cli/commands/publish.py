"""`opendata publish`."""

from __future__ import annotations

from pathlib import Path

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def publish(
    session: Session,
    manifest: options.ManifestArg = Path(),
    portal: options.PortalOpt = None,
    yes: options.YesOpt = False,
    prune: options.PruneOpt = False,
    publish_invalid: options.PublishInvalidOpt = False,
) -> None:
    """Validate, describe, plan, confirm, apply and verify."""
    from opendata_cli.cli.publication import find_place, publish_manifest

    place = find_place(session, manifest, portal, yes=yes)
    publish_manifest(session, place, yes=yes, prune=prune, invalid_too=publish_invalid)
