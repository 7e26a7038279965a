"""A plan in words: what would change, on which portal."""

from __future__ import annotations

import datetime as dt

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.frequency import parse_frequency
from opendata_cli.model.plan import Action, Change, FieldChange, Plan, Target
from opendata_cli.views import messages
from opendata_cli.views.document import (
    Blank,
    Block,
    Document,
    Heading,
    Link,
    Mark,
    Text,
    Tone,
    Verdict,
)
from opendata_cli.views.humanize import number, quote, size, span
from opendata_cli.views.vocabulary import field_words, frequency_words, value_name

_SIGNS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.UPLOAD: "^",
    Action.DELETE: "-",
    Action.KEEP: "=",
}
_LONG = 60


def view_plan(plan: Plan) -> Document:
    """Where, then the dataset, then each resource, then what to know before saying yes."""
    there = plan.current.dataset.title if plan.current else ""  # the manifest may be silent
    title = quote(plan.desired.title or there.strip() or plan.desired.name)
    dataset = Heading(_("Dataset {title}").format(title=title))
    where = Link(plan.current.page) if plan.current else Text(_("new on this portal"))
    blocks: list[Block] = [Heading(portal_words(plan)), Blank(), dataset, where]
    for change in shown_changes(plan):
        if change.target is Target.DATASET:
            blocks += _dataset(change, plan)
    resources = _in_order(plan)
    if resources:
        blocks.append(Heading(_("Resources")))
    for change in resources:
        blocks += _resource(change, plan)
    blocks += _notices(plan)
    return Document((*blocks, Blank(), _summary(plan)))


def _in_order(plan: Plan) -> list[Change]:
    """The resources as they will stand, whatever the order of the writes; those to go last."""
    places = {item.key: place for place, item in enumerate(plan.desired.resources)}
    on_resources = [change for change in plan.changes if change.target is Target.RESOURCE]

    def place(change: Change) -> int:
        gone = change.action is Action.DELETE
        return len(places) if gone else places.get(change.key, len(places))

    return sorted(on_resources, key=place)


def portal_words(plan: Plan) -> str:
    """The portal by name and address, loudly when it is a production one."""
    portal = plan.portal
    production = " (" + _("PRODUCTION") + ")" if portal.production else ""
    owner = f" · {plan.desired.organization}" if plan.desired.organization else ""
    return f"{portal.name}{production} · {portal.url}{owner}"


def count_changes(plan: Plan) -> int:
    """How many lines of the plan would do something."""
    return sum(change.action is not Action.KEEP for change in shown_changes(plan))


def shown_changes(plan: Plan) -> list[Change]:
    """The changes worth a line: how a new dataset's creation ends goes without saying."""
    new = plan.current is None
    return [item for item in plan.changes if not (new and _is_showing(item))]


def _is_showing(change: Change) -> bool:
    return change.target is Target.DATASET and [item.path for item in change.fields] == [
        "visibility"
    ]


def _summary(plan: Plan) -> Block:
    if plan.empty:
        return Verdict(_("Nothing to publish: the portal already has this version."), Tone.GOOD)
    count = count_changes(plan)
    text = ngettext("{count} change to apply.", "{count} changes to apply.", count)
    return Text(text.format(count=number(count)), depth=0)


def _dataset(change: Change, plan: Plan) -> list[Block]:
    if change.action is Action.CREATE:
        told = [field_words(field.path) for field in change.fields]
        shown = value_name(plan.desired.visibility.value)
        return [
            Mark("+", _("dataset"), ", ".join(told)),
            Mark("+", field_words("visibility"), shown),
        ]
    if change.action is Action.KEEP:
        return [Mark("=", _("metadata"), _("unchanged"), Tone.DIM)]
    if change.reason == "unsettled":
        return [Mark("~", _("pages and feed"), _("to be made again"))]
    return [_field(field) for field in change.fields]


def _field(field: FieldChange) -> Block:
    return Mark("~", field_words(field.path), _step(field))


def _inner_field(field: FieldChange) -> Block:
    words = _("{field}: {change}")
    return Text(words.format(field=field_words(field.path), change=_step(field)), depth=3)


def _step(field: FieldChange) -> str:
    return f"{_said(field.path, field.before)} → {_said(field.path, field.after)}"


def _said(path: str, value: object) -> str:
    """A field's value in the words of its kind."""
    if path == "frequency" and isinstance(value, str):
        known = parse_frequency(value)
        return frequency_words(known) if known else value
    if path == "temporal" and isinstance(value, dict):
        return span(_day(value.get("start")), _day(value.get("end")))
    return value_words(value)


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def value_words(value: object) -> str:
    """A field's value on one line, cut when long."""
    if value in (None, "", [], {}):
        return _("(empty)")
    if isinstance(value, dict):
        return " ".join(f"{name} {item}" for name, item in value.items() if item is not None)
    if isinstance(value, list):
        return ", ".join(value_words(item) for item in value)
    text = value_name(" ".join(str(value).split()))
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _resource(change: Change, plan: Plan) -> list[Block]:
    tone = Tone.DIM if change.action is Action.KEEP else Tone.PLAIN
    name = change.key or _title_before(change)
    blocks: list[Block] = [Mark(_SIGNS[change.action], name, _what(change, plan), tone)]
    skipped = {"bytes", "rows", "checksum", "columns"}
    if change.action in (Action.UPDATE, Action.UPLOAD):
        blocks += [_inner_field(field) for field in change.fields if field.path not in skipped]
    return blocks


def _what(change: Change, plan: Plan) -> str:
    match change.action:
        case Action.KEEP:
            return _("unchanged")
        case Action.DELETE:
            return _deleted(change, plan)
        case Action.UPDATE:
            return _("metadata only")
        case Action.CREATE:
            return _sent(change, plan)
        case Action.UPLOAD:
            moved = any(
                notice.code == "link-changes" and notice.params.get("key") == change.key
                for notice in plan.notices
            )
            return _evolution(change) + ("" if moved else " · " + _("same permanent link"))


def _title_before(change: Change) -> str:
    return next((str(item.before) for item in change.fields if item.path == "title"), "")


def _deleted(change: Change, plan: Plan) -> str:
    """What is lost: title and address, so that nobody deletes the wrong one."""
    there = plan.current.dataset.resources if plan.current else ()
    item = next((item for item in there if item.id == change.id), None)
    lost = _("deleted from the portal, its file included")
    if item is None:
        return lost
    words = _("link deleted from the portal") if item.linked else lost
    return " · ".join(part for part in (words, item.title, item.url) if part)


def _sent(change: Change, plan: Plan) -> str:
    sizes = [size(file.bytes) for file in plan.files if file.key == change.key]
    return " · ".join([_("new file"), *sizes]) if sizes else _("new link")


def _evolution(change: Change) -> str:
    by_path = {field.path: field for field in change.fields}
    parts = []
    rows, weight = by_path.get("rows"), by_path.get("bytes")
    if rows and isinstance(rows.before, int) and isinstance(rows.after, int):
        text = ngettext("{before} → {after} row", "{before} → {after} rows", rows.after)
        parts.append(text.format(before=number(rows.before), after=number(rows.after)))
    if weight and isinstance(weight.before, int) and isinstance(weight.after, int):
        parts.append(f"{size(weight.before)} → {size(weight.after)}")
    return " · ".join(parts) or _("new content")


def _notices(plan: Plan) -> list[Block]:
    if not plan.notices:
        return []
    blocks: list[Block] = [Blank()]
    for notice in plan.notices:
        words = messages.sentence(notice.code, notice.params)
        blocks.append(Mark("!", words, tone=Tone.WARNING))
    return blocks
