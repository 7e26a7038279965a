"""JSON with places: the same tree as YAML makes of it, for JSON is YAML."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.metadata.json_text import read_json
from opendata_cli.metadata.node import Mark, Node, Scalar, Section, plain
from opendata_cli.metadata.yaml_text import read_yaml

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
LETTERS = st.text(CHARACTERS, max_size=80)  # YAML bounds a key to 1024 signs, escapes included
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 2, "\t"]))
def test_what_was_written_is_read(value: object, indent: int | str | None) -> None:
    assert plain(read_json(json.dumps(value, indent=indent))) == value


@given(st.dictionaries(LETTERS, VALUES, max_size=4))
def test_yaml_sees_the_same_things_at_the_same_places(value: dict[str, object]) -> None:
    text = json.dumps(value, indent=1)
    assert _places(read_json(text)) == _places(read_yaml(text))


def test_places_count_from_1() -> None:
    tree = read_json('{"a":\n  {"b": 12}}')
    assert isinstance(tree, Section)
    inner = tree.entries[0].node
    assert isinstance(inner, Section)
    assert inner.mark == Mark(2, 3)
    assert inner.entries[0].mark == Mark(2, 4)
    assert inner.entries[0].node == Scalar(Mark(2, 9), 12, "12")


def _places(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.mark, node.value
    if isinstance(node, Section):
        return node.mark, [(item.mark, item.key, _places(item.node)) for item in node.entries]
    return node.mark, [_places(item) for item in node.items]
