from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.tabular.encoding import check_encoding, detect_encoding

FRENCH = (
    "Département;Libellé\r\nHérault;Pôle d’accueil « été » à 12 €\r\nÎle-de-France;ÉVÈNEMENT\r\n"
)
PLAIN = "Département;Libellé\r\nHérault;Pôle été à côté\r\nÎle-de-France;ÉVÈNEMENT\r\n"


def detect(content: bytes) -> str:
    return detect_encoding(io.BytesIO(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_french_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    assert detect(FRENCH.encode(encoding)) == encoding


def test_dos_text_is_cp850() -> None:
    assert detect(PLAIN.encode("cp850")) == "cp850"


def test_latin_1_is_called_cp1252_which_reads_it_alike() -> None:
    assert detect(PLAIN.encode("latin-1")) == "cp1252"


def test_bytes_that_cp1252_does_not_have_make_it_latin_1() -> None:
    assert detect("été à côté de l'hôtel\x81".encode("latin-1")) == "iso8859-1"


def test_a_utf8_mark_before_cp1252_bytes_does_not_make_them_utf8() -> None:
    assert detect(b"\xef\xbb\xbf" + PLAIN.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nul_bytes(encoding: str) -> None:
    assert detect(PLAIN.encode(encoding)) == encoding


def test_utf8_with_one_bad_byte_is_an_error_at_its_line_and_offset() -> None:
    content = "é\nè\n".encode() + b"ab\xe9c\n" + "àù".encode()
    with pytest.raises(UnreadableTable) as caught:
        detect(content)
    assert caught.value.code == "encoding-error"
    assert caught.value.params == {"encoding": "utf-8", "line": 3, "offset": 8}


def test_a_bad_byte_far_from_the_start_is_found_too() -> None:
    filler = "é".encode() * 600_000
    with pytest.raises(UnreadableTable) as caught:
        detect(filler + b"\n\xe9 ")
    assert caught.value.params == {"encoding": "utf-8", "line": 2, "offset": 1_200_001}


def test_other_bytes_with_nul_are_no_text() -> None:
    with pytest.raises(UnreadableTable) as caught:
        detect(b"abc\x00def\x01ghi" * 10)
    assert (caught.value.code, caught.value.params["reason"]) == ("format-error", "binary")


def test_an_unknown_encoding_is_the_users_mistake() -> None:
    with pytest.raises(InputError) as caught:
        check_encoding(io.BytesIO(b"a"), "klingon")
    assert (caught.value.code, caught.value.params) == (
        "unknown-encoding",
        {"encoding": "klingon"},
    )


def test_a_codec_that_is_not_for_text_is_unknown() -> None:
    with pytest.raises(InputError):
        check_encoding(io.BytesIO(b"a"), "base64")


def test_the_encoding_told_is_checked_on_the_whole_file() -> None:
    with pytest.raises(UnreadableTable) as caught:
        check_encoding(io.BytesIO(b"ok\n\xe9\n"), "utf-8")
    assert caught.value.params == {"encoding": "utf-8", "line": 2, "offset": 3}


def test_utf8_told_for_a_file_with_a_mark_drops_the_mark() -> None:
    assert check_encoding(io.BytesIO(b"\xef\xbb\xbfid"), "UTF-8") == "utf-8-sig"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")))
def test_whatever_is_utf8_is_said_to_be(text: str) -> None:
    assert detect(text.encode()) == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_when_it_holds_text(encoding: str) -> None:
    assert detect(FRENCH.encode(encoding)) == encoding


@pytest.mark.parametrize(
    "content",
    [
        bytes(4000),
        FRENCH.encode("utf-32-le"),
        FRENCH.encode("utf-32-be"),
        b"\xff\xfe" + bytes(400),
        b"\x00\x00\x27\x0a" + bytes(20) + b"\x00\x00\x00\x32" * 50,
    ],
)
def test_what_holds_nul_characters_is_no_text(content: bytes) -> None:
    with pytest.raises(UnreadableTable) as caught:
        detect(content)
    assert (caught.value.code, caught.value.params["reason"]) == ("format-error", "binary")


@pytest.mark.parametrize(
    "name",
    ["idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape", "base64", "a\0"],
)
def test_what_is_no_encoding_of_files_is_the_users_mistake(name: str) -> None:
    with pytest.raises(InputError) as caught:
        check_encoding(io.BytesIO(b"a"), name)
    assert caught.value.code == "unknown-encoding"
