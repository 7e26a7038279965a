from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from opendata_cli.errors import OutputError
from opendata_cli.files import atomic_file, private_folder, write_atomically

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def test_text_is_written_as_utf8_with_its_own_line_ends(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "été\r\nfin\n")

    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xa9t\xc3\xa9\r\nfin\n"


def test_a_block_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def cut() -> None:
        with atomic_file(path) as out:
            out.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    with atomic_file(path) as out:
        out.write(b"new")
        assert not path.exists()

    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "code", "params"),
    [
        (errno.ENOSPC, "disk-full", {}),
        (errno.EROFS, "not-writable", {"reason": "EROFS"}),
        (errno.EACCES, "not-writable", {"reason": "EACCES"}),
    ],
)
def test_what_the_system_refuses_is_told_by_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, params: dict[str, str]
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(OutputError) as caught:
        write_atomically(tmp_path / "a.txt", "x")

    assert caught.value.code == code
    assert caught.value.params == {"path": str(tmp_path / "a.txt"), **params}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_writable(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="ENOENT"):
        write_atomically(tmp_path / "nowhere" / "a.txt", "x")


@POSIX
def test_a_new_file_has_the_mode_of_any_new_file_and_an_old_one_its_own(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("x")
    old.chmod(0o640)
    mask = os.umask(0o022)
    try:
        write_atomically(tmp_path / "new.txt", "y")
        write_atomically(old, "y")
    finally:
        os.umask(mask)

    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o644
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@POSIX
def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")

    write_atomically(tmp_path / "link.txt", "new")

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


@POSIX
def test_a_device_is_written_and_not_replaced() -> None:
    write_atomically(Path(os.devnull), "x")

    assert Path(os.devnull).is_char_device()


@POSIX
def test_a_private_folder_is_for_its_owner_and_git_ignores_it(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "sub" / ".opendata")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / ".gitignore").read_text() == "*\n"


@POSIX
def test_a_private_file_is_its_owners_only_whatever_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text("old")
    path.chmod(0o644)

    write_atomically(path, "new", private=True)

    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)
