"""A manifest just written: where from, what is left to decide, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.drafted import Adoption, Drafted
from opendata_cli.model.notice import Notice
from opendata_cli.views import messages
from opendata_cli.views.document import (
    Blank,
    Block,
    Command,
    Document,
    Link,
    Mark,
    Text,
    Tone,
    Verdict,
)
from opendata_cli.views.humanize import listing, number, quote, shell_word, size
from opendata_cli.views.vocabulary import field_words


def view_drafted(drafted: Drafted) -> Document:
    """The file, its TODO keys, then `plan` and `publish`."""
    blocks: list[Block] = [Verdict(_written(drafted), Tone.GOOD)]
    if drafted.adoption is not None:
        blocks += _adopted(drafted.adoption)
    if drafted.todo:
        text = _("To complete, where it says TODO: {keys}")
        blocks.append(Text(text.format(keys=", ".join(drafted.todo))))
    path = shell_word(drafted.path)
    blocks += [
        Blank(),
        Command(f"opendata plan {path}", _("shows what would be published; writes nothing")),
        Command(f"opendata publish {path}", _("publishes, after asking")),
    ]
    return Document(tuple(blocks))


def _written(drafted: Drafted) -> str:
    adoption = drafted.adoption
    if adoption is not None:
        text = _("{path} written from {title}, as it is on {portal}")
        title = quote(adoption.title.strip() or adoption.id)
        return text.format(path=drafted.path, title=title, portal=adoption.portal.name)
    text = ngettext(
        "{path} written, with {count} file", "{path} written, with {count} files", drafted.resources
    )
    return text.format(path=drafted.path, count=number(drafted.resources))


def _adopted(adoption: Adoption) -> Iterator[Block]:
    yield Link(adoption.page)
    for file in adoption.files:
        yield Mark("+", file.path, size(file.bytes))
    if adoption.links:
        text = ngettext(
            "{count} resource is a link, and stays one: {keys}",
            "{count} resources are links, and stay so: {keys}",
            len(adoption.links),
        )
        count = number(len(adoption.links))
        yield Text(text.format(count=count, keys=listing(list(adoption.links))))
    for notice in adoption.notices:
        yield Mark("!", messages.sentence(notice.code, notice.params), tone=Tone.WARNING)
    if adoption.left_out:
        yield Blank()
        yield Text(_("Left as it is on the portal, the manifest does not speak of it:"))
        for notice in adoption.left_out:
            yield Mark("·", left_out_words(notice))


def left_out_words(notice: Notice) -> str:
    """What the manifest does not speak of, and why."""
    field = field_words(str(notice.params.get("field", "")))
    return messages.sentence(notice.code, {**notice.params, "field": field})


def comment(notice: Notice) -> str:
    """The comment of a value in the manifest: where it comes from, or what is to be decided."""
    if notice.code == "draft-table":
        return _table_words(**notice.params)  # type: ignore[arg-type]
    return messages.sentence(notice.code, notice.params)


def _table_words(*, rows: int, columns: int) -> str:
    said = (
        ngettext("{count} row", "{count} rows", rows).format(count=number(rows)),
        ngettext("{count} column", "{count} columns", columns).format(count=number(columns)),
    )
    return ", ".join(said)
