"""A manifest just written: what is left to decide, and the next commands."""

from __future__ import annotations

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.drafted import Drafted
from opendata_cli.model.notice import Notice
from opendata_cli.views import messages
from opendata_cli.views.document import Blank, Block, Command, Document, Text, Tone, Verdict
from opendata_cli.views.humanize import number, shell_word


def view_drafted(drafted: Drafted) -> Document:
    """The file, its TODO keys, then `plan` and `publish`."""
    text = ngettext(
        "{path} written, with {count} file", "{path} written, with {count} files", drafted.resources
    )
    verdict = Verdict(text.format(path=drafted.path, count=number(drafted.resources)), Tone.GOOD)
    blocks: list[Block] = [verdict]
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


def comment(notice: Notice) -> str:
    """The comment of a value in the manifest: where it comes from, or what is to be decided."""
    return messages.sentence(notice.code, notice.params)
