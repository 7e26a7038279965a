"""What is true of the folder in particular; what is true of any portal is in tests/contract."""

from __future__ import annotations

import io
import json
import multiprocessing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.unit.portals.directory_kit import (
    NOON,
    POSIX,
    a_dataset,
    a_portal,
    a_resource,
    feed,
    files,
    shown,
)

from opendata_cli.errors import OutputError, Refused, Unreachable
from opendata_cli.model.dataset import Checksum, Visibility
from opendata_cli.model.notice import Notice
from opendata_cli.model.remote import PortalInfo
from opendata_cli.portals.directory.portal import DirectoryPortal

# The tree


def test_the_tree_is_a_static_site(root: Path) -> None:
    shown(a_portal(root))

    assert files(root) >= {
        "catalog.jsonld",
        "index.html",
        "jeu/a.csv",
        "jeu/datapackage.json",
        "jeu/index.html",
    }
    assert (root / "index.html").read_text() == "list: ['Jeu jeu']\n"
    assert (root / "jeu" / "index.html").read_text() == "dataset: Jeu jeu\n"
    assert feed(root) == ["Jeu jeu"]


def test_a_hidden_dataset_is_nowhere_in_the_public_tree(root: Path) -> None:
    portal = a_portal(root)
    portal.upload(portal.create(a_dataset()), a_resource(), io.BytesIO(b"secret"))

    assert {name for name in files(root) if not name.startswith(".")} == set()


@POSIX
def test_hidden_datasets_are_for_the_owner_and_out_of_git(root: Path) -> None:
    a_portal(root).create(a_dataset())

    assert (root / ".hidden").stat().st_mode & 0o777 == 0o700
    assert (root / ".hidden" / ".gitignore").read_text() == "*\n"


def test_no_feed_is_made_before_the_first_dataset_is_shown(root: Path) -> None:
    a_portal(root).create(a_dataset())

    assert not (root / "catalog.jsonld").exists()


def test_a_dataset_hidden_again_leaves_list_and_feed(root: Path) -> None:
    portal = a_portal(root)
    shown(portal, "one")
    ref = shown(portal, "two")

    portal.set_visibility(ref, Visibility.PRIVATE)

    assert feed(root) == ["Jeu one"]
    assert (root / "index.html").read_text() == "list: ['Jeu one']\n"
    assert not (root / "two").exists()


def test_a_package_is_one_that_any_tool_reads(root: Path) -> None:
    shown(a_portal(root))

    package = json.loads((root / "jeu" / "datapackage.json").read_bytes())

    assert package["profile"] == "data-package"
    assert package["resources"][0] == {
        "name": "a",
        "path": "a.csv",
        "title": "",
        "description": "",
        "format": "csv",
        "bytes": 4,
        "hash": "sha256:" + sha256(b"a\n1\n").hexdigest(),
    }


def test_the_feed_is_ascii(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    portal.update(ref, a_dataset(title="Été \U0001f6b2"), a_dataset())

    assert (root / "catalog.jsonld").read_bytes().isascii()
    assert feed(root) == ["Été \U0001f6b2"]


def test_the_feed_can_be_had_for_another_address_without_writing(root: Path) -> None:
    portal = a_portal(root, base_url=None)
    shown(portal)
    before = (root / "catalog.jsonld").read_bytes()

    told = portal.feed("http://127.0.0.1:8000/")

    assert '"http://127.0.0.1:8000/jeu/a.csv"' in told
    assert (root / "catalog.jsonld").read_bytes() == before


def test_a_feed_without_address_is_told(root: Path) -> None:
    notices = a_portal(root, base_url=None).as_stored(a_dataset())[1]

    assert [notice.code for notice in notices] == ["feed-relative"]


def test_an_address_given_later_unsettles_and_is_taken_at_the_next_write(root: Path) -> None:
    ref = shown(a_portal(root, base_url=None))
    portal = a_portal(root, base_url="https://new.example")
    before = portal.read(ref)
    assert before is not None
    assert not before.settled

    portal.update(ref, before.dataset, before.dataset)

    after = portal.read(ref)
    assert after is not None
    assert after.settled
    assert "https://new.example/jeu/a.csv" in (root / "catalog.jsonld").read_text()
    assert after.dataset.resources[0].url == "https://new.example/jeu/a.csv"


# Files


def test_a_new_file_keeps_its_address_whatever_its_local_name(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)

    portal.upload(ref, a_resource(path="data/Autre nom.CSV"), io.BytesIO(b"a\n2\n"))

    assert (root / "jeu" / "a.csv").read_bytes() == b"a\n2\n"


def test_another_format_changes_the_address_and_leaves_no_old_file(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)

    portal.upload(ref, a_resource(path="a.xlsx", format="xlsx"), io.BytesIO(b"PK"))

    assert (root / "jeu" / "a.xlsx").read_bytes() == b"PK"
    assert not (root / "jeu" / "a.csv").exists()
    assert "jeu/a.xlsx" in (root / "catalog.jsonld").read_text()


@pytest.mark.parametrize("harm", ["gone", "cut"])
def test_a_file_that_is_not_what_was_stored_has_no_checksum(root: Path, harm: str) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    path = root / "jeu" / "a.csv"
    path.unlink() if harm == "gone" else path.write_bytes(b"a")

    published = portal.read(ref)

    assert published is not None
    assert published.dataset.resources[0].checksum is None


def test_content_that_is_not_as_told_changes_nothing(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    wrong = a_resource(checksum=Checksum(type="sha256", value="0" * 64))

    with pytest.raises(Refused, match="checksum-mismatch"):
        portal.upload(ref, wrong, io.BytesIO(b"a\n2\n"))

    assert (root / "jeu" / "a.csv").read_bytes() == b"a\n1\n"
    published = portal.read(ref)
    assert published is not None
    assert published.dataset.resources[0].checksum is not None


def test_a_key_whose_file_name_is_taken_gets_a_mark_that_stays(root: Path) -> None:
    portal = a_portal(root)
    ref = portal.create(a_dataset())
    portal.upload(ref, a_resource("a b", path="x.csv"), io.BytesIO(b"1"))
    mark = sha256(b"a-b").hexdigest()[:8]

    second = portal.upload(ref, a_resource("a-b", path="x.csv"), io.BytesIO(b"2"))
    portal.upload(second, a_resource("a-b", path="x.csv"), io.BytesIO(b"3"))

    place = root / ".hidden" / ref.dataset
    assert {item.name for item in place.glob("*.csv")} == {"a-b.csv", f"a-b-{mark}.csv"}
    assert (place / f"a-b-{mark}.csv").read_bytes() == b"3"


def test_one_key_twice_is_refused(root: Path) -> None:
    portal = a_portal(root)
    ref = portal.create(a_dataset())
    portal.upload(ref, a_resource(), io.BytesIO(b"1"))

    with pytest.raises(Refused, match="already-exists"):
        portal.upload(ref, a_resource(), io.BytesIO(b"2"))


# Names


def test_a_name_held_by_another_dataset_is_refused(root: Path) -> None:
    portal = a_portal(root)
    portal.create(a_dataset())

    with pytest.raises(Refused) as caught:
        portal.create(a_dataset(key="another"))

    assert (caught.value.code, caught.value.params["name"]) == ("name-taken", "jeu")


def test_a_folder_of_the_owner_is_never_taken(root: Path) -> None:
    (root / "jeu").mkdir(parents=True)
    (root / "jeu" / "mine.txt").write_text("mine")

    with pytest.raises(Refused, match="name-taken"):
        a_portal(root).create(a_dataset())

    assert files(root) >= {"jeu/mine.txt"}


def test_a_folder_that_comes_before_the_dataset_is_shown_is_not_overwritten(root: Path) -> None:
    portal = a_portal(root)
    ref = portal.create(a_dataset())
    (root / "jeu").mkdir()

    with pytest.raises(Refused) as caught:
        portal.set_visibility(ref, Visibility.PUBLIC)

    told = caught.value.params
    assert (caught.value.code, told["name"], told["path"]) == (
        "name-taken",
        "jeu",
        str(root / "jeu"),
    )


def test_data_packages_of_others_are_left_alone(root: Path) -> None:
    (root / "theirs").mkdir(parents=True)
    (root / "theirs" / "datapackage.json").write_text('{"name": "theirs", "resources": []}')

    shown(a_portal(root))

    assert feed(root) == ["Jeu jeu"]
    assert files(root / "theirs") == {"datapackage.json"}


# Who and when


def test_reading_creates_nothing(root: Path) -> None:
    portal = a_portal(root)

    assert list(portal.catalog()) == []
    assert portal.whoami().may_publish
    assert portal.whoami().notes == (Notice(code="missing-folder"),)
    assert not root.exists()


def test_a_folder_that_is_a_file_cannot_be_published_to(root: Path) -> None:
    root.write_text("x")

    assert not a_portal(root).whoami().may_publish
    with pytest.raises(OutputError, match="not-writable"):
        a_portal(root).create(a_dataset())


def test_a_writer_that_never_ends_is_told(root: Path) -> None:
    from filelock import FileLock

    root.mkdir()
    with FileLock(root / ".opendata.lock"), pytest.raises(Unreachable, match="portal-busy"):
        a_portal(root, patience=0.05).create(a_dataset())


def test_publishing_changes_the_version_and_reading_does_not(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)
    first, second = portal.read(ref), portal.read(ref)
    portal.upload(ref, a_resource(), io.BytesIO(b"a\n2\n"))
    third = portal.read(ref)

    assert first is not None
    assert second is not None
    assert third is not None
    assert first.version == second.version != third.version


def publish_some(root: Path, names: list[str]) -> None:
    for name in names:
        shown(a_portal(root), name)


@POSIX
def test_processes_that_publish_at_once_lose_nothing(root: Path) -> None:
    context = multiprocessing.get_context("fork")
    names = [[f"jeu-{process}-{number}" for number in range(4)] for process in range(4)]
    running = [context.Process(target=publish_some, args=(root, some)) for some in names]
    for process in running:
        process.start()
    for process in running:
        process.join()

    assert [process.exitcode for process in running] == [0] * 4
    assert feed(root) == [f"Jeu {name}" for some in names for name in some]
    assert all(published.settled for published in a_portal(root).catalog())


def test_a_reader_never_sees_a_dataset_half_moved(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)

    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC):
        portal.set_visibility(ref, visibility)
        assert len(portal.find("key of jeu")) == 1


def test_lone_surrogates_are_replaced_and_foreseen(root: Path) -> None:
    portal = a_portal(root)
    told = a_dataset(title="a\ud800b")

    ref = portal.create(told)

    published = portal.read(ref)
    assert published is not None
    assert published.dataset.title == portal.as_stored(told)[0].title == "a?b"


def test_a_deleted_dataset_leaves_no_file(root: Path) -> None:
    portal = a_portal(root)
    ref = shown(portal)

    portal.delete(replace(ref, resource=None))

    assert feed(root) == []
    assert not any("jeu" in name for name in files(root))


# Settings of the catalogue


def bare_portal(root: Path, **told: Any) -> DirectoryPortal:
    """As whoever publishes to the plain folder, without the profile."""
    return DirectoryPortal(
        root,
        PortalInfo(name="local", kind="directory", url=str(root), origin=str(root)),
        default_title="By default",
        render=lambda page: f"{page.catalog.title} {page.catalog.language}",
        now=lambda: NOON,
        new_id=lambda: "one",
        **told,
    )


def test_settings_are_kept_by_whoever_publishes_without_them(root: Path) -> None:
    told = {"title": "Ville", "language": "en", "organization": "La Ville"}
    ref = shown(bare_portal(root, base_url="https://d.example", **told))
    before = (root / "catalog.jsonld").read_bytes()
    portal = bare_portal(root)

    published = portal.read(replace(ref, resource=None))

    assert published is not None
    assert published.settled
    assert published.page == "https://d.example/jeu/index.html"
    assert [notice.code for notice in portal.as_stored(a_dataset())[1]] == []
    portal.update(ref, a_dataset(), a_dataset())
    assert (root / "catalog.jsonld").read_bytes() == before
    assert (root / "index.html").read_text() == "Ville en"


def test_a_catalogue_that_was_told_nothing_speaks_french_by_its_default_title(root: Path) -> None:
    shown(bare_portal(root))

    assert (root / "index.html").read_text() == "By default fr"


def test_a_final_slash_of_the_address_changes_nothing(root: Path) -> None:
    ref = shown(bare_portal(root, base_url="https://d.example"))

    published = bare_portal(root, base_url="https://d.example/").read(replace(ref, resource=None))

    assert published is not None
    assert published.settled
