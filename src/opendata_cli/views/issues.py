"""Issues in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from opendata_cli.i18n import _
from opendata_cli.model.report import Issue
from opendata_cli.views import messages
from opendata_cli.views.humanize import column_letter, quote

_SHOWN_CELL = 60
_MOMENT = dt.datetime(2024, 3, 1, 20, 0, 0, tzinfo=dt.UTC)
_MOMENTS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%SZ", "time": "%H:%M:%S"}


def issue_sentence(issue: Issue) -> str:
    """What is wrong, in one sentence, with the value in its right form when there is one."""
    text = messages.sentence(issue.code, _params(issue), variant=_variant(issue))
    if issue.expected is None:
        return text
    return _("{sentence} Expected value: {value}").format(sentence=text, value=issue.expected)


def issue_remedy(issue: Issue) -> str:
    """What to do about it."""
    return messages.remedy(issue.code, _params(issue), variant=_variant(issue))


def _variant(issue: Issue) -> str:
    if _lost_zeros(issue):
        return "lost-zero"
    if issue.code == "primary-key" and "same_as" not in issue.params:
        return "empty"
    for name in ("variant", "reason", "constraint", "type"):
        value = issue.params.get(name)
        if isinstance(value, str):
            return value
    return "many" if "count" in issue.params else ""


def _lost_zeros(issue: Issue) -> bool:
    """Whether the cell is the code expected but for its leading zeros."""
    cell, expected = issue.cell or "", issue.expected or ""
    return issue.params.get("constraint") == "pattern" and expected == cell.zfill(len(expected))


def _params(issue: Issue) -> dict[str, object]:
    params = {
        "field": issue.field or "…",
        "label": issue.field or "…",
        "row": issue.row,
        "letter": column_letter(issue.column or 0),
        "form": _form(issue.params),
        **issue.params,
    }
    params["cell"] = quote(_short(issue.cell)) if issue.cell else _("An empty cell")
    for name in ("field", "label"):
        params[name] = quote(str(params[name]))
    return params


def _form(params: Mapping[str, object]) -> str:
    """The form that a schema expects, by an example."""
    kind, form, example = params.get("type"), params.get("format"), params.get("example")
    if kind in _MOMENTS:
        written = form if isinstance(form, str) and "%" in form else _MOMENTS[str(kind)]
        return _MOMENT.strftime(written)
    if example is not None:
        return _("for example {example}").format(example=quote(str(example)))
    return str(params.get("limit") or "")


def _short(cell: str) -> str:
    return cell if len(cell) <= _SHOWN_CELL else cell[:_SHOWN_CELL] + "…"
