"""What a manifest's values mean: licence, frequency, period, places, people, paths."""

from __future__ import annotations

import calendar
import datetime as dt
import difflib
import re
from pathlib import Path, PurePosixPath, PureWindowsPath

from opendata_cli.metadata.fields import Fields
from opendata_cli.metadata.node import Scalar
from opendata_cli.model.address import is_address
from opendata_cli.model.dataset import Contact, SpatialCoverage, TemporalCoverage
from opendata_cli.model.frequency import Frequency, parse_frequency
from opendata_cli.model.license import LICENSES, License, find_license
from opendata_cli.model.schema import SchemaRef

AUTO = "auto"

_LICENSE_WORDS = {
    word.lower(): item.name
    for item in LICENSES
    for word in (item.name, item.udata, item.ckan)
    if word
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_auto(fields: Fields, name: str) -> bool:
    """Whether the value is to be found in the data."""
    node = fields.node(name)
    return isinstance(node, Scalar) and node.value == AUTO


def told_license(fields: Fields) -> License | None:
    """The first of `licenses`, by its name or else its address; more are warned of."""
    licenses = [_license(item) for item in fields.sections("licenses")]
    named = [item for item in licenses if item is not None]
    if len(named) > 1:
        fields.warn("licenses", "second-license", names=[item.name for item in named])
    return named[0] if named else None


def _license(fields: Fields) -> License | None:
    """A licence of the table, or any that gives its address: a bare name may be a slip."""
    name, title = fields.text("name"), fields.text("title")
    url = told_address(fields, "path")
    fields.unknown(("name", "path", "title"))
    word = name or url or title
    if not word or (known := find_license(word)):
        return known if word else None
    if not url:
        close = difflib.get_close_matches(word.lower(), _LICENSE_WORDS, n=3, cutoff=0.5)
        near = list(dict.fromkeys(_LICENSE_WORDS[item] for item in close))
        fields.problem("name" if name else "title", "unknown-license", value=word, close=near)
    return License(name=word, title=title, url=url or None)


def told_address(fields: Fields, name: str) -> str:
    """An address of the web; another (`javascript:`) would be a link on the pages made from it."""
    text = fields.text(name)
    if text and not is_address(text):
        fields.problem(name, "bad-address", value=text)
        return ""
    return text


def told_frequency(fields: Fields) -> Frequency | None:
    """A udata identifier, an EU code or an EU URI."""
    text = fields.text("frequency")
    frequency = parse_frequency(text) if text else None
    if text and frequency is None:
        words = [word for item in Frequency for word in (item.id, item.eu)]
        close = difflib.get_close_matches(text, words, n=3, cutoff=0.5)
        fields.problem("frequency", "unknown-frequency", value=text, close=close)
    return frequency


def told_temporal(fields: Fields) -> TemporalCoverage | None:
    """`{start, end}`, each a day, a month or a year; without `end` it is still open."""
    if is_auto(fields, "temporal") or (period := fields.section("temporal")) is None:
        return None
    period.unknown(("start", "end"))
    start, end = _date(period, "start"), _date(period, "end")
    days = start and start[0], end and end[1]
    if days[0] and days[1] and days[0] > days[1]:
        period.problem("start", "start-after-end", start=str(days[0]), end=str(days[1]))
    if not any(days):
        return None
    finest = max(_precision(period.text(name)) for name in ("start", "end"))
    return TemporalCoverage(start=days[0], end=days[1], precision=("year", "month", "day")[finest])


def _date(fields: Fields, name: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a day, a month or a year."""
    text = fields.text(name)
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is not None:
            return _days(*(None if part is None else int(part) for part in match.groups()))
    except ValueError:
        pass  # no such day in the calendar: told below, like any other bad date
    fields.problem(name, "bad-date", value=text)
    return None


def _days(year: int | None, month: int | None, day: int | None) -> tuple[dt.date, dt.date]:
    year = year or 0
    if day is not None:
        exact = dt.date(year, month or 0, day)
        return exact, exact
    first = dt.date(year, 1 if month is None else month, 1)
    last_month = 12 if month is None else month
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def _precision(text: str) -> int:
    return min(text.count("-"), 2)


def told_spatial(fields: Fields) -> SpatialCoverage | None:
    """`{granularity, zones}`, in udata's identifiers."""
    if is_auto(fields, "spatial") or (places := fields.section("spatial")) is None:
        return None
    places.unknown(("granularity", "zones"))
    granularity, zones = places.text("granularity"), places.text_or_texts("zones")
    if not granularity and not zones:
        return None
    return SpatialCoverage(granularity=granularity or None, zones=zones)


def told_contacts(fields: Fields) -> tuple[Contact, ...]:
    """The contributors: Data Package v1 has `role`, v2 `roles`; without either, `contributor`."""
    contacts = (_contact(item) for item in fields.sections("contributors"))
    return tuple(contact for contact in contacts if contact is not None)


def _contact(fields: Fields) -> Contact | None:
    fields.unknown(
        ("title", "path", "email", "role", "roles", "organization", "givenName", "familyName")
    )
    given = f"{fields.text('givenName')} {fields.text('familyName')}".strip()
    email = fields.text("email")
    name = fields.text("title") or given or fields.text("organization") or email
    roles = fields.texts("roles")
    role = roles[0] if roles else fields.text("role") or "contributor"
    if not name:
        return None
    return Contact(
        name=name, email=email or None, url=told_address(fields, "path") or None, role=role
    )


def schema_ref(reference: object) -> SchemaRef | None:
    """What a portal can be told of a schema; nothing of a local file, which only we can read."""
    if isinstance(reference, dict):
        name, version, url = (reference.get(key) for key in ("name", "version", "path"))
        texts = [value if isinstance(value, str) else None for value in (name, version, url)]
        return SchemaRef(name=texts[0], version=texts[1], url=texts[2]) if any(texts) else None
    if not isinstance(reference, str) or not reference:
        return None
    if "://" in reference:
        return SchemaRef(url=reference)
    if reference.lower().endswith((".json", ".yaml", ".yml")):
        return None
    name, _, version = reference.partition("@")
    return SchemaRef(name=name, version=version or None)


def unsafe(path: str, folder: Path) -> str | None:
    """Why a file named by a manifest may not be read, or None.

    Data Package: paths are POSIX, relative, and stay inside the folder. The same
    answer on every system: a backslash or a drive letter is refused on all.
    """
    if not path.isprintable():
        return "control-character"
    if "\\" in path:
        return "backslash"
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).drive:
        return "absolute"
    if ".." in PurePosixPath(path).parts:
        return "outside"
    try:
        inside = (folder / path).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that go round in circles
        return "link-outside"
    return None if inside else "link-outside"
