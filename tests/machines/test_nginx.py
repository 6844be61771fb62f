"""`deploy/nginx` with a real nginx, in front of two real nodes that share a database and no folder."""

from __future__ import annotations

import http.client
import os
import pwd
import re
import ssl
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.machines.front import SITE, Front
from tests.machines.nodes import ROOT, Node
from tests.machines.postgresql import Server

pytestmark = pytest.mark.slow

SOUND = bytes(range(251)) * 20_000  # five megabytes, whose period shares no factor with one
PIECE = 1_048_576


@pytest.fixture(scope="module")
def nodes(database: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    folder = tmp_path_factory.mktemp("nodes")
    environment = {
        "DATABASE_URL": database.url,
        "DATABASE_POOL": "4",
        "SITE_URL": f"https://{SITE}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "ACCESS_LOG": "-",
    }
    with ExitStack() as stopping:
        known = [Node(folder / name, environment) for name in ("one", "other")]
        known[0].manage("migrate", "--verbosity", "0")
        known[0].manage("import_interview", str(ROOT / "docs" / "demonstration"), "--publish", "--verbosity", "0")
        known[0].make_public("recordings/abc/talk.mp3", "recordings/abc/hours.mp3")
        for node in known:
            file = Path(node.environment["DATA_DIR"], "media", "recordings", "abc", "talk.mp3")
            file.parent.mkdir(parents=True)
            file.write_bytes(SOUND)
            with file.with_name("hours.mp3").open("wb") as long:
                long.truncate(200_000_000)  # more than all buffers on the way to a listener
            os.utime(file, (1_700_000_000, 1_700_000_000))
            stopping.enter_context(node)
        yield known


@pytest.fixture(scope="module")
def front(nodes: list[Node], nginx: str) -> Iterator[Front]:
    with tempfile.TemporaryDirectory(prefix="portal-nginx-") as folder:
        user = pwd.getpwuid(os.getuid()).pw_name if os.getuid() == 0 else ""
        with Front(nginx, Path(folder, "nginx"), [node.port for node in nodes], user) as running:
            yield running


RECORDING = "/media/recordings/abc/talk.mp3"


def slug_of(database: Server) -> str:
    return database.ask("SELECT slug FROM interviews_interview WHERE edits_id IS NULL ORDER BY id LIMIT 1")


def comment(front: Front, slug: str, forwarded: str, source: str = "127.0.0.1", body: str = "Well said.") -> int:
    headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": forwarded}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    form = urlencode({"name": "Mia Ek", "body": f"{body} {forwarded} {time.monotonic()}"})
    return front.ask(f"/interviews/{slug}/comments/", "POST", form, headers, source).status


def test_the_file_is_in_order(front: Front) -> None:
    done = front.check()
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def offering(newest: ssl.TLSVersion, ciphers: str) -> ssl.SSLContext:
    """A client that takes nothing newer, and of TLS 1.2 and before these."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python says itself that these are old
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    return context


@pytest.mark.parametrize(
    ("newest", "ciphers", "taken"),
    [
        (ssl.TLSVersion.TLSv1_3, "ALL", "TLSv1.3"),
        (ssl.TLSVersion.TLSv1_2, "ALL", "TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384"),
        (
            ssl.TLSVersion.TLSv1_2,
            "AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
            "TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256",
        ),
        (ssl.TLSVersion.TLSv1_2, "AES256-GCM-SHA384:AES128-GCM-SHA256", ""),  # whose key tells what was said before
        (ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA", ""),
        (ssl.TLSVersion.TLSv1_1, "ALL", ""),
        (ssl.TLSVersion.TLSv1, "ALL", ""),
    ],
)
def test_tls_is_spoken_in_its_good_versions_and_ciphers_alone_the_strongest_first(
    front: Front, newest: ssl.TLSVersion, ciphers: str, taken: str
) -> None:
    try:
        with front.connect(offering=offering(newest, ciphers)) as spoken:
            cipher = spoken.cipher()
            found = f"{spoken.version()} {cipher[0] if cipher else ''}"
    except ssl.SSLError as refused:
        assert not isinstance(refused, ssl.SSLCertVerificationError)
        found = ""
    assert found.startswith(taken) and bool(found) is bool(taken)


def test_both_nodes_answer_and_one_that_is_away_is_passed_over(front: Front, nodes: list[Node]) -> None:
    for _time in range(8):
        assert front.ask("/").status == 200
    assert all("GET interviews:home 200" in node.log.read_text() for node in nodes)
    nodes[1].process.terminate()
    nodes[1].process.wait(timeout=60)
    try:
        assert {front.ask("/").status for _time in range(8)} == {200}
    finally:
        nodes[1].start()


@pytest.mark.parametrize("host", [SITE, "evil.example"])
def test_without_tls_one_is_led_to_the_site_whatever_name_the_request_gives(front: Front, host: str) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=60)
    plain.request("GET", "/search/?q=a", headers={"Host": host})
    answer = plain.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{SITE}/search/?q=a")
    plain.close()


def test_links_in_a_page_are_those_of_the_public_address(front: Front) -> None:
    answer = front.ask("/")
    assert f'href="https://{SITE}/"' in answer.text
    assert answer.headers["strict-transport-security"]
    assert "nginx/" not in answer.headers["server"]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        (f"bytes={PIECE - 10}-{PIECE + 9}", PIECE - 10, PIECE + 10),  # over the end of a piece
        ("bytes=3000000-", 3_000_000, len(SOUND)),
        ("bytes=-1000", len(SOUND) - 1000, len(SOUND)),
        (f"bytes=0-{len(SOUND) * 2}", 0, len(SOUND)),
    ],
)
def test_a_range_of_a_recording_is_what_the_node_has(front: Front, asked: str, start: int, stop: int) -> None:
    answer = front.ask(RECORDING, headers={"Range": asked})
    assert answer.status == 206
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(SOUND)}"
    assert answer.body == SOUND[start:stop]
    assert answer.headers["content-type"] == "audio/mpeg"


def test_a_whole_recording_is_whole_and_known_again(front: Front) -> None:
    answer = front.ask(RECORDING)
    assert (answer.status, answer.body == SOUND) == (200, True)
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = front.ask(RECORDING, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    head = front.ask(RECORDING, "HEAD")
    assert (head.status, head.headers["content-length"]) == (200, str(len(SOUND)))
    beyond = front.ask(RECORDING, headers={"Range": f"bytes={len(SOUND)}-"})
    assert beyond.status == 416
    assert front.ask("/media/recordings/abc/other.mp3").status == 404


def test_two_hundred_who_are_slow_in_asking_and_in_listening_starve_nobody(front: Front) -> None:
    with ExitStack() as closing:
        for number in range(200):
            slow = closing.enter_context(front.connect())
            if number % 4:
                slow.sendall(b"GET / HTTP/1.1\r\nHost: interviews.example.org\r\nX-Slow: ")
            else:  # asks, and takes nothing of what comes
                slow.sendall(f"GET /media/recordings/abc/hours.mp3 HTTP/1.1\r\nHost: {SITE}\r\n\r\n".encode())
        time.sleep(2)  # by now every thread would be at work for somebody
        began = time.monotonic()
        for _time in range(10):
            assert front.ask("/").status == 200
        assert time.monotonic() - began < 10


def test_what_is_too_large_is_refused_before_a_node_hears_of_it(front: Front, nodes: list[Node]) -> None:
    large = b"body=" + b"x" * 300_000
    heard_before = [node.log.read_text().count("POST comments:comments") for node in nodes]
    for path, status in (("/interviews/any/comments/", 413), ("/admin/login/", 413)):
        assert front.ask(path, "POST", large, {"Content-Type": "application/x-www-form-urlencoded"}).status == status
    # At the desk a form may be long: here the node says no, since nobody signed in.
    answer = front.ask("/admin/interviews/interview/add/", "POST", large, {"Referer": f"https://{SITE}/admin/"})
    assert answer.status in (302, 403)
    assert [node.log.read_text().count("POST comments:comments") for node in nodes] == heard_before


def test_the_readers_address_reaches_the_limits_and_nobody_makes_one_up(front: Front, database: Server) -> None:
    slug = slug_of(database)
    # As asked through one more proxy of ours, which is at 127.0.0.1 too.
    assert comment(front, slug, "203.0.113.7") == 303
    assert comment(front, slug, "203.0.113.8") == 429  # of the same network
    assert comment(front, slug, "198.51.100.9") == 303
    networks = "SELECT count(DISTINCT network) FROM comments_comment WHERE network <> ''"
    assert database.ask(networks) == 2
    # From anywhere else the header is a stranger's word: what counts is whence the connection comes.
    for claimed in ("192.0.2.1", "192.0.2.2"):
        assert comment(front, slug, claimed, source="127.0.0.2") == 303
    assert database.ask(networks) == 2


def test_who_sends_forms_without_end_is_told_to_wait(front: Front) -> None:
    """At the address of nobody else in these tests."""
    seen = [front.ask("/interviews/none/comments/", "POST", b"", source="127.0.0.3").status for _time in range(40)]
    assert seen.count(429) >= 8
    assert 429 not in seen[:15]
    assert front.ask("/", source="127.0.0.3").status == 200  # reading goes on


def test_nobody_fills_the_disk_with_recordings_that_never_end(front: Front) -> None:
    """Each of them may be of 500 MB, and waits for its end at nginx, before anybody has asked who sends it."""
    begun = f"POST /admin/interviews/interview/add/ HTTP/1.1\r\nHost: {SITE}\r\nContent-Length: 400000000\r\n\r\n"
    with ExitStack() as closing:
        waiting = []
        for _number in range(30):
            sending = closing.enter_context(front.connect("127.0.0.6"))
            sending.sendall(begun.encode() + b"x" * 1000)
            sending.settimeout(0.05)
            waiting.append(sending)
        until = time.monotonic() + 20
        while len(waiting) > 20 and time.monotonic() < until:
            for sending in list(waiting):
                with suppress(TimeoutError):  # of most of them the rest is waited for
                    assert b" 429 " in sending.recv(1000)
                    waiting.remove(sending)
        assert len(waiting) == 20
        assert front.ask("/", source="127.0.0.6").status == 200  # reading goes on
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        assert front.ask("/admin/interviews/interview/add/", "POST", "a=1", sent, "127.0.0.7").status == 403


def test_so_is_who_searches_and_asks_the_api_without_end(front: Front) -> None:
    """All at once on one connection, so that a slow machine is not slower than the rate."""
    one = f"GET /api/none/ HTTP/1.1\r\nHost: {SITE}\r\n\r\n"
    drawn = f"HEAD /interviews/none/card.png?t=1 HTTP/1.1\r\nHost: {SITE}\r\n\r\n"
    last = f"HEAD /fr/search/ HTTP/1.1\r\nHost: {SITE}\r\nConnection: close\r\n\r\n"
    with front.connect("127.0.0.4") as asking:
        asking.sendall((one * 400 + drawn + last).encode())
        heard = b"".join(iter(lambda: asking.recv(65536), b"")).decode("latin-1")
    seen = re.findall(r"HTTP/1\.1 (\d+) ", heard)
    assert len(seen) == 402
    assert "429" not in seen[:100]
    assert seen.count("429") > 40
    assert seen[-2:] == ["429", "429"]  # one rate for all, in each language
    assert front.ask("/", source="127.0.0.4").status == 200  # other pages go on
    assert front.ask("/search/", source="127.0.0.5").status == 200  # and other readers


def test_an_editor_stays_with_one_node(front: Front, nodes: list[Node]) -> None:
    def heard() -> list[int]:
        return [node.log.read_text().count("GET desk_find 302") for node in nodes]

    asked = [0, 0]
    for who in ("a", "b", "c", "d", "e", "f"):
        for number in range(6):
            front.ask(f"/admin/find/?{who}={number}", headers={"Cookie": f"__Host-session={who * 32}"})
        before, asked = asked, heard()
        assert sorted(now - then for now, then in zip(asked, before, strict=True)) == [0, 6]
    assert all(asked)


def test_a_request_has_one_number_in_the_front_end_and_in_the_node_whatever_a_client_calls_it(
    front: Front, nodes: list[Node]
) -> None:
    answer = front.ask("/search/?q=lamp", headers={"X-Request-ID": "made-up-by-a-client"})
    number = answer.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", number)  # as nginx makes them
    assert sum(f"[{number}]: GET interviews:search 200" in node.log.read_text() for node in nodes) == 1


def test_the_probes_are_answered_through_it_and_figures_are_not(front: Front) -> None:
    assert (front.ask("/healthz").status, front.ask("/readyz").body) == (200, b"ready\n")
    assert front.ask("/metrics").status == 404
