from __future__ import annotations

from pathlib import Path

import pytest

from opendata_cli.errors import SchemaError
from opendata_cli.model.schema import SchemaRef
from opendata_cli.schemas.load import bundled_schemas, load_schema
from opendata_cli.views.messages import MESSAGES

CONTENT = b'{"name": "villes", "version": "1.2.0", "fields": [{"name": "code"}]}'


def no_network(url: str) -> bytes:
    raise AssertionError(url)


def test_a_url_is_fetched() -> None:
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return CONTENT

    schema = load_schema("https://x.fr/s.json", fetch=fetch)
    assert asked == ["https://x.fr/s.json"]
    assert schema.ref == SchemaRef(name="villes", version="1.2.0", url="https://x.fr/s.json")


def test_a_path_is_relative_to_its_base(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_bytes(b"\xef\xbb\xbf" + CONTENT)
    schema = load_schema("s.json", base=tmp_path, fetch=no_network)
    assert schema.names == ("code",)


def test_yaml_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("fields:\n  - name: code\n    type: integer\n", "utf-8")
    schema = load_schema("s.yaml", base=tmp_path, fetch=no_network)
    assert [(field.name, field.type) for field in schema.fields] == [("code", "integer")]


def test_a_bundled_schema_is_found_by_name_and_version() -> None:
    known = bundled_schemas()[0]
    assert load_schema(f"{known.ref.name}", fetch=no_network) == known
    assert load_schema(f"{known.ref.name}@{known.ref.version}", fetch=no_network) == known


def test_a_version_that_is_not_bundled_is_not_found() -> None:
    with pytest.raises(SchemaError) as caught:
        load_schema(f"{bundled_schemas()[0].ref.name}@99.0.0", fetch=no_network)
    assert caught.value.code == "schema-not-found"


def test_an_unknown_name_lists_what_is_known_and_what_is_close() -> None:
    name = bundled_schemas()[0].ref.name
    assert name is not None
    with pytest.raises(SchemaError) as caught:
        load_schema(name[:-1], fetch=no_network)
    assert caught.value.params["close"] == [name]
    assert name in caught.value.params["known"]  # type: ignore[operator]


def test_a_path_to_nothing_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        load_schema("absent.json", base=tmp_path, fetch=no_network)
    assert (caught.value.code, caught.value.params["ref"]) == ("schema-not-found", "absent.json")


def test_json_that_does_not_parse_is_refused_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{\n  "fields": [}\n', "utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema("s.json", base=tmp_path, fetch=no_network)
    assert caught.value.code == "invalid-schema"
    assert (caught.value.params["line"], caught.value.params["column"]) == (2, 14)


def test_yaml_that_does_not_parse_is_refused_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text("fields:\n  - name: a\n b: ]\n", "utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema("s.yml", base=tmp_path, fetch=no_network)
    assert (caught.value.code, caught.value.params["line"]) == ("invalid-schema", 3)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("s.json", b"[1]", "not-a-mapping"),
        ("s.yaml", b"- a\n", "not-a-mapping"),
        ("s.json", b"\xff\xfe{}", "not-utf8"),
        ("s.json", b"{", "syntax"),
        ("s.yaml", b"a: ]", "syntax"),
        ("s.json", b'{"a": ' + b"9" * 5000 + b"}", "bad-value"),
        ("s.json", b'{"a": NaN}', "bad-value"),
        ("s.json", b'{"a": [1e999]}', "bad-value"),
        ("s.yaml", b"a: 2024-13-45", "bad-value"),
        ("s.yaml", b"a: !!bool peut-etre", "bad-value"),
        ("s.yaml", b"a: .inf", "bad-value"),
        ("s.json", b"[" * 5000, "too-complex"),
        ("s.yaml", b"[" * 5000, "too-complex"),
        ("s.json", b'{"a":' * 150 + b"1" + b"}" * 150, "too-complex"),
        ("s.yaml", b"a: &a [*a]", "too-complex"),
        ("s.yaml", b"fields:\n - {name: a, 1: b}", "key-not-text"),
        ("s.yaml", b"? [a]\n: b", "key-not-text"),
    ],
)
def test_what_is_no_descriptor_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SchemaError) as caught:
        load_schema(name, base=tmp_path, fetch=no_network)
    assert (caught.value.code, caught.value.params["reason"]) == ("invalid-schema", reason)
    assert caught.value.params["ref"] == name
    assert f"invalid-schema:{reason}" in MESSAGES


def test_aliases_that_multiply_are_stopped(tmp_path: Path) -> None:
    doubled = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    (tmp_path / "s.yaml").write_text(f"a0: &a0 [x]\n{doubled}", "utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema("s.yaml", base=tmp_path, fetch=no_network)
    assert caught.value.params["reason"] == "too-complex"


def test_a_schema_without_a_name_is_called_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "villes.json").write_text('{"fields": []}', "utf-8")
    ref = load_schema("villes.json", base=tmp_path, fetch=no_network).ref
    assert (ref.name, str(ref)) == (None, "villes.json")
