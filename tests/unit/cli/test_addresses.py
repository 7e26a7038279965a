"""One spelling for each address of a portal, and the origin to which a key belongs."""

from __future__ import annotations

import pytest

from opendata_cli.cli.addresses import (
    is_loopback,
    is_production,
    is_secure,
    origin_of,
    portal_url,
)
from opendata_cli.errors import ConfigError


@pytest.mark.parametrize(
    ("told", "url"),
    [
        ("https://www.data.gouv.fr/", "https://www.data.gouv.fr"),
        ("HTTPS://WWW.Data.Gouv.FR:443", "https://www.data.gouv.fr"),
        ("http://localhost:80", "http://localhost"),
        ("https://x.org:8443/", "https://x.org:8443"),
        ("https://x.org/udata//", "https://x.org/udata"),
        ("https://donn\u00e9es.fr", "https://xn--donnes-eva.fr"),
        ("http://[::1]:7000/", "http://[::1]:7000"),
    ],
)
def test_an_address_has_one_spelling(told: str, url: str) -> None:
    assert portal_url(told) == url


@pytest.mark.parametrize(
    "told",
    ["ftp://x.org", "https://", "https://x.org:99999", "https://x.org:0", "https://x .org",
     "https://x.org\n", "https://x.org\\@y.org", "https://[::1", "https://x.org/\u00e9"],
)  # fmt: skip
def test_what_is_no_address_is_refused(told: str) -> None:
    with pytest.raises(ConfigError, match="bad-address"):
        portal_url(told)


@pytest.mark.parametrize(
    "told",
    [
        "https://jean:s3cret@x.org/",
        "https://s3cret@x.org",
        "https://x.org/?key=s3cret",
        "https://x.org/#s3cret",
        "ftp://s3cret@x.org",
        "https://s3cret@x.org:99999",
    ],
)
def test_what_may_be_a_secret_in_an_address_is_not_said_again(told: str) -> None:
    with pytest.raises(ConfigError, match="bad-address") as caught:
        portal_url(told)
    assert "s3cret" not in str(caught.value)


def test_the_origin_is_scheme_host_and_port() -> None:
    assert origin_of("https://x.org:8443/a/b?c") == "https://x.org:8443"


def test_look_alike_letters_show_in_the_origin() -> None:
    assert origin_of("https://www.data.g\u043euv.fr") == "https://www.data.xn--guv-sed.fr"


@pytest.mark.parametrize("url", ["http://localhost:7000", "http://127.8.9.1", "http://[::1]"])
def test_nothing_sent_to_this_machine_crosses_a_network(url: str) -> None:
    assert is_loopback(url)
    assert is_secure(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://2130706433",
        "http://10.0.0.1",
    ],
)
def test_what_only_looks_like_this_machine_is_not(url: str) -> None:
    assert not is_loopback(url)
    assert not is_secure(url)


def test_https_is_secure_wherever_it_leads() -> None:
    assert is_secure("https://x.org")


@pytest.mark.parametrize(
    "url",
    ["https://www.data.gouv.fr", "https://x.org", "https://demos.x.org", "https://x.demo.org"],
)
def test_a_portal_of_the_web_is_a_production(url: str) -> None:
    assert is_production(url)


@pytest.mark.parametrize(
    "url", ["https://demo.data.gouv.fr", "https://preprod.x.org", "http://127.0.0.1:7000"]
)
def test_one_whose_first_label_says_otherwise_is_not(url: str) -> None:
    assert not is_production(url)
