"""Words for the identifiers of the trade."""

from __future__ import annotations

from opendata_cli.i18n import N_, _
from opendata_cli.model.frequency import Frequency

_FREQUENCIES = {
    Frequency.CONTINUOUS: N_("continuous"),
    Frequency.ONE_MINUTE: N_("every minute"),
    Frequency.FIVE_MINUTES: N_("every five minutes"),
    Frequency.TEN_MINUTES: N_("every ten minutes"),
    Frequency.FIFTEEN_MINUTES: N_("every fifteen minutes"),
    Frequency.THIRTY_MINUTES: N_("every half hour"),
    Frequency.HOURLY: N_("every hour"),
    Frequency.BIHOURLY: N_("every two hours"),
    Frequency.TRIHOURLY: N_("every three hours"),
    Frequency.TWELVE_HOURS: N_("every twelve hours"),
    Frequency.SEVERAL_TIMES_A_DAY: N_("several times a day"),
    Frequency.THREE_TIMES_A_DAY: N_("three times a day"),
    Frequency.SEMIDAILY: N_("twice a day"),
    Frequency.DAILY: N_("every day"),
    Frequency.FIVE_TIMES_A_WEEK: N_("five times a week"),
    Frequency.THREE_TIMES_A_WEEK: N_("three times a week"),
    Frequency.SEMIWEEKLY: N_("twice a week"),
    Frequency.WEEKLY: N_("every week"),
    Frequency.BIWEEKLY: N_("every two weeks"),
    Frequency.THREE_TIMES_A_MONTH: N_("three times a month"),
    Frequency.SEMIMONTHLY: N_("twice a month"),
    Frequency.MONTHLY: N_("every month"),
    Frequency.BIMONTHLY: N_("every two months"),
    Frequency.QUARTERLY: N_("every quarter"),
    Frequency.THREE_TIMES_A_YEAR: N_("three times a year"),
    Frequency.SEMIANNUAL: N_("twice a year"),
    Frequency.ANNUAL: N_("every year"),
    Frequency.BIENNIAL: N_("every two years"),
    Frequency.TRIENNIAL: N_("every three years"),
    Frequency.QUADRENNIAL: N_("every four years"),
    Frequency.QUINQUENNIAL: N_("every five years"),
    Frequency.DECENNIAL: N_("every ten years"),
    Frequency.BIDECENNIAL: N_("every twenty years"),
    Frequency.TRIDECENNIAL: N_("every thirty years"),
    Frequency.PUNCTUAL: N_("once"),
    Frequency.IRREGULAR: N_("irregular"),
    Frequency.NEVER: N_("never"),
    Frequency.NOT_PLANNED: N_("not planned"),
    Frequency.OTHER: N_("other"),
    Frequency.UNKNOWN: N_("unknown"),
}


_FIELDS = {
    "bytes": N_("size"),
    "checksum": N_("checksum"),
    "columns": N_("columns"),
    "contacts": N_("contacts"),
    "description": N_("description"),
    "encoding": N_("encoding"),
    "format": N_("format"),
    "frequency": N_("frequency"),
    "homepage": N_("homepage"),
    "key": N_("key"),
    "keywords": N_("keywords"),
    "languages": N_("languages"),
    "license": N_("licence"),
    "mime": N_("media type"),
    "organization": N_("organisation"),
    "rows": N_("rows"),
    "schema": N_("schema"),
    "spatial": N_("area covered"),
    "temporal": N_("period covered"),
    "themes": N_("themes"),
    "title": N_("title"),
    "type": N_("type"),
    "visibility": N_("visibility"),
}
_VALUES = {"public": N_("public"), "private": N_("private")}
_ROLES = {
    "admin": N_("administrator"),
    "editor": N_("editor"),
    "partial_editor": N_("editor of some datasets"),
    "sysadmin": N_("administrator of the portal"),
}


def field_words(path: str) -> str:
    """The name of a field; as it is when it has no words of its own."""
    return _(_FIELDS[path]) if path in _FIELDS else path


def value_name(value: str) -> str:
    """The name of a value of the trade; as it is when it is not one."""
    return _(_VALUES[value]) if value in _VALUES else value


def role_words(role: str) -> str:
    """What one may do in an organisation; the portal's own word when it is not known."""
    return _(_ROLES[role]) if role in _ROLES else role


def frequency_words(frequency: Frequency) -> str:
    """How often, in words."""
    return _(_FREQUENCIES[frequency])
