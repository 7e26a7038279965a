"""What is wrong in a file that a person wrote: a schema, one line of a manifest."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

MANIFEST = N_("The manifest (datapackage.yaml) describes the dataset and names its files.")
"""What a manifest is; the meaning of whatever is wrong in one."""

_SCHEMA = N_("The schema itself is faulty, so nothing can be judged by it.")
_FIX_SCHEMA = N_("Tell its author, or correct your copy and give its path with --schema.")

SCHEMAS = {
    "invalid-schema": Message(N_("The schema {ref} is refused:"), _SCHEMA, _FIX_SCHEMA),
    "invalid-schema:not-a-mapping": Message(
        N_("The schema {ref} is refused: it must be an object with “fields”."), _SCHEMA, _FIX_SCHEMA
    ),
    "invalid-schema:not-utf8": Message(
        N_("The schema {ref} is refused: the file is not in UTF-8."), _SCHEMA, _FIX_SCHEMA
    ),
    "invalid-schema:syntax": Message(
        N_("The schema {ref} cannot be read at line {line}, column {column}:"), _SCHEMA, _FIX_SCHEMA
    ),
    "invalid-schema:too-complex": Message(
        N_("The schema {ref} is refused: it is too deep or too large."), _SCHEMA, _FIX_SCHEMA
    ),
    "invalid-schema:bad-value": Message(
        N_("The schema {ref} is refused: it has a number or a date that cannot be."),
        _SCHEMA,
        _FIX_SCHEMA,
    ),
    "invalid-schema:key-not-text": Message(
        N_("The schema {ref} is refused: {key} cannot be a key without quotes."),
        _SCHEMA,
        _FIX_SCHEMA,
    ),
}

MANIFEST_LINES = {
    "manifest:syntax": Message(N_("syntax: {detail}"), MANIFEST),
    "manifest:too-complex": Message(N_("too deep or too large to be a manifest"), MANIFEST),
    "manifest:not-utf8": Message(N_("the file is not in UTF-8"), MANIFEST),
    "manifest:missing": Message(N_("is missing"), MANIFEST),
    "manifest:type": Message(N_("is not of the kind expected: {expected}"), MANIFEST),
    "manifest:unknown-frequency": Message(
        N_("{value} is not a known frequency. Close ones: {close}"), MANIFEST
    ),
    "manifest:unknown-frequency:usual": Message(
        N_(
            "{value} is not a known frequency. Usual ones: annual, quarterly, monthly, daily,"
            " punctual, irregular"
        ),
        MANIFEST,
    ),
    "manifest:unknown-value": Message(N_("{value} is not among {allowed}"), MANIFEST),
    "manifest:empty-portal": Message(
        N_("is empty: give a name, an address or a folder, or delete the line"), MANIFEST
    ),
    "manifest:unknown-encoding": Message(N_("{value} is not the name of an encoding"), MANIFEST),
    "manifest:bad-date": Message(N_("{value} is not a date; write it as 2024-03-01"), MANIFEST),
    "manifest:start-after-end": Message(N_("the start {start} is after the end {end}"), MANIFEST),
    "manifest:duplicate-resource": Message(N_("two resources are named {value}"), MANIFEST),
    "manifest:duplicate-key": Message(N_("is written twice"), MANIFEST),
    "manifest:several-paths": Message(N_("only one file a resource is read"), MANIFEST),
    "manifest:unsafe-path": Message(N_("{value} leads outside the manifest's folder"), MANIFEST),
    "manifest:bad-header-row": Message(
        N_("{value} cannot be the rows of a header: count from 1, from top to bottom"), MANIFEST
    ),
    "manifest:unknown-license": Message(
        N_("{value} is not a known licence; add its address as path. Close ones: {close}"),
        MANIFEST,
    ),
    "manifest:unknown-license:usual": Message(
        N_(
            "{value} is not a known licence; add its address as path. Usual ones: etalab-2.0,"
            " ODbL-1.0, CC-BY-4.0"
        ),
        MANIFEST,
    ),
    "manifest:bad-address": Message(
        N_("{value} is not an address that begins with https:// or http://"), MANIFEST
    ),
    "manifest:colon-in-text": Message(N_("put quotes around a text that holds a colon"), MANIFEST),
    "manifest:tab": Message(N_("put spaces in place of the tab"), MANIFEST),
    "manifest:indentation": Message(
        N_("the line does not begin under its neighbours: check its spaces"), MANIFEST
    ),
    "manifest:type:text": Message(N_("must be a text"), MANIFEST),
    "manifest:type:list": Message(N_("must be a list: one “- ” a line"), MANIFEST),
    "manifest:type:mapping": Message(N_("must be keys with values"), MANIFEST),
    "manifest:type:numbers": Message(N_("must be whole numbers from 1"), MANIFEST),
    "manifest:type:character": Message(N_("must be one character between quotes"), MANIFEST),
    "manifest:bad-name": Message(
        N_("{value} cannot be a name; write for instance {expected}"), MANIFEST
    ),
}
