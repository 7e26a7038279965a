"""`opendata init`."""

from __future__ import annotations

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def init(
    session: Session,
    files: options.FilesArg = None,
    dataset: options.FromOpt = None,
    output: options.ProductOpt = None,
    portal: options.PortalOpt = None,
    organization: options.OrganizationOpt = None,
) -> None:
    """Write a manifest beside the files: what can be found is filled in, the rest says TODO.

    With --from, the dataset comes from a portal, its files with it.
    """
    from opendata_cli.cli.drafting import first_manifest

    drafted = first_manifest(
        session, files or (), dataset, output=output, portal=portal, organization=organization
    )
    session.emit(drafted)
