"""A receipt as JSON, and where it is kept: `.opendata/receipts/<time>-<key>.json`."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

from opendata_cli.files import private_folder, write_atomically
from opendata_cli.model.receipt import Outcome, Receipt
from opendata_cli.model.remote import PortalInfo, Published
from opendata_cli.publishing.plain import plain


def receipt_to_json(receipt: Receipt) -> dict[str, object]:
    """The receipt with no word in it: errors are `{"code", "params"}`, times UTC."""
    published = receipt.published
    return {
        "opendata_receipt": 1,
        "portal": portal_to_json(receipt.portal),
        "key": receipt.key,
        "status": receipt.status,
        "started": utc(receipt.started),
        "ended": utc(receipt.ended),
        "seconds": (receipt.ended - receipt.started).total_seconds(),
        **published_to_json(published),
        "outcomes": [_outcome(outcome) for outcome in receipt.outcomes],
        "requests": receipt.requests,
        "bytes_sent": receipt.bytes_sent,
    }


def write_receipt(folder: Path, receipt: Receipt) -> Path:
    """Keep the receipt under the manifest's `folder`, beside earlier ones; gives its path.

    Raises OutputError.
    """
    home = private_folder(private_folder(folder / ".opendata") / "receipts")
    stem = f"{receipt.started:%Y%m%dT%H%M%S%fZ}-{_short(receipt.key)}"
    path = next(path for path in _names(home, stem) if not path.exists())
    write_atomically(path, json.dumps(receipt_to_json(receipt), indent=2, default=str) + "\n")
    return path


def portal_to_json(portal: PortalInfo) -> dict[str, object]:
    """The portal as every payload shows it."""
    names = ("name", "kind", "url", "origin", "production")
    return {name: getattr(portal, name) for name in names}


def utc(moment: dt.datetime) -> str:
    """A moment as JSON shows it: UTC, to the second, with `Z`."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _names(home: Path, stem: str) -> Iterator[Path]:
    yield home / f"{stem}.json"
    number = 2
    while True:
        yield home / f"{stem}-{number}.json"
        number += 1


def _short(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", key)[:60].strip("-") or "dataset"


def published_to_json(published: Published | None) -> dict[str, object]:
    """`dataset` and `resources`: the links of what a portal holds, null and empty without it."""
    if published is None:
        return {"dataset": None, "resources": []}
    return {
        "dataset": {
            "id": published.ref.dataset,
            "url": published.url,
            "page": published.page,
        },
        "resources": [
            {
                "key": item.key,
                "id": item.id,
                "url": item.url,
                "permalink": item.permalink,
                "checksum": plain(item.checksum),
            }
            for item in published.dataset.resources
        ],
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    change, failure = outcome.change, outcome.failure
    return {
        "action": change.action.value,
        "target": change.target.value,
        "key": change.key,
        "id": outcome.id,
        "status": outcome.status.value,
        "error": failure and {"code": failure.code, "params": dict(failure.params)},
    }
