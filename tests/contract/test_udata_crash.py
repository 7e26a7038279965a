"""`opendata publish` to a real udata dies around each of its requests in turn, and is run again.

A proxy counts the requests. At the n-th the process is ended (SIGKILL: nothing is closed or
cleaned): once the portal has done it and before the answer leaves, or once the answer has left,
which is before the next request. Whatever the moment, the next run completes: one dataset, one
resource each, the right content, and nothing half-made was ever to be seen.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.servers.proxy import Exchange, Proxy, Trouble, after, withheld
from tests.servers.udata import Udata

from opendata_cli.cli.main import main

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is cut by forking")

MANIFEST = """\
id: {id}
title: {title}
description: Agents par commune.
licenses: [{{name: etalab-2.0}}]
frequency: annual
keywords: [police, securite]
temporal: {{start: 2012, end: 2023}}
contributors: [{{title: Bureau des données, email: donnees@example.org}}]
resources:
  - {{name: effectifs, path: effectifs.csv, title: Effectifs, description: Par commune.}}
  - {{name: grand, path: grand.csv, title: Grand fichier}}
  - {{name: ailleurs, path: "https://www.example.org/f.csv", title: Ailleurs}}
publish: {{portal: essai, organization: "{organization}"}}
"""
PART = 1000


def write_project(folder: Path, organization: str, *, key: str, title: str, agents: int) -> None:
    folder.mkdir(exist_ok=True)
    text = MANIFEST.format(id=key, title=title, organization=organization)
    (folder / "datapackage.yaml").write_text(text, "utf-8")
    (folder / "effectifs.csv").write_text(f"code,agents\n01004,{agents}\n", "utf-8")
    rows = "".join(f"{number:05},{agents}\n" for number in range(250))
    (folder / "grand.csv").write_text("code,agents\n" + rows, "utf-8")


class Killer:
    """Runs the command in a child, which the proxy ends where it is told."""

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        self.child = 0
        self.asked = 0
        """Requests of the run under way."""
        self.fatal = 0
        self.trouble: Callable[[Callable[[], object]], Trouble] = after
        proxy.on(lambda _seen: self._counts(), self._make_trouble)

    def _make_trouble(self, exchange: Exchange) -> None:
        self.trouble(self.kill)(exchange)

    def _counts(self) -> bool:
        self.asked += 1
        return self.asked == self.fatal

    def kill(self) -> None:
        os.kill(self.child, signal.SIGKILL)

    def publish(self, folder: Path, *, fatal: int = 0) -> int:
        """The exit code, or -9 for a run that was ended at its `fatal`-th request."""
        self.asked, self.fatal = 0, fatal
        self.child = os.fork()
        if self.child == 0:
            status = 99
            try:
                status = main(["publish", str(folder), "--yes", "--quiet"])
            finally:
                os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


@pytest.fixture
def killer(udata: Udata, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killer]:
    monkeypatch.setattr("opendata_cli.portals.udata.uploading.PART", PART)
    monkeypatch.setenv("OPENDATA_TOKEN_ESSAI", udata.tokens["editor"])
    with Proxy(udata.url) as proxy:
        assert main(["portal", "add", "essai", proxy.url, "--kind", "udata", "--quiet"]) == 0
        yield Killer(proxy)


def datasets(udata: Udata, key: str, organization: str) -> list[dict[str, Any]]:
    """All that the organisation has under that key, as udata tells it to an editor."""
    path = f"/organizations/{organization}/datasets/?page_size=100"
    told = udata.api("GET", path, token=udata.tokens["editor"]).json()["data"]
    alive = (item for item in told if not item["deleted"])
    return [item for item in alive if item["extras"].get("opendata_key") == key]


OF_THE_MOMENT = {"id", "created_at", "last_modified", "last_update", "internal", "uri", "page"}
OF_THE_MOMENT |= {"slug", "url", "latest", "metrics", "quality"}


def alike(told: Any) -> Any:
    """What two runs must leave alike: all but identifiers, addresses and moments."""
    if isinstance(told, dict):
        return {name: alike(item) for name, item in told.items() if name not in OF_THE_MOMENT}
    return [alike(item) for item in told] if isinstance(told, list) else told


def contents(dataset: dict[str, Any]) -> dict[str, bytes]:
    """The files themselves, by the key of their resource."""
    found = {}
    for resource in dataset["resources"]:
        if resource["filetype"] == "file":
            with urllib.request.urlopen(resource["url"]) as answer:
                found[resource["extras"].get("opendata_key", "")] = answer.read()
    return found


def assert_never_half_made(udata: Udata, key: str, organization: str) -> None:
    """Whatever anybody can see is whole: a dataset under way is hidden."""
    for dataset in datasets(udata, key, organization):
        if not dataset["private"]:
            assert sorted(contents(dataset)) == ["effectifs", "grand"]
            assert len(dataset["resources"]) == 3


MOMENTS = pytest.mark.parametrize(
    "moment", [withheld, after], ids=["before its answer", "after its answer"]
)


@MOMENTS
def test_a_first_publication_that_dies_around_any_request_is_completed_by_the_next(
    killer: Killer, udata: Udata, organization: str, tmp_path: Path, moment: Callable[..., Trouble]
) -> None:
    def start(name: str) -> tuple[Path, str]:
        key = f"{organization}-{name}"
        write_project(tmp_path / name, organization, key=key, title="Effectifs", agents=1)
        return tmp_path / name, key

    killer.trouble = moment
    folder, key = start("untouched")
    assert main(["plan", str(folder), "--quiet"]) == 0  # a child has nothing left to import
    assert killer.publish(folder) == 0
    requests = killer.asked
    (expected,) = datasets(udata, key, organization)
    assert not expected["private"]

    for fatal in range(1, requests + 1):
        folder, key = start(f"cut-{fatal}")
        assert killer.publish(folder, fatal=fatal) == -signal.SIGKILL
        assert_never_half_made(udata, key, organization)

        assert killer.publish(folder) == 0, f"cut at request {fatal}"

        (found,) = datasets(udata, key, organization)
        assert with_key(alike(found), "k") == with_key(alike(expected), "k"), f"cut at {fatal}"
        assert contents(found) == contents(expected)
        assert killer.publish(folder) == 0
        assert killer.asked <= 4
        shutil.rmtree(folder)
    assert requests >= 20


@MOMENTS
def test_a_replacement_that_dies_around_any_request_is_completed_by_the_next(
    killer: Killer, udata: Udata, organization: str, tmp_path: Path, moment: Callable[..., Trouble]
) -> None:
    """One dataset, of which each round publishes another title and other files."""
    killer.trouble = moment
    folder, key = tmp_path / "project", f"{organization}-replaced"

    def publish(agents: int, *, fatal: int = 0) -> int:
        title = f"Effectifs {agents}"
        write_project(folder, organization, key=key, title=title, agents=agents)
        return killer.publish(folder, fatal=fatal)

    write_project(folder, organization, key=key, title="Effectifs", agents=1)
    assert main(["plan", str(folder), "--quiet"]) == 0
    assert publish(1) == 0
    (expected,) = datasets(udata, key, organization)

    # A run has some requests more when two files of one name collide in one second.
    for fatal in itertools.count(1):
        status = publish(fatal + 2, fatal=fatal)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        assert_never_half_made(udata, key, organization)

        assert publish(fatal + 2) == 0, f"cut at request {fatal}"

        (found,) = datasets(udata, key, organization)
        assert found["title"] == f"Effectifs {fatal + 2}"
        assert unlike(found) == unlike(expected), f"cut at request {fatal}"
        assert contents(found) == {
            name: (folder / f"{name}.csv").read_bytes() for name in ("effectifs", "grand")
        }
    assert fatal > 12


def with_key(told: dict[str, Any], key: str) -> dict[str, Any]:
    return {**told, "extras": {**told["extras"], "opendata_key": key}}


def unlike(dataset: dict[str, Any]) -> dict[str, Any]:
    """What no round changes: all but the title and the files, identifiers included."""
    kept = alike({**dataset, "title": ""})
    files = {"checksum", "filesize"}
    kept["resources"] = [
        {
            "id": item["id"],
            **alike({name: value for name, value in item.items() if name not in files}),
        }
        for item in dataset["resources"]
    ]
    return dict(kept)
