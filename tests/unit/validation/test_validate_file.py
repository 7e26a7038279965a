from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata_cli.errors import InputError, SchemaError
from opendata_cli.model.report import Mode, Report, Severity
from opendata_cli.model.schema import SchemaRef, TableSchema
from opendata_cli.model.table import Dialect
from opendata_cli.schemas.descriptor import read_descriptor
from opendata_cli.tabular import csv_file
from opendata_cli.validation.engine import Neighbour
from opendata_cli.validation.validate import validate_file


def schema(*fields: dict[str, object], **more: object) -> TableSchema:
    return read_descriptor({"fields": list(fields), **more}, SchemaRef(name="s"))


def of(name: str, kind: str = "string", **constraints: object) -> dict[str, object]:
    return {"name": name, "type": kind, "constraints": constraints}


def csv(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def said(report: Report) -> list[tuple[str, int | None, int | None]]:
    return [(issue.code, issue.row, issue.column) for issue in report.errors]


def warned(report: Report) -> dict[str, Any]:
    return {issue.code: dict(issue.params) for issue in report.warnings}


CITIES = schema(of("code", pattern="[0-9]{5}"), of("population", "integer"))


def test_a_right_file_is_valid(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "code,population\n01004,12\n"), CITIES)
    assert (report.valid, report.issues, report.truncated) == (True, (), False)
    assert (report.rows, report.columns, report.engine) == (1, 2, "reference")
    assert (report.dialect.header_rows, report.labels) == ((1,), ("code", "population"))


def test_an_error_is_told_with_its_place_its_cause_and_the_right_form(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "code,population\n1004,1 O24\n"), CITIES)
    code, population = report.errors
    assert (code.code, code.row, code.column, code.field) == ("constraint-error", 2, 1, "code")
    assert (code.cell, code.expected) == ("1004", "01004")
    assert (code.params["constraint"], code.params["limit"]) == ("pattern", "[0-9]{5}")
    assert (population.code, population.expected) == ("type-error", "1024")
    assert (population.params["type"], population.params["format"]) == ("integer", "default")
    assert population.params["note"] == 'type is "integer/default"'


def test_columns_in_another_order_are_checked_where_they_are(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "population,Code\nx,01004\n"), CITIES)
    assert said(report) == [("type-error", 2, 1)]
    assert list(warned(report)) == ["label-order", "label-variant"]


def test_cells_of_extra_columns_are_not_checked(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "x,code,population\n?,01004,1\n"), CITIES)
    assert report.valid
    assert list(warned(report)) == ["extra-label"]


def test_blank_rows_are_one_warning_and_do_not_shift_the_rows(tmp_path: Path) -> None:
    path = csv(tmp_path, "code,population\n01004,1\n\n,\n01005,x\n  ,\n")
    report = validate_file(path, CITIES)
    assert said(report) == [("type-error", 5, 2)]
    assert warned(report) == {"blank-row": {"count": 3, "first_row": 3}}
    assert report.rows == 2


def test_lines_above_the_header_are_a_warning(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "Mon titre,\n\ncode,population\n01004,x\n"), CITIES)
    assert said(report) == [("type-error", 4, 2)]
    assert warned(report) == {"banner": {"header_row": 3, "header_rows": [3]}}


def test_a_column_without_label_matters_only_with_data(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "code,population,,\n01004,1,,\n01005,2,x,\n"), CITIES)
    (issue,) = report.issues
    assert (issue.code, issue.severity, issue.column) == ("blank-label", Severity.WARNING, 3)
    assert issue.params == {"first_row": 3}
    assert report.columns == 3


def test_a_row_too_long_is_an_error_and_too_short_too(tmp_path: Path) -> None:
    path = csv(tmp_path, "code,population\n01004,1,x\n01005\n01006,2,,\n")
    report = validate_file(path, CITIES)
    assert said(report) == [("extra-cell", 2, 3), ("missing-cell", 3, 2)]


def test_a_row_like_another_names_it_by_its_own_number(tmp_path: Path) -> None:
    unique = schema(of("code", unique=True), of("n"), primaryKey=["n"])
    report = validate_file(csv(tmp_path, "Titre\n\ncode,n\na,1\n\na,1\n"), unique)
    assert said(report) == [("unique-error", 6, 1), ("primary-key", 6, None)]
    assert [issue.params["same_as"] for issue in report.errors] == [4, 4]


def test_a_missing_key_column_is_one_error(tmp_path: Path) -> None:
    keyed = schema(of("code"), of("n"), primaryKey=["code"])
    assert said(validate_file(csv(tmp_path, "n\n1\n2\n"), keyed)) == [("missing-label", None, None)]


def test_the_limit_counts_errors_and_says_when_there_are_more(tmp_path: Path) -> None:
    path = csv(tmp_path, "x,code,population\n" + "a,01004,?\n" * 5)
    cut = validate_file(path, CITIES, limit=3)
    assert (len(cut.errors), len(cut.warnings), cut.truncated) == (3, 1, True)
    exact = validate_file(path, CITIES, limit=5)
    assert (len(exact.errors), exact.truncated) == (5, False)
    assert len(validate_file(path, CITIES, limit=0).errors) == 5


def test_without_a_schema_only_the_structure_is_checked(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "a,b,a\n1,2,3\nx,y\n"), None)
    assert said(report) == [("duplicate-label", None, 3)]
    report = validate_file(csv(tmp_path, "a,b\n1,2\nx\n"), None)
    assert said(report) == [("missing-cell", 3, 2)]
    assert report.schema is None


def test_a_long_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, f"code,population\n01004,{'x' * 1500}\n"), CITIES)
    assert report.errors[0].cell == "x" * 1000
    assert report.errors[0].params["cut"] is True


def test_a_required_cell_that_is_missing_is_blank(tmp_path: Path) -> None:
    needed = schema(of("code", required=True), of("n"))
    report = validate_file(csv(tmp_path, "code,n\n,1\n"), needed)
    assert (report.errors[0].params["constraint"], report.errors[0].cell) == ("required", "")


def test_a_file_that_is_no_table_is_a_verdict(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.4")
    report = validate_file(path, CITIES)
    assert (report.valid, report.rows, said(report)) == (
        False,
        None,
        [("format-error", None, None)],
    )
    assert report.errors[0].params["reason"] == "pdf"


def test_bad_bytes_are_a_verdict_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("code,é\n1,à\n2,".encode() + b"\xe9x\n")
    report = validate_file(path, None)
    assert said(report) == [("encoding-error", None, None)]
    assert report.errors[0].params["line"] == 3


def test_an_absent_file_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        validate_file(tmp_path / "absent.csv", CITIES)


@pytest.mark.parametrize("mode", list(Mode))
def test_an_unknown_encoding_is_the_users_mistake(tmp_path: Path, mode: Mode) -> None:
    with pytest.raises(InputError) as caught:
        validate_file(csv(tmp_path, "a\n"), None, mode=mode, dialect=Dialect(encoding="klingon"))
    assert caught.value.code == "unknown-encoding"


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    "faulty",
    [
        schema(of("a"), foreignKeys=1),
        schema(of("a"), **{"$schema": 1}),
        schema({"name": "a", "type": "url"}),
        schema({"name": "a", "example": "x", "type": "integer"}),
        schema(of("a", pattern="[")),
        schema(of("a", "integer", minimum="many")),
        schema(of("a"), primaryKey=["b"]),
    ],
)
def test_a_refused_schema_says_why(tmp_path: Path, mode: Mode, faulty: TableSchema) -> None:
    with pytest.raises(SchemaError) as caught:
        validate_file(csv(tmp_path, "a\n1\n"), faulty, mode=mode)
    assert caught.value.code == "invalid-schema"
    assert caught.value.params["reasons"]


TOWNS = schema(
    of("code"),
    foreignKeys=[{"fields": ["code"], "reference": {"resource": "villes", "fields": ["code"]}}],
)


def test_a_key_to_another_resource_is_set_aside_when_the_file_is_alone(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "code\n1\n"), TOWNS)
    assert report.valid
    assert warned(report) == {"foreign-key-unchecked": {"fields": ["code"], "resource": "villes"}}


@pytest.mark.parametrize("mode", list(Mode))
def test_a_key_to_another_resource_is_checked_when_it_is_there(tmp_path: Path, mode: Mode) -> None:
    other = Neighbour(path=csv(tmp_path, "code\n1\n3\n", "b.csv"), schema=schema(of("code")))
    path = csv(tmp_path, "code\n1\n2\n3\n")
    report = validate_file(path, TOWNS, mode=mode, others={"villes": other})
    assert said(report) == [("foreign-key", 3, None)]
    assert report.errors[0].params["values"] == ["2"]
    assert report.errors[0].params["resource"] == "villes"


def test_a_resource_without_schema_can_be_pointed_to(tmp_path: Path) -> None:
    other = Neighbour(path=csv(tmp_path, "code,x,x\n1,,\n", "b.csv"))
    path = csv(tmp_path, "code\n1\n2\n")
    report = validate_file(path, TOWNS, others={"villes": other})
    assert said(report) == [("foreign-key", 3, None)]


def test_a_csv_that_breaks_in_the_middle_is_a_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "_FIELD_LIMIT", 2000)
    rows = "01004,1\n" * 1000
    report = validate_file(csv(tmp_path, f"code,population\n{rows}01004,{'1' * 3000}\n"), CITIES)
    assert said(report) == [("format-error", None, None)]
    assert (report.errors[0].params["reason"], report.errors[0].params["line"]) == ("csv", 1002)


def test_a_key_to_the_table_itself_is_checked(tmp_path: Path) -> None:
    own = schema(
        of("id"),
        of("parent"),
        foreignKeys=[{"fields": "parent", "reference": {"resource": "", "fields": "id"}}],
    )
    rows = "".join(f"{n},{n - 1 or ''}\n\n" for n in range(1, 200))
    report = validate_file(csv(tmp_path, "id,parent\n" + rows + "x,y\n"), own)
    assert said(report) == [("foreign-key", 400, None)]
    assert warned(report)["blank-row"] == {"count": 199, "first_row": 3}


def workbook(folder: Path, *rows: list[object], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for cell, number_format in (formats or {}).items():
        book.worksheets[0][cell].number_format = number_format
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def test_a_number_shown_as_a_code_is_accepted_with_one_warning_a_column(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["code", "population"],
        [1004, 1],
        ["01005", 2],
        [1006, 3],
        formats={"A2": "00000", "A4": "00000"},
    )
    report = validate_file(path, CITIES)
    assert report.valid
    assert warned(report) == {"number-in-text": {"count": 2, "first_row": 2}}


def test_a_code_that_lost_its_zero_is_an_error_with_the_code_expected(tmp_path: Path) -> None:
    report = validate_file(workbook(tmp_path, ["code", "population"], [1004, 1]), CITIES)
    assert said(report) == [("constraint-error", 2, 1)]
    assert (report.errors[0].cell, report.errors[0].expected) == ("1004", "01004")


def test_dates_of_a_workbook_are_accepted_in_date_and_text_fields(tmp_path: Path) -> None:
    kinds = schema(
        of("jour", "date"),
        of("texte", pattern="2024-03-01"),
        {"name": "moment", "type": "datetime"},
    )
    day = dt.datetime(2024, 3, 1)  # noqa: DTZ001 - workbooks have no zones
    report = validate_file(workbook(tmp_path, ["jour", "texte", "moment"], [day, day, day]), kinds)
    assert report.issues == ()


def test_numbers_and_truth_values_of_a_workbook_fit_their_fields(tmp_path: Path) -> None:
    kinds = schema(
        of("n", "number"),
        of("b", "boolean"),
        of("c", "boolean"),
        of("an", "year"),
        of("mois", "yearmonth"),
    )
    month = dt.datetime(2024, 3, 1)  # noqa: DTZ001 - workbooks have no zones
    path = workbook(
        tmp_path, ["n", "b", "c", "an", "mois"], [1.5, True, 1, 2024, month], [2, False, 0, 2025.0]
    )
    assert validate_file(path, kinds).issues == ()


def test_data_beyond_the_header_of_a_sheet_is_a_column_without_label(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["code", "population"], ["01004", 1, None, "note"])
    report = validate_file(path, CITIES)
    assert report.valid
    assert [(issue.code, issue.column) for issue in report.warnings] == [("blank-label", 4)]


def test_strict_mode_forgives_nothing(tmp_path: Path) -> None:
    path = csv(tmp_path, "population,Code\n1,01004\n\n")
    report = validate_file(path, CITIES, mode=Mode.STRICT)
    assert said(report) == [
        ("incorrect-label", None, 1),
        ("incorrect-label", None, 2),
        ("constraint-error", 2, 1),
        ("blank-row", 3, None),
    ]


def test_strict_mode_reads_the_header_rows_it_is_told(tmp_path: Path) -> None:
    path = csv(tmp_path, "Titre,\ncode,population\n01004,1\n")
    told = Dialect(header_rows=(2,))
    report = validate_file(path, CITIES, mode=Mode.STRICT, dialect=told)
    assert report.valid
    assert (report.dialect.encoding, report.dialect.delimiter) == ("utf-8", ",")
    assert report.dialect.header_rows == (2,)


def test_strict_mode_names_the_sheet_it_reads(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["code", "population"], ["01004", 1])
    report = validate_file(path, CITIES, mode=Mode.STRICT)
    assert (report.valid, report.dialect.sheet) == (True, "Sheet")


def test_strict_mode_reads_the_sheet_it_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["rien"])
    for row in (["code", "population"], ["01004", 1]):
        book.create_sheet("Données") if len(book.worksheets) == 1 else None
        book.worksheets[1].append(row)
    book.save(tmp_path / "a.xlsx")
    told = Dialect(sheet="Données")
    report = validate_file(tmp_path / "a.xlsx", CITIES, mode=Mode.STRICT, dialect=told)
    assert (report.valid, report.dialect.sheet) == (True, "Données")


def test_the_limit_of_strict_mode_is_that_of_frictionless(tmp_path: Path) -> None:
    path = csv(tmp_path, "code,population\n" + "01004,?\n" * 5)
    report = validate_file(path, CITIES, mode=Mode.STRICT, limit=3)
    assert (len(report.errors), report.truncated) == (3, True)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_report_holds_a_frictionless_report(tmp_path: Path, mode: Mode) -> None:
    path = csv(tmp_path, "code,population\n01004,?\n")
    report = validate_file(path, CITIES, mode=mode, described=True)
    assert isinstance(report.reference, dict)
    written: dict[str, Any] = json.loads(json.dumps(report.reference))
    (error,) = written["tasks"][0]["errors"]
    assert (written["valid"], written["stats"]["errors"]) == (False, 1)
    assert (error["type"], error["rowNumber"], error["fieldNumber"]) == ("type-error", 2, 2)
    assert error["message"] == (
        'Type error in the cell "?" in row "2" and field "population" at position "2": '
        'type is "integer/default"'
    )


def test_time_is_read_from_the_clock_given(tmp_path: Path) -> None:
    ticks: Iterator[float] = iter([10.0, 12.5])
    report = validate_file(csv(tmp_path, "a\n1\n"), None, clock=lambda: next(ticks))
    assert report.seconds == 2.5


def test_a_broken_pattern_comes_with_the_example_of_its_field(tmp_path: Path) -> None:
    code = {"name": "code", "example": "01004", "constraints": {"pattern": "[0-9]{5}"}}
    schema = read_descriptor({"fields": [code]}, SchemaRef())
    (issue,) = validate_file(csv(tmp_path, "code\nAin\n"), schema).errors
    assert issue.params["example"] == "01004"
