"""Nodes as they are started, while what they rely on is away, or while they are stopped: reads go on, nothing false is
said, and nothing that was acknowledged is lost.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.deeds import PAGE
from tests.machines.nodes import ROOT, Node, eventually
from tests.machines.postgresql import Server, free_port

pytestmark = pytest.mark.slow

TOKEN = "what-only-monitoring-knows"
NEAR = {"Sec-Fetch-Site": "same-origin"}


@contextmanager
def site(folder: Path, **environment: str) -> Iterator[Node]:
    """A node with the demonstration."""
    node = Node(folder, {"METRICS_TOKEN": TOKEN, **environment})
    node.manage("migrate", "--verbosity", "0")
    node.manage("import_interview", str(ROOT / "docs" / "demonstration"), "--publish", "--verbosity", "0")
    node.manage("shell", "-c", "from interviews.comments.models import SitePolicy; SitePolicy(mode='open').save()")
    with node:
        yield node


def slug_of(node: Node) -> str:
    found = re.search(rb'href="(?:https?://[^/"]*)?/interviews/([\w-]+)/"', node.get("/interviews/").body)
    assert found
    return found[1].decode()


def workers_of(node: Node) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(node.process.pid)], capture_output=True, text=True)
    return [int(pid) for pid in done.stdout.split()]


def resident(pids: list[int]) -> int:
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def figures(node: Node) -> dict[tuple[str, ...], float]:
    answer = node.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status == 200
    families = text_string_to_metric_families(answer.text)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def comments_in(node: Node) -> set[str]:
    code = "from interviews.comments.models import Comment\nfor one in Comment.objects.all(): print('said', one.body)"
    return set(re.findall(r"^said (.*)$", node.manage("shell", "-c", code), re.MULTILINE))


# --- the database ---


@pytest.fixture(scope="module")
def on_postgresql(database: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    folder = tmp_path_factory.mktemp("postgresql") / "node"
    with site(folder, DATABASE_URL=database.url, LOG_FORMAT="json") as node:
        yield node


def store(node: Node, *names: str) -> None:
    """Recordings that readers hear."""
    for name in names:
        file = Path(node.environment["DATA_DIR"], "media", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"0123456789")
    node.make_public(*names)


def test_while_the_database_is_away_each_kind_of_address_says_so_in_its_form(
    on_postgresql: Node, database: Server
) -> None:
    node, heard, other = on_postgresql, "recordings/a/heard.mp3", "recordings/b/other.mp3"
    store(node, heard, other)
    slug = slug_of(node)
    page = f"/interviews/{slug}/"
    assert node.get(page).status == node.get("/").status == node.get(f"/media/{heard}").status == 200
    assert node.get("/readyz").status == 200
    database.stop("fast")
    try:
        assert node.get("/healthz").status == 200
        assert eventually(lambda: node.get("/readyz").status == 503)
        assert "database: does not answer" in node.get("/readyz").text
        assert eventually(lambda: figures(node)["interviews_database_up",] == 0)
        assert node.get(page).status == 200  # it is kept
        listened = node.get(f"/media/{heard}", headers={"Range": "bytes=3-5"})
        assert (listened.status, listened.body) == (206, b"345")
        answer = node.get(f"/media/{other}")
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        cookie = {"Cookie": "sessionid=" + "a" * 32}
        for path in ("/search/?q=lamp", "/fr/search/?q=lamp", "/feeds/search.atom?q=lamp", "/tags/none/"):
            answer = node.get(path)
            assert (answer.status, answer.headers["retry-after"]) == (503, "5"), path
            assert answer.headers["x-request-id"] in answer.text
        desk = node.get("/admin/interviews/interview/", headers=cookie)
        assert desk.status == 503
        answer = node.get("/api/1/search?q=lamp")
        assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
        form = {"name": "Mia Ek", "body": "While it was away."}
        sent = node.get(f"{page}comments/", method="POST", form=form, headers=NEAR)
        assert sent.status == 503
        assert "it was not saved" in sent.text
    finally:
        database.start()
    assert eventually(lambda: node.get("/readyz").status == 200, within=30)
    assert node.get("/search/?q=lamp").status == 200
    assert "While it was away." not in comments_in(node)
    logged = node.log.read_text()
    assert "Mia Ek" not in logged and '"traceback"' in logged


@contextmanager
def read_only(database: Server) -> Iterator[None]:
    def turn(how: str) -> None:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"ALTER DATABASE postgres {how}")
            # Whoever is connected would not hear of it.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )

    turn("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        turn("RESET default_transaction_read_only")


def test_a_database_that_was_made_read_only_is_read_and_nothing_is_called_saved(
    on_postgresql: Node, database: Server, tmp_path: Path
) -> None:
    """As those who run one do where its disk is almost full, and as the replica is that nobody promoted."""
    node = on_postgresql
    page = f"/interviews/{slug_of(node)}/"
    source = tmp_path / "new.txt"
    source.write_text(PAGE.format(name="Zoe New"))
    with read_only(database):
        for path in ("/search/?q=lamp", "/tags/", "/api/1/search?q=lamp", f"{page}?q=lamp"):
            assert node.get(path).status == 200, path
        form = {"name": "Mia Ek", "body": "While it was read only."}
        sent = node.get(f"{page}comments/", method="POST", form=form, headers=NEAR)
        assert sent.status == 503
        assert "could not be saved just now" in sent.text and "While it was read only." in sent.text
        command = [sys.executable, str(ROOT / "manage.py"), "import_interview", str(source)]
        told = subprocess.run(command, env=node.environment, capture_output=True, text=True, timeout=120)
        assert told.returncode == 1
        assert "the database takes nothing just now" in told.stdout + told.stderr
        assert "Traceback" not in told.stderr
    assert "While it was read only." not in comments_in(node)
    assert node.get(f"{page}comments/", method="POST", form=form, headers=NEAR).status == 303


# --- mail ---


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter takes."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    letter += part
                self.server.letters.append(letter)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
            if word == b"QUIT":
                return


def test_letters_that_cannot_be_sent_are_kept_and_sent_later(tmp_path: Path) -> None:
    port = free_port()
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "SITE_URL": "http://127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1"}
    with site(tmp_path / "node", **mail) as node:
        slug = slug_of(node)
        form = {"email": "mia@example.org"}
        answer = node.get(f"/interviews/{slug}/comments/follow/", method="POST", form=form, headers=NEAR)
        assert answer.status == 200
        assert figures(node)["interviews_letters_due",] == 1
        assert "mia@example.org" not in node.log.read_text()
        assert "The mail server fails" in node.log.read_text()
        with socketserver.ThreadingTCPServer(("127.0.0.1", port), _Mailbox) as server:
            server.daemon_threads, server.letters = True, []  # type: ignore[attr-defined]
            threading.Thread(target=server.serve_forever, daemon=True).start()
            node.manage("send_letters", "--verbosity", "0")
            server.shutdown()
        (letter,) = server.letters  # type: ignore[attr-defined]
        assert b"To: mia@example.org" in letter
        assert eventually(lambda: figures(node)["interviews_letters_due",] == 0)


# --- the node itself ---


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One node of three processes."""
    environment = {"WEB_CONCURRENCY": "3", "GUNICORN_CMD_ARGS": "--timeout 4"}
    with site(tmp_path_factory.mktemp("several") / "node", **environment) as node:
        yield node


def test_figures_are_those_of_all_processes_and_outlive_one_that_is_killed(several: Node) -> None:
    key = ("interviews_requests_total", "interviews:search", "GET", "2xx", "bypass")
    before = figures(several).get(key, 0)
    with ThreadPoolExecutor(12) as readers:
        assert set(readers.map(lambda number: several.get(f"/search/?q=lamp{number}").status, range(60))) == {200}
    assert eventually(lambda: figures(several).get(key, 0) == before + 60)
    assert figures(several)["interviews_processes",] == 3
    os.kill(workers_of(several)[0], signal.SIGKILL)
    assert eventually(lambda: len(workers_of(several)) == 3 and figures(several)["interviews_processes",] == 3)
    assert figures(several)[key] == before + 60


def test_a_process_that_hangs_is_replaced_and_the_others_go_on(several: Node) -> None:
    several.get("/")
    hanging = workers_of(several)[0]
    os.kill(hanging, signal.SIGSTOP)
    try:
        assert eventually(lambda: hanging not in workers_of(several) and len(workers_of(several)) == 3, within=30)
    finally:
        if hanging in workers_of(several):
            os.kill(hanging, signal.SIGCONT)
    assert {several.get("/search/?q=lamp").status for _time in range(12)} == {200}
    assert several.get("/healthz").status == 200


def test_what_is_under_way_when_a_node_is_stopped_is_finished_and_is_whole(tmp_path: Path) -> None:
    with site(tmp_path / "node") as node:
        slug = slug_of(node)
        body = urlencode({"name": "Mia Ek", "body": "Sent while it was stopped."}).encode()
        with socket.create_connection(("127.0.0.1", node.port), timeout=60) as reader:
            reader.sendall(
                f"POST /interviews/{slug}/comments/ HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body[:20]
            )
            time.sleep(1)
            node.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert node.process.poll() is None  # it waits for this one
            reader.sendall(body[20:])
            answer = b""
            while part := reader.recv(65536):
                answer += part
        assert answer.startswith(b"HTTP/1.1 303 "), answer[:300]
        assert node.process.wait(timeout=60) == 0
        assert "Sent while it was stopped." in comments_in(node)
        assert "Traceback" not in node.log.read_text()


def test_who_gives_up_in_the_middle_of_a_form_leaves_nothing(several: Node) -> None:
    slug = slug_of(several)
    with socket.create_connection(("127.0.0.1", several.port), timeout=60) as reader:
        reader.sendall(
            f"POST /interviews/{slug}/comments/ HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n"
            "name=Mia&body=Half+of+it".encode()
        )
        time.sleep(0.5)
    time.sleep(0.5)
    assert not any("Half of it" in said for said in comments_in(several))
    assert several.get("/healthz").status == 200


@pytest.mark.parametrize(
    ("request_line", "headers", "statuses"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1", b"", {400, 414}),
        (b"GET / HTTP/1.1", b"X-Long: " + b"a" * 9000 + b"\r\n", {400, 431}),
        (b"GET / HTTP/1.1", b"".join(b"X-%d: a\r\n" % number for number in range(150)), {400, 431}),
        (b"GET / HTTP/9.9", b"", {400, 505}),
        (b"G\x00T / HTTP/1.1", b"", {400}),
        (b"POST / HTTP/1.1", b"Content-Length: -1\r\n", {400}),
        (b"POST / HTTP/1.1", b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", {400}),
        (b"POST / HTTP/1.1", b"Transfer-Encoding: odd\r\n", {400, 501}),
    ],
)
def test_what_is_no_request_is_refused_and_told_to_nobody(
    request_line: bytes, headers: bytes, statuses: set[int], several: Node
) -> None:
    with socket.create_connection(("127.0.0.1", several.port), timeout=60) as reader:
        reader.sendall(request_line + b"\r\nHost: localhost\r\n" + headers + b"\r\n")
        answer = reader.recv(65536)
    assert int(answer[9:12]) in statuses, answer[:200]
    assert "127.0.0.1" not in several.log.read_text()
    assert several.get("/healthz").status == 200


def test_a_thousand_ranges_of_a_recording_cost_no_memory(several: Node) -> None:
    file = Path(several.environment["DATA_DIR"], "media", "recordings", "abc", "hours.mp3")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as long:
        long.truncate(300_000_000)
    several.make_public("recordings/abc/hours.mp3")

    def ranges(numbers: range) -> Counter[int]:
        seen: Counter[int] = Counter()
        connection = http.client.HTTPConnection("127.0.0.1", several.port, timeout=60)
        for number in numbers:
            start = number * 250_000
            stop = start + (2_000_000 if number % 5 == 0 else 20_000)
            connection.request("GET", "/media/recordings/abc/hours.mp3", headers={"Range": f"bytes={start}-{stop - 1}"})
            answer = connection.getresponse()
            seen[answer.status] += 1
            assert len(answer.read()) == min(stop, 300_000_000) - start
        connection.close()
        return seen

    with ThreadPoolExecutor(16) as listeners:
        list(listeners.map(ranges, [range(number, 160, 16) for number in range(16)]))
        before = resident(workers_of(several))
        seen = sum(listeners.map(ranges, [range(number, 1000, 16) for number in range(16)]), Counter())
    assert seen == {206: 1000}
    assert resident(workers_of(several)) - before < 30_000_000


def test_doctor_tells_of_a_sound_node_and_of_one_without_its_database(several: Node) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "doctor", "--verbosity", "0"]
    folder = Path(several.environment["DATA_DIR"])
    folder.chmod(0o700)
    sound = subprocess.run(command, env=several.environment, capture_output=True, text=True, timeout=120)
    assert (sound.returncode, sound.stdout, sound.stderr) == (0, "", "")
    away = {**several.environment, "DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none"}
    told = subprocess.run(command, env=away, capture_output=True, text=True, timeout=120)
    assert told.returncode == 1
    assert "WRONG database: OperationalError" in told.stdout
    assert "Traceback" not in told.stderr
    gone = {**several.environment, "DATA_DIR": str(folder / "none"), "SECRET_KEY": several.environment["SECRET_KEY"]}
    told = subprocess.run(command, env=gone, capture_output=True, text=True, timeout=120)
    assert told.returncode == 1
    assert "WRONG database: there is none at" in told.stdout
    assert not (folder / "none" / "db.sqlite3").exists()
