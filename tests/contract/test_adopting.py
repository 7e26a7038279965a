"""`init --from` on every portal: what is there becomes a manifest that changes nothing of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from tests.contract.adopting_kit import names, plan, publish, take
from tests.contract.contract_kit import Producer, a_dataset

from opendata_cli.errors import (
    ConfigError,
    NotFound,
    OutputError,
    UnexpectedAnswer,
    Unreachable,
)
from opendata_cli.model.dataset import Visibility
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.lock_file import LOCK_NAME, read_lock
from opendata_cli.views.document import Text
from opendata_cli.views.error import view_error

CSV = b"annee;agents\n2022;12\n2023;13\n"
AT = {"portal": "x", "operation": "download"}
TABLE = {"encoding": "utf-8", "rows": 2, "columns": 2}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "adopted"
    made.mkdir()
    return made


def ids(published: Published) -> list[str | None]:
    return [item.id for item in published.dataset.resources]


@pytest.mark.parametrize("word", ["page", "url", "id"])
def test_a_dataset_comes_with_its_files_and_changes_nothing(
    portal: Portal, producer: Producer, folder: Path, word: str
) -> None:
    there = producer.publish(
        portal,
        a_dataset(
            producer.resource("a", CSV, description="Un\npar an", **TABLE),
            producer.resource("b", CSV + b"2024;14\n", **{**TABLE, "rows": 3}),
            visibility=Visibility.PRIVATE,
        ),
    )
    words = {"page": there.page, "url": there.url, "id": there.ref.dataset}

    adoption = take(portal, words[word], folder)

    assert [item.key for item in adoption.files] == ["a", "b"]
    read = [(folder / item.path).read_bytes() for item in adoption.files]
    assert read == [CSV, CSV + b"2024;14\n"]
    assert len(names(folder)) == 4
    assert plan(portal, folder).empty


def test_replacing_a_file_keeps_what_is_known_of_it(
    portal: Portal, producer: Producer, folder: Path
) -> None:
    there = producer.publish(
        portal,
        a_dataset(producer.resource("a", CSV, **TABLE), producer.resource("b", CSV, **TABLE)),
    )
    adoption = take(portal, there.ref.dataset, folder)
    (folder / adoption.files[1].path).write_bytes(CSV + b"2024;14\n")

    after = publish(portal, folder)

    assert after.ref == there.ref
    assert ids(after) == ids(there)
    assert [item.title for item in after.dataset.resources] == ["Fichier a", "Fichier b"]
    assert after.dataset.resources[0] == there.dataset.resources[0]
    assert plan(portal, folder).empty


def test_the_lock_has_the_portals_own_ids(portal: Portal, producer: Producer, folder: Path) -> None:
    there = producer.publish(portal, a_dataset(producer.resource("a", CSV, **TABLE)))
    take(portal, there.ref.dataset, folder)

    (locked,) = read_lock(folder / LOCK_NAME).portals.values()

    assert locked.dataset == there.ref.dataset
    assert [item.id for item in locked.resources.values()] == ids(there)


def test_what_is_not_there_is_said(portal: Portal, folder: Path) -> None:
    with pytest.raises(ConfigError, match="dataset-not-found"):
        take(portal, "0123456789abcdef01234567", folder)
    assert names(folder) == []


def test_a_file_that_is_there_stops_it(portal: Portal, producer: Producer, folder: Path) -> None:
    there = producer.publish(portal, a_dataset(producer.resource("a", CSV, **TABLE)))
    (folder / "a.csv").write_text("mine")

    with pytest.raises(ConfigError, match=r"file-exists\(path='.*a\.csv'\)"):
        take(portal, there.ref.dataset, folder)
    assert names(folder) == ["a.csv"]
    assert (folder / "a.csv").read_text() == "mine"


class Failing:
    """A portal of which the second file, or the `first`, does not come as it should.

    With `whole` it can no longer be read either.
    """

    def __init__(
        self, portal: Portal, failure: BaseException | bytes, *, first: int = 2, whole: bool = False
    ) -> None:
        self._portal = portal
        self._failure = failure
        self._first = first
        self._whole = whole
        self._asked = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._portal, name)

    def read(self, ref: RemoteRef) -> Published | None:
        if self._whole and self._asked and isinstance(self._failure, BaseException):
            raise self._failure
        return self._portal.read(ref)

    def download(self, ref: RemoteRef) -> BinaryIO:
        self._asked += 1
        if self._asked < self._first:
            return self._portal.download(ref)
        if isinstance(self._failure, bytes):
            return io.BytesIO(self._failure)
        raise self._failure


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (CSV[:-1], "left-out-altered"),
        (CSV.replace(b"12", b"21"), "left-out-altered"),
        (CSV * 100_000, "left-out-altered"),
        (NotFound("not-found", id="r", **AT), "left-out-gone"),
        (UnexpectedAnswer("file-not-given", url="u", status=403, **AT), "left-out-not-given"),
        (UnexpectedAnswer("file-without-address", url="u", **AT), "left-out-no-address"),
        (Unreachable("portal-silent", url="u", reason="r", **AT), "left-out-silent"),
    ],
    ids=["cut", "altered", "endless", "gone", "not given", "no address", "silent"],
)
def test_a_file_that_does_not_come_is_left_out(
    portal: Portal, producer: Producer, folder: Path, failure: BaseException | bytes, code: str
) -> None:
    told = a_dataset(producer.resource("a", CSV, **TABLE), producer.resource("b", CSV, **TABLE))
    there = producer.publish(portal, told)

    adoption = take(cast("Portal", Failing(portal, failure)), there.ref.dataset, folder)

    (why,) = adoption.left_out
    assert (why.code, why.params["id"]) == (code, ids(there)[1])
    assert [item.key for item in adoption.files] == ["a"]
    assert names(folder) == ["a.csv", "datapackage.lock.json", "datapackage.yaml"]
    assert plan(portal, folder).empty
    assert ids(publish(portal, folder)) == ids(there)


def test_a_dataset_of_which_no_file_comes_is_not_taken_over(
    portal: Portal, producer: Producer, folder: Path
) -> None:
    there = producer.publish(portal, a_dataset(producer.resource("a", CSV, **TABLE)))
    failing = Failing(portal, CSV[:-1], first=1)

    with pytest.raises(ConfigError, match="nothing-to-adopt") as caught:
        take(cast("Portal", failing), there.ref.dataset, folder)
    ((why),) = cast("list[dict[str, object]]", caught.value.params["left_out"])
    assert (why["code"], why["id"]) == ("left-out-altered", ids(there)[0])
    lines = [block.text for block in view_error(caught.value).blocks if isinstance(block, Text)]
    assert any(line.startswith("The resource Fichier a: its file is not") for line in lines)
    assert names(folder) == []


def test_a_portal_that_is_silent_stops_it(portal: Portal, producer: Producer, folder: Path) -> None:
    told = a_dataset(producer.resource("a", CSV, **TABLE), producer.resource("b", CSV, **TABLE))
    there = producer.publish(portal, told)
    failing = Failing(portal, Unreachable("portal-silent", url="u", reason="r", **AT), whole=True)

    with pytest.raises(Unreachable, match="portal-silent"):
        take(cast("Portal", failing), there.ref.dataset, folder)
    assert names(folder) == []


@pytest.mark.parametrize(
    "failure",
    [KeyboardInterrupt(), OSError(28, "No space left on device")],
    ids=["stopped", "full"],
)
def test_a_run_that_fails_leaves_nothing(
    portal: Portal, producer: Producer, folder: Path, failure: BaseException
) -> None:
    told = a_dataset(producer.resource("a", CSV, **TABLE), producer.resource("b", CSV, **TABLE))
    there = producer.publish(portal, told)

    with pytest.raises((OutputError, KeyboardInterrupt)):
        take(cast("Portal", Failing(portal, failure)), there.ref.dataset, folder)
    assert names(folder) == []


@pytest.mark.parametrize("name", ["a.csv", "datapackage.lock.json", "datapackage.yaml"])
def test_what_came_in_the_meantime_stays(
    portal: Portal,
    producer: Producer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    there = producer.publish(portal, a_dataset(producer.resource("a", CSV, **TABLE)))
    download = portal.download

    def slowly(ref: RemoteRef) -> BinaryIO:
        (folder / name).write_text("mine")
        return download(ref)

    monkeypatch.setattr(portal, "download", slowly)
    with pytest.raises(ConfigError, match="file-exists"):
        take(portal, there.ref.dataset, folder)
    assert names(folder) == [name]


def test_what_cannot_be_put_in_place_is_taken_back(
    portal: Portal, producer: Producer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = producer.publish(portal, a_dataset(producer.resource("a", CSV, **TABLE)))
    replace = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if target.name == "datapackage.yaml":
            raise PermissionError(13, "Permission denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OutputError, match="not-writable"):
        take(portal, there.ref.dataset, folder)
    assert names(folder) == []
