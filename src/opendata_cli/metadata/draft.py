"""A first manifest, written from the files: what was found, and what a person must decide.

The draft is a value; its comments are codes until `write_draft` is given words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from opendata_cli.metadata.describe import FileFacts, TableFacts
from opendata_cli.metadata.naming import file_keys, slug, stem
from opendata_cli.metadata.temporal import hull, is_weak
from opendata_cli.model.dataset import Origin, TemporalCoverage
from opendata_cli.model.notice import Notice

TODO = "TODO"

_USUAL = (None, "utf-8", "utf-8-sig", "ascii")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file to put in the manifest. `path` is POSIX, from the manifest's folder.

    `schema` is the reference of the schema it seems to follow.
    """

    path: str
    facts: FileFacts
    schema: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A manifest to be: `content` in the order of its keys, `notes` on the values by path."""

    content: Mapping[str, object]
    notes: Mapping[KeyPath, Notice]


def draft_manifest(
    files: Sequence[DraftFile],
    *,
    id: str,  # noqa: A002 - the manifest's word
    organization: str | None = None,
    portal: str | None = None,
) -> Draft:
    """The manifest of these files, under the identity `id` (a new UUID)."""
    first = stem(files[0].path)
    notes: dict[KeyPath, Notice] = {
        ("id",): Notice(code="draft-id"),
        ("name",): Notice(code="draft-from-file-name", params={"file": files[0].path}),
        ("title",): Notice(code="draft-title", params={"file": files[0].path}),
        ("description",): Notice(code="draft-description"),
        ("licenses", 0, "name"): Notice(code="draft-license"),
        ("frequency",): Notice(code="draft-frequency"),
    }
    content: dict[str, object] = {
        "id": id,
        "name": slug(first),
        "title": f"{TODO} {_words(first)}",
        "description": TODO,
        "licenses": [{"name": TODO}],
        "resources": _resources(files, notes),
        "frequency": TODO,
        **_temporal(files, notes),
        **_publish(organization, portal, notes),
    }
    return Draft(content=content, notes=notes)


def write_draft(draft: Draft, comment: Callable[[Notice], str]) -> str:
    """The draft as YAML, each note made a comment by `comment`."""
    from opendata_cli.metadata.yaml_text import write_yaml

    return write_yaml(draft.content, {path: comment(note) for path, note in draft.notes.items()})


def _words(name: str) -> str:
    """A file's name as a title: `effectifs-police_2023` is `Effectifs police 2023`."""
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _publish(
    organization: str | None, portal: str | None, notes: dict[KeyPath, Notice]
) -> dict[str, object]:
    """Where to publish, when it was said; a portal needs to know who publishes."""
    if organization is None and portal is None:
        return {}
    if organization is None:
        notes["publish", "organization"] = Notice(code="draft-organization")
    told = {"portal": portal} if portal else {}
    return {"publish": {**told, "organization": organization or TODO}}


def _temporal(files: Sequence[DraftFile], notes: dict[KeyPath, Notice]) -> dict[str, object]:
    """`auto` where the data tell, the years where a name proposes some, nothing otherwise."""
    coverage = hull(item.facts.temporal for item in files if isinstance(item.facts, TableFacts))
    if coverage is None or coverage.start is None or coverage.end is None or is_weak(coverage):
        return {}
    if coverage.origin is Origin.FOUND:
        notes["temporal",] = _seen("draft-temporal-found", coverage)
        return {"temporal": "auto"}
    notes["temporal", "start"] = _seen("draft-temporal-proposed", coverage)
    return {"temporal": {"start": coverage.start.year, "end": coverage.end.year}}


def _seen(code: str, coverage: TemporalCoverage) -> Notice:
    evidence = [item.what for item in coverage.evidence]
    days = {"start": str(coverage.start), "end": str(coverage.end)}
    return Notice(code=code, params={**days, "evidence": evidence})


def _resources(files: Sequence[DraftFile], notes: dict[KeyPath, Notice]) -> list[dict[str, object]]:
    keys = file_keys([item.path for item in files])
    return [
        _resource(item, key, ("resources", index), notes)
        for index, (item, key) in enumerate(zip(files, keys, strict=True))
    ]


def _resource(
    item: DraftFile, name: str, place: KeyPath, notes: dict[KeyPath, Notice]
) -> dict[str, object]:
    resource: dict[str, object] = {"name": name, "path": item.path}
    resource["title"] = _words(stem(item.path)) or name
    notes[*place, "title"] = Notice(code="draft-from-file-name", params={"file": item.path})
    if not isinstance(item.facts, TableFacts):
        resource["type"] = "documentation"
        notes[*place, "type"] = Notice(code="draft-no-table")
        return resource
    notes[*place, "path"] = _counted(item.facts)
    if item.schema is not None:
        resource["schema"] = item.schema
        notes[*place, "schema"] = Notice(code="draft-schema")
    return {**resource, **_reading(item.facts, place, notes)}


def _counted(facts: TableFacts) -> Notice:
    return Notice(code="draft-table", params={"rows": facts.rows, "columns": facts.columns})


def _reading(facts: TableFacts, place: KeyPath, notes: dict[KeyPath, Notice]) -> dict[str, object]:
    """How to read the file, where it is not what anyone would try first."""
    dialect = facts.dialect
    told: dict[str, object] = {}
    if dialect.sheet is not None and len(facts.sheets) > 1:
        told["sheet"] = dialect.sheet
        sheets = Notice(code="draft-sheet", params={"sheets": list(facts.sheets)})
        notes[*place, "dialect", "sheet"] = sheets
    if dialect.header_rows not in {(), (1,)}:
        told["headerRows"] = list(dialect.header_rows)
        notes[*place, "dialect", "headerRows"] = Notice(code="draft-header")
    reading: dict[str, object] = {"dialect": told} if told else {}
    if dialect.encoding not in _USUAL:
        reading["encoding"] = dialect.encoding
        notes[*place, "encoding"] = Notice(code="draft-encoding")
    return reading
