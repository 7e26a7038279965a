"""`opendata describe`."""

from __future__ import annotations

from pathlib import Path

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


def describe(session: Session, paths: options.DescribeArg = None) -> None:
    """Show the metadata of a manifest, or all that bare files tell."""
    from opendata_cli.cli.describing import describe_files, describe_manifest
    from opendata_cli.cli.sources import is_manifest
    from opendata_cli.metadata.manifest import find_manifest, load_manifest

    asked = paths or [Path()]
    if len(asked) == 1 and is_manifest(asked[0]):
        manifest = load_manifest(find_manifest(asked[0]), allow_todo=True)
        session.emit(describe_manifest(session, manifest))
    session.emit(describe_files(session, asked))
