"""`opendata validate`, from the arguments to the exit code."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.unit.conftest import Opendata

EXAMPLES = ROOT / "examples"
FAULTY = EXAMPLES / "police-municipale" / "effectifs-a-corriger.xlsx"
GOOD = "code,voix\n01004,12\n"
SCHEMA = {
    "fields": [
        {"name": "code", "type": "string", "constraints": {"pattern": "[0-9]{5}"}},
        {"name": "voix", "type": "integer", "constraints": {"required": True}},
    ]
}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(SCHEMA), "utf-8")
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_valid_table_is_told_so_in_one_line(opendata: Opendata, good: Path, schema: Path) -> None:
    run = opendata("validate", good, "--schema", schema)
    assert run.code == 0
    assert run.out.splitlines()[0].startswith(f"✓ {good} is valid: 1 row, 2 columns")


def test_an_invalid_table_exits_1_and_says_where(
    opendata: Opendata, good: Path, schema: Path
) -> None:
    good.write_text("code,voix\n01004,douze\n", "utf-8")
    run = opendata("validate", good, "--schema", schema)
    assert run.code == 1
    assert "cell B2" in run.out
    assert "“douze” is not a whole number." in run.out


def test_the_json_envelope_holds_the_contract(opendata: Opendata, good: Path, schema: Path) -> None:
    good.write_text("code;voix\n01004;douze\n", "utf-8")
    document = opendata("validate", good, "--schema", schema, "-f", "json").json
    assert {
        key: document[key] for key in ("opendata_result", "command", "status", "exit_code")
    } == {
        "opendata_result": 1,
        "command": "validate",
        "status": "problems",
        "exit_code": 1,
    }
    (report,) = document["data"]["reports"]
    assert (report["rows"], report["columns"], report["delimiter"]) == (1, 2, ";")
    assert (report["encoding"], report["header_row"], report["bytes"]) == ("utf-8", 1, 22)
    assert report["counts"] == {"type-error": 1}
    (issue,) = report["issues"]
    assert (issue["row"], issue["column"], issue["field"], issue["cell"]) == (2, 2, "voix", "douze")
    assert (issue["code"], issue["cell_ref"], issue["severity"]) == ("type-error", "B2", "error")


def test_every_format_tells_the_same_issue(opendata: Opendata, good: Path, schema: Path) -> None:
    good.write_text("code,voix\n01004,douze\n", "utf-8")

    def told(form: str) -> str:
        return opendata("validate", good, "--schema", schema, "-f", form).out

    (row,) = csv.DictReader(io.StringIO(told("csv")))
    assert (row["code"], row["row"], row["cell_ref"], row["cell"]) == (
        "type-error",
        "2",
        "B2",
        "douze",
    )
    frictionless = json.loads(told("frictionless"))
    (error,) = frictionless["tasks"][0]["errors"]
    assert (error["type"], error["rowNumber"], error["fieldName"]) == ("type-error", 2, "voix")
    assert "| " not in told("markdown")
    assert "“douze” is not a whole number" in told("markdown")


def test_a_result_written_to_a_file_leaves_stdout_empty(
    opendata: Opendata, good: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.json"
    run = opendata("validate", good, "-o", target)
    assert (run.code, run.out) == (0, "")
    assert json.loads(target.read_text("utf-8"))["data"]["valid"] is True


def test_the_format_asked_for_wins_over_the_file_name(
    opendata: Opendata, good: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.txt"
    opendata("validate", good, "-o", target, "-f", "json")
    assert json.loads(target.read_text("utf-8"))["exit_code"] == 0


@pytest.mark.parametrize(
    "source", ["stdin", "folder", "gzip", "zip", "tsv", "manifest", "manifest folder"]
)
def test_every_kind_of_source_is_read(
    opendata: Opendata, tmp_path: Path, schema: Path, source: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    place, stdin = folder / "data.csv", None
    match source:
        case "stdin":
            place, stdin = Path("-"), GOOD.encode()
        case "folder":
            place.write_text(GOOD, "utf-8")
            place = folder
        case "gzip":
            place = folder / "data.csv.gz"
            place.write_bytes(gzip.compress(GOOD.encode()))
        case "zip":
            place = folder / "data.zip"
            with zipfile.ZipFile(place, "w") as archive:
                archive.writestr("data.csv", GOOD)
        case "tsv":
            place = folder / "data.tsv"
            place.write_text(GOOD.replace(",", "\t"), "utf-8")
        case _:
            place.write_text(GOOD, "utf-8")
            (folder / "schema.json").write_text(json.dumps(SCHEMA), "utf-8")
            manifest = {
                "name": "essai",
                "resources": [{"name": "data", "path": "data.csv", "schema": "schema.json"}],
            }
            place = folder / "datapackage.json"
            place.write_text(json.dumps(manifest), "utf-8")
            place = folder if source == "manifest folder" else place
    options = [] if "manifest" in source else ["--schema", schema]
    run = opendata("validate", place, *options, "-f", "json", stdin=stdin)
    (report,) = run.json["data"]["reports"]
    assert (report["valid"], report["rows"], report["columns"]) == (True, 1, 2)
    assert report["schema"] is not None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "source-error"),
        ("paper.csv", b"%PDF-1.7 ...", "format-error"),
        ("page.csv", b"<!DOCTYPE html><html></html>", "format-error"),
        ("book.xlsx", b"PK\x03\x04broken", "format-error"),
    ],
)
def test_a_file_that_is_no_table_is_a_verdict(
    opendata: Opendata, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    run = opendata("validate", path, "-f", "json")
    (report,) = run.json["data"]["reports"]
    assert (run.code, report["valid"], report["rows"]) == (1, False, None)
    assert [issue["code"] for issue in report["issues"]] == [code]
    text = opendata("validate", path).out
    assert text.startswith("✗")
    assert "cannot be read" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["validate", "absent.csv"], "file-not-found"),
        (["validate", "{good}", "--schema", "no-such-schema"], "schema-not-found"),
        (["validate", "{good}", "--schema", "absent.json"], "schema-not-found"),
        (["validate", "{faulty}", "--sheet", "Absente"], "no-such-sheet"),
        (["validate", "{good}", "--encoding", "klingon"], "unknown-encoding"),
        (["validate", "{good}", "--no-such-option"], "usage"),
        (["validate", "{good}", "--delimiter", "ab"], "bad-delimiter"),
        (["validate", "{good}", "--header-row", "zero"], "usage"),
        (["validate"], "usage"),
        (["no-such-command"], "usage"),
    ],
)
def test_bad_arguments_exit_2_with_one_json_document(
    opendata: Opendata, good: Path, arguments: list[str], code: str
) -> None:
    words = [word.format(good=good, faulty=FAULTY) for word in arguments]
    run = opendata(*words, "-f", "json")
    assert (run.code, run.json["exit_code"], run.json["status"]) == (2, 2, "error")
    assert [error["code"] for error in run.json["errors"]] == [code]
    assert "Traceback" not in run.err


def test_a_refused_schema_names_its_faults(opendata: Opendata, good: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"fields": [{"name": "voix", "type": "entier"}]}', "utf-8")
    run = opendata("validate", good, "--schema", path)
    assert run.code == 2
    assert "entier" in run.err


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_what_fails_is_chosen(
    opendata: Opendata, good: Path, schema: Path, fail_on: str, code: int
) -> None:
    good.write_text("Code,voix\n01004,12\n", "utf-8")
    assert opendata("validate", good, "--schema", schema, "--fail-on", fail_on).code == code


def test_never_failing_still_says_invalid(opendata: Opendata, good: Path, schema: Path) -> None:
    good.write_text("code,voix\n01004,x\n", "utf-8")
    run = opendata("validate", good, "--schema", schema, "--fail-on", "never", "-f", "json")
    assert (run.code, run.json["data"]["valid"]) == (0, False)


def test_a_list_that_is_cut_says_so(opendata: Opendata, good: Path, schema: Path) -> None:
    good.write_text("code,voix\n" + "01004,x\n" * 12, "utf-8")
    run = opendata("validate", good, "--schema", schema, "--max-errors", "5", "-f", "json")
    (report,) = run.json["data"]["reports"]
    assert (report["truncated"], report["errors"]) == (True, 5)
    assert (
        "--max-errors 0" in opendata("validate", good, "--schema", schema, "--max-errors", "5").out
    )


def test_without_a_schema_the_closest_known_one_is_proposed(opendata: Opendata) -> None:
    path = EXAMPLES / "police-municipale" / "effectifs-2023.xlsx"
    assert "--schema police-municipale-effectifs" in opendata("validate", path).out


def test_the_faulty_example_is_accounted_for(opendata: Opendata) -> None:
    run = opendata("validate", FAULTY, "-s", "police-municipale-effectifs", "-f", "json")
    (report,) = run.json["data"]["reports"]
    found = {(item["cell_ref"], item["code"], item["expected"]) for item in report["issues"] if item["row"]}  # fmt: skip  # noqa: E501
    assert found == {
        ("D5", "constraint-error", "01004"),
        ("G11", "type-error", "10"),
        ("M22", "type-error", None),
    }
    assert (report["sheet"], report["header_row"], report["rows"]) == ("Effectifs", 4, 20)


def test_what_a_cell_holds_cannot_write_on_the_terminal(
    opendata: Opendata, good: Path, schema: Path
) -> None:
    good.write_text("code,voix\n01004,\x1b[31mrouge\n", "utf-8")
    out = opendata("validate", good, "--schema", schema).out
    assert "\x1b" not in out
    assert "\\x1b[31mrouge" in out


def test_a_cell_cannot_be_a_formula_in_the_csv_report(
    opendata: Opendata, good: Path, schema: Path
) -> None:
    good.write_text('code,voix\n01004,"=HYPERLINK(""x"")"\n', "utf-8")
    out = opendata("validate", good, "--schema", schema, "-f", "csv").out
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["cell"].startswith("'=")


def test_a_cell_cannot_begin_a_line_of_the_csv_report(
    opendata: Opendata, good: Path, schema: Path
) -> None:
    good.write_bytes(b'code,voix\n01004,"x\r=1+1"\n')
    out = opendata("validate", good, "--schema", schema, "-f", "csv").out
    assert "\r" not in out
    assert len(list(csv.DictReader(io.StringIO(out)))) == 1


def test_many_columns_too_many_are_said_in_one_sentence(
    opendata: Opendata, good: Path, schema: Path
) -> None:
    extra = ",".join(f"x{number}" for number in range(3000))
    good.write_text(f"code,voix,{extra}\n01004,12{',1' * 3000}\n", "utf-8")
    out = opendata("validate", good, "--schema", schema).out
    assert "3,000 columns are not in the schema: x0, x1" in out


def test_french_speaks_french_and_json_keeps_its_codes(
    opendata: Opendata, good: Path, schema: Path
) -> None:
    good.write_text("code,voix\n01004,douze\n", "utf-8")
    run = opendata("--lang", "fr", "validate", good, "--schema", schema)
    assert "n’est pas valide" in run.out
    document = opendata("validate", good, "--schema", schema, "--lang", "fr", "-f", "json").json
    (issue,) = document["data"]["reports"][0]["issues"]
    assert issue["code"] == "type-error"
    assert "nombre entier" in issue["message"]
