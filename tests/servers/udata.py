"""A real udata for the tests: started, spoken to as who one chooses, and stopped."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import httpx

from tests.servers.environments import OUTSIDE, environment

APPLICATION = Path(__file__).with_name("udata_app.py")
PATIENCE = 120
LAST_LINES = 20


class NotStarted(Exception):
    """A server that ended or stayed silent, and the end of its log."""


@dataclass(frozen=True)
class Udata:
    """One running server, empty at its start.

    `tokens` are those of the sysadmin, the orgadmin, the editor and the outsider; `people` are
    their identifiers. Only the sysadmin has rights before `new_organization` is called.
    """

    url: str
    pid: int
    tokens: dict[str, str]
    people: dict[str, str]
    process: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls,
        data_folder: Path,
        *,
        schemas: list[dict[str, Any]] | None = None,
        max_upload: int | None = None,
    ) -> Udata:
        """Start a server which keeps its files and its log, `server.log`, in `data_folder`.

        With `schemas` it checks the schemas of resources against that catalogue; above
        `max_upload` bytes it answers 413.
        """
        # -I: our own udata.py, which lies beside the application, is not to be imported for udata.
        command = [str(environment("udata")), "-I", str(APPLICATION), "--attached"]
        command += ["--data", str(data_folder)]
        if schemas is not None:
            catalogue = data_folder / "schemas.json"
            catalogue.write_text(json.dumps({"schemas": schemas}), "utf-8")
            command += ["--schemas", str(catalogue)]
        if max_upload is not None:
            command += ["--max-upload", str(max_upload)]
        ready = data_folder / "ready.json"
        with ready.open("wb") as out, (data_folder / "server.log").open("wb") as log:
            process = _spawn(command, out, log)
        try:
            told = _wait_for(ready, process)
        except BaseException:
            _end(process)
            raise
        return cls(
            url=told["ready"],
            pid=told["pid"],
            tokens={name: person["token"] for name, person in told["people"].items()},
            people={name: person["id"] for name, person in told["people"].items()},
            process=process,
        )

    def stop(self) -> None:
        _end(self.process)

    def api(
        self, method: str, path: str, *, token: str | None = None, **request: Any
    ) -> httpx.Response:
        """Ask for a path below `/api/1`, or for a whole one: `/datasets/`, `/api/2/datasets/`.

        Nothing is kept from one call to the next: udata believes a cookie before a token.
        """
        whole = path if path.startswith(("/api/", "/__tests__/")) else f"/api/1{path}"
        headers = {"X-API-KEY": token} if token else {}
        with httpx.Client(headers=headers, timeout=60, trust_env=False, verify=False) as client:
            return client.request(method, self.url + whole, **request)

    def new_organization(self, name: str) -> str:
        """The identifier of a new organisation, with the orgadmin and the editor in their roles."""
        wish = {"name": name, "description": name}
        created = self.api("POST", "/organizations/", token=self.tokens["sysadmin"], json=wish)
        organization = _body(created)["id"]
        self._add_member(organization, "orgadmin", role="admin")
        self._add_member(organization, "editor", role="editor")
        return str(organization)

    def _add_member(self, organization: str, person: str, *, role: str) -> None:
        invited = self.api(
            "POST",
            f"/organizations/{organization}/member/",
            token=self.tokens["sysadmin"],
            json={"user": self.people[person], "role": role},
        )
        accepted = f"/me/org_invitations/{_body(invited)['id']}/accept/"
        _body(self.api("POST", accepted, token=self.tokens[person]))

    def set_document(self, collection: str, key: str, values: dict[str, Any]) -> None:
        """Change a stored document, for what no call can do.

        `{"metrics.views": 42, "last_update": {"$date": "2020-01-01T00:00:00Z"}}`, say: dotted names
        and Mongo's extended JSON. The quality of a dataset is computed again.
        """
        path = f"/__tests__/set/{collection}/{quote(key, safe='')}"
        if _body(self.api("POST", path, json=values)) != {"matched": 1}:
            raise LookupError(f"{collection} {key}")


def _body(response: httpx.Response) -> Any:
    if response.is_error:
        raise AssertionError(f"{response.request.url}: {response.status_code} {response.text}")
    return response.json()


def _spawn(command: list[str], out: IO[bytes], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env={**OUTSIDE, "TZ": "UTC"}, stdin=subprocess.PIPE, stdout=out, stderr=log
    )


def _wait_for(ready: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        line = ready.read_text("utf-8")
        if line.endswith("\n"):
            told: dict[str, Any] = json.loads(line)
            return told
        time.sleep(0.05)
    log = ready.with_name("server.log").read_text("utf-8", errors="replace")
    raise NotStarted(os.linesep.join(log.splitlines()[-LAST_LINES:]))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, whether it still runs or not, and leave nothing open."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()
