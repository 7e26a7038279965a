from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.model.schema import SchemaRef
from opendata_cli.schemas.descriptor import read_descriptor


def test_fields_are_read_with_their_defaults() -> None:
    schema = read_descriptor(
        {
            "fields": [
                {"name": "a"},
                {
                    "name": "b",
                    "type": "date",
                    "format": "%Y",
                    "title": "B",
                    "constraints": {"required": True},
                },
            ]
        },
        SchemaRef(),
    )
    first, second = schema.fields
    assert (first.type, first.format, first.required) == ("string", "default", False)
    assert (second.type, second.format, second.title, second.required) == ("date", "%Y", "B", True)


def test_a_primary_key_may_be_one_name() -> None:
    assert read_descriptor({"primaryKey": "id"}, SchemaRef()).primary_key == ("id",)
    assert read_descriptor({"primaryKey": ["a", "b"]}, SchemaRef()).primary_key == ("a", "b")


def test_only_an_address_of_the_web_is_the_address_of_the_schema() -> None:
    address = "https://x.fr/s.json"
    assert read_descriptor({"path": address}, SchemaRef()).ref.url == address
    assert read_descriptor({"path": "javascript:alert(1)"}, SchemaRef()).ref.url is None


def test_the_descriptor_is_kept_untouched() -> None:
    descriptor: dict[str, object] = {"fields": [], "x-ours": 1}
    assert read_descriptor(descriptor, SchemaRef()).descriptor is descriptor


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
PROPERTIES = ["name", "title", "version", "path", "fields", "primaryKey"]


@given(st.dictionaries(st.sampled_from(PROPERTIES), JSON))
def test_any_shape_is_read(descriptor: dict[str, object]) -> None:
    assert read_descriptor(descriptor, SchemaRef()).descriptor == descriptor
