"""Formats and media types, the same on every machine."""

from __future__ import annotations

import pytest

from opendata_cli.metadata.media import media_of_name, media_of_table
from opendata_cli.model.table import Dialect, FileFormat


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notice.PDF", ("pdf", "application/pdf")),
        ("LISEZMOI.md", ("md", "text/markdown")),
        ("carte.gpkg", ("gpkg", "application/geopackage+sqlite3")),
        ("chose.xyz", ("xyz", "application/octet-stream")),
        ("LICENCE", (None, "application/octet-stream")),
    ],
)
def test_of_a_file_by_its_extension(name: str, expected: tuple[str | None, str]) -> None:
    assert media_of_name(name) == expected


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (Dialect(format=FileFormat.CSV, delimiter=";"), ("csv", "text/csv")),
        (Dialect(format=FileFormat.CSV, delimiter="\t"), ("tsv", "text/tab-separated-values")),
        (Dialect(format=FileFormat.XLS), ("xls", "application/vnd.ms-excel")),
        (
            Dialect(format=FileFormat.ODS),
            ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ),
        (
            Dialect(format=FileFormat.CSV, delimiter=",", compression="gz"),
            ("csv.gz", "application/gzip"),
        ),
        (
            Dialect(format=FileFormat.CSV, delimiter=",", compression="zip"),
            ("csv.zip", "application/zip"),
        ),
    ],
)
def test_of_a_table_by_its_content(dialect: Dialect, expected: tuple[str, str]) -> None:
    assert media_of_table(dialect) == expected
