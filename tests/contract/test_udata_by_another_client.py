"""An example is published, published again, its file replaced; another client reads it all back.

That client is datagouv-client, made by data.gouv.fr's team, in an environment of its own: what we
wrote is not judged by what reads it here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from tests.servers.udata import Udata
from tests.unit.conftest import Opendata

EXAMPLE = Path(__file__).parents[2] / "examples" / "elections"
FILE = "resultats-legislatives-2024.csv"

READER = """\
import json, sys
from datagouv import Client

url, key, dataset = sys.argv[1:]
client = Client(api_key=key)
client.base_url, client.environment = url, "local"
found = client.dataset(dataset)
names = ("title", "description", "tags", "license", "frequency", "temporal_coverage", "extras")
told = {name: getattr(found, name) for name in names}
told["organization"] = found.organization.id
names = ("id", "title", "description", "type", "schema", "extras", "url", "checksum", "filesize")
told["resources"] = [{name: getattr(one, name) for name in names} for one in found.resources]
for one, described in zip(found.resources, told["resources"]):
    one.download(path := sys.argv[1].rpartition(":")[2] + one.id)
    described["content"] = open(path, encoding="utf-8").read()
print(json.dumps(told, default=str))
"""


@pytest.fixture
def project(
    tmp_path: Path,
    udata: Udata,
    organization: str,
    opendata: Opendata,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "elections"))
    manifest = folder / "datapackage.yaml"
    section = f"\npublish: {{portal: essai, organization: '{organization}'}}\n"
    manifest.write_text(manifest.read_text("utf-8") + section, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("OPENDATA_TOKEN_ESSAI", udata.tokens["editor"])
    assert opendata("portal", "add", "essai", udata.url).code == 0
    return folder


def published(opendata: Opendata) -> dict[str, Any]:
    run = opendata("publish", "--yes", "-f", "json")
    assert run.code == 0, run.out + run.err
    return dict(run.json["data"])


def read_back(python: Path, folder: Path, udata: Udata, dataset: str) -> dict[str, Any]:
    done = subprocess.run(
        [python, "-I", "-c", READER, udata.url, udata.tokens["editor"], dataset],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_an_example_is_published_again_replaced_and_read_back_by_another_client(
    project: Path, opendata: Opendata, udata: Udata, datagouv_client: Path, tmp_path: Path
) -> None:
    first = published(opendata)
    dataset = first["dataset"]["id"]
    before = read_back(datagouv_client, tmp_path, udata, dataset)

    again = published(opendata)
    assert (again["bytes_sent"], again["outcomes"]) == (0, [])
    assert again["requests"] <= 4

    file = project / FILE
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), "utf-8")
    replaced = published(opendata)

    after = read_back(datagouv_client, tmp_path, udata, dataset)
    (old,), (new,) = before["resources"], after["resources"]
    for name in ("id", "title", "description", "type", "schema", "extras"):
        assert new[name] == old[name], name
    links = [item["resources"][0]["permalink"] for item in (first, replaced)]
    assert links[0] == links[1]
    assert new["content"] == file.read_text("utf-8")
    assert new["checksum"] == {"type": "sha1", "value": sha1(file.read_bytes()).hexdigest()}
    assert old["checksum"] != new["checksum"]
    assert new["url"] != old["url"]
    others = [{**told, "resources": []} for told in (before, after)]
    assert others[0] == others[1]
    assert before["tags"] == [
        "bureau-de-vote",
        "elections",
        "elections-legislatives",
        "resultats-electoraux",
    ]
    assert before["temporal_coverage"] == {"start": "2024-06-30", "end": "2024-07-07"}
    assert before["license"] == "lov2"
