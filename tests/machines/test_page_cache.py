"""Nodes and workers that keep pages for themselves, while editors work: nobody is ever told what is not true any more.

`PAGE_CACHE_REQUESTS=100000` asks so often; docs/decisions/0019-page-cache.md says what came of it.
"""

from __future__ import annotations

import http.client
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.machines.nodes import ROOT, Node, eventually
from tests.machines.postgresql import Server

pytestmark = pytest.mark.slow

REQUESTS = int(os.environ.get("PAGE_CACHE_REQUESTS", "4000"))
READERS = 6
ONE, OTHER = "/interviews/one/", "/interviews/other/"
VERSION = re.compile(rb"Version (\d+)\.")


class Editor:
    """Started again where it ended: it does not outlive its connection to the database."""

    def __init__(self, node: Node) -> None:
        self.environment = {**node.environment, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.machines.editing"]
        piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, bufsize=1, **piped)

    def __call__(self, *words: object) -> str:
        """Returns once it is committed."""
        for _ in range(2):
            with suppress(BrokenPipeError):
                self.process.stdin.write(" ".join(map(str, words)) + "\n")
            answer = self.process.stdout.readline().split()
            if answer[:1] == ["done"]:
                return answer[1]
            self.close()
            self.start()
        raise AssertionError(f"the editor's process ended twice: {words}")

    def close(self) -> None:
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


class Reader:
    """Asks over connections that stay open, as a browser does."""

    def __init__(self, node: Node) -> None:
        self.node, self.how = node, Counter()
        self.connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes]:
        for again in (True, False):
            try:
                self.connection.request("GET", path)
                answer = self.connection.getresponse()
                body = answer.read()
            except (http.client.HTTPException, OSError):
                self.connection.close()  # a worker ended between two requests
                if not again:
                    raise
            else:
                self.how[answer.getheader("X-Cache")] += 1
                return answer.status, body
        raise AssertionError

    def version(self, path: str = ONE) -> int:
        status, body = self.get(path)
        assert status == 200, (status, body[:300])
        return int(VERSION.search(body)[1])


@contextmanager
def site(folder: Path, environment: dict[str, str], nodes: int = 1) -> Iterator[tuple[list[Node], Editor]]:
    several = [Node(folder / f"node-{number}", environment) for number in range(nodes)]
    several[0].manage("migrate", "--verbosity", "0")
    with ExitStack() as stack:
        editor = Editor(several[0])
        stack.callback(editor.close)
        for slug in ("one", "other"):
            editor("make", slug)
        for node in several:
            stack.enter_context(node)
        yield several, editor


Several = tuple[list[Node], Editor, dict[str, object]]


@pytest.fixture(scope="module", params=["three workers on SQLite", "two nodes with Redis", "two nodes without Redis"])
def several(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    folder = tmp_path_factory.mktemp("site")
    with ExitStack() as stack:
        if "SQLite" in request.param:
            yield *stack.enter_context(site(folder, {"WEB_CONCURRENCY": "3"})), {}
            return
        database: Server = request.getfixturevalue("database")
        database.ask("DROP SCHEMA public CASCADE")
        database.ask("CREATE SCHEMA public")
        environment = {"DATABASE_URL": database.url, "WEB_CONCURRENCY": "2"}
        servers: dict[str, object] = {"database": database}
        if "with Redis" in request.param:
            servers["redis"] = request.getfixturevalue("redis_server")
            environment["REDIS_URL"] = servers["redis"].url
        yield *stack.enter_context(site(folder, environment, nodes=2)), servers


@contextmanager
def readers_of(nodes: list[Node], each: int = 1) -> Iterator[list[Reader]]:
    readers = [Reader(node) for node in nodes for _ in range(each)]
    try:
        yield readers
    finally:
        for reader in readers:
            reader.connection.close()


def read_while(nodes: list[Node], edit: Callable[[], int], requests: int = REQUESTS, versions: int = 12) -> Counter:
    """Many readers who ask so often together, while the editor commits so many versions one after the other.

    Fails where one of them was told a version older than the last that had been committed before it asked.
    """
    committed, errors, told = [0], [], Counter()
    edited, saved = threading.Event(), 0

    def read(reader: Reader) -> None:
        asked = 0
        try:
            while asked < requests // READERS or not edited.is_set():
                at_least = committed[0]
                version = reader.version()
                assert version >= at_least, f"told {version} after {at_least} was committed"
                asked += 1
        except Exception as error:
            errors.append(error)
        told.update(reader.how)

    with readers_of(nodes, READERS // len(nodes)) as readers:
        threads = [threading.Thread(target=read, args=(reader,)) for reader in readers]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) and not errors:
            committed[0], saved = edit(), saved + 1
            if saved >= versions:
                edited.set()
            time.sleep(0.2)
        edited.set()
        for thread in threads:
            thread.join()
    assert not errors, errors[0]
    return told


#: One for each that is saved, whatever the test: all have the same site.
_numbers = itertools.count(1)


class Versions:
    """One after the other, saved in different ways. `saved`: how many so far."""

    def __init__(self, editor: Editor) -> None:
        self.editor, self.saved = editor, 0

    def __call__(self) -> int:
        number, self.saved = next(_numbers), self.saved + 1
        self.editor("past_every_door" if number % 3 == 0 else "edit", "one", number)
        if number % 5 == 0:
            self.editor("roll_back", "one", 10**6)
        return number


def test_nobody_is_told_an_old_version_while_editors_save(several: Several) -> None:
    nodes, editor, _servers = several
    versions = Versions(editor)
    told = read_while(nodes, versions)
    print(dict(told), f"{versions.saved} versions")
    assert told["hit"] > 0 and told["miss"] > 0


def test_approvals_withdrawals_and_moments_are_seen_by_the_very_next_request_everywhere(several: Several) -> None:
    nodes, editor, _servers = several
    with readers_of(nodes, each=4) as readers:
        _see_everything_at_once(editor, readers)


def _see_everything_at_once(editor: Editor, readers: list[Reader]) -> None:
    for reader in readers * 3:
        reader.get(ONE)
        reader.get(OTHER)
    for _ in range(5):
        count = int(editor("approve", "one"))
        for reader in readers:
            assert b"Comments (%d)" % count in reader.get(ONE)[1]
    editor("withdraw", "one")
    assert {reader.get(ONE)[0] for reader in readers} == {410}
    assert not any(b"/interviews/one/" in reader.get("/interviews/")[1] for reader in readers)
    moment = float(editor("publish_in", "one", 3))
    for reader in itertools.cycle(readers):
        status = reader.get(ONE)[0]
        if time.time() >= moment:
            break
        assert status in (404, 410)
    time.sleep(max(0.0, moment - time.time()) + 0.05)
    assert {reader.get(ONE)[0] for reader in readers} == {200}
    assert all(b"/interviews/one/" in reader.get("/interviews/")[1] for reader in readers)
    for reader in readers:
        reader.get(OTHER)
    number = next(_numbers)
    editor("edit", "one", number)
    assert {reader.version() for reader in readers} == {number}
    before = sum(reader.how["hit"] for reader in readers)
    for reader in readers:
        reader.get(OTHER)
    assert sum(reader.how["hit"] for reader in readers) - before >= len(readers) // 2  # it did not change, and stays


def test_a_worker_that_is_killed_leaves_no_old_page_behind(several: Several) -> None:
    nodes, editor, _servers = several
    versions = Versions(editor)
    killed: list[int] = []

    def edit() -> int:
        if versions.saved == 4:
            parent = nodes[0].process.pid
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            killed.append(int(children[0]))
            os.kill(killed[0], signal.SIGKILL)
        return versions()

    read_while(nodes, edit, REQUESTS // 2)
    assert killed


@pytest.mark.parametrize("several", ["two nodes with Redis"], indirect=True)
def test_without_redis_everything_is_slower_and_nothing_is_wrong(several: Several) -> None:
    nodes, editor, servers = several
    versions, redis = Versions(editor), servers["redis"]

    def edit() -> int:
        if versions.saved == 4:
            redis.stop()
        if versions.saved == 8:
            redis.start()
        return versions()

    assert read_while(nodes, edit)["hit"] > 0


@pytest.mark.parametrize("several", ["two nodes with Redis", "two nodes without Redis"], indirect=True)
def test_without_the_database_kept_pages_are_served_and_others_say_that_they_cannot_be(several: Several) -> None:
    nodes, editor, servers = several
    with readers_of(nodes) as readers:
        for _ in range(12):
            for reader in readers:
                assert reader.get(ONE)[0] == 200
        servers["database"].stop("fast")
        try:
            statuses = {reader.get(ONE)[0] for reader in readers for _ in range(8)}
            assert 200 in statuses and statuses <= {200, 503}
            answer = nodes[0].get("/search/?q=lamp")
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            assert "Nothing is lost" in answer.text
        finally:
            servers["database"].start()
        assert eventually(
            lambda: nodes[0].get("/search/?q=lamp").status == nodes[1].get("/search/?q=lamp").status == 200,
            within=30,
        )
        number = next(_numbers)
        editor("edit", "one", number)
        assert {reader.version() for reader in readers for _ in range(4)} == {number}
