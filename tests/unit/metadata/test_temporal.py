"""Which period a table speaks of: by its columns first, by its names otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.metadata.columns import DateColumn, Subject, subject_of
from opendata_cli.metadata.temporal import contradicts, find_coverage, hull
from opendata_cli.model.dataset import Evidence, Origin, TemporalCoverage
from opendata_cli.model.table import Cell

RECORDS = [
    *("datenaissance", "datecreation", "datecrea", "datemaj", "DATEMAJ", "dtmaj", "datemodif"),
    *("dateouverture", "DTCREATION", "anneeconstruction", "DDN", "dob", "Né(e) le", "nee_le"),
    *("timestamp", "horodatage", "date_crea", "date_embauche", "date_inscription"),
    *("date_adhesion", "date_fondation", "date_inauguration", "date_immat", "date_limite"),
    *("date_peremption", "date_prev", "annee_prevue", "date_fin_contrat"),
]
FOUND, PROPOSED, TOLD = Origin.FOUND, Origin.PROPOSED, Origin.TOLD


def _column(label: str, cells: Sequence[Cell], place: int = 0) -> DateColumn:
    column = DateColumn(label, place)
    for cell in cells:
        column.add(cell)
    return column


def _coverage(columns: dict[str, Sequence[Cell]], **names: str) -> TemporalCoverage | None:
    read = [_column(label, cells, place) for place, (label, cells) in enumerate(columns.items())]
    return find_coverage(read, [(where.replace("_", "-"), name) for where, name in names.items()])


def _period(
    start: str | None,
    end: str | None,
    origin: Origin = TOLD,
    where: str = "",
    precision: str = "day",
) -> TemporalCoverage:
    return TemporalCoverage(
        start=dt.date.fromisoformat(start) if start else None,
        end=dt.date.fromisoformat(end) if end else None,
        origin=origin,
        precision=precision,
        confidence=0.5,
        evidence=(Evidence(where=where, what="x"),) if where else (),
    )


class TestAColumnOfDays:
    def test_gives_its_first_and_last(self) -> None:
        coverage = _coverage({"date": ["2024-07-07", "30/06/2024", "2024-07-01"]})
        assert coverage == _period("2024-06-30", "2024-07-07")

    def test_shows_what_it_rests_on(self) -> None:
        coverage = _coverage({"date_scrutin": ["2024-06-30", "2024-06-30", "2024-07-07"]})
        assert coverage is not None
        assert (coverage.origin, coverage.precision) == (FOUND, "day")
        assert coverage.evidence == (
            Evidence(where="column", what="date_scrutin", params={"distinct": 2, "rows": 3}),
        )

    def test_blanks_and_sentinels_say_nothing(self) -> None:
        cells = ["", "  ", None, "1900-01-01", "31/12/9999", "0001-01-01", "2024-06-30"]
        assert _coverage({"date": cells}) == _period("2024-06-30", "2024-06-30")

    def test_sentinels_alone_are_no_coverage(self) -> None:
        assert _coverage({"date": ["9999-12-31", "1900-01-01"]}) is None

    def test_the_first_day_of_unix_says_nothing(self) -> None:
        cells = ["1970-01-01", "2024-06-30"]
        assert _coverage({"date": cells}) == _period("2024-06-30", "2024-06-30")

    def test_american_days_are_not_read_as_french_ones(self) -> None:
        assert _coverage({"date": ["01/12/2023"] * 30 + ["12/31/2023"]}) is None

    def test_one_american_slip_does_not_hide_french_days(self) -> None:
        coverage = _coverage({"date": ["25/12/2023"] * 30 + ["12/31/2023"]})
        assert coverage == _period("2023-12-25", "2023-12-25")

    def test_one_cell_in_twenty_may_be_wrong(self) -> None:
        cells = ["2024-06-30"] * 19
        assert _coverage({"date": [*cells, "inconnue"]}) == _period("2024-06-30", "2024-06-30")
        assert _coverage({"date": [*cells[1:], "inconnue"]}) is None

    @given(st.lists(st.dates(dt.date(1971, 1, 1), dt.date(2098, 12, 31)), min_size=1))
    def test_a_coverage_holds_every_date(self, days: list[dt.date]) -> None:
        coverage = _coverage({"date": [day.isoformat() for day in days]})
        assert coverage is not None
        assert coverage.start is not None
        assert coverage.end is not None
        assert all(coverage.start <= day <= coverage.end for day in days)
        assert {coverage.start, coverage.end} <= set(days)


class TestAColumnOfYears:
    @pytest.mark.parametrize(
        "label",
        ["annee", "Année", "AN", "year", "Millésime", "exercice", "campagne", "AnneeScrutin"],
    )
    def test_gives_whole_years(self, label: str) -> None:
        coverage = _coverage({label: ["2012", 2014, 2013.0]})
        assert coverage == _period("2012-01-01", "2014-12-31")
        assert coverage.precision == "year"
        assert coverage.origin is FOUND

    @pytest.mark.parametrize("label", ["voix", "population", "code_postal", "montant"])
    def test_needs_a_label_that_says_so(self, label: str) -> None:
        assert _coverage({label: [2012, 2013, 2023]}) is None

    def test_needs_years(self) -> None:
        assert _coverage({"annee": [1, 2, 3]}) is None

    @given(st.lists(st.integers(1900, 2100), min_size=1))
    def test_a_coverage_holds_every_year(self, years: list[int]) -> None:
        coverage = _coverage({"annee": years})
        assert coverage == _period(f"{min(years)}-01-01", f"{max(years)}-12-31")


class TestWhichColumn:
    @pytest.mark.parametrize(
        ("label", "subject"),
        [
            ("date", Subject.SURE),
            ("date_scrutin", Subject.SURE),
            ("Jour", Subject.SURE),
            ("dateDebut", Subject.SURE),
            ("période", Subject.SURE),
            ("date_decision", Subject.DATED),
            ("releve", Subject.UNSAID),
            ("date_naissance", Subject.RECORD),
            ("Né le", Subject.RECORD),
            ("annee_construction", Subject.RECORD),
            ("date de mise à jour", Subject.RECORD),
            ("dateMaj", Subject.RECORD),
            ("date_derniere_modification", Subject.RECORD),
            ("updated_at", Subject.RECORD),
            ("DATE_CREATION", Subject.RECORD),
            ("date_mise_en_service", Subject.RECORD),
            ("date_signature", Subject.RECORD),
            ("date_ouverture", Subject.RECORD),
            ("date_delivrance", Subject.RECORD),
            ("dates", Subject.SURE),
            ("dateelection", Subject.UNSAID),
            *((label, Subject.RECORD) for label in RECORDS),
        ],
    )
    def test_a_label_tells_what_its_dates_are_about(self, label: str, subject: Subject) -> None:
        assert subject_of(label) is subject

    def test_the_subject_wins_over_another_date_wherever_it_stands(self) -> None:
        coverage = _coverage({"date_decision": ["2019-01-01"], "date_scrutin": ["2024-06-30"]})
        assert coverage == _period("2024-06-30", "2024-06-30")

    def test_days_win_over_years(self) -> None:
        coverage = _coverage({"annee": [2024], "date_scrutin": ["2024-06-30"]})
        assert coverage == _period("2024-06-30", "2024-06-30")

    def test_birth_dates_never_hide_the_subject(self) -> None:
        coverage = _coverage({"date_naissance": ["1950-01-01"], "annee": [2023]})
        assert coverage == _period("2023-01-01", "2023-12-31")

    def test_birth_dates_alone_are_only_proposed(self) -> None:
        coverage = _coverage({"date_naissance": ["1950-01-01"]})
        assert coverage == _period("1950-01-01", "1950-01-01")
        assert coverage.origin is PROPOSED

    def test_both_ends_of_a_period_are_taken_together(self) -> None:
        coverage = _coverage({"date_debut": ["2024-01-01"], "date_fin": ["2024-03-31"]})
        assert coverage == _period("2024-01-01", "2024-03-31")
        assert [item.what for item in coverage.evidence] == ["date_debut", "date_fin"]
        assert coverage.confidence == 0.95

    def test_a_rival_that_tells_other_years_makes_less_sure(self) -> None:
        alone = _coverage({"date_a": ["2024-06-30"]})
        rival = _coverage({"date_a": ["2024-06-30"], "date_b": ["2019-01-01"]})
        assert alone == rival
        assert alone is not None
        assert rival is not None
        assert rival.confidence < alone.confidence

    def test_a_column_that_says_nothing_of_time_is_only_proposed(self) -> None:
        coverage = _coverage({"releve": ["2024-06-30"], "voix": ["12"]})
        assert coverage == _period("2024-06-30", "2024-06-30")
        assert coverage.origin is PROPOSED

    def test_a_share_of_dates_is_a_share_of_confidence(self) -> None:
        coverage = _coverage({"date": ["2024-06-30"] * 19 + ["?"]})
        assert coverage is not None
        assert coverage.confidence == 0.9  # 0.95 × 19/20, rounded


class TestNames:
    def test_a_year_in_a_name_is_proposed(self) -> None:
        coverage = _coverage({}, file_name="effectifs-2023.csv")
        assert coverage == _period("2023-01-01", "2023-12-31")
        assert (coverage.origin, coverage.precision) == (PROPOSED, "year")
        assert coverage.evidence == (Evidence(where="file-name", what="effectifs-2023.csv"),)

    def test_two_years_are_a_period(self) -> None:
        coverage = _coverage({}, sheet="Élections 2017 à 2024")
        assert coverage == _period("2017-01-01", "2024-12-31")

    def test_the_first_name_with_a_year_tells(self) -> None:
        coverage = _coverage({}, sheet="Feuil1", file_name="2023.csv")
        assert coverage == _period("2023-01-01", "2023-12-31")

    @pytest.mark.parametrize("name", ["effectifs.csv", "12345.csv", "20240630.csv", "3024", "1789"])
    def test_no_year_no_coverage(self, name: str) -> None:
        assert _coverage({}, file_name=name) is None

    def test_a_name_is_better_than_birth_dates(self) -> None:
        coverage = _coverage({"date_naissance": ["1950-01-01"]}, file_name="eleves-2023.csv")
        assert coverage == _period("2023-01-01", "2023-12-31")

    def test_a_column_is_better_than_a_name(self) -> None:
        coverage = _coverage({"annee": [2021]}, file_name="export-2023.csv")
        assert coverage == _period("2021-01-01", "2021-12-31")


class TestAColumnWithoutHope:
    def test_is_given_up_after_a_thousand_cells(self) -> None:
        assert not _column("a", ["texte"] * 999).hopeless
        assert _column("a", ["texte"] * 1000).hopeless

    def test_half_of_dates_is_hope(self) -> None:
        assert not _column("a", ["texte", "2024-06-30"] * 500).hopeless

    def test_blanks_are_not_counted(self) -> None:
        assert not _column("a", [""] * 2000).hopeless


class TestHull:
    def test_of_nothing_is_nothing(self) -> None:
        assert hull([None, None]) is None

    def test_holds_them_all(self) -> None:
        coverage = hull([_period("2012-01-01", "2012-12-31"), None, _period("2014-01-01", None)])
        assert coverage == _period("2012-01-01", None)

    def test_is_as_sure_as_the_least_sure(self) -> None:
        coverage = hull(
            [
                _period("2012-01-01", "2012-12-31", PROPOSED, where="file-name"),
                _period("2013-01-01", "2013-12-31", FOUND, where="column"),
            ]
        )
        assert coverage == _period("2012-01-01", "2013-12-31")
        assert coverage.origin is PROPOSED

    def test_is_as_fine_as_the_finest(self) -> None:
        year = _period("2012-01-01", "2012-12-31", precision="year")
        coverage = hull([year, _period("2012-02-01", "2012-02-29", precision="month")])
        assert coverage is not None
        assert coverage.precision == "month"

    def test_leaves_birth_dates_aside(self) -> None:
        births = _period("1950-01-01", "1990-12-31", PROPOSED, where="column")
        year = _period("2013-01-01", "2013-12-31", FOUND, where="column")
        assert hull([births, year]) == year

    def test_unless_there_is_nothing_else(self) -> None:
        births = _period("1950-01-01", "1990-12-31", PROPOSED, where="column")
        assert hull([births]) == births


class TestContradiction:
    @pytest.mark.parametrize(
        ("told", "found"),
        [
            (("2023-01-01", "2023-12-31"), ("2023-01-03", "2023-12-29")),
            (("2012-01-01", None), ("2012-01-01", "2024-06-30")),
            ((None, "2024-12-31"), ("2012-01-01", "2024-06-30")),
        ],
    )
    def test_inside_the_years_told_there_is_none(
        self, told: tuple[str | None, str | None], found: tuple[str, str]
    ) -> None:
        assert not contradicts(_period(*told), _period(*found))

    @pytest.mark.parametrize(
        ("told", "found"),
        [
            (("2012-01-01", "2024-12-31"), ("2012-01-01", "2023-12-31")),
            (("2012-01-01", "2022-12-31"), ("2012-01-01", "2023-12-31")),
            (("2013-01-01", "2023-12-31"), ("2012-01-01", "2023-12-31")),
            (("2023-02-01", "2023-12-31"), ("2023-01-31", "2023-12-31")),
            (("2012-01-01", None), ("2013-01-01", "2024-06-30")),
        ],
    )
    def test_other_years_or_days_outside_are_one(
        self, told: tuple[str | None, str | None], found: tuple[str, str]
    ) -> None:
        assert contradicts(_period(*told), _period(*found))


def test_the_year_of_the_row_is_the_period_and_not_the_day_it_was_collected() -> None:
    year, collected = DateColumn("annee", 0), DateColumn("date_releve", 1)
    year.add("2023")
    collected.add("2023-10-05")
    coverage = find_coverage([collected, year])
    assert coverage is not None
    assert (coverage.start, coverage.end) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
