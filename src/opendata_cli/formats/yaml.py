"""A result as YAML, for people who read and mend it."""

from __future__ import annotations

import io

from ruamel.yaml import YAML

from opendata_cli.formats.payloads.payload import payload


def to_yaml(result: object) -> str:
    """The `data` of the JSON envelope, as a YAML document."""
    writer = YAML()
    writer.allow_unicode = True
    writer.width = 100
    stream = io.StringIO()
    writer.dump(dict(payload(result)), stream)
    return stream.getvalue()
