"""A publication is cut before each of its writes in turn, and run again.

The child process dies at the n-th change it makes to the disk (`os._exit`: nothing is
closed, flushed or cleaned). Dying before the next write is dying after this one.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contract.contract_kit import KEY, Producer, a_dataset, directory_portal

from opendata_cli.model.dataset import Dataset
from opendata_cli.publishing.lock_file import LOCK_NAME, read_lock, write_lock

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is cut by forking")

OLD, NEW = b"commune;agents\n35238;12\n", b"commune;agents\n35238;13\n"
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CUT = 75
Scene = Callable[[Producer], Dataset]


def first(producer: Producer) -> Dataset:
    return a_dataset(
        producer.resource("effectifs", OLD), producer.resource("documentation", b"a\n")
    )


def replacement(producer: Producer) -> Dataset:
    """Same size, so that only the checksum tells the old file from the new one."""
    return a_dataset(
        producer.resource("effectifs", NEW, title="Nouveau titre"),
        producer.resource("documentation", b"a\n"),
        title="Nouveau titre",
    )


def other_format(producer: Producer) -> Dataset:
    """The address changes, one resource goes, another comes."""
    return a_dataset(
        producer.resource("effectifs", NEW, path="data/effectifs.txt", format="txt"),
        producer.resource("annexe", b"b\n"),
    )


def publish(home: Path, scene: Scene, *, prune: bool = True) -> None:
    """All that one run of `publish` does with the catalogue, the journal and the lock."""
    portal = directory_portal(home / "catalogue")
    (home / "manifest").mkdir(exist_ok=True)
    lock = home / "manifest" / LOCK_NAME
    producer = Producer(home / "manifest", lock=read_lock(lock))
    producer.publish(portal, scene(producer), prune=prune)
    write_lock(lock, producer.lock)


def publish_until(home: Path, scene: Scene, fatal: int) -> int:
    """Run `publish` in a child that dies at its `fatal`-th write; its exit status."""

    def work() -> int:
        publish(home, scene)
        return 0

    return run_until(home, fatal, work)


def run_until(home: Path, fatal: int, work: Callable[[], int]) -> int:
    """Do `work` in a child that dies at its `fatal`-th change to the disk; its exit status."""
    child = os.fork()
    if child == 0:
        left = fatal

        def watch(event: str, args: tuple[object, ...]) -> None:
            nonlocal left
            opened = event == "open" and isinstance(args[2], int) and args[2] & FOR_WRITING
            if event in CHANGES or (opened and str(args[0]).startswith(str(home))):
                left -= 1
                if left == 0:
                    os._exit(CUT)

        status = 99
        try:
            sys.addaudithook(watch)
            status = work()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tree(root: Path) -> dict[str, bytes | None]:
    """Every file and folder with its content, the empty lock apart."""
    return {
        item.relative_to(root).as_posix(): item.read_bytes() if item.is_file() else None
        for item in root.rglob("*")
        if item.name not in (".opendata.lock", "publishing.lock")
        # Beside the manifest other programs may be writing: a rest there is left alone.
        and not (item.suffix == ".tmp" and item.parent.name == "manifest")
    }


def assert_readable(root: Path, *, known: set[bytes]) -> None:
    """Whoever reads the catalogue finds a whole feed, and whole files where it says."""
    feed = root / "catalog.jsonld"
    if not feed.exists():
        return
    for dataset in json.loads(feed.read_bytes())["dcat:dataset"]:
        assert dataset["dct:title"]["@value"] in ("Effectifs de police municipale", "Nouveau titre")
        for distribution in dataset["dcat:distribution"]:
            address = distribution["dcat:downloadURL"]["@id"]
            path = root / address.removeprefix("https://data.example.org/")
            assert path.read_bytes() in known


def without_absolute(found: dict[str, bytes | None], home: Path) -> dict[str, bytes | None]:
    """Two runs compared: where they were, and when their files were written, told alike."""
    here = str(home).encode()
    return {
        name: data
        and re.sub(rb'"(mtime_ns|version)": [^,\n]+', b"WHEN", data.replace(here, b"HOME"))
        for name, data in found.items()
    }


@pytest.mark.parametrize(
    ("before", "scene"),
    [
        pytest.param(None, first, id="first publication"),
        pytest.param(first, replacement, id="replacement"),
        pytest.param(first, other_format, id="other format, one more, one less"),
        pytest.param(first, first, id="nothing to do"),
    ],
)
def test_a_publication_cut_anywhere_is_completed_by_the_next(
    tmp_path: Path, before: Scene | None, scene: Scene
) -> None:
    def start(name: str) -> Path:
        home = tmp_path / name
        home.mkdir()
        if before is not None:
            publish(home, before)
        return home

    untouched = start("untouched")
    publish(untouched, scene)
    expected = without_absolute(tree(untouched), untouched)
    assert expected["catalogue/catalog.jsonld"]

    writes = 0
    while True:
        home = start(f"cut-{writes + 1}")
        status = publish_until(home, scene, writes + 1)
        if status == 0:
            break
        assert status == CUT
        assert_readable(home / "catalogue", known={OLD, NEW, b"a\n", b"b\n"})
        found = directory_portal(home / "catalogue").find(KEY)
        assert len(found) == (1 if before else len(found))

        publish(home, scene)

        assert without_absolute(tree(home), home) == expected, f"cut at write {writes + 1}"
        writes += 1
    assert writes >= (40 if before is not scene else 1)
