from __future__ import annotations

import io
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.errors import InputError, PlanError
from opendata_cli.model.plan import PlannedFile
from opendata_cli.publishing.sending import PlannedStream


def planned(content: bytes) -> PlannedFile:
    digest = sha256(content).hexdigest()
    return PlannedFile(key="a", path="a.csv", sha256=digest, bytes=len(content))


def stream(content: bytes) -> PlannedStream:
    return PlannedStream(io.BytesIO(content), planned(content), lambda _count: None)


@given(st.binary(max_size=40), st.integers(min_value=1, max_value=50))
def test_what_is_as_planned_goes_through_in_any_blocks(content: bytes, size: int) -> None:
    told: list[int] = []
    source = PlannedStream(io.BytesIO(content), planned(content), told.append)

    assert b"".join(iter(lambda: source.read(size) or b"", b"")) == content
    assert sum(told) == len(content)


@given(st.binary(max_size=40), st.binary(max_size=40), st.integers(min_value=1, max_value=50))
def test_what_changed_is_never_given_whole(now: bytes, then: bytes, size: int) -> None:
    if now == then:
        return
    source = PlannedStream(io.BytesIO(now), planned(then), lambda _count: None)
    given_away: list[bytes] = []

    with pytest.raises(PlanError) as caught:
        given_away.extend(iter(lambda: source.read(size) or b"", b""))

    assert caught.value.params == {"what": "file", "path": "a.csv"}
    assert len(b"".join(given_away)) < max(len(then), 1)


def test_it_can_be_measured_and_sent_again() -> None:
    source = stream(b"abcdef")

    assert source.seek(0, io.SEEK_END) == 6
    assert source.seek(0) == 0
    assert source.read() == b"abcdef"
    source.seek(0)
    assert source.read() == b"abcdef"


def test_it_cannot_be_read_out_of_order() -> None:
    with pytest.raises(io.UnsupportedOperation):
        stream(b"abcdef").seek(3)


def test_a_disk_that_fails_is_told_by_the_files_name() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(InputError) as caught:
        PlannedStream(Broken(), planned(b"abc"), lambda _count: None).read()

    assert (caught.value.code, caught.value.params) == ("file-unreadable", {"path": "a.csv"})
