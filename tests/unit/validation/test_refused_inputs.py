"""Files and schemas that nothing can be said of, and how that is said."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from opendata_cli.errors import InputError, SchemaError
from opendata_cli.model.report import Mode
from opendata_cli.model.schema import SchemaRef
from opendata_cli.model.table import Dialect
from opendata_cli.schemas.descriptor import read_descriptor
from opendata_cli.validation import reference
from opendata_cli.validation.validate import validate_file
from opendata_cli.views.issues import issue_sentence


def csv(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def test_bytes_that_no_encoding_reads_have_no_line_when_nobody_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n" * 100))
    told = Dialect(encoding="utf-8")
    (issue,) = validate_file(path, None, mode=Mode.STRICT, dialect=told).issues
    assert (issue.code, issue.params["variant"]) == ("encoding-error", "unknown")
    assert "line" not in issue.params


# Frictionless leaves such a file open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mode", list(Mode))
def test_a_gzip_that_was_cut_is_a_verdict(tmp_path: Path, mode: Mode) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id,nom\n" * 500)[:-20])
    (issue,) = validate_file(path, None, mode=mode).issues
    assert (issue.code, issue.params["reason"]) == ("format-error", "broken-archive")


def test_a_header_told_beyond_the_end_is_a_verdict(tmp_path: Path) -> None:
    report = validate_file(csv(tmp_path, "a\n1\n"), None, dialect=Dialect(header_rows=(999,)))
    (issue,) = report.issues
    assert (issue.code, issue.params["reason"]) == ("source-error", "no-header")
    assert (report.valid, report.rows, report.columns) == (False, None, None)


@pytest.mark.parametrize("mode", list(Mode))
def test_header_rows_told_backwards_are_the_users_mistake(tmp_path: Path, mode: Mode) -> None:
    told = Dialect(header_rows=(3, 1))
    with pytest.raises(InputError) as caught:
        validate_file(csv(tmp_path, "a\n1\n2\n3\n"), None, mode=mode, dialect=told)
    assert caught.value.code == "bad-header-row"


@pytest.mark.parametrize(
    ("constraints", "kind", "said"),
    [
        ({"pattern": "["}, "string", "age: constraints.pattern = '['"),
        ({"minimum": "many"}, "integer", "age: constraints.minimum = 'many'"),
    ],
)
def test_a_constraint_that_cannot_be_used_is_named_with_its_value(
    tmp_path: Path, constraints: dict[str, object], kind: str, said: str
) -> None:
    field = {"name": "age", "type": kind, "constraints": constraints}
    schema = read_descriptor({"fields": [field]}, SchemaRef(path="s.json"))
    with pytest.raises(SchemaError) as caught:
        validate_file(csv(tmp_path, "age\n1\n"), schema)
    assert caught.value.params == {"ref": "s.json", "reasons": [said]}


def test_a_schema_too_deep_to_be_copied_is_refused(tmp_path: Path) -> None:
    deep: object = 1
    for _ in range(2000):
        deep = [deep]
    schema = read_descriptor({"fields": [], "x": deep}, SchemaRef())
    with pytest.raises(SchemaError):
        validate_file(csv(tmp_path, "a\n1\n"), schema)


def test_a_fault_of_ours_is_no_refused_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_field: object) -> None:
        raise KeyError

    monkeypatch.setattr(reference, "_unusable", breaks)
    schema = read_descriptor({"fields": [{"name": "a"}]}, SchemaRef())
    with pytest.raises(KeyError):
        validate_file(csv(tmp_path, "a\n1\n"), schema)


def test_a_bound_too_long_to_be_computed_with_is_given_as_a_text(tmp_path: Path) -> None:
    field = {"name": "a", "type": "integer", "constraints": {"minimum": 10**400}}
    schema = read_descriptor({"fields": [field]}, SchemaRef())
    (issue,) = validate_file(csv(tmp_path, "a\n1\n"), schema).issues
    assert issue.params["limit"] == "1" + "0" * 400
    assert issue_sentence(issue)
