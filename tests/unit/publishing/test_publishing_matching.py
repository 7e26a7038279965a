from __future__ import annotations

import pytest

from opendata_cli.errors import PlanError
from opendata_cli.model.dataset import Checksum, Resource
from opendata_cli.publishing.matching import match_resources, normalised_name

ONE = Checksum(type="sha1", value="1" * 40)
TWO = Checksum(type="sha1", value="2" * 40)


def ids(
    desired: list[Resource],
    current: list[Resource],
    locked: dict[str, str] | None = None,
    before: frozenset[str] | None = None,
) -> dict[str, str | None]:
    matched = match_resources(desired, current, locked=locked or {}, before=before)
    return {key: resource.id for key, resource in matched.items()}


def test_the_lock_wins_over_everything() -> None:
    current = [Resource(key="", id="1", title="a.csv"), Resource(key="", id="2", checksum=ONE)]

    assert ids([Resource(key="a", checksum=ONE)], current, {"a": "1"}) == {"a": "1"}


def test_the_key_is_next_and_a_lock_of_what_is_gone_is_forgotten() -> None:
    assert ids([Resource(key="a")], [Resource(key="a", id="1")], {"a": "gone"}) == {"a": "1"}


def test_a_lock_that_points_to_another_of_our_keys_is_not_believed() -> None:
    current = [Resource(key="b", id="1"), Resource(key="a", id="2")]

    assert ids([Resource(key="a")], current, {"a": "1"}) == {"a": "2"}


def test_a_resource_without_key_is_known_by_its_file() -> None:
    current = [Resource(key="", id="1", checksum=TWO), Resource(key="", id="2", checksum=ONE)]

    assert ids([Resource(key="a", checksum=ONE)], current) == {"a": "2"}


def test_a_name_counts_only_for_what_a_cut_publication_left() -> None:
    desired = [Resource(key="a", path="data/Été 2023.CSV", checksum=ONE)]
    current = [Resource(key="", id="1", title="ete-2023.csv", checksum=TWO)]

    assert ids(desired, current) == {}
    assert ids(desired, current, before=frozenset({"1"})) == {}
    assert ids(desired, current, before=frozenset()) == {"a": "1"}


def test_the_name_is_also_sought_in_the_address() -> None:
    desired = [Resource(key="a", path="a b.csv")]
    current = [Resource(key="", id="1", title="Titre", url="https://x.example/d/a%20b.csv?v=1")]

    assert ids(desired, current, before=frozenset()) == {"a": "1"}


def test_a_title_is_no_identity() -> None:
    desired = [Resource(key="a", title="Effectifs", checksum=ONE)]

    assert ids(desired, [Resource(key="", id="1", title="Effectifs", checksum=TWO)]) == {}


def test_another_key_is_never_taken() -> None:
    desired = [Resource(key="a", checksum=ONE)]

    assert ids(desired, [Resource(key="b", id="1", checksum=ONE)], before=frozenset()) == {}


@pytest.mark.parametrize(
    "current",
    [
        [Resource(key="a", id="1"), Resource(key="a", id="2")],
        [Resource(key="", id="1", checksum=ONE), Resource(key="", id="2", checksum=ONE)],
    ],
)
def test_two_candidates_stop(current: list[Resource]) -> None:
    with pytest.raises(PlanError) as caught:
        ids([Resource(key="a", checksum=ONE)], current)

    assert caught.value.code == "ambiguous-resource"
    assert caught.value.params == {"key": "a", "ids": ["1", "2"]}


def test_two_keys_for_one_resource_stop() -> None:
    desired = [Resource(key="a"), Resource(key="b")]

    with pytest.raises(PlanError, match="ambiguous-resource"):
        ids(desired, [Resource(key="", id="1")], {"a": "1", "b": "1"})


def test_equal_files_are_told_apart_by_their_names() -> None:
    desired = [
        Resource(key="a", path="a.csv", checksum=ONE),
        Resource(key="b", path="b.csv", checksum=ONE),
    ]
    current = [Resource(key="", id="1", title="b.csv", checksum=ONE)]

    assert ids(desired, current) == {"b": "1"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Mon Fichier Été.CSV", "mon-fichier-ete.csv"), ("a b(1).csv", "a-b-1-.csv"), ("日本", "")],
)
def test_names_are_those_of_portals(name: str, expected: str) -> None:
    assert normalised_name(name) == expected


@pytest.mark.parametrize("equal", [False, True])
def test_of_two_files_of_one_name_a_cut_run_left_the_last(equal: bool) -> None:  # noqa: FBT001
    """They lie in two folders; udata takes the last one first."""
    first = Resource(key="a", path="2023/f.csv", checksum=TWO if equal else ONE)
    last = Resource(key="b", path="2024/f.csv", checksum=TWO)
    left = Resource(key="", id="new", title="f.csv", checksum=TWO)

    assert ids([first, last], [left], before=frozenset()) == {"b": "new"}
