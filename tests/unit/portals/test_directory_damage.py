"""What was cut, harmed or put in the way is mended, refused or left alone."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from tests.unit.portals.directory_kit import (
    POSIX,
    a_dataset,
    a_portal,
    a_resource,
    feed,
    files,
    shown,
)

from opendata_cli.errors import NotFound, OutputError, Refused, UnexpectedAnswer, Unreachable
from opendata_cli.model.dataset import Checksum
from opendata_cli.model.remote import RemoteRef

# Damage


def test_a_damaged_dataset_stops_writes_and_keeps_the_feed(root: Path) -> None:
    portal = a_portal(root)
    shown(portal, "one")
    shown(portal, "two")
    before = (root / "catalog.jsonld").read_bytes()
    (root / "one" / "datapackage.json").write_text('{"opendata": {}}')

    with pytest.raises(UnexpectedAnswer) as caught:
        portal.create(a_dataset("three"))

    assert caught.value.code == "damaged-dataset"
    assert caught.value.params["path"] == str(root / "one" / "datapackage.json")
    assert (root / "catalog.jsonld").read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "{", '{"opendata": 1}', '{"opendata": {"id": 1}}', "[" * 100_000]
)
def test_damage_is_told_and_never_a_crash(root: Path, content: str) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    (root / "jeu" / "datapackage.json").write_text(content)

    with pytest.raises(UnexpectedAnswer, match="damaged-dataset"):
        portal.read(ref)


@pytest.mark.parametrize(
    "name", ["catalog.jsonld", "index.html", "jeu/index.html", ".opendata.json"]
)
def test_what_is_derived_is_made_again(root: Path, name: str) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    whole = (root / name).read_bytes()
    (root / name).unlink()
    published = portal.read(ref)
    assert published is not None
    assert not published.settled

    portal.update(ref, published.dataset, published.dataset)

    assert (root / name).read_bytes() == whole


@pytest.mark.parametrize("name", ["catalog.jsonld", "index.html", "jeu/index.html"])
def test_what_is_derived_and_was_edited_is_made_again(root: Path, name: str) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    whole = (root / name).read_bytes()
    (root / name).write_bytes(whole.replace(b"e", b"E"))
    published = portal.read(ref)
    assert published is not None
    assert not published.settled

    portal.update(ref, published.dataset, published.dataset)

    assert (root / name).read_bytes() == whole


def test_a_data_file_edited_at_the_same_size_is_not_trusted(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal, content=b"a\n1\n")
    path = root / "jeu" / "a.csv"
    path.write_bytes(b"a\n2\n")
    os.utime(path, ns=(1, 1))

    published = portal.read(ref)

    assert published is not None
    assert published.dataset.resources[0].checksum is None


def test_a_data_file_copied_as_it_was_is_trusted(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal, content=b"a\n1\n")
    os.utime(root / "jeu" / "a.csv", ns=(1, 1))

    published = portal.read(ref)

    assert published is not None
    assert published.dataset.resources[0].checksum == Checksum(
        type="sha256", value=sha256(b"a\n1\n").hexdigest()
    )


def test_reading_hashes_no_file_of_the_size_and_time_that_are_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = shown(a_portal(root))
    hashed: list[object] = []
    monkeypatch.setattr(hashlib, "file_digest", lambda file, _kind: hashed.append(file))

    published = a_portal(root).read(ref)

    assert published is not None
    assert published.dataset.resources[0].checksum is not None
    assert hashed == []


def lose(place: Path, elsewhere: Path, how: str) -> None:
    match how:
        case "no package":
            (place / "datapackage.json").unlink()
        case "package of others":
            (place / "datapackage.json").write_text('{"name": "theirs", "resources": []}')
        case "a file":
            place.rename(elsewhere)
            place.write_text("")
        case "a link":
            place.rename(elsewhere)
            place.symlink_to(elsewhere)


@POSIX
@pytest.mark.parametrize("how", ["no package", "package of others", "a file", "a link"])
def test_a_shown_dataset_that_cannot_be_read_any_more_does_not_leave_the_feed(
    root: Path, tmp_path: Path, how: str
) -> None:
    portal = a_portal(root)
    shown(portal, "one")
    shown(portal, "two")
    before = (root / "catalog.jsonld").read_bytes()
    lose(root / "one", tmp_path / "elsewhere", how)

    with pytest.raises(UnexpectedAnswer) as caught:
        portal.create(a_dataset("three"))

    assert caught.value.code == "damaged-dataset"
    assert caught.value.params["path"] == str(root / "one" / "datapackage.json")
    assert (root / "catalog.jsonld").read_bytes() == before


def test_a_dataset_whose_folder_was_deleted_leaves_the_feed(root: Path) -> None:
    portal = a_portal(root)
    shown(portal, "one")
    shown(portal, "two")
    shutil.rmtree(root / "one")

    portal.create(a_dataset("three"))

    assert feed(root) == ["Jeu two"]


@pytest.mark.parametrize("name", ["index.html", "catalog.jsonld"])
def test_a_site_of_others_is_left_as_it_is(root: Path, name: str) -> None:
    root.mkdir()
    (root / name).write_text("theirs")

    with pytest.raises(Refused) as caught:
        a_portal(root).create(a_dataset())

    assert caught.value.code == "folder-not-ours"
    assert files(root) == {name}
    assert (root / name).read_text() == "theirs"


def test_nothing_is_known_of_a_catalogue_that_is_gone(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    shutil.rmtree(root)

    with pytest.raises(Unreachable) as caught:
        portal.read(ref)

    assert (caught.value.code, caught.value.params["path"]) == ("catalogue-missing", str(root))


@pytest.mark.parametrize(
    "content", ["", "[]", '{"opendata_catalogue": 2}', "[" * 100_000 + "]" * 100_000]
)
def test_a_damaged_state_is_told_and_nothing_is_turned_off(root: Path, content: str) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    (root / ".opendata.json").write_text(content)

    with pytest.raises(UnexpectedAnswer) as caught:
        portal.read(ref)

    assert caught.value.code == "damaged-catalogue"


def test_a_root_that_cannot_be_written_is_known_before_any_data(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = a_portal(root)
    ref = shown(portal, content=b"a\n1\n")
    touch = Path.touch

    def refuse(path: Path, *given: object, **named: object) -> None:
        if path.parent == root:
            raise OSError(errno.EACCES, "Permission denied")
        touch(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "touch", refuse)

    with pytest.raises(OutputError, match="not-writable"):
        portal.upload(ref, a_resource(), io.BytesIO(b"a\n2\n"))

    assert (root / "jeu" / "a.csv").read_bytes() == b"a\n1\n"


def test_a_full_disk_leaves_the_old_file_and_its_package(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    before = {name: (root / name).read_bytes() for name in files(root)}

    class Big(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="disk-full"):
        portal.upload(ref, a_resource(), Big(b""))

    assert {name: (root / name).read_bytes() for name in files(root)} == before


@POSIX
@pytest.mark.parametrize(
    "name", ["jeu/a.csv", "jeu/datapackage.json", "jeu/index.html", "catalog.jsonld", ".hidden"]
)
def test_nothing_is_written_through_a_link_that_leads_outside(
    root: Path, tmp_path: Path, name: str
) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    outside = tmp_path / "outside"
    inner = root / name
    if inner.is_dir():
        inner.rename(outside)
    else:
        outside.write_bytes(inner.read_bytes())
        inner.unlink()
    inner.symlink_to(outside)
    before = outside.read_bytes() if outside.is_file() else files(outside)

    with pytest.raises(Refused, match="unsafe-path"):
        portal.upload(ref, a_resource(title="Autre"), io.BytesIO(b"a\n2\n"))

    assert (outside.read_bytes() if outside.is_file() else files(outside)) == before


@POSIX
def test_a_linked_folder_is_no_dataset(root: Path, tmp_path: Path) -> None:
    shown(a_portal(tmp_path / "other"))
    root.mkdir()
    (root / "jeu").symlink_to(tmp_path / "other" / "jeu")

    assert list(a_portal(root).catalog()) == []


# What a cut write leaves


def test_a_pending_file_is_not_trusted_even_at_the_right_size(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal, content=b"a\n1\n")
    package = root / "jeu" / "datapackage.json"
    package.write_text(package.read_text().replace('"pending": []', '"pending": ["a.csv"]'))
    (root / "jeu" / "a.csv").write_bytes(b"a\n2\n")

    published = portal.read(ref)
    assert published is not None
    assert not published.settled
    assert published.dataset.resources[0].checksum is None

    portal.create(a_dataset("other"))

    mended = portal.read(ref)
    assert mended is not None
    assert mended.settled
    assert mended.dataset.resources[0].checksum == Checksum(
        type="sha256", value=sha256(b"a\n2\n").hexdigest()
    )


def test_a_pending_file_that_never_came_stays_unknown(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    package = root / "jeu" / "datapackage.json"
    package.write_text(package.read_text().replace('"pending": []', '"pending": ["a.csv"]'))
    (root / "jeu" / "a.csv").unlink()

    portal.create(a_dataset("other"))

    published = portal.read(ref)
    assert published is not None
    assert published.dataset.resources[0].checksum is None


def test_rests_of_a_cut_write_are_swept_by_the_next(root: Path) -> None:
    portal = a_portal(root)
    shown(portal)
    rests = [root / ".opendata-1-1.tmp", root / "jeu" / ".opendata-1-2.tmp"]
    for rest in rests:
        rest.write_bytes(b"half")
    (root / ".hidden" / ".trash-old").mkdir()
    (root / ".hidden" / ".trash-old" / "a.csv").write_bytes(b"x")
    (root / ".hidden" / "cut").mkdir()

    portal.create(a_dataset("other"))

    assert not any(rest.exists() for rest in rests)
    assert not (root / ".hidden" / ".trash-old").exists()
    assert not (root / ".hidden" / "cut").exists()


def test_a_file_of_the_owner_in_a_dataset_is_neither_taken_nor_removed(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    (root / "jeu" / "b.csv").write_text("mine")

    with pytest.raises(Refused, match="name-taken"):
        portal.upload(RemoteRef(dataset=ref.dataset), a_resource("b"), io.BytesIO(b"b\n"))

    portal.update(ref, a_dataset(title="Autre"), a_dataset())
    assert (root / "jeu" / "b.csv").read_text() == "mine"


def test_a_file_that_is_gone_cannot_be_downloaded(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    (root / "jeu" / "a.csv").unlink()

    with pytest.raises(NotFound, match="not-found"):
        portal.download(ref)


def test_a_resource_that_is_not_there_cannot_be_deleted(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)

    with pytest.raises(NotFound, match="not-found"):
        portal.delete(RemoteRef(dataset=ref.dataset, resource="nothing"))
