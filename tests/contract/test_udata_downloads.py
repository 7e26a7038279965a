"""Files read back from a real udata, as they come from where it says that they are."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator

import pytest
from tests.contract.adopting_kit import Hand
from tests.contract.udata_kit import OpenUdata
from tests.servers.proxy import Proxy, Trouble, answer, cut, halting
from tests.servers.udata import Udata
from tests.unit.conftest import Opendata

from opendata_cli.errors import NotFound, PortalError, UnexpectedAnswer, Unreachable
from opendata_cli.model.remote import RemoteRef
from opendata_cli.portals.udata.portal import UdataPortal

LARGE = bytes(range(256)) * 4096 * 3
Upload = Callable[..., RemoteRef]
CSV = b"annee;agents\n2022;12\n2023;13\n"


@pytest.fixture
def portal(open_udata: OpenUdata) -> UdataPortal:
    return open_udata()


@pytest.fixture
def files(udata: Udata) -> Iterator[Proxy]:
    """Where the files are, apart from the API."""
    with Proxy(udata.url) as proxy:
        yield proxy


@pytest.fixture
def hand(udata: Udata) -> Hand:
    return Hand(udata)


@pytest.fixture
def moved(hand: Hand, organization: str, udata: Udata, files: Proxy) -> Upload:
    """Uploads a file, of which udata then tells another address: by default that of `files`."""

    def upload(name: str, content: bytes, url: str | None = None) -> RemoteRef:
        dataset = hand.dataset(organization=organization)
        resource = hand.upload(dataset, name, content)
        there = hand.call("GET", f"/datasets/{dataset}/")["resources"][0]["url"]
        told = there.replace(udata.url, files.url) if url is None else url
        hand.move(dataset, 0, told)
        return RemoteRef(dataset=dataset, resource=resource)

    return upload


def error_of(call: Callable[[], object]) -> PortalError:
    with pytest.raises(PortalError) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv"])
def test_a_file_is_what_was_sent(
    portal: UdataPortal, hand: Hand, organization: str, name: str
) -> None:
    """udata tells of a.csv.gz as a csv that is gzipped on its way."""
    content = gzip.compress(CSV) if name.endswith(".gz") else CSV
    dataset = hand.dataset(organization=organization)
    resource = hand.upload(dataset, name, content)

    with portal.download(RemoteRef(dataset=dataset, resource=resource)) as file:
        assert file.read() == content


def test_it_is_read_as_it_comes(portal: UdataPortal, files: Proxy, moved: Upload) -> None:
    """Its first bytes are there while the rest is still withheld."""
    told = threading.Event()

    ref = moved("a.csv", CSV)
    files.on(1, halting(LARGE, 1 << 18, lambda: told.wait(10)))

    with portal.download(ref) as file:
        begun = file.read(1 << 16)
        assert not told.is_set()
        told.set()
        assert begun + file.read() == LARGE


def test_one_that_stops_in_the_middle_is_told(
    portal: UdataPortal, files: Proxy, moved: Upload
) -> None:
    ref = moved("a.csv", CSV)
    files.on(1, halting(LARGE, 1 << 18))

    with portal.download(ref) as file:
        assert file.read(1 << 16) == LARGE[: 1 << 16]
        error = error_of(file.read)

    assert isinstance(error, Unreachable)
    assert (error.code, error.params["operation"]) == ("portal-silent", "download")
    assert len(files.seen) == 1


@pytest.mark.parametrize("trouble", [answer(503), cut()])
def test_it_is_asked_for_again_as_long_as_nothing_came(
    portal: UdataPortal, files: Proxy, moved: Upload, trouble: Trouble
) -> None:
    ref = moved("a.csv", CSV)
    files.on(1, trouble)

    with portal.download(ref) as file:
        assert file.read() == CSV
    assert len(files.seen) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_one_that_is_gone_is_not_found(
    portal: UdataPortal, files: Proxy, moved: Upload, status: int
) -> None:
    ref = moved("a.csv", CSV)
    files.on(1, answer(status))

    error = error_of(lambda: portal.download(ref))

    assert isinstance(error, NotFound)
    assert error.code == "not-found"


@pytest.mark.parametrize("status", [403, 401, 500, 503, 204])
def test_one_that_is_not_given_says_so(
    portal: UdataPortal, files: Proxy, moved: Upload, status: int
) -> None:
    ref = moved("a.csv", CSV)
    files.on(lambda _seen: True, answer(status))

    error = error_of(lambda: portal.download(ref))

    assert isinstance(error, UnexpectedAnswer)
    assert (error.code, error.params["status"]) == ("file-not-given", status)


@pytest.mark.parametrize("url", ["ftp://example.org/a.csv", "", "http://", "http://[::1/a.csv"])
def test_an_address_that_is_none_is_told(portal: UdataPortal, moved: Upload, url: str) -> None:
    error = error_of(lambda: portal.download(moved("a.csv", CSV, url)))

    assert isinstance(error, UnexpectedAnswer)
    assert (error.code, error.params["url"]) == ("file-without-address", url)


def test_a_server_that_is_down_is_silent(portal: UdataPortal, moved: Upload) -> None:
    error = error_of(lambda: portal.download(moved("a.csv", CSV, "http://127.0.0.1:1/a.csv")))

    assert isinstance(error, Unreachable)
    assert error.code == "portal-silent"


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv"])
def test_it_is_validated_by_its_address(
    opendata: Opendata, hand: Hand, organization: str, name: str
) -> None:
    content = gzip.compress(CSV) if name.endswith(".gz") else CSV
    dataset = hand.dataset(organization=organization)
    hand.upload(dataset, name, content)
    url = hand.call("GET", f"/datasets/{dataset}/")["resources"][0]["url"]

    run = opendata("validate", url, "-f", "json")

    assert (run.code, run.json["data"]["reports"][0]["valid"]) == (0, True), run.out
