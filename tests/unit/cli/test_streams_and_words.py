"""What the shell does to us, and what a hurried person types."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import ROOT
from tests.unit.conftest import Opendata

from opendata_cli.cli import app, output
from opendata_cli.cli.app import build_app
from opendata_cli.cli.main import main
from opendata_cli.views.usage import usage_words

ELECTIONS = ROOT / "examples" / "elections"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ELECTIONS, tmp_path / "projet"))


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "{data}", "-o", "{data}"],
        ["describe", "{data}", "-o", "{data}"],
        ["describe", "{folder}", "-o", "{folder}/datapackage.yaml"],
    ],
)
def test_a_result_is_never_written_over_what_is_read(
    opendata: Opendata, project: Path, arguments: list[str]
) -> None:
    before = contents(project)
    names = {"folder": project, "data": project / "resultats-legislatives-2024.csv"}
    run = opendata(*[word.format(**names) for word in arguments], "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "output-is-input")
    assert contents(project) == before


@pytest.mark.parametrize("name", ["rapport.xlsx", "rapport.html", "rapport.csv"])
def test_an_extension_that_the_command_does_not_write_is_refused(
    opendata: Opendata, project: Path, name: str
) -> None:
    run = opendata("describe", project, "-o", project / name)
    assert run.code == 2
    assert not (project / name).exists()


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("--lang fr validate x", "validate"),
        ("-f json", ""),
        ("nope", ""),
        ("portal --lang fr add x", "portal add"),
        ("portal", "portal"),
    ],
)
def test_the_command_is_known_before_it_is_parsed(line: str, command: str) -> None:
    assert output._command_words(line.split()) == command


def test_the_commands_known_before_parsing_are_those_of_the_application() -> None:
    app = build_app()
    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    assert sorted(names) == sorted(output.COMMANDS)
    (portal,) = app.registered_groups
    assert portal.typer_instance is not None
    subs = [command.name for command in portal.typer_instance.registered_commands]
    assert sorted(name or "" for name in subs) == sorted(output.PORTAL_COMMANDS)


def opendata_process(*arguments: str, shell: str) -> subprocess.CompletedProcess[str]:
    words = " ".join([sys.executable, "-m", "opendata_cli", *arguments])
    return subprocess.run(
        ["sh", "-c", shell.format(words)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def test_a_reader_that_left_changes_nothing_to_the_exit_code() -> None:
    done = opendata_process("validate", "examples/elections", shell="{} | true; echo code $?")
    assert "Traceback" not in done.stderr
    shell = "bash -c '{} | true; echo ${{PIPESTATUS[0]}}'"
    done = opendata_process("validate", "examples/elections", shell=shell)
    assert done.stdout.strip() == "0"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_not_a_failure(closed: str) -> None:
    done = opendata_process("validate", "examples/elections", shell="{} " + closed)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Missing argument 'SOURCE'.", "il manque SOURCE."),
        ("No such option: --absente", "l’option --absente n’existe pas."),
        ("Something else", "Something else"),
    ],
)
def test_what_typer_says_in_english_is_said_in_french(message: str, words: str) -> None:
    assert usage_words(message) == words


def test_two_sheets_of_one_workbook_keep_their_own_facts(
    opendata: Opendata, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for name, years in (("A", (2020, 2021)), ("B", (2022, 2023, 2024))):
        sheet = book.create_sheet(name)
        sheet.append(["annee", "valeur"])
        for year in years:
            sheet.append([year, 1])
    del book["Sheet"]
    book.save(tmp_path / "f.xlsx")
    (tmp_path / "datapackage.yaml").write_text(
        "name: jeu\ntemporal: auto\nresources:\n"
        "  - {name: a, path: f.xlsx, dialect: {sheet: A}}\n"
        "  - {name: b, path: f.xlsx, dialect: {sheet: B}}\n",
        "utf-8",
    )
    data = opendata("describe", tmp_path, "-f", "json").json["data"]
    assert [resource["rows"] for resource in data["resources"]] == [2, 3]
    temporal = data["dataset"]["temporal"]
    assert (temporal["start"], temporal["end"]) == ("2020-01-01", "2024-12-31")


def test_files_of_one_name_are_all_described(opendata: Opendata, tmp_path: Path) -> None:
    for folder in ("un", "deux"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text("x\n1\n", "utf-8")
    run = opendata("describe", tmp_path / "un/a.csv", tmp_path / "deux/a.csv", "-f", "json")
    assert [item["key"] for item in run.json["data"]["resources"]] == ["a", "a-2"]


def test_a_text_file_is_a_table_for_every_command(opendata: Opendata, tmp_path: Path) -> None:
    (tmp_path / "donnees.txt").write_text("annee;valeur\n2023;1\n", "utf-8")
    opendata("init", tmp_path / "donnees.txt")
    data = opendata("describe", tmp_path, "-f", "json").json["data"]
    assert data["resources"][0]["rows"] == 1
    assert opendata("validate", tmp_path, "-f", "json").json["data"]["reports"][0]["rows"] == 1


def test_a_manifest_without_tables_has_nothing_to_validate(
    opendata: Opendata, tmp_path: Path
) -> None:
    (tmp_path / "notice.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "datapackage.yaml").write_text(
        "name: jeu\nresources: [{name: notice, path: notice.pdf}]\n", "utf-8"
    )
    run = opendata("validate", tmp_path, "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "no-table")


def test_the_same_project_is_published_from_any_folder(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, argument in ((project, "."), (project.parent, "projet"), (Path("/"), project)):
        monkeypatch.chdir(place)
        run = opendata("publish", argument, "--yes", "-f", "json")
        assert run.code == 0
    lock = (project / "datapackage.lock.json").read_text("utf-8")
    assert lock.count("directory+") == 1
    assert "directory+./catalogue" in lock


def test_a_plan_for_a_folder_is_applied_to_that_folder(opendata: Opendata, project: Path) -> None:
    plan = project.parent / "plan.json"
    opendata("plan", project, "--portal", project.parent / "ailleurs", "-o", plan)
    run = opendata("apply", plan, project, "--yes", "-f", "json")
    assert run.code == 0
    assert (project.parent / "ailleurs" / "catalog.jsonld").is_file()


def test_publishing_a_bare_file_writes_its_manifest_and_stops(
    opendata: Opendata, tmp_path: Path
) -> None:
    data = tmp_path / "effectifs.csv"
    data.write_text("annee;valeur\n2023;1\n", "utf-8")
    run = opendata("publish", data, "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "manifest-todo")
    assert (tmp_path / "datapackage.yaml").is_file()


def test_what_a_shell_would_run_is_quoted(
    opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = (ELECTIONS / "resultats-legislatives-2024.csv").read_text("utf-8")
    Path("$(touch x).csv").write_text(source, "utf-8")
    assert (
        "opendata validate '$(touch x).csv' --schema" in opendata("validate", "$(touch x).csv").out
    )


def test_a_bug_of_ours_is_one_json_document_and_exit_3(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("opendata_cli.validation.validate.validate_file", fail)
    run = opendata("validate", project, "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (3, "bug")
    assert "ZeroDivisionError" in run.err


@pytest.mark.parametrize("address", ["http://[::1", "http://a..b/x.csv", "http://" + "a" * 300])
def test_an_odd_address_is_a_usage_error(opendata: Opendata, address: str) -> None:
    run = opendata("validate", address, "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "bad-address")


def test_an_unset_variable_is_not_this_folder(opendata: Opendata) -> None:
    run = opendata("validate", "", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "file-not-found")


def test_the_lock_of_an_open_workbook_is_not_a_workbook(opendata: Opendata, tmp_path: Path) -> None:
    (tmp_path / "~$effectifs.xlsx").write_bytes(b"x")
    run = opendata("init", tmp_path / "~$effectifs.xlsx", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "excel-lock")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("validate", "Interrupted.\n"),
        ("plan", "Interrupted.\n"),
        ("publish", "Interrupted. What was done stays done; run the command again to go on.\n"),
    ],
)
def test_what_was_done_stays_done_where_something_was(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    words: str,
) -> None:
    def stop(*_given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "build_app", lambda: lambda **_given: stop())
    assert main([command, "."]) == 130
    assert capsys.readouterr().err == f"\n{words}"
