"""An error in words: what happened, where, and the next command to type."""

from __future__ import annotations

from collections.abc import Mapping

from opendata_cli.errors import CredentialsError, NotAuthenticated, OpendataError
from opendata_cli.i18n import _
from opendata_cli.views import messages
from opendata_cli.views.document import Block, Document, Text, Tone, Verdict
from opendata_cli.views.keys import key_params, source_words


def view_error(error: OpendataError) -> Document:
    """The sentence, the places when there are several, the remedy."""
    sentence, remedy = error_words(error)
    blocks: list[Block] = [Verdict(sentence, Tone.BAD)]
    source = error.params.get("source")
    if isinstance(error, CredentialsError | NotAuthenticated) and isinstance(source, str):
        blocks.append(Text(source_words(source)))
    blocks += [Text(line, depth=2) for line in _details(error.params)]
    if remedy:
        blocks += [Text(line) for line in remedy.split("\n")]
    return Document(tuple(blocks))


def error_words(error: OpendataError) -> tuple[str, str]:
    """The sentence and the remedy, for people and for the JSON envelope."""
    variant = _variant(error)
    params = key_params(error.params)
    sentence = messages.sentence(error.code, params, variant=variant)
    if "again" in params:  # a plan that was kept in a file
        variant = "kept"
    return sentence, messages.remedy(error.code, params, variant=variant)


def _variant(error: OpendataError) -> str:
    """Some reasons have words of their own."""
    if error.params.get("path") == ".":
        return "here"
    told = error.params.get("what") if error.code == "stale-plan" else error.params.get("reason")
    return told if isinstance(told, str) else ""


def _details(params: Mapping[str, object]) -> list[str]:
    """One line for each problem of a manifest, resource left out, or reason of a schema."""
    lines = []
    for name in ("problems", "places"):
        found = params.get(name)
        if isinstance(found, list | tuple):
            lines += [_place(item) for item in found if isinstance(item, Mapping)]
    left_out = params.get("left_out")
    if isinstance(left_out, list | tuple):
        lines += [messages.sentence(str(item["code"]), item) for item in left_out]
    reasons = params.get("reasons")
    if isinstance(reasons, list | tuple):
        lines += [str(reason) for reason in reasons]
    return lines


def _place(item: Mapping[str, object]) -> str:
    where = _("line {line}, column {column}").format(
        line=item.get("line"), column=item.get("column")
    )
    code = item.get("code")
    key = str(item.get("key") or "")
    kind = str(item.get("expected") or "")
    words = messages.sentence(f"manifest:{code}", item, variant=kind) if code else ""
    return " · ".join(part for part in (where, key, words) if part)
