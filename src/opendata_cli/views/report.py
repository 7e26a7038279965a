"""A validation in words: the answer first, then what to mend and where."""

from __future__ import annotations

from dataclasses import replace

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.report import Group, Issue, Report, Reports, Severity, group_issues
from opendata_cli.model.table import Dialect, FileFormat
from opendata_cli.views.document import (
    Blank,
    Block,
    Command,
    Document,
    Heading,
    Text,
    Tone,
    Verdict,
)
from opendata_cli.views.humanize import cell_ref, column_letter, number, quote, seconds, shell_word
from opendata_cli.views.issues import issue_remedy, issue_sentence

_MOST_GROUPS = 20
_FOLDED = {"missing-label", "extra-label"}


def view_reports(reports: Reports) -> Document:
    """One paragraph a table, then a line for all of them when there are several."""
    blocks: list[Block] = []
    for report in reports.reports:
        blocks += [*_report(report), Blank()]
    if len(reports.reports) > 1:
        blocks.append(_total(reports))
    else:
        blocks.pop()
    return Document(tuple(blocks))


def _total(reports: Reports) -> Verdict:
    total = len(reports.reports)
    valid = sum(report.valid for report in reports.reports)
    text = ngettext("{valid} valid table of {total}", "{valid} valid tables of {total}", valid)
    tone = Tone.GOOD if valid == total else Tone.BAD
    return Verdict(text.format(valid=number(valid), total=number(total)), tone)


def _report(report: Report) -> list[Block]:
    blocks: list[Block] = [_verdict(report)]
    if report.rows is not None:
        blocks.append(Text(_reading(report), tone=Tone.DIM))
    groups = _folded(group_issues(report.issues))
    errors = [group for group in groups if group.severity is Severity.ERROR]
    warnings = [group for group in groups if group.severity is Severity.WARNING]
    if report.rows is None:
        blocks += [Text(issue_remedy(group.first)) for group in errors]
    else:
        blocks += _errors(errors)
    blocks += _warnings(warnings)
    return blocks + _next(report)


def _folded(groups: tuple[Group, ...]) -> list[Group]:
    """Columns missing, and columns too many, are each said in one sentence."""
    gathered: dict[object, list[Group]] = {}
    for place, group in enumerate(groups):
        alike = (group.code, group.severity) if group.code in _FOLDED else place
        gathered.setdefault(alike, []).append(group)
    return [_fold(alike) if len(alike) > 1 else alike[0] for alike in gathered.values()]


def _fold(groups: list[Group]) -> Group:
    names = [str(group.first.params.get("label") or group.field) for group in groups]
    params = {"variant": "many", "count": len(groups), "labels": names}
    first = Issue(code=groups[0].code, severity=groups[0].severity, params=params)
    return replace(groups[0], field=None, column=None, count=1, first=first)


def _verdict(report: Report) -> Verdict:
    name = report.source.name
    if report.rows is None:
        text = _("{name} cannot be read. {reason}")
        return Verdict(text.format(name=name, reason=issue_sentence(report.errors[0])), Tone.BAD)
    took = seconds(report.seconds)
    if report.valid:
        text = _("{name} is valid: {rows}, {columns} ({took})")
        if report.schema is None:
            text = _("{name} is well formed: {rows}, {columns} ({took})")
        return Verdict(
            text.format(name=name, rows=_rows(report), columns=_columns(report), took=took),
            Tone.GOOD,
        )
    text = _("{name} is not valid: {problems}, {rows} read ({took})")
    return Verdict(
        text.format(name=name, problems=_problems(report), rows=_rows(report), took=took), Tone.BAD
    )


def _problems(report: Report) -> str:
    errors = len(report.errors)
    groups = sum(group.severity is Severity.ERROR for group in group_issues(report.issues))
    text = ngettext("{count} problem", "{count} problems", groups).format(count=number(groups))
    if errors == groups:
        return text
    places = ngettext("in {count} place", "in {count} places", errors).format(count=number(errors))
    return f"{text} {places}"


def _rows(report: Report) -> str:
    rows = report.rows or 0
    return ngettext("{count} row", "{count} rows", rows).format(count=number(rows))


def _columns(report: Report) -> str:
    columns = report.columns or 0
    return ngettext("{count} column", "{count} columns", columns).format(count=number(columns))


def _reading(report: Report) -> str:
    parts = [describe_dialect(report.dialect)]
    if report.schema is not None:
        version = report.schema.version or ""
        named = f"{report.schema} {version}".rstrip()
        parts.append(_("schema {name}").format(name=named))
    if report.mode.value == "strict":
        parts.append(_("strict mode"))
    return " · ".join(part for part in parts if part)


def describe_dialect(dialect: Dialect) -> str:
    """How the file was read: kind, encoding, separator, sheet, header row."""
    parts: list[str] = []
    if dialect.format is FileFormat.CSV:
        parts.append(_("CSV"))
        if dialect.encoding:
            parts.append(dialect.encoding.upper().replace("-SIG", " (BOM)"))
        if dialect.delimiter:
            shown = {"\t": _("tab")}.get(dialect.delimiter, dialect.delimiter)
            parts.append(_("separator {delimiter}").format(delimiter=quote(shown)))
    elif dialect.format is not None:
        parts.append({"xlsx": "Excel", "xls": "Excel 97", "ods": "OpenDocument"}[dialect.format])
        if dialect.sheet:
            parts.append(_("sheet {name}").format(name=quote(dialect.sheet)))
    if dialect.header_rows and dialect.header_rows != (1,):
        rows = _(" and ").join(str(row) for row in dialect.header_rows)
        text = ngettext(
            "header found at row {rows}", "header found at rows {rows}", len(dialect.header_rows)
        )
        parts.append(text.format(rows=rows))
    return ", ".join(parts)


def _errors(groups: list[Group]) -> list[Block]:
    blocks: list[Block] = []
    for group in groups[:_MOST_GROUPS]:
        blocks += [
            Blank(),
            Heading(_place(group), _extent(group)),
            Text(issue_sentence(group.first), depth=2),
        ]
        remedy = issue_remedy(group.first)
        if remedy and group.first.expected is None:
            blocks.append(Text(remedy, depth=2, tone=Tone.DIM))
    if len(groups) > _MOST_GROUPS:
        rest = _("… and {count} more problems; all of them: -f csv or -f json")
        blocks += [Blank(), Text(rest.format(count=number(len(groups) - _MOST_GROUPS)))]
    return blocks


def _place(group: Group) -> str:
    if group.column is not None:
        name = f" · {group.field}" if group.field else ""
        return _("Column {letter}").format(letter=column_letter(group.column)) + name
    return _("Rows") if group.first.row is not None else _("Header")


def _extent(group: Group) -> str:
    first = group.first
    if first.row is None:
        return ""
    where = cell_ref(first.row, first.column)
    if where is None:
        if group.count == 1:
            return _("row {row}").format(row=number(first.row))
        text = ngettext("{count} row, first {row}", "{count} rows, first {row}", group.count)
        return text.format(count=number(group.count), row=number(first.row))
    if group.count == 1:
        return _("cell {where}").format(where=where)
    text = ngettext("{count} cell, first {where}", "{count} cells, first {where}", group.count)
    return text.format(count=number(group.count), where=where)


def _warnings(groups: list[Group]) -> list[Block]:
    if not groups:
        return []
    blocks: list[Block] = [Blank(), Heading(_("Warnings"), _("they do not make the file invalid"))]
    for group in groups[:_MOST_GROUPS]:
        more = f" (× {number(group.count)})" if group.count > 1 else ""
        blocks.append(Text(issue_sentence(group.first) + more, depth=2, tone=Tone.WARNING))
    if len(groups) > _MOST_GROUPS:
        rest = _("… and {count} more warnings; all of them: -f csv or -f json")
        blocks.append(Text(rest.format(count=number(len(groups) - _MOST_GROUPS)), depth=2))
    return blocks


def _next(report: Report) -> list[Block]:
    blocks: list[Block] = []
    if report.truncated:
        text = _("The check stopped at {count} errors. To have them all: --max-errors 0")
        blocks += [Blank(), Text(text.format(count=number(len(report.errors))))]
    if report.suggestion:
        name = report.source.name
        command = f"opendata validate {shell_word(name)} --schema {report.suggestion}"
        blocks += [Blank(), Command(command, _("the schema that looks most like this file"))]
    return blocks
