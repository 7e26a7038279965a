"""`init` in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from opendata_cli.formats.payloads.portals import PortalPayload, portal_payload
from opendata_cli.formats.payloads.publish import FilePayload, NoticePayload
from opendata_cli.model.drafted import Adoption, Drafted
from opendata_cli.views import messages
from opendata_cli.views.drafted import left_out_words


class AdoptionPayload(TypedDict):
    """The dataset of a portal that it was written from, and what was downloaded.

    `links` are the keys of resources that are addresses; `left_out` is what only the portal
    keeps.
    """

    portal: PortalPayload
    id: str
    title: str
    page: str
    lock: str
    files: list[FilePayload]
    links: list[str]
    left_out: list[NoticePayload]
    notices: list[NoticePayload]


class DraftPayload(TypedDict):
    """The manifest written, and the keys marked TODO in it; `adopted` with --from only."""

    output: str
    resources: int
    todo: list[str]
    adopted: AdoptionPayload | None


def draft_payload(drafted: Drafted) -> DraftPayload:
    """Where the manifest is, where it comes from and what is left to decide."""
    return {
        "output": drafted.path,
        "resources": drafted.resources,
        "todo": list(drafted.todo),
        "adopted": _adopted(drafted.adoption) if drafted.adoption else None,
    }


def _adopted(adoption: Adoption) -> AdoptionPayload:
    return {
        "portal": portal_payload(adoption.portal),
        "id": adoption.id,
        "title": adoption.title,
        "page": adoption.page,
        "lock": adoption.lock,
        "files": [
            {"key": item.key, "path": item.path, "sha256": item.sha256, "bytes": item.bytes}
            for item in adoption.files
        ],
        "links": list(adoption.links),
        "left_out": [
            {"code": item.code, "message": left_out_words(item), "params": dict(item.params)}
            for item in adoption.left_out
        ],
        "notices": [
            {
                "code": item.code,
                "message": messages.sentence(item.code, item.params),
                "params": dict(item.params),
            }
            for item in adoption.notices
        ],
    }
