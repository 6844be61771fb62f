"""Changes told from node to node, so that nobody needs to ask the database before each page.

The database stays the only truth; Redis only tells *when to ask it*. Two promises make that exact:

* Whoever changes something says so before it is committed, and waits until every process that listens has heard it. Who
  has heard it asks the database before each page, until that transaction has ended.
* A process trusts what it has heard for LEASE seconds after it last asked both Redis (whose answer comes behind all
  that was said before) and the database. Who cannot be sure that all have heard waits so long, until the trust of those
  who have not is over.

So with Redis away, or slow, or cut off from one node, pages cost a query more and changes take up to a second longer;
no page is ever older than it would be without (after C. Gray and D. Cheriton, Leases, SOSP 1989).
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)

#: Seconds for which a process trusts what it has heard.
LEASE = 1.0
#: Seconds between two renewals of that trust.
RENEWED_EVERY = 0.25
#: Seconds for which nobody waits for Redis to answer.
PATIENCE = 0.5
#: Seconds after which Redis is tried again.
AGAIN = 0.5


def channel() -> str:
    """Of this site: others may share the server."""
    return f"pages:{hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=9).hexdigest()}"


def client() -> Any:
    import redis

    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def is_used() -> bool:
    """On SQLite all processes are on one machine, and know from the file."""
    return bool(settings.REDIS_URL) and connection.vendor == "postgresql"


class Speaking:
    """What a process says before it commits. One for all its threads."""

    def __init__(self) -> None:
        self._client: Any = None

    def __call__(self, transaction_number: int) -> None:
        """Says, once for each transaction, that this one changes what pages show."""
        if not is_used() or getattr(connection, "said", None) == transaction_number:
            return
        connection.said = transaction_number
        begun = time.monotonic()
        try:
            self._say(transaction_number, begun)
        except Exception as error:
            log.warning("Redis does not tell the other processes of a change: they find it within a second: %s", error)
            self._client = None
            transaction.on_commit(lambda: time.sleep(LEASE))

    def _say(self, number: int, begun: float) -> None:
        if self._client is None:
            self._client = client()
        answers = f"{channel()}:{uuid.uuid4().hex}"
        waiting = self._client.publish(channel(), f"{number} {answers}")
        while waiting > 0 and (left := begun + LEASE - time.monotonic()) > 0:
            if self._client.blpop([answers], timeout=min(left, PATIENCE / 2)) is not None:
                waiting -= 1


class Hearing:
    """What a process hears. `ask` brings it up to date with the database, and raises where that cannot be asked."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask = ask
        self._until = 0.0
        self._under_way: set[int] = set()
        self._lock = threading.Lock()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pages-hearing", daemon=True)
        self._thread.start()

    @property
    def knows_all(self) -> bool:
        """Whether nothing can have changed that was not told."""
        return time.monotonic() < self._until and not self._under_way

    def under_way(self) -> list[int]:
        """Transactions that change something, and of which it is not known yet that they have ended."""
        return list(self._under_way)

    def have_ended(self, numbers: list[int]) -> None:
        """To be called once everything is known that these have changed."""
        with self._lock:
            self._under_way.difference_update(numbers)

    def end(self) -> None:
        self._ends.set()
        self._thread.join(PATIENCE * 4)

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                self._listen()
            except Exception as error:
                log.warning("Redis cannot be heard: the database is asked before each page until it can: %s", error)
            finally:
                self._until = 0.0
            self._ends.wait(AGAIN)

    def _listen(self) -> None:
        answering = client()
        heard = answering.pubsub()
        try:
            heard.subscribe(channel())
            heard.get_message(timeout=PATIENCE)  # that it is heard from now on
            asked: dict[bytes, float] = {}
            number = 0
            while not self._ends.is_set():
                number += 1
                token = b"%d" % number
                asked[token] = time.monotonic()
                heard.ping(token)
                self._hear_until(asked[token] + RENEWED_EVERY, heard, answering, asked)
        finally:
            heard.close()
            answering.close()

    def _hear_until(self, moment: float, heard: Any, answering: Any, asked: dict[bytes, float]) -> None:
        while (left := moment - time.monotonic()) > 0:
            message = heard.get_message(timeout=left)
            if message is None:
                continue
            if message["type"] == "message":
                number, answers = message["data"].decode().split()
                with self._lock:
                    self._under_way.add(int(number))
                with answering.pipeline() as both:
                    both.lpush(answers, 1).expire(answers, 10).execute()
            elif message["type"] == "pong" and (at := asked.pop(message["data"], None)) is not None:
                self._ask()
                self._until = at + LEASE
