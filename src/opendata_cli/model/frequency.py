"""How often a dataset is updated: one list for udata, the EU and DCAT.

Sources: udata `core/dataset/constants.py` (identifiers and periods) and the EU
authority table http://publications.europa.eu/resource/authority/frequency.
"""

from __future__ import annotations

from enum import Enum

EU_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"


class Frequency(Enum):
    """(udata identifier, EU code, period in days or None when nothing is due).

    The EU table has no exact code for a few of udata's; the nearest one that
    promises no more is given.
    """

    CONTINUOUS = ("continuous", "UPDATE_CONT", None)
    ONE_MINUTE = ("oneMinute", "1MIN", 1 / 1440)
    FIVE_MINUTES = ("fiveMinutes", "5MIN", 5 / 1440)
    TEN_MINUTES = ("tenMinutes", "10MIN", 10 / 1440)
    FIFTEEN_MINUTES = ("fifteenMinutes", "15MIN", 15 / 1440)
    THIRTY_MINUTES = ("thirtyMinutes", "30MIN", 30 / 1440)
    HOURLY = ("hourly", "HOURLY", 1 / 24)
    BIHOURLY = ("bihourly", "BIHOURLY", 2 / 24)
    TRIHOURLY = ("trihourly", "TRIHOURLY", 3 / 24)
    TWELVE_HOURS = ("twelveHours", "12HRS", 0.5)
    SEVERAL_TIMES_A_DAY = ("severalTimesADay", "CONT", 1)
    THREE_TIMES_A_DAY = ("threeTimesADay", "DAILY_3", 1 / 3)
    SEMIDAILY = ("semidaily", "DAILY_2", 0.5)
    DAILY = ("daily", "DAILY", 1)
    FIVE_TIMES_A_WEEK = ("fiveTimesAWeek", "WEEKLY_5", 7 / 5)
    THREE_TIMES_A_WEEK = ("threeTimesAWeek", "WEEKLY_3", 7 / 3)
    SEMIWEEKLY = ("semiweekly", "WEEKLY_2", 3.5)
    WEEKLY = ("weekly", "WEEKLY", 7)
    BIWEEKLY = ("biweekly", "BIWEEKLY", 14)
    THREE_TIMES_A_MONTH = ("threeTimesAMonth", "MONTHLY_3", 31 / 3)
    SEMIMONTHLY = ("semimonthly", "MONTHLY_2", 15)
    MONTHLY = ("monthly", "MONTHLY", 31)
    BIMONTHLY = ("bimonthly", "BIMONTHLY", 62)
    QUARTERLY = ("quarterly", "QUARTERLY", 93)
    THREE_TIMES_A_YEAR = ("threeTimesAYear", "ANNUAL_3", 122)
    SEMIANNUAL = ("semiannual", "ANNUAL_2", 183)
    ANNUAL = ("annual", "ANNUAL", 365)
    BIENNIAL = ("biennial", "BIENNIAL", 730)
    TRIENNIAL = ("triennial", "TRIENNIAL", 1095)
    QUADRENNIAL = ("quadrennial", "QUADRENNIAL", 1460)
    QUINQUENNIAL = ("quinquennial", "QUINQUENNIAL", 1825)
    DECENNIAL = ("decennial", "DECENNIAL", 3650)
    BIDECENNIAL = ("bidecennial", "BIDECENNIAL", 7300)
    TRIDECENNIAL = ("tridecennial", "TRIDECENNIAL", 10950)
    PUNCTUAL = ("punctual", "AS_NEEDED", None)
    IRREGULAR = ("irregular", "IRREG", None)
    NEVER = ("never", "NEVER", None)
    NOT_PLANNED = ("notPlanned", "NOT_PLANNED", None)
    OTHER = ("other", "OTHER", None)
    UNKNOWN = ("unknown", "UNKNOWN", None)

    def __init__(self, id: str, eu: str, days: float | None) -> None:  # noqa: A002 - udata's word
        self.id = id
        self.eu = eu
        self.days = days

    @property
    def uri(self) -> str:
        """The EU authority's URI."""
        return EU_FREQUENCY + self.eu


def parse_frequency(text: str) -> Frequency | None:
    """The frequency told by a udata identifier, an EU code or an EU URI."""
    word = text.strip().removeprefix("https://").removeprefix("http://")
    word = word.removeprefix(EU_FREQUENCY.removeprefix("http://"))
    for frequency in Frequency:
        if word in (frequency.id, frequency.eu):
            return frequency
    return None
