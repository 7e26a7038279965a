"""What was cut, harmed or put in the way is mended, refused or left alone."""

from __future__ import annotations

import errno
import io
from hashlib import sha256
from pathlib import Path

import pytest
from tests.unit.portals.directory_kit import (
    POSIX,
    a_dataset,
    a_portal,
    a_resource,
    files,
    shown,
)

from opendata_cli.errors import NotFound, OutputError, Refused, UnexpectedAnswer
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


@pytest.mark.parametrize("content", ["", "{", '{"opendata": 1}', '{"opendata": {"id": 1}}'])
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
