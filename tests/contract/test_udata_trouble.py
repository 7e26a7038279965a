"""A portal in trouble: reads are repeated, writes only when reading again proves them undone.

Between us and a real udata stands a proxy that loses, cuts or replaces answers.
"""

from __future__ import annotations

import http.server
import io
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from tests.contract.contract_kit import KEY, NOON, Producer, a_dataset, udata_portal
from tests.contract.udata_kit import Raw
from tests.servers.proxy import Proxy, Seen, Trouble, answer, cut, withheld
from tests.servers.udata import Udata

from opendata_cli.errors import PortalError
from opendata_cli.exits import ExitCode
from opendata_cli.model.dataset import Visibility
from opendata_cli.model.plan import PlannedFile
from opendata_cli.model.remote import PortalInfo, RemoteRef
from opendata_cli.portals.udata.portal import UdataPortal
from opendata_cli.publishing.apply import apply

HTML = b"<!doctype html><title>Maintenance</title>"
LARGE = bytes(range(256)) * 2 + b"the end"
Open = Callable[..., UdataPortal]


@pytest.fixture
def proxy(udata: Udata) -> Iterator[Proxy]:
    with Proxy(udata.url) as proxy:
        yield proxy


@pytest.fixture
def waits() -> list[float]:
    """How long was to be waited, each time."""
    return []


@pytest.fixture
def open_portal(
    udata: Udata, proxy: Proxy, organization: str, tmp_path: Path, waits: list[float]
) -> Iterator[Open]:
    opened: list[UdataPortal] = []

    def wait(seconds: float) -> None:
        """Long waits are told only; a second passes: two files of one name collide within it."""
        waits.append(seconds)
        time.sleep(seconds if seconds <= 1 else 0)

    def open_(**changes: Any) -> UdataPortal:
        info = PortalInfo(name="udata", kind="udata", url=proxy.url, origin=proxy.url)
        told = {"info": info, "sleep": wait, **changes}
        opened.append(udata_portal(udata, organization, tmp_path / "memory", **told))
        return opened[-1]

    yield open_
    for portal in opened:
        portal.close()


@pytest.fixture
def portal(open_portal: Open) -> UdataPortal:
    return open_portal()


def writing(method: str, part: str = "") -> Callable[[Seen], bool]:
    return lambda seen: seen.method == method and part in seen.path


def count(proxy: Proxy, method: str, part: str = "") -> int:
    return sum(writing(method, part)(seen) for seen in proxy.seen)


def error_of(call: Callable[[], object]) -> PortalError:
    with pytest.raises(PortalError) as caught:
        call()
    return caught.value


# Reads


@pytest.mark.parametrize("trouble", [answer(502), answer(503), answer(504), withheld(), cut()])
def test_a_read_is_repeated(portal: UdataPortal, proxy: Proxy, trouble: Trouble) -> None:
    proxy.on(1, trouble)

    assert portal.whoami().may_publish


def test_a_read_waits_as_long_as_the_portal_asks(
    portal: UdataPortal, proxy: Proxy, waits: list[float]
) -> None:
    proxy.on(1, answer(429, {"Retry-After": "17"}))

    portal.whoami()

    assert waits == [17.0]


def test_a_wait_that_is_too_long_is_told_instead(
    portal: UdataPortal, proxy: Proxy, waits: list[float]
) -> None:
    proxy.on(1, answer(429, {"Retry-After": "3600"}))

    error = error_of(portal.whoami)

    assert (error.code, error.params["seconds"]) == ("rate-limited", 3600)
    assert waits == []


def test_a_portal_that_stays_down_is_told(portal: UdataPortal, proxy: Proxy) -> None:
    proxy.on(lambda _seen: True, answer(503, {"Content-Type": "text/html"}, HTML))

    error = error_of(portal.whoami)

    assert (error.code, error.exit) == ("portal-down", ExitCode.FAILURE)
    assert len(proxy.seen) == 4


def test_nobody_listening_is_told(open_portal: Open) -> None:
    nowhere = "http://127.0.0.1:9"
    info = PortalInfo(name="udata", kind="udata", url=nowhere, origin=nowhere)

    assert error_of(open_portal(info=info).whoami).code == "portal-silent"


def test_a_page_instead_of_json_is_told(portal: UdataPortal, proxy: Proxy) -> None:
    proxy.on(1, answer(200, {"Content-Type": "text/html; charset=utf-8"}, HTML))

    error = error_of(portal.whoami)

    assert (error.code, error.params["kind"]) == ("not-json", "text/html")


@pytest.mark.parametrize("body", [b"[]", b"null", b'{"id": {}}'])
def test_json_of_another_shape_is_told(portal: UdataPortal, proxy: Proxy, body: bytes) -> None:
    proxy.on(1, answer(200, {"Content-Type": "application/json"}, body))

    assert error_of(portal.whoami).code == "unexpected-answer"


def test_a_certificate_that_nobody_vouches_for_is_told(open_portal: Open) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    url = f"https://127.0.0.1:{server.server_address[1]}"
    try:
        info = PortalInfo(name="udata", kind="udata", url=url, origin=url)
        assert error_of(open_portal(info=info).whoami).code == "bad-certificate"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


ODD_LISTS = [b"{}", b'{"message": "maintenance"}', b'{"data": [{"id": "x"}], "next_page": null}']
ODD_LISTS += [b'{"data": [], "next_page": null, "total": 3}']


@pytest.mark.parametrize("body", ODD_LISTS)
def test_a_list_cut_short_is_not_taken_for_an_absence(
    portal: UdataPortal, proxy: Proxy, body: bytes
) -> None:
    """Or the dataset would be made a second time."""
    portal.create(a_dataset())
    proxy.on(lambda seen: "/datasets/?" in seen.path, answer(200, {}, body))

    assert error_of(lambda: portal.find(KEY)).code == "unexpected-answer"


def test_a_dataset_without_its_resources_is_not_taken_for_an_empty_one(
    portal: UdataPortal, proxy: Proxy, udata: Udata
) -> None:
    ref = portal.create(a_dataset())
    path = f"/datasets/{ref.dataset}/"
    told = udata.api("GET", path, token=udata.tokens["editor"]).json()
    del told["resources"]
    proxy.on(lambda seen: ref.dataset in seen.path, answer(200, {}, json.dumps(told).encode()))

    assert error_of(lambda: portal.read(ref)).code == "unexpected-answer"


def test_pages_that_go_round_in_circles_end(portal: UdataPortal, proxy: Proxy) -> None:
    again = f"{proxy.url}/api/1/organizations/x/datasets/?page=2"
    page = {"data": [], "next_page": again, "total": 0}
    proxy.on(lambda seen: "/datasets/?" in seen.path, answer(200, {}, json.dumps(page).encode()))

    assert error_of(lambda: list(portal.catalog())).code == "unexpected-answer"
    assert count(proxy, "GET", "/datasets/?") == 2


def test_json_without_a_bottom_is_told(portal: UdataPortal, proxy: Proxy) -> None:
    proxy.on(1, answer(200, {}, b"[" * 200_000))

    assert error_of(portal.whoami).code == "not-json"


# The key


@pytest.mark.parametrize("following", ["@{host}/x", ":1@{host}/x", "//{host}/x", "x", ""])
def test_a_next_page_that_leads_elsewhere_is_refused(
    portal: UdataPortal, proxy: Proxy, udata: Udata, following: str
) -> None:
    with Proxy(udata.url) as elsewhere:
        host = elsewhere.url.removeprefix("http://")
        page = {"data": [], "next_page": following.format(host=host), "total": 0}
        body = json.dumps(page).encode()
        proxy.on(lambda seen: "/datasets/?" in seen.path, answer(200, {}, body))

        assert error_of(lambda: list(portal.catalog())).code == "unexpected-answer"
        assert elsewhere.seen == []


def test_a_key_that_the_portal_says_again_is_not_repeated(
    portal: UdataPortal, proxy: Proxy, udata: Udata
) -> None:
    key = udata.tokens["editor"]
    said = {"message": f"bad header {key}", "errors": {key: [f"no {key}"]}}
    proxy.on(1, answer(400, {}, json.dumps(said).encode()))

    error = error_of(portal.whoami)

    assert error.code == "refused"
    assert key not in str(error)


def test_a_redirect_is_refused_and_the_key_goes_nowhere(
    portal: UdataPortal, proxy: Proxy, udata: Udata
) -> None:
    with Proxy(udata.url) as elsewhere:
        proxy.on(1, answer(302, {"Location": f"{elsewhere.url}/api/1/me/"}))

        error = error_of(portal.whoami)

        assert (error.code, elsewhere.seen) == ("redirected", [])


def test_the_next_page_is_asked_of_the_same_address(
    portal: UdataPortal, proxy: Proxy, organization: str, udata: Udata
) -> None:
    """Here the portal tells pages by its own address, which is not the proxy's."""
    for number in range(51):
        body = {"title": f"Jeu {number}", "description": "D", "organization": organization}
        udata.api("POST", "/datasets/", token=udata.tokens["editor"], json=body)

    assert len(list(portal.catalog())) == 51
    assert count(proxy, "GET", "/datasets/?") == 2


def test_no_cookie_ever_comes_back_and_no_address_is_corrected_by_the_portal(
    portal: UdataPortal, proxy: Proxy, producer: Producer
) -> None:
    producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))

    assert [seen.path for seen in proxy.seen if seen.status in (301, 302, 307, 308)] == []
    headers = {name.lower() for seen in proxy.seen for name in seen.headers}
    assert "x-api-key" in headers
    assert "cookie" not in headers


# Writes


OWN_500 = answer(500, {}, b'{"message": "Internal Server Error"}')
LOST = [withheld()]
# What stands in front of the portal may say these while the portal goes on working.
UNKNOWN = [cut(), answer(502), answer(504), answer(500), answer(503, {"Retry-After": "2"})]
NEVER_ARRIVED = [*UNKNOWN, OWN_500]
TURNED_AWAY = [answer(429, {"Retry-After": "2"})]


def there(portal: UdataPortal) -> Any:
    (found,) = portal.find(KEY)
    return found


@pytest.mark.parametrize("trouble", LOST)
def test_a_creation_whose_answer_is_lost_is_found_and_not_repeated(
    portal: UdataPortal, proxy: Proxy, trouble: Trouble
) -> None:
    proxy.on(writing("POST"), trouble, times=1)

    ref = portal.create(a_dataset())

    assert there(portal).ref == ref
    assert count(proxy, "POST", "/datasets/") == 1


@pytest.mark.parametrize("trouble", TURNED_AWAY)
def test_a_creation_that_was_turned_away_is_said_again(
    portal: UdataPortal, proxy: Proxy, waits: list[float], trouble: Trouble
) -> None:
    proxy.on(writing("POST"), trouble, times=1)

    ref = portal.create(a_dataset())

    assert there(portal).ref == ref
    assert waits == [2.0]


@pytest.mark.parametrize("trouble", UNKNOWN)
def test_a_creation_of_which_nothing_is_known_is_not_said_again(
    portal: UdataPortal, proxy: Proxy, trouble: Trouble
) -> None:
    """It might still arrive: the next run looks for it by its key."""
    proxy.on(writing("POST"), trouble, times=1)

    error = error_of(lambda: portal.create(a_dataset()))

    assert error.exit is ExitCode.FAILURE
    assert count(proxy, "POST") == 1


def test_a_creation_that_failed_for_good_is_said_again(portal: UdataPortal, proxy: Proxy) -> None:
    proxy.on(writing("POST"), OWN_500, times=1)

    ref = portal.create(a_dataset())

    assert there(portal).ref == ref
    assert count(proxy, "POST") == 2


@pytest.mark.parametrize("trouble", LOST)
def test_a_new_file_whose_answer_is_lost_is_found_and_not_repeated(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    ref = portal.create(a_dataset())
    proxy.on(writing("POST", "upload"), trouble, times=1)

    made = portal.upload(ref, producer.resource("a", b"a\n1\n"), io.BytesIO(b"a\n1\n"))

    assert [item.id for item in there(portal).dataset.resources] == [made.resource]
    assert count(proxy, "POST", "upload") == 1


@pytest.mark.parametrize("trouble", UNKNOWN)
def test_a_new_file_of_which_nothing_is_known_is_not_sent_again(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    ref = portal.create(a_dataset())
    proxy.on(writing("POST", "upload"), trouble, times=1)
    resource = producer.resource("a", b"a\n1\n")

    error_of(lambda: portal.upload(ref, resource, io.BytesIO(b"a\n1\n")))

    assert count(proxy, "POST", "upload") == 1
    assert producer.publish(portal, a_dataset(resource)).ref == ref


@pytest.mark.parametrize("trouble", [*LOST, *NEVER_ARRIVED, *TURNED_AWAY])
def test_a_replacement_is_done_once_and_well_whatever_is_lost(
    open_portal: Open, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    """Said again a second later: two files of one name in one second collide on udata."""
    portal = open_portal(sleep=time.sleep)
    before = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    proxy.on(writing("POST", "upload"), trouble, times=1)

    after = producer.publish(portal, a_dataset(producer.resource("a", b"a\n2\n")))

    (old,), (new,) = before.dataset.resources, after.dataset.resources
    assert (new.id, new.title) == (old.id, old.title)
    assert new.checksum != old.checksum


@pytest.mark.parametrize("trouble", LOST)
def test_an_update_whose_answer_is_lost_is_read_again_and_not_repeated(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    producer.publish(portal, a_dataset())
    puts = count(proxy, "PUT", "/api/1/datasets/")
    proxy.on(writing("PUT", "/api/1/datasets/"), trouble, times=1)

    producer.publish(portal, a_dataset(title="Autre", keywords=("mot-clef",)))

    assert there(portal).dataset.title == "Autre"
    assert count(proxy, "PUT", "/api/1/datasets/") == puts + 1


@pytest.mark.parametrize("trouble", [*NEVER_ARRIVED, *TURNED_AWAY])
def test_an_update_that_never_arrived_is_said_again(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    producer.publish(portal, a_dataset())
    puts = count(proxy, "PUT", "/api/1/datasets/")
    proxy.on(writing("PUT", "/api/1/datasets/"), trouble, times=1)

    producer.publish(portal, a_dataset(title="Autre"))

    assert there(portal).dataset.title == "Autre"
    assert count(proxy, "PUT", "/api/1/datasets/") == puts + 2


@pytest.mark.parametrize("trouble", [*LOST, *NEVER_ARRIVED])
def test_a_dataset_is_shown_whatever_is_lost(
    portal: UdataPortal, proxy: Proxy, trouble: Trouble
) -> None:
    ref = portal.create(a_dataset())
    proxy.on(writing("PUT"), trouble, times=1)

    portal.set_visibility(ref, Visibility.PUBLIC)

    found = there(portal)
    assert (found.dataset.visibility, found.unfinished) == (Visibility.PUBLIC, False)


@pytest.mark.parametrize("trouble", [*LOST, *NEVER_ARRIVED])
def test_a_deletion_is_done_once_whatever_is_lost(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    kept = producer.resource("kept", b"a\n1\n")
    producer.publish(portal, a_dataset(kept, producer.resource("gone", b"a\n2\n")))
    proxy.on(writing("DELETE"), trouble, times=1)

    published = producer.publish(portal, a_dataset(kept), prune=True)

    assert [item.key for item in published.dataset.resources] == ["kept"]


@pytest.mark.parametrize("trouble", LOST)
def test_a_link_whose_answer_is_lost_is_made_once(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble
) -> None:
    ref = portal.create(a_dataset())
    resource = replace(
        producer.resource("a", b""), url="https://www.example.org/a.csv", linked=True, path=None
    )
    proxy.on(writing("POST", "/resources/"), trouble, times=1)

    made = portal.link(ref, resource)

    assert [item.id for item in there(portal).dataset.resources] == [made.resource]


def test_a_portal_in_maintenance_is_told_and_nothing_is_lost(
    portal: UdataPortal, proxy: Proxy, producer: Producer
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    proxy.on(writing("POST"), answer(423, {}, b"{}"))
    plan = producer.plan(portal, a_dataset(producer.resource("a", b"a\n2\n")))

    receipt = producer.carry_out(portal, plan)

    assert [item.failure.code for item in receipt.outcomes if item.failure] == ["read-only"]
    assert there(portal).dataset == published.dataset


# Large files


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opendata_cli.portals.udata.uploading.PART", 100)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("part", [1, 6, 7])
@pytest.mark.parametrize("trouble", [withheld(), cut(at_least=50), answer(502), *TURNED_AWAY])
def test_a_large_replacement_arrives_whatever_part_is_lost(
    portal: UdataPortal, proxy: Proxy, producer: Producer, trouble: Trouble, part: int
) -> None:
    """Six parts, and the request that puts them together."""
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    old = published.dataset.resources[0]
    sent = count(proxy, "POST", "upload")
    wanted = sent + part
    proxy.on(
        lambda seen: "upload" in seen.path and count(proxy, "POST", "upload") == wanted, trouble
    )

    after = producer.publish(portal, a_dataset(producer.resource("a", LARGE)))

    ref = RemoteRef(dataset=after.ref.dataset, resource=old.id)
    with portal.download(ref) as file:
        assert file.read() == LARGE
    assert [item.id for item in after.dataset.resources] == [old.id]


@pytest.mark.usefixtures("small_parts")
def test_a_file_that_changed_on_its_way_leaves_no_part_of_it_behind(
    portal: UdataPortal, producer: Producer
) -> None:
    """Put right again, it is sent whole: never a mixture of both."""
    producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    told = a_dataset(producer.resource("a", LARGE))
    plan = producer.plan(portal, told)
    opened = 0

    def open_changing(_planned: PlannedFile) -> io.BytesIO:
        nonlocal opened
        opened += 1  # the first reading compares; the second is sent
        return io.BytesIO(LARGE if opened == 1 else b"X" * 200 + LARGE[200:])

    receipt = apply(
        plan, portal, open_file=open_changing, journal=producer.journal, now=lambda: NOON
    )
    assert [item.failure.code for item in receipt.outcomes if item.failure] == ["stale-plan"]

    after = producer.publish(portal, told)

    with portal.download(
        RemoteRef(dataset=after.ref.dataset, resource=after.dataset.resources[0].id)
    ) as file:
        assert file.read() == LARGE


@pytest.mark.usefixtures("small_parts")
def test_a_part_that_failed_on_the_portals_side_is_never_used(
    portal: UdataPortal, proxy: Proxy, producer: Producer
) -> None:
    """The portal may hold half of it, and takes no other under the same name."""
    ref = portal.create(a_dataset())
    proxy.on(writing("POST", "upload"), OWN_500, times=1)

    made = portal.upload(ref, producer.resource("a", LARGE), io.BytesIO(LARGE))

    with portal.download(made) as file:
        assert file.read() == LARGE


@pytest.mark.usefixtures("small_parts")
def test_a_new_large_file_is_not_sent_again_when_what_stands_in_front_gives_up(
    portal: UdataPortal, proxy: Proxy, producer: Producer
) -> None:
    """The portal may still be putting the parts together: the next run will see."""
    ref = portal.create(a_dataset())
    total = -(-len(LARGE) // 100)
    sent = count(proxy, "POST", "upload")
    wanted = sent + total + 1
    gives_up = answer(500, {"Content-Type": "text/html"}, HTML)
    proxy.on(
        lambda seen: "upload" in seen.path and count(proxy, "POST", "upload") == wanted, gives_up
    )

    error_of(lambda: portal.upload(ref, producer.resource("a", LARGE), io.BytesIO(LARGE)))

    assert count(proxy, "POST", "upload") == wanted


# Others at work


def test_what_a_colleague_changes_meanwhile_is_left_alone(
    portal: UdataPortal, producer: Producer, raw: Raw
) -> None:
    """While the file is on its way, somebody retitles the dataset and gives it other tags."""
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    told = a_dataset(producer.resource("a", b"a\n2\n"), description="Nouvelle description.")
    plan = producer.plan(portal, told)

    def meddle(_progress: object) -> None:
        raw.put(published.ref.dataset, title="De la collègue", tags=["collegue"])

    receipt = apply(
        plan,
        portal,
        open_file=producer.open,
        journal=producer.journal,
        now=lambda: NOON,
        on_progress=meddle,
    )

    assert receipt.status == "ok", receipt.outcomes
    there = raw.get(published.ref.dataset)
    assert (there["title"], there["tags"]) == ("De la collègue", ["collegue"])
    assert there["description"] == "Nouvelle description."


def test_a_resource_that_another_machine_just_made_is_not_made_again(
    portal: UdataPortal, open_portal: Open, producer: Producer
) -> None:
    ref = portal.create(a_dataset())
    resource = producer.resource("a", b"a\n1\n")
    portal.read(ref)
    made = open_portal().upload(ref, resource, io.BytesIO(b"a\n1\n"))

    error = error_of(lambda: portal.upload(ref, resource, io.BytesIO(b"a\n1\n")))

    assert error.code == "already-exists"
    assert [item.id for item in there(portal).dataset.resources] == [made.resource]


def test_another_runs_creation_is_not_taken_for_ours(
    portal: UdataPortal, proxy: Proxy, raw: Raw, organization: str
) -> None:
    """Ours never arrived; a colleague's, of the same key, did at the same moment."""
    wish = {"title": "T", "description": "D", "organization": organization, "private": True}
    extras = {"opendata_key": KEY, "opendata_creating": "theirs"}
    theirs = cut(0, lambda: raw.post("/datasets/", json={**wish, "extras": extras}))
    proxy.on(writing("POST", "/datasets/"), theirs, times=1)

    error_of(lambda: portal.create(a_dataset()))

    assert len(portal.find(KEY)) == 1
