"""Who wants to write to SQLite waits for those who came before: in a thread, in a process, after a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError

from portal.databases import in_a_file
from portal.sqlite import queue as queues
from portal.sqlite.base import DatabaseWrapper
from portal.sqlite.queue import Queue

ROOT = Path(__file__).resolve().parents[2]
LONG = 30.0  # never waited for where all is well

HOLD = """
import sys, time
from portal.sqlite.queue import Queue
queue = Queue(sys.argv[1])
assert queue.enter(30)
print("in", flush=True)
sys.stdin.readline()
queue.leave()
print("out", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "db.sqlite3-queue")


@pytest.fixture
def holder(path: str):
    """Another process that has its turn."""
    command = [sys.executable, "-c", HOLD, path]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "in\n"
    yield process
    process.kill()
    process.communicate()


def soon(done: threading.Event) -> bool:
    return done.wait(LONG)


def test_the_first_enters_at_once_and_may_enter_again(path):
    queue = Queue(path)
    assert queue.enter(0) and queue.enter(0)
    queue.leave()
    queue.leave()
    queue.close()


def test_another_process_waits_until_the_first_leaves(path, holder):
    queue, entered = Queue(path), threading.Event()

    def enter():
        assert queue.enter(LONG)
        entered.set()
        queue.leave()

    thread = threading.Thread(target=enter)
    thread.start()
    assert not entered.wait(0.1)
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert soon(entered)
    thread.join()
    queue.close()


def test_whoever_is_killed_holds_nobody_up(path, holder):
    queue = Queue(path)
    assert not queue.enter(0.05)
    os.kill(holder.pid, signal.SIGKILL)
    assert queue.enter(LONG)
    queue.close()


def test_whoever_loses_patience_goes_on_without_and_holds_nobody_up_later(path, holder):
    impatient = Queue(path)
    assert not impatient.enter(0.05)
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "out\n"
    other = Queue(path)
    assert other.enter(LONG)
    other.leave()
    assert impatient.enter(LONG)
    impatient.close()
    other.close()


def test_a_file_that_was_given_up_is_closed_by_who_waits_for_it(path, holder):
    before = set(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else set()
    impatient = Queue(path)
    assert not impatient.enter(0.05)
    impatient.close()
    holder.kill()
    ended = time.monotonic() + LONG
    while before and len(os.listdir("/proc/self/fd")) > len(before) and time.monotonic() < ended:
        time.sleep(0.01)
    assert not before or len(os.listdir("/proc/self/fd")) <= len(before)


def test_where_no_thread_can_wait_one_goes_on_without(path, holder, monkeypatch):
    def refuse(*_args, **_given):
        raise RuntimeError("can't start new thread")

    queue = Queue(path)
    with monkeypatch.context() as patch:
        patch.setattr(queues.threading, "Thread", refuse)
        assert not queue.enter(LONG)
    holder.kill()
    assert queue.enter(LONG)
    queue.close()


def test_what_nobody_closed_holds_nobody_up(path):
    forgotten = Queue(path)
    assert forgotten.enter(0)

    def enter():
        other = Queue(path)
        entered.append(other.enter(LONG))
        other.close()

    entered = []
    thread = threading.Thread(target=enter)
    thread.start()
    del forgotten
    thread.join()
    assert entered == [True]


def waiting_at(path):
    """How many wait for the lock in the kernel (proc(5), /proc/locks)."""
    inode = f":{os.stat(path).st_ino} "
    return sum("->" in line and inode in line for line in Path("/proc/locks").read_text().splitlines())


def eventually(holds):
    until = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.skipif(not os.path.exists("/proc/locks"), reason="no kernel here tells who waits")
def test_those_who_wait_enter_in_the_order_in_which_they_came(path):
    first = Queue(path)
    assert first.enter(0)
    order, threads = [], []

    def wait_for_turn(number):
        queue = Queue(path)
        assert queue.enter(LONG)
        order.append(number)
        time.sleep(0.01)
        queue.close()

    for number in range(6):
        threads.append(threading.Thread(target=wait_for_turn, args=[number]))
        threads[-1].start()
        eventually(lambda so_many=number + 1: waiting_at(path) == so_many)
    first.close()
    for thread in threads:
        thread.join()
    assert order == list(range(6))


def test_a_thread_does_not_wait_for_itself(path):
    one, other = Queue(path), Queue(path)
    assert one.enter(0)
    assert not other.enter(LONG)  # at once: it goes on without
    one.leave()
    assert other.enter(0)
    other.close()
    one.close()


def test_where_no_file_can_be_made_there_is_no_queue(tmp_path):
    queue = Queue(str(tmp_path / "not there" / "queue"))
    assert not queue.enter(LONG)
    queue.leave()
    queue.close()


def test_where_files_cannot_be_locked_there_is_no_queue(path, monkeypatch):
    def refuse(*_args):
        raise OSError("not supported")

    monkeypatch.setattr(queues.fcntl, "flock", refuse)
    queue = Queue(path)
    assert not queue.enter(LONG)
    queue.close()


def test_a_system_without_flock_has_no_queue(path, monkeypatch):
    monkeypatch.setattr(queues, "fcntl", None)
    assert not Queue(path).enter(LONG)
    assert not Path(path).exists()


# The backend


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker):
    """Connections to one database in a file, as a site has them."""
    made = []

    def connection(**options) -> DatabaseWrapper:
        given = {**in_a_file(tmp_path)["OPTIONS"], "timeout": LONG, **options}
        settings = {
            "ENGINE": "portal.sqlite",
            "NAME": str(tmp_path / "db.sqlite3"),
            "OPTIONS": given,
            "TIME_ZONE": None,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
            "TEST": {"NAME": None},
        }
        made.append(DatabaseWrapper(settings, DEFAULT_DB_ALIAS))
        made[-1].inc_thread_sharing()
        return made[-1]

    with django_db_blocker.unblock():  # these are no test database
        yield connection
        for one in made:
            one.close()


def begin(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection: DatabaseWrapper, how: str) -> None:
    getattr(connection, how)()
    connection.set_autocommit(True)


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_a_transaction_begins_when_the_one_before_has_ended(connect, how):
    first, second, begun = connect(), connect(), threading.Event()
    begin(first)

    def write():
        begin(second)
        begun.set()
        end(second, "commit")

    thread = threading.Thread(target=write)
    thread.start()
    assert not begun.wait(0.1)
    end(first, how)
    assert soon(begun)
    thread.join()


def test_a_connection_that_is_closed_within_its_transaction_leaves_the_queue(connect, tmp_path):
    first = connect()
    begin(first)
    first.close()
    queue = Queue(str(tmp_path / "db.sqlite3-queue"))
    assert queue.enter(0)
    queue.close()


def test_a_transaction_that_cannot_begin_leaves_the_queue(connect, tmp_path):
    first = connect(timeout=0.05)
    first.ensure_connection()
    stranger = sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None)  # knows no queue
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        begin(first)
    stranger.close()
    queue = Queue(str(tmp_path / "db.sqlite3-queue"))
    assert queue.enter(0)
    queue.close()


def test_a_second_connection_of_the_same_thread_is_refused_by_sqlite_and_waits_for_no_queue(connect):
    first, second = connect(), connect(timeout=0.05)
    begin(first)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"):
        begin(second)
    assert time.monotonic() - began < LONG / 2
    end(first, "commit")


def test_transactions_that_may_never_write_do_not_wait(connect):
    first, reader = (
        connect(),
        connect(transaction_mode="DEFERRED", init_command="PRAGMA journal_mode=WAL; PRAGMA query_only=1"),
    )
    begin(first)
    begin(reader)
    end(reader, "rollback")
    end(first, "commit")


def test_a_database_in_memory_has_no_queue(connect, tmp_path):
    connection = connect()
    connection.settings_dict["NAME"] = "file:memorydb_x?mode=memory&cache=shared"
    begin(connection)
    end(connection, "commit")
    assert not list(tmp_path.iterdir())
