"""Rows that hold no value of the schema: blank ones are forgiven, others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_cli.model.report import Mode, Report
from opendata_cli.model.schema import SchemaRef, TableSchema
from opendata_cli.schemas.descriptor import read_descriptor
from opendata_cli.validation.validate import validate_file


def schema(**more: object) -> TableSchema:
    fields = [{"name": "code", "constraints": {"required": True}}, {"name": "n"}]
    descriptor: dict[str, object] = {"fields": fields, "missingValues": ["", "NC"], **more}
    return read_descriptor(descriptor, SchemaRef())


def validated(folder: Path, text: str, told: TableSchema, mode: Mode = Mode.TOLERANT) -> Report:
    path = folder / "a.csv"
    path.write_text(text, "utf-8", newline="")
    return validate_file(path, told, mode=mode)


@pytest.mark.parametrize("blank", [",,", "", " , \u00a0,"])
def test_a_blank_row_is_forgiven(tmp_path: Path, blank: str) -> None:
    report = validated(tmp_path, f"code,n,extra\na,1,\n{blank}\n", schema())
    assert report.valid
    assert report.rows == 1
    (forgiven,) = [item for item in report.warnings if item.code == "blank-row"]
    assert forgiven.params == {"count": 1, "first_row": 3}


def test_a_required_cell_is_missed_when_only_an_extra_column_is_filled(tmp_path: Path) -> None:
    report = validated(tmp_path, "extra,code,n\nx,a,1\nimportant,,\n", schema())
    (error,) = report.errors
    assert (error.code, error.row, error.column, error.field) == ("constraint-error", 3, 2, "code")
    assert (error.cell, error.params["constraint"]) == ("", "required")
    assert report.rows == 2


def test_a_required_cell_that_says_it_has_no_value_is_missed(tmp_path: Path) -> None:
    (error,) = validated(tmp_path, "code,n\na,1\nNC,NC\n", schema()).errors
    assert (error.row, error.column, error.cell) == (3, 1, "NC")


def test_a_row_that_needs_no_value_is_right(tmp_path: Path) -> None:
    free = read_descriptor({"fields": [{"name": "n"}]}, SchemaRef())
    report = validated(tmp_path, "n,extra\n1,\n,x\n", free)
    assert (report.valid, report.rows) == (True, 2)
    assert "blank-row" not in {issue.code for issue in report.warnings}


def test_an_empty_key_is_an_error_of_its_own(tmp_path: Path) -> None:
    report = validated(tmp_path, "code,n,extra\na,1,\n,,x\n", schema(primaryKey="code"))
    assert [(issue.code, issue.row) for issue in report.errors] == [
        ("constraint-error", 3),
        ("primary-key", 3),
    ]
    assert report.errors[1].params["variant"] == "empty"


def test_strict_mode_says_what_frictionless_says(tmp_path: Path) -> None:
    (error,) = validated(tmp_path, "code,n\na,1\nNC,NC\n", schema(), Mode.STRICT).errors
    assert (error.code, error.row) == ("blank-row", 3)
