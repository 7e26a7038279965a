"""`opendata init`."""

from __future__ import annotations

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def init(
    session: Session,
    files: options.FilesArg,
    output: options.ProductOpt = None,
    portal: options.PortalOpt = None,
    organization: options.OrganizationOpt = None,
) -> None:
    """Write a manifest beside the files: what can be found is filled in, the rest says TODO."""
    from opendata_cli.cli.drafting import draft_for

    session.emit(draft_for(session, files, output=output, portal=portal, organization=organization))
