"""A workbook's value as a cell."""

from __future__ import annotations

import datetime as dt
from typing import Any

from opendata_cli.model.table import Cell, Displayed
from opendata_cli.tabular.number_format import display


def typed(value: Any) -> Cell:  # noqa: ANN401 - whatever a library found
    """The value, a midnight being the date it stands for: workbooks have no other dates."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    known = (str, int, float, dt.date, dt.time, dt.timedelta)
    return value if value is None or isinstance(value, known) else str(value)


def is_number(value: object) -> bool:
    """Whether a spreadsheet shows the value by a number format."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def displayed(value: Any, number_format: str | None) -> Cell:  # noqa: ANN401 - as above
    """A number as it is shown under the format; any other value as `typed`."""
    if is_number(value):
        return Displayed(value, display(value, number_format))
    return typed(value)
