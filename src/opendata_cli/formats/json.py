"""The JSON envelope: one document a run, versioned, the same on success and failure."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path

from typing_extensions import TypedDict

from opendata_cli.exits import ExitCode
from opendata_cli.formats.payloads.payload import payload
from opendata_cli.model.publication import Publication

_STATUS = {ExitCode.OK: "ok", ExitCode.PROBLEMS: "problems"}


class ErrorPayload(TypedDict):
    """What stopped the command. `message` and `remedy` are in the user's language."""

    code: str
    message: str
    remedy: str
    params: dict[str, object]


def envelope(
    command: str, exit_code: int, result: object, errors: Sequence[Mapping[str, object]]
) -> str:
    """`result` (None when there is none) as the one JSON document of a run."""
    status = _STATUS.get(ExitCode(exit_code), "error")
    if isinstance(result, Publication) and result.status == "partial":
        status = "partial"
    document = {
        "opendata_result": 1,
        "command": command,
        "status": status,
        "exit_code": int(exit_code),
        "data": {} if result is None else payload(result),
        "errors": list(errors),
    }
    return json.dumps(_finite(document), ensure_ascii=False, indent=2, default=_plain) + "\n"


def _finite(value: object) -> object:
    """The same without NaN and infinities, which JSON has not: they are said as text."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case Mapping():
            return {name: _finite(item) for name, item in value.items()}
        case list() | tuple():
            return [_finite(item) for item in value]
    return value


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case dt.date() | dt.time() | Path() | Exception():
            return str(value)
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value, key=str)
    raise TypeError(value)
