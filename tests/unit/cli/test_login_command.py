"""`portal login`, `logout` and `check` on a portal that needs a key."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import pytest
from tests.unit.cli.key_kit import EDITOR, REFUSED, STRANGER, MemoryRing, StubPortal
from tests.unit.cli.test_confirmation import Terminal
from tests.unit.conftest import Opendata, Run

ORIGIN = "https://www.data.gouv.fr"
pytestmark = pytest.mark.usefixtures("stub")


def login(opendata: Opendata, key: str, *more: str) -> Run:
    return opendata("portal", "login", "datagouv", *more, stdin=f"{key}\n".encode())


def test_a_key_that_the_portal_takes_is_kept(opendata: Opendata, key_ring: MemoryRing) -> None:
    run = login(opendata, EDITOR)
    assert run.code == 0
    assert key_ring.keys == {("opendata", ORIGIN): EDITOR}
    assert "Ed Itor" in run.out
    assert "Ville de Test (editor)" in run.out
    assert EDITOR not in run.out + run.err


def test_a_key_that_the_portal_refuses_is_not_kept(
    opendata: Opendata, key_ring: MemoryRing
) -> None:
    run = login(opendata, REFUSED)
    assert (run.code, key_ring.keys) == (4, {})
    assert "was not kept" in run.err


def test_a_former_key_stays_when_the_new_one_is_refused(
    opendata: Opendata, key_ring: MemoryRing
) -> None:
    login(opendata, EDITOR)
    login(opendata, REFUSED)
    assert key_ring.keys == {("opendata", ORIGIN): EDITOR}


def test_on_a_terminal_the_key_is_asked_for_unseen(
    opendata: Opendata, key_ring: MemoryRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return EDITOR

    monkeypatch.setattr(sys, "stdin", Terminal(""))
    monkeypatch.setattr(getpass, "getpass", typed)
    assert opendata("portal", "login", "datagouv").code == 0
    assert ORIGIN in asked[0]
    assert len(key_ring.keys) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [(b"", "no-key-given"), (b"\n", "no-key-given"), (b"a b\n", "bad-key"), (b"\xff\n", "bad-key")],
)
def test_what_is_no_key_is_refused_before_any_request(
    opendata: Opendata, typed: bytes, code: str
) -> None:
    run = opendata("portal", "login", "datagouv", "-f", "json", stdin=typed)
    assert (run.code, run.json["errors"][0]["code"]) == (4, code)
    assert StubPortal.opened == []


def test_the_command_that_takes_the_key_again_is_told(opendata: Opendata) -> None:
    run = opendata("portal", "login", "datagouv", stdin=b"a b\n")
    assert "opendata portal login datagouv\n" in run.err


def test_an_end_of_file_at_the_question_is_no_key(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(sys, "stdin", Terminal(""))
    monkeypatch.setattr(getpass, "getpass", closed)
    assert opendata("portal", "login", "datagouv").code == 4


def test_a_folder_takes_no_key(opendata: Opendata) -> None:
    run = opendata("portal", "login", "local", "-f", "json", stdin=b"x\n")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "no-key-needed")


def test_a_key_is_not_asked_for_where_it_would_go_in_clear(
    opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = '[portals.x]\nurl = "http://x.org"\nkind = "udata"\n'
    (tmp_path / "opendata.toml").write_text(settings, "utf-8")
    run = opendata("portal", "login", "x", "-f", "json", stdin=b"key\n")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "insecure-address")


@pytest.mark.usefixtures("key_ring")
def test_a_variable_that_goes_before_the_kept_key_is_told(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", STRANGER)
    run = login(opendata, EDITOR, "-f", "json")
    assert run.json["data"]["variable"] == "OPENDATA_TOKEN_DATAGOUV"
    assert "OPENDATA_TOKEN_DATAGOUV" in login(opendata, EDITOR).out


def test_logging_out_removes_the_key(opendata: Opendata, key_ring: MemoryRing) -> None:
    login(opendata, EDITOR)
    run = opendata("portal", "logout", "datagouv")
    assert (run.code, key_ring.keys) == (0, {})
    assert "was removed from the key ring" in run.out


def test_logging_out_twice_is_no_fault(opendata: Opendata) -> None:
    assert opendata("portal", "logout", "datagouv").code == 0


@pytest.mark.parametrize("value", [EDITOR, "not a key"])
def test_logging_out_tells_that_a_variable_still_gives_a_key(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", value)
    assert "OPENDATA_TOKEN_DATAGOUV" in opendata("portal", "logout", "datagouv").out


def check(opendata: Opendata, *more: str) -> Run:
    return opendata("portal", "check", "datagouv", "-f", "json", *more)


def test_checking_tells_who_the_key_is_and_what_is_not_kept(
    opendata: Opendata, key_ring: MemoryRing
) -> None:
    login(opendata, EDITOR)
    assert key_ring.keys
    run = check(opendata, "--organization", "Ville de Test")
    data = run.json["data"]
    assert (run.code, data["may_publish"], data["who"]) == (0, True, "Ed Itor")
    assert data["organizations"] == [
        {"id": "1", "name": "Ville de Test", "role": "editor", "slug": "ville-de-test"}
    ]
    assert (data["organization"], data["datasets"]) == ("Ville de Test", 0)
    assert data["key_source"] == "keyring"
    assert data["not_kept"] == ["languages", "resources.encoding"]


def test_what_is_not_kept_is_said_in_words(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", EDITOR)
    lines = [line.split() for line in opendata("portal", "check", "datagouv").out.splitlines()]
    assert ["not", "kept", "languages"] in lines
    assert ["not", "kept", "of", "resources", "encoding"] in lines


def test_a_catalogue_is_not_counted_for_nobody(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", EDITOR)
    assert check(opendata).json["data"]["datasets"] is None


@pytest.mark.parametrize("told", [["--organization", "Ville de Test"], []])
def test_a_key_without_the_right_is_told(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", STRANGER)
    run = check(opendata, *told)
    assert (run.code, run.json["data"]["may_publish"]) == (4, False)
    assert [error["code"] for error in run.json["errors"]] == ["no-right"]


def test_a_refused_key_is_told_with_its_place(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", REFUSED)
    monkeypatch.setenv("COLUMNS", "200")
    run = opendata("portal", "check", "datagouv")
    assert run.code == 4
    assert "Key read in the variable OPENDATA_TOKEN_DATAGOUV" in run.err
    assert "put it in the variable OPENDATA_TOKEN_DATAGOUV" in run.err
    assert f"{ORIGIN}/admin/me/profile" in run.err


def test_without_a_key_a_portal_is_shown_for_what_it_is(opendata: Opendata, site: str) -> None:
    opendata("portal", "add", "essai", site)
    run = opendata("portal", "check", "essai", "-f", "json")
    data = run.json["data"]
    assert (run.code, data["portal"]["kind"], data["who"]) == (4, "udata", None)
    assert [error["code"] for error in run.json["errors"]] == ["missing-token"]
    text = opendata("portal", "check", "essai").out
    assert "nothing can be published there without one" in text


def test_a_portal_without_a_name_is_logged_in_by_its_address(
    opendata: Opendata, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    run = opendata("portal", "check", site)
    assert f"opendata portal login {site}" in run.out


def test_a_portal_that_is_down_is_no_fault_of_the_key(opendata: Opendata, site: str) -> None:
    silent = site.rpartition(":")[0] + ":1"
    opendata("portal", "add", "essai", silent, "--kind", "udata")
    assert opendata("portal", "check", "essai").code == 3
