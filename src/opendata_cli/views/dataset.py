"""A described dataset in words, each found value with what shows it."""

from __future__ import annotations

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.dataset import (
    Dataset,
    Evidence,
    Origin,
    Resource,
    SpatialCoverage,
    TemporalCoverage,
)
from opendata_cli.model.description import Description
from opendata_cli.views import messages
from opendata_cli.views.document import Blank, Block, Document, Facts, Grid, Heading, Text, Tone
from opendata_cli.views.humanize import listing, number, period, quote, size
from opendata_cli.views.vocabulary import frequency_words


def view_description(description: Description) -> Document:
    """The dataset's metadata, then its files, then what to look at."""
    dataset = description.dataset
    blocks: list[Block] = [Heading(dataset.title or dataset.name or dataset.key)]
    blocks.append(Facts(_facts(dataset)))
    if dataset.resources:
        blocks += [Blank(), Heading(_("Files")), _files(dataset.resources)]
        blocks += _coverages(dataset.resources)
    if description.warnings:
        blocks += [Blank(), Heading(_("Warnings"))]
        blocks += [
            Text(messages.sentence(warning.code, warning.params), depth=2, tone=Tone.WARNING)
            for warning in description.warnings
        ]
    return Document(tuple(blocks))


def _facts(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    license_ = dataset.license.name if dataset.license else None
    frequency = frequency_words(dataset.frequency) if dataset.frequency else None
    missing = _("not told")
    return (
        (_("description"), dataset.description or missing),
        (_("licence"), license_ or missing),
        (_("frequency"), frequency or missing),
        (_("keywords"), listing(list(dataset.keywords)) or missing),
        (_("period covered"), temporal_words(dataset.temporal)),
        (_("area covered"), spatial_words(dataset.spatial)),
    )


def temporal_words(coverage: TemporalCoverage | None) -> str:
    """The period and how it is known; an honest "not found" when there is none."""
    if coverage is None:
        return _("not found")
    text = period(coverage.start, coverage.end, coverage.precision)
    return f"{text}   ({_how(coverage.origin, coverage.evidence)})"


def spatial_words(coverage: SpatialCoverage | None) -> str:
    """Granularity and zones, and how they are known."""
    if coverage is None:
        return _("not found")
    parts = [coverage.granularity or "", listing(list(coverage.zones))]
    text = " · ".join(part for part in parts if part)
    return f"{text}   ({_how(coverage.origin, coverage.evidence)})"


def _how(origin: Origin, evidence: tuple[Evidence, ...]) -> str:
    shown = listing([evidence_words(item) for item in evidence], most=3)
    match origin:
        case Origin.TOLD:
            return _("told in the manifest")
        case Origin.FOUND:
            return _("found: {evidence}").format(evidence=shown)
        case Origin.PROPOSED:
            return _("proposed, to be confirmed: {evidence}").format(evidence=shown)


def evidence_words(evidence: Evidence) -> str:
    """What shows a value: "column date_scrutin, 2 distinct values"."""
    places = {
        "column": _("column {what}"),
        "sheet": _("sheet {what}"),
        "file-name": _("file name {what}"),
    }
    words = places.get(evidence.where, evidence.where + " {what}").format(what=quote(evidence.what))
    distinct = evidence.params.get("distinct")
    if not isinstance(distinct, int):
        return words
    count = ngettext("{count} distinct value", "{count} distinct values", distinct)
    return f"{words}, {count.format(count=number(distinct))}"


def _files(resources: tuple[Resource, ...]) -> Grid:
    headers = (_("name"), _("format"), _("rows"), _("columns"), _("size"), _("encoding"), "SHA-256")
    rows = tuple(
        (
            resource.key,
            resource.format or "",
            "" if resource.rows is None else number(resource.rows),
            "" if resource.columns is None else number(resource.columns),
            "" if resource.bytes is None else size(resource.bytes),
            resource.encoding or "",
            resource.checksum.value[:12] + "…" if resource.checksum else "",
        )
        for resource in resources
    )
    return Grid(headers, rows, numeric=frozenset({2, 3, 4}))


def _coverages(resources: tuple[Resource, ...]) -> list[Block]:
    if len(resources) < 2:  # noqa: PLR2004 - one file: said above already
        return []
    pairs = tuple(
        (resource.key, temporal_words(resource.temporal))
        for resource in resources
        if resource.rows is not None
    )
    return [Blank(), Heading(_("Period covered by each file")), Facts(pairs)]
