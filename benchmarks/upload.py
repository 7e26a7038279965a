"""A file of 1 GB to a real udata: ours and curl, the same parts, side by side in one run.

Prints the ratio of throughputs (at least 0.7 is wanted) and by how much our memory grows between
the end of the plan and the end of the upload (less than 100 MB is wanted). Linux: it reads /proc.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.servers.udata import Udata  # noqa: E402

from opendata_cli.model.dataset import Checksum, Dataset, Resource  # noqa: E402
from opendata_cli.model.plan import Plan  # noqa: E402
from opendata_cli.model.remote import PortalInfo  # noqa: E402
from opendata_cli.model.secret import Secret  # noqa: E402
from opendata_cli.portals.api import ignore  # noqa: E402
from opendata_cli.portals.udata.portal import UdataPortal  # noqa: E402
from opendata_cli.portals.udata.uploading import PART  # noqa: E402
from opendata_cli.publishing.apply import apply  # noqa: E402
from opendata_cli.publishing.journal import JournalFile  # noqa: E402
from opendata_cli.publishing.lock_file import Lock  # noqa: E402
from opendata_cli.publishing.plan import make_plan  # noqa: E402

SIZE = int(os.environ.get("SIZE", str(1 << 30)))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
MEGABYTE = 1 << 20


def main() -> None:
    """Upload in turn with both, and print what was seen."""
    with tempfile.TemporaryDirectory(prefix="opendata-bench-") as name:
        folder = Path(name)
        server = Udata.start(_made(folder / "udata"))
        try:
            _compare(server, folder)
        finally:
            server.stop()


def _compare(server: Udata, folder: Path) -> None:
    parts = _write_file(folder)
    organization = server.new_organization("Mesures")
    ratios, growths = [], []
    for number in range(ROUNDS):
        curl = _with_curl(server, organization, parts)
        ours, growth = _with_ours(server, organization, folder, number)
        ratios.append(curl / ours)
        growths.append(growth)
        _say(f"curl {_speed(curl)}, ours {_speed(ours)}, memory +{growth / MEGABYTE:.0f} MB")
    median = sorted(ratios)[len(ratios) // 2]
    _say(f"throughput, ours / curl: {median:.2f} (median of {ROUNDS}; at least 0.7 is wanted)")
    _say(f"memory: +{max(growths) / MEGABYTE:.0f} MB at most (less than 100 is wanted)")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _speed(seconds: float) -> str:
    return f"{SIZE / MEGABYTE / seconds:.0f} MB/s"


def _write_file(folder: Path) -> list[Path]:
    """The file, and its parts for curl; of noise, so that nothing shrinks it."""
    block, parts = os.urandom(PART), []
    with (folder / "data.csv").open("wb") as out:
        for number, start in enumerate(range(0, SIZE, PART)):
            piece = (number.to_bytes(8, "big") + block)[: min(PART, SIZE - start)]
            out.write(piece)
            parts.append(folder / f"part-{number}")
            parts[-1].write_bytes(piece)
    return parts


def _with_curl(server: Udata, organization: str, parts: list[Path]) -> float:
    """One curl, one connection, a request a part and one to put them together."""
    url = f"{server.url}/api/1/datasets/{_new_dataset(server, organization)}/upload/"
    told = {"uuid": str(uuid.uuid4()), "filename": "data.csv", "totalparts": str(len(parts))}
    always = ["-s", "-o", os.devnull, "-f", "-H", f"X-API-KEY: {server.tokens['editor']}", url]
    command = ["curl"]
    for index, part in enumerate(parts):
        fields = {**told, "partindex": str(index), "chunksize": str(part.stat().st_size)}
        command += [*always, *_form(fields), "-F", f"file=@{part};filename=data.csv", "--next"]
    command += [*always, *_form(told)]
    began = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - began


def _form(fields: dict[str, str]) -> list[str]:
    return [word for name, value in fields.items() for word in ("-F", f"{name}={value}")]


def _new_dataset(server: Udata, organization: str) -> str:
    body = {"title": "Mesure", "description": "Mesure", "organization": organization}
    made = server.api("POST", "/datasets/", token=server.tokens["editor"], json=body)
    return str(made.json()["id"])


def _with_ours(server: Udata, organization: str, folder: Path, number: int) -> tuple[float, int]:
    """Seconds from the end of the plan to the end of the upload, and how memory grew."""
    home = _made(folder / f"ours-{number}")
    portal = _portal(server, organization, home)
    plan = _plan(portal, folder / "data.csv", number)
    before = _peak_memory()
    began = time.monotonic()
    receipt = apply(
        plan,
        portal,
        open_file=lambda _planned: (folder / "data.csv").open("rb"),
        journal=JournalFile(home),
        now=lambda: dt.datetime.now(tz=dt.UTC),
    )
    took = time.monotonic() - began
    assert receipt.status == "ok", receipt.outcomes
    portal.close()
    shutil.rmtree(home)
    return took, _peak_memory(reset=False) - before


def _portal(server: Udata, organization: str, home: Path) -> UdataPortal:
    key = Secret(value=server.tokens["editor"], source="the bench")
    return UdataPortal(
        PortalInfo(name="udata", kind="udata", url=server.url, origin=server.url),
        organization=organization,
        key=lambda: key,
        memory=home,
        now=lambda: dt.datetime.now(tz=dt.UTC),
        new_id=lambda: str(uuid.uuid4()),
        watch=ignore,
    )


def _plan(portal: UdataPortal, path: Path, number: int) -> Plan:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        sha1 = hashlib.file_digest(file, "sha1").hexdigest()
    resource = Resource(
        key="data",
        title="Données",
        path=path.name,
        bytes=SIZE,
        checksum=Checksum(type="sha256", value=sha256),
        sha1=sha1,
    )
    dataset = Dataset(
        key=f"bench-{number}", title="Mesure", description="Mesure", resources=(resource,)
    )
    return make_plan(dataset, portal, lock=Lock(), journal=None)


def _peak_memory(*, reset: bool = True) -> int:
    """The most memory held since the last reset, in bytes."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
