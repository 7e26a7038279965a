"""From a code to words: one table for issues, errors and notices.

`sentence` says what happened, with the case's own parameters in braces;
`meaning` says it in general and why it matters; `remedy` says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from opendata_cli.i18n import _
from opendata_cli.views.humanize import listing, number, wait
from opendata_cli.views.messages.adopting import ADOPTING
from opendata_cli.views.messages.errors import ERRORS
from opendata_cli.views.messages.issues import ISSUES
from opendata_cli.views.messages.notices import NOTICES
from opendata_cli.views.vocabulary import field_words

if TYPE_CHECKING:
    from opendata_cli.views.messages.message import Message

MESSAGES: Mapping[str, Message] = {**NOTICES, **ERRORS, **ISSUES, **ADOPTING}

_COMMON = ("csv", "xlsx", "ods", "json", "pdf", "odt", "docx", "txt", "zip")
_VOID: tuple[object, ...] = ("", [], ())
_UNSAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "not-allowed": (("what", "silent"),),
    "unexpected-answer": (("where", "nowhere"),),
    "refused": (("said", "silent"), ("fields", "whole")),
    "manifest:unknown-frequency": (("close", "usual"),),
    "manifest:unknown-license": (("close", "usual"),),
    "unknown-code": (("close", "none"),),
    "organization-needed": (("known", "none"),),
    "unknown-organization": (("known", "none"),),
}
"""The parameter that may be empty, and the variant that does without it."""


def sentence(code: str, params: Mapping[str, object], *, variant: str = "") -> str:
    """What happened, in one sentence; the bare code when it has no words."""
    message = _find(code, variant or _silence(code, params))
    return _fill(message.sentence, _told(code, params)).rstrip() if message else code


def remedy(code: str, params: Mapping[str, object], *, variant: str = "") -> str:
    """What to do next, or an empty text."""
    message = _find(code, variant or _silence(code, params))
    return _fill(message.remedy, _told(code, params)) if message and message.remedy else ""


def meaning(code: str) -> str:
    """What the code means in general and why it matters."""
    message = MESSAGES.get(code)
    return _(message.meaning) if message else ""


def _silence(code: str, params: Mapping[str, object]) -> str:
    """The variant for what a portal left unsaid: no sentence ends in the void."""
    if code == "not-found" and _no_portal(str(params.get("id", ""))):
        return "no-portal"
    unsaid = (variant for name, variant in _UNSAID.get(code, ()) if params.get(name, "…") in _VOID)
    return next(unsaid, "")


def _no_portal(path: str) -> bool:
    """Whether every portal would have answered there."""
    return path.endswith("/api/1/me/") or "/api/1/organizations/" in path


def _told(code: str, params: Mapping[str, object]) -> Mapping[str, object]:
    """The parameters, with a wait in words, and the address of what answers from elsewhere."""
    match code:
        case "rate-limited":
            seconds = params.get("seconds")
            known = float(seconds) if isinstance(seconds, int | float) else None
            return {"wait": wait(known), **params}
        case "redirected":
            return {"there": str(params.get("location", "")).partition("/api/")[0], **params}
        case "fields-not-kept":
            return {**params, "fields": [field_words(name) for name in _texts(params, "fields")]}
        case "extension-refused":
            return {**params, "listed": _kinds(_texts(params, "listed"))}
        case _:
            return params


def _texts(params: Mapping[str, object], name: str) -> list[str]:
    told = params.get(name)
    return [str(item) for item in told] if isinstance(told, list | tuple) else []


def _kinds(listed: list[str]) -> str:
    """The kinds of files that people have, then how many others there are."""
    common = [name for name in _COMMON if name in listed] or listed
    others = [name for name in listed if name not in common]
    return listing([*common, *others], min(len(common), len(_COMMON)))


def _find(code: str, variant: str) -> Message | None:
    return MESSAGES.get(f"{code}:{variant}") or MESSAGES.get(code)


def _fill(template: str, params: Mapping[str, object]) -> str:
    return _(template).format_map(_Words(params))


class _Words(dict[str, str]):
    """Parameters as words; a missing one leaves a visible gap rather than a crash."""

    def __init__(self, params: Mapping[str, object]) -> None:
        super().__init__({name: _word(value) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return "…"


def _word(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int):
        return number(value)
    if isinstance(value, list | tuple):
        return listing([str(item) for item in value]) or "—"
    return str(value)
