"""`plan`, `apply` and `publish` in JSON: the files of publishing/, with words added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from typing_extensions import TypedDict

from opendata_cli.formats.payloads.portals import PortalPayload
from opendata_cli.formats.payloads.validate import ReportsPayload, reports_payload
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import Plan
from opendata_cli.model.publication import Publication
from opendata_cli.publishing.plan_file import plan_to_json
from opendata_cli.publishing.receipt_file import published_to_json, receipt_to_json
from opendata_cli.views import messages


class NoticePayload(TypedDict):
    """Something to know, or the reason of a refusal."""

    code: str
    message: str
    params: dict[str, object]


class FilePayload(TypedDict):
    """A local file."""

    key: str
    path: str
    sha256: str
    bytes: int


class FieldPayload(TypedDict):
    """A field before and after."""

    path: str
    before: object
    after: object


class ChangePayload(TypedDict):
    """One line of a plan: create, update, upload, delete or keep."""

    action: str
    target: str
    key: str
    id: str | None
    fields: list[FieldPayload]
    reason: str | None


class PlanPayload(TypedDict):
    """What would be done: the file of `plan -o`, its notices in words."""

    opendata_plan: int
    portal: PortalPayload
    key: str
    empty: bool
    dataset_id: str | None
    base: str
    manifest: str | None
    files: list[FilePayload]
    kept: list[FilePayload]
    desired: dict[str, object]
    changes: list[ChangePayload]
    notices: list[NoticePayload]
    requests: int


class OutcomePayload(TypedDict):
    """One change and how it ended: done, skipped or failed."""

    action: str
    target: str
    key: str
    id: str | None
    status: str
    error: dict[str, object] | None


class PublishedPayload(TypedDict):
    """The dataset on its portal."""

    id: str
    url: str
    page: str


class PublishedResourcePayload(TypedDict):
    """A resource on its portal."""

    key: str
    id: str | None
    url: str | None
    permalink: str | None
    checksum: dict[str, str] | None


class PublicationPayload(TypedDict):
    """What was done; `status` is ok, partial or error."""

    portal: PortalPayload | None
    key: str | None
    status: str
    dataset: PublishedPayload | None
    resources: list[PublishedResourcePayload]
    outcomes: list[OutcomePayload]
    notices: list[NoticePayload]
    refused: list[NoticePayload]
    validation: ReportsPayload | None
    requests: int
    bytes_sent: int
    seconds: float
    receipt: str | None


def plan_payload(plan: Plan) -> PlanPayload:
    """The plan file, its notices in words."""
    notices = [_notice(notice) for notice in plan.notices]
    return cast("PlanPayload", {**plan_to_json(plan), "notices": notices})


def publication_payload(publication: Publication) -> PublicationPayload:
    """The receipt with what was checked and refused; without a receipt, what the portal has."""
    validation = publication.reports and reports_payload(publication.reports)
    return cast(
        "PublicationPayload",
        {
            **_done(publication),
            "status": publication.status,
            "requests": publication.requests,
            "notices": [_notice(item) for item in publication.plan.notices]
            if publication.plan
            else [],
            "refused": _refused(publication),
            "validation": validation,
            "receipt": publication.receipt_path,
        },
    )


def _done(publication: Publication) -> Mapping[str, object]:
    receipt, plan = publication.receipt, publication.plan
    if receipt is not None:
        return receipt_to_json(receipt)
    told = plan_to_json(plan) if plan is not None else {}
    unchanged = plan.current if plan is not None and plan.empty else None
    return {
        "portal": told.get("portal"),
        "key": told.get("key"),
        **published_to_json(unchanged),
        "outcomes": [],
        "bytes_sent": 0,
        "seconds": 0.0,
    }


def _refused(publication: Publication) -> list[NoticePayload]:
    return [_notice(Notice(code=publication.refused))] if publication.refused else []


def _notice(notice: Notice) -> NoticePayload:
    words = messages.sentence(notice.code, notice.params)
    return {"code": notice.code, "message": words, "params": dict(notice.params)}
