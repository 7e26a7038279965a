"""A udata as its editor sees it through us, and as udata itself tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.udata import Udata

from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.udata.portal import UdataPortal

OpenUdata = Callable[..., UdataPortal]
"""Opens the organisation of the test, or what is told otherwise: server, organization, key…"""


class Raw:
    """The dataset as udata itself tells it, and changes made behind our back."""

    def __init__(self, server: Udata, person: str = "editor") -> None:
        self.server = server
        self.token = server.tokens[person]

    def get(self, dataset: str) -> dict[str, Any]:
        answer = self.server.api("GET", f"/datasets/{dataset}/", token=self.token)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def put(self, dataset: str, **body: Any) -> None:
        there = self.get(dataset)
        kept = {"tags": there["tags"], "temporal_coverage": there["temporal_coverage"]}
        path = f"/datasets/{dataset}/"
        answer = self.server.api("PUT", path, token=self.token, json={**kept, **body})
        assert answer.status_code == 200, answer.text

    def post(self, path: str, **request: Any) -> dict[str, Any]:
        answer = self.server.api("POST", path, token=self.token, **request)
        assert answer.is_success, answer.text
        return dict(answer.json())


def resource_ref(published: Published, place: int = 0) -> RemoteRef:
    resource = published.dataset.resources[place]
    return RemoteRef(dataset=published.ref.dataset, resource=resource.id)
