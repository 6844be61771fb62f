"""A primary, a replica that follows it by PostgreSQL's own streaming, and a node that reads from it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.machines.nodes import ROOT, Answer, Node, eventually, title_of
from tests.machines.postgresql import Server

pytestmark = pytest.mark.slow

PAGE = 'FROM "interviews_interview"'
SHOWN = "UPDATE interviews_interview SET title = %s WHERE slug = %s"


@pytest.fixture(scope="module")
def site(servers: tuple[Server, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    primary, replica = servers
    environment = {"DATABASE_URL": primary.url, "REPLICA_URL": replica.url, "DATABASE_POOL": "4"}
    environment |= {"PAGE_CACHE_MB": "0", "RENDERED_PAGES": "0"}  # rows are changed past the portal
    node = Node(tmp_path_factory.mktemp("site") / "node", environment)
    node.manage("migrate", "--verbosity", "0")
    folder = ROOT / "docs" / "demonstration"
    node.manage("import_interview", str(folder), "--publish", "--verbosity", "0")
    with node:
        yield node


@pytest.fixture
def slug(servers: tuple[Server, Server], site: Node) -> str:
    """An interview's; the replica is there and current, and nobody leaves it alone."""
    primary, replica = servers
    at = primary.ask("SELECT pg_current_wal_insert_lsn()")
    until = time.monotonic() + 30
    while not replica.ask("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", at):
        assert time.monotonic() < until
        time.sleep(0.05)
    found = primary.ask("SELECT slug FROM interviews_interview WHERE edits_id IS NULL ORDER BY id LIMIT 1")
    assert eventually(lambda: read_from(replica, lambda: site.get(f"/interviews/{found}/")))
    return found


def read_from(server: Server, page: Callable[[], Answer]) -> bool:
    """Whether this server was asked for it."""
    before = server.asked_for(PAGE)
    assert page().status == 200
    return server.asked_for(PAGE) > before


@pytest.mark.parametrize("path", ["/", "/interviews/", "/interviews/{}/", "/interviews/{}.json", "/search/?q=the"])
def test_public_pages_are_read_from_the_replica_alone(
    servers: tuple[Server, Server], site: Node, slug: str, path: str
) -> None:
    primary, replica = servers
    due = 1  # what goes live by its moment is looked for once a second

    def alone() -> bool:
        before = primary.asked_for("interviews_"), replica.asked_for("interviews_")
        assert site.get(path.format(slug)).status == 200
        return primary.asked_for("interviews_") - before[0] <= due and replica.asked_for("interviews_") > before[1]

    assert eventually(alone)


def test_the_desk_and_who_has_a_session_read_from_the_primary(
    servers: tuple[Server, Server], site: Node, slug: str
) -> None:
    _primary, replica = servers
    for path, cookie in (("/admin/login/", ""), (f"/interviews/{slug}/", "sessionid=whatever")):
        assert not read_from(replica, lambda path=path, cookie=cookie: site.get(path, headers={"Cookie": cookie}))


def test_what_was_committed_is_seen_at_once_each_time(servers: tuple[Server, Server], site: Node, slug: str) -> None:
    primary, replica = servers
    before = replica.asked_for(PAGE)
    for number in range(60):
        primary.ask(SHOWN, f"Told {number} times", slug)
        assert f"Told {number} times" in site.get(f"/interviews/{slug}/").text
    assert replica.asked_for(PAGE) > before


def test_several_writers_and_readers_see_nothing_stale(servers: tuple[Server, Server], site: Node, slug: str) -> None:
    primary, _replica = servers
    committed, done = [0], threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            primary.ask(SHOWN, f"Told {number:06} times", slug)
            committed[0] = number

    def read(_reader: int) -> int:
        for _time in range(40):
            least = committed[0]
            answer = site.get(f"/interviews/{slug}/")
            assert answer.status == 200
            assert int(answer.text.split("Told ")[1][:6]) >= least
        return 40

    primary.ask(SHOWN, "Told 000000 times", slug)
    with ThreadPoolExecutor(5) as pool:
        writing = pool.submit(write)
        try:
            assert sum(pool.map(read, range(4))) == 160
        finally:
            done.set()
        writing.result()


def test_a_comment_is_written_on_the_primary_and_seen_at_once(
    servers: tuple[Server, Server], site: Node, slug: str
) -> None:
    primary, _replica = servers
    site.manage(
        "shell", "-c", "from interviews.comments.models import SitePolicy; SitePolicy(mode='open', pk=1).save()"
    )
    for number in range(5):
        form = {"name": "Mia Ek", "body": f"Said {number} times by Mia."}
        posted = site.get(
            f"/interviews/{slug}/comments/", method="POST", form=form, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert posted.status == 303, posted.text
        primary.ask("UPDATE comments_comment SET status = 'approved'")
        assert form["body"] in site.get(f"/interviews/{slug}/comments/").text


def test_a_paused_replica_shows_nothing_stale_and_is_taken_again_later(
    servers: tuple[Server, Server], site: Node, slug: str
) -> None:
    primary, replica = servers
    replica.ask("SELECT pg_wal_replay_pause()")
    try:
        for number in range(5):
            primary.ask(SHOWN, f"Changed {number} times", slug)
            assert f"Changed {number} times" in site.get(f"/interviews/{slug}/").text
        assert not read_from(replica, lambda: site.get(f"/interviews/{slug}/"))
        assert replica.ask("SELECT title FROM interviews_interview WHERE slug = %s", slug) != "Changed 4 times"
    finally:
        replica.ask("SELECT pg_wal_replay_resume()")
    assert eventually(lambda: read_from(replica, lambda: site.get(f"/interviews/{slug}/")))
    assert title_of(site.get(f"/interviews/{slug}/"))


def test_a_replica_that_stops_in_the_midst_of_reading_costs_no_reader_a_page(
    servers: tuple[Server, Server], site: Node, slug: str
) -> None:
    primary, replica = servers
    paths = [f"/interviews/{slug}/", "/", "/interviews/", "/search/?q=the"]

    def read(reader: int) -> list[int]:
        return [site.get(paths[(reader + time) % len(paths)]).status for time in range(25)]

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, reader) for reader in range(4)]
        time.sleep(0.5)
        replica.stop("immediate")
        try:
            assert {status for one in reading for status in one.result()} == {200}
            primary.ask(SHOWN, "While it was away", slug)
            assert "While it was away" in site.get(f"/interviews/{slug}/").text
        finally:
            replica.start()
    assert eventually(lambda: read_from(replica, lambda: site.get(f"/interviews/{slug}/")))
    assert "While it was away" in site.get(f"/interviews/{slug}/").text


def test_the_replica_is_checked_and_never_migrated(servers: tuple[Server, Server], site: Node) -> None:
    primary, replica = servers
    both = ("--database", "default", "--database", "replica")
    assert "no issues" in site.manage("check", *both)
    before = replica.asked_for("CREATE TABLE")
    site.manage("migrate", "--verbosity", "0")
    assert replica.asked_for("CREATE TABLE") == before
    swapped = Node(site.log.parent / "swapped", {"DATABASE_URL": primary.url, "REPLICA_URL": primary.url})
    with pytest.raises(AssertionError, match=r"portal\.E001"):
        swapped.manage("check", *both)


def test_the_same_place_on_another_timeline_is_another_place(site: Node, slug: str) -> None:
    code = (
        "from portal.replicas import caught_up, position; at = position();"
        "print(caught_up(at, 5), caught_up(at._replace(timeline=at.timeline + 1)),"
        " caught_up(at._replace(lsn='FFFFFF/0')))"
    )
    assert site.manage("shell", "-v", "0", "-c", code).split() == ["True", "False", "False"]


def test_listeners_who_take_their_time_hold_no_connection_of_the_pool(
    servers: tuple[Server, Server], site: Node, slug: str
) -> None:
    primary, _replica = servers
    with ExitStack() as closing:
        node = Node(site.log.parent.parent / "small", {"DATABASE_URL": primary.url, "DATABASE_POOL": "1"})
        recording = Path(node.environment["DATA_DIR"], "media", "recordings", "long.wav")
        recording.parent.mkdir(parents=True)
        recording.write_bytes(bytes(30_000_000))
        node.make_public("recordings/long.wav")
        closing.enter_context(node)
        for _listener in range(2):
            listening = closing.enter_context(socket.create_connection(("127.0.0.1", node.port)))
            listening.sendall(b"GET /media/recordings/long.wav HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert listening.recv(12) == b"HTTP/1.1 200"
        assert node.get(f"/interviews/{slug}/").status == 200


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_walfile_name(pg_current_wal_insert_lsn())",
        "SELECT timeline_id FROM pg_control_checkpoint()",
        "SELECT system_identifier FROM pg_control_system()",
    ],
)
def test_whoever_may_only_read_may_ask_how_far_the_servers_are(servers: tuple[Server, Server], statement: str) -> None:
    primary, _replica = servers
    with psycopg.connect(primary.url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger")
        connection.execute("SET ROLE stranger")
        assert connection.execute(statement).fetchone()[0]


def test_a_replica_that_was_promoted_is_read_from_no_more(
    servers: tuple[Server, Server], site: Node, slug: str
) -> None:
    primary, replica = servers
    replica.promote()
    try:
        primary.ask(SHOWN, "After the promotion", slug)
        assert "After the promotion" in site.get(f"/interviews/{slug}/").text
        assert not read_from(replica, lambda: site.get(f"/interviews/{slug}/"))
    finally:
        replica.stop("immediate")
        replica.copy(primary)
        replica.start()
