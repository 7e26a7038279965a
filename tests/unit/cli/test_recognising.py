"""What is said of an address that is asked what it is: a page, a proxy, a busy portal."""

from __future__ import annotations

import ssl
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme
from tests.unit.cli.conftest import UDATA, Answers
from tests.unit.conftest import Opendata


@pytest.mark.parametrize("page", ["/datasets/effectifs", "/api/1", "/fr/"])
@pytest.mark.parametrize("told", [[], ["--kind", "udata"]])
def test_a_page_is_not_taken_for_a_portal(
    opendata: Opendata, site: str, page: str, told: list[str]
) -> None:
    run = opendata("portal", "add", "p1", site + page, *told)
    assert run.code == 2
    assert "is the address of a page, not of a portal" in " ".join(run.err.split())
    assert f"opendata portal add p1 {site}\n" in run.err


def test_a_page_is_no_portal_to_publish_to_either(opendata: Opendata, site: str) -> None:
    run = opendata("portal", "check", site + "/datasets/effectifs")
    assert (run.code, f"The portal: {site}\n" in run.err) == (2, True)


def test_a_portal_may_live_under_a_path(
    opendata: Opendata, site: str, answers: type[Answers]
) -> None:
    answers.pages = {"/udata/api/1/site/": (200, UDATA)}
    assert opendata("portal", "add", "p1", site + "/udata").code == 0
    assert opendata("portal", "add", "p2", site + "/elsewhere", "--kind", "udata").code == 0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((429, ""), "asks to come back later"),
        ((503, ""), "is down for now (answer 503)"),
        ((500, ""), "failed on its own side (answer 500)."),
    ],
)
def test_a_portal_in_trouble_is_not_taken_for_none(
    opendata: Opendata, site: str, answers: type[Answers], answer: tuple[int, str], words: str
) -> None:
    answers.pages["/api/1/site/"] = answer
    for line in (["portal", "add", "p1", site], ["portal", "check", site]):
        run = opendata(*line)
        assert run.code == 3
        assert words in " ".join(run.err.split())
        assert "--kind" not in run.err


@pytest.mark.parametrize("answer", [(403, "<html>"), (407, ""), (200, "<html>Connexion</html>")])
def test_a_proxy_may_stand_in_between(
    opendata: Opendata, site: str, answers: type[Answers], answer: tuple[int, str]
) -> None:
    answers.pages["/api/1/site/"] = answer
    run = opendata("portal", "add", "p1", site)
    assert run.code == 2
    assert "A proxy of your network may stand in between" in run.err
    assert "--kind" not in run.err


def test_an_authority_that_nobody_knows_is_told(
    opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").configure_cert(context)
    Answers.pages = {"/api/1/site/": (200, UDATA)}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"https://127.0.0.1:{server.server_address[1]}"
    try:
        run = opendata("portal", "add", "ministere", url)
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        trusted = opendata("portal", "add", "ministere", url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert run.code == 3
    assert "SSL_CERT_FILE" in run.err
    assert trusted.code == 0


def test_a_key_shown_where_no_portal_is_says_so(
    opendata: Opendata, site: str, answers: type[Answers]
) -> None:
    answers.pages = {}
    assert opendata("portal", "add", "p1", site, "--kind", "udata").code == 0
    run = opendata("portal", "login", "p1", stdin=b"abc\n")
    assert run.code == 3
    assert "p1 does not answer as a portal: it has no /api/1/me/" in " ".join(run.err.split())
