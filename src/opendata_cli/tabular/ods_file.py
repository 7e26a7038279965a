"""An ODS as sheets of typed rows, by calamine. It does not tell how a number is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Cell
from opendata_cli.tabular.typed import displayed, typed


def ods_sheets(path: Path) -> list[tuple[str, bool]]:
    """Each sheet and whether it is visible. Raises UnreadableTable (format-error)."""
    from python_calamine import SheetVisibleEnum

    with _opened(path) as book:
        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in book.sheets_metadata
        ]


def ods_rows(path: Path, sheet: str, as_text: frozenset[int]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a sheet; numbers of the columns `as_text` come as `Displayed`.

    Raises UnreadableTable (format-error).
    """
    with _opened(path) as book:
        table = book.get_sheet_by_name(sheet)
        if table.start is None:
            return
        # calamine gives the blank rows above the data, but not the blank columns on its left.
        margin: tuple[Cell, ...] = (None,) * table.start[1]
        for values in table.iter_rows():
            cells = margin + tuple(_integral(value) for value in values)
            yield tuple(
                displayed(cell, None) if at in as_text else cell for at, cell in enumerate(cells)
            )


def _integral(value: Any) -> Cell:  # noqa: ANN401 - whatever the library found
    """Calamine gives every number as a float, and "" for no cell."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return typed(value)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import python_calamine

    try:
        # From the stream: with a path, calamine believes the extension.
        with (
            path.open("rb") as stream,
            python_calamine.CalamineWorkbook.from_filelike(stream) as book,
        ):
            yield book
    except python_calamine.PasswordError as error:
        raise _broken(path, "encrypted-workbook", error) from error
    except python_calamine.CalamineError as error:
        raise _broken(path, "broken-workbook", error) from error


def _broken(path: Path, reason: str, error: Exception) -> UnreadableTable:
    return UnreadableTable("format-error", reason=reason, path=str(path), detail=str(error))
