"""Mixed traffic on nodes as they are deployed: reads, searches, comments, an editor who saves, an import that goes on.

    python benchmarks/mixed.py [--minutes 10] [--readers 6] [--postgresql postgres://...] [--redis redis://...] [--json]

Without an address: one node on SQLite, with two workers. With one: two nodes that share a database of their own on that
server. It tells how each was answered, and at the end asks the database for every write that was acknowledged: a
comment (“see there”), an editor's save (“see there”), a document (“created”). Memory is that of all workers together;
its slope is what a line through the seconds after the first third says. Exit status 1: an answer of 500 or more, or
none at all, something lost, or, from five minutes on, memory that grows by more than two per cent a minute.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from comments import AGE, INTERVIEWS, in_the_site
from own_site import CHECKOUT, own_site
from rounds import Table
from serving import Server, served
from words import Words

#: Seconds between two of the same hand: readers follow each other at once.
PAUSES = {"comment": 0.4, "editor": 1.0, "import": 1.0, "search": 0.1, "read": 0.0}
PAGES = (
    *(
        "/",
        "/interviews/",
        "/interviews/?sort=discussed",
        "/archive/",
        "/speakers/",
        "/tags/",
        "/series/",
        "/questions/",
    ),
    *("/feeds/interviews.atom", "/feeds/podcast.rss", "/api/1/interviews", "/api/1/segments", "/sitemap.xml"),
    *("/fr/", "/fr/interviews/", "/robots.txt", "/healthz", "/readyz"),
)
OF_ONE = ("", "", "", "comments/", "cite/", "embed/", "card.png")
#: Seconds after which a connection is not used again, as the web server in front does it: gunicorn ends it at five.
IDLE = 3.0
#: Growth of memory, of the whole a minute, and minutes from which on it counts.
FLAT, COUNTS_FROM = 0.02, 5.0


class Tally:
    """What all hands have seen."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)
        self.failures: list[str] = []

    def add(self, what: str, status: int, seconds: float, path: str) -> None:
        with self.lock:
            self.seconds[what].append(seconds)
            self.statuses[what][status] += 1
            if (status >= 500 or not status) and len(self.failures) < 20:
                self.failures.append(f"{what}: {status} {path}")

    def failed(self, what: str) -> int:
        return sum(count for status, count in self.statuses[what].items() if status >= 500 or not status)


class Hand:
    """One who asks, over a connection to each node that stays open; `what` they do is in the table."""

    def __init__(self, what: str, nodes: list[Server], tally: Tally, seed: int) -> None:
        self.what, self.nodes, self.tally = what, nodes, tally
        self.chance = random.Random(f"{what} {seed}")
        self.connections: dict[int, http.client.HTTPConnection] = {}
        self.used_at: dict[int, float] = {}
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        port = self.chance.choice(self.nodes).port
        body = urlencode(form, doseq=True) if form is not None else None
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self.used_at.get(port, 0) > IDLE and port in self.connections:
            self.connections.pop(port).close()
        began = time.perf_counter()
        status, content, told = 0, b"", {}
        for again in (True, False):
            kept = port in self.connections
            connection = self.connections.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=60))
            try:
                connection.request("GET" if body is None else "POST", path, body, sent)
                answer = connection.getresponse()
                status, content = answer.status, answer.read()
                told = {name.lower(): value for name, value in answer.getheaders()}
                for cookie in answer.msg.get_all("Set-Cookie") or ():
                    if of_all_pages(cookie):
                        name, _, value = cookie.partition(";")[0].partition("=")
                        self.cookies[name] = value
                if told.get("connection") == "close":
                    self.connections.pop(port).close()
                break
            except (OSError, http.client.HTTPException):
                self.connections.pop(port).close()
                # A connection that the server was just closing says nothing; of a form that is not known.
                if not (again and kept and body is None):
                    break
        self.used_at[port] = time.monotonic()
        self.tally.add(self.what, status, time.perf_counter() - began, path)
        return status, content, told


class Mixed:
    def __init__(self, site: dict[str, str], nodes: list[Server], readers: int) -> None:
        self.site, self.nodes, self.tally, self.readers = site, nodes, Tally(), readers
        self.ends = threading.Event()
        self.errors: list[BaseException] = []
        self.words = Words(said=200_000)
        self.comments: set[str] = set()
        self.saves: dict[int, str] = {}
        self.documents: set[str] = set()
        self.stamp = ""
        self.memory: list[tuple[float, int]] = []

    def run(self, seconds: float) -> None:
        prepare = "from django.contrib.auth import get_user_model as g; SitePolicy(mode='open').save(); "
        prepare += "g().objects.create_superuser('editor', 'e@example.org', 'what-only-she-knows')"
        in_the_site(self.site, prepare)
        self._renew_stamp(Hand("read", self.nodes, Tally(), 0))
        time.sleep(AGE)
        hands: list[tuple[str, Callable[[Hand], None]]] = [("read", self._read)] * self.readers
        hands += [("search", self._search), ("comment", self._comment), ("comment", self._comment)]
        hands += [("editor", self._edit), ("import", self._import)]
        threads = [
            threading.Thread(target=self._work, args=(Hand(what, self.nodes, self.tally, number), deed))
            for number, (what, deed) in enumerate(hands)
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        while (passed := time.monotonic() - began) < seconds and not self.errors:
            self.memory.append((passed, sum(map(resident, self._workers()))))
            time.sleep(min(1.0, seconds / 20))
        self.ends.set()
        for thread in threads:
            thread.join(120)
        if self.errors:
            raise self.errors[0]

    def _work(self, hand: Hand, deed: Callable[[Hand], None]) -> None:
        try:
            while not self.ends.is_set():
                deed(hand)
                self.ends.wait(PAUSES[hand.what])
        except BaseException as error:
            self.errors.append(error)
            self.ends.set()

    def _slug(self, hand: Hand) -> str:
        number = hand.chance.randrange(1, INTERVIEWS)
        return f"talk-{number + (number % 10 == 0)}"  # of ten one is a draft

    def _read(self, hand: Hand) -> None:
        if hand.chance.random() < 0.3:
            path = hand.chance.choice(PAGES)
        else:
            path = f"/interviews/{self._slug(hand)}/{hand.chance.choice(OF_ONE)}"
        _status, _body, told = hand.ask(path)
        if "etag" in told and hand.chance.random() < 0.3:
            hand.ask(path, If_None_Match=told["etag"])

    def _search(self, hand: Hand) -> None:
        query = urlencode({"q": self.words.prose(hand.chance.randrange(1, 4), 0).strip(". ") or "a"})
        paths = ("/search/", "/fr/search/", "/api/1/search", "/search/proposals.json", "/feeds/search.atom")
        where = hand.chance.choice(paths)
        hand.ask(f"{where}?{query}")

    def _renew_stamp(self, hand: Hand) -> None:
        _status, page, _told = hand.ask(f"/interviews/{self._slug(hand)}/comments/write/")
        found = re.search(rb'name="stamp" value="([^"]+)"', page)
        if found:
            self.stamp = found[1].decode()

    def _comment(self, hand: Hand) -> None:
        number = hand.chance.randrange(1 << 30)
        form = {
            "name": f"Reader {number}",
            "email": "",
            "body": self.words.prose(25, 15),
            "stamp": self.stamp,
            "topic": "",
        }
        network = f"{64 | number >> 16 & 63}.{number >> 8 & 255}.{number & 255}.7"
        status, _body, _told = hand.ask(f"/interviews/{self._slug(hand)}/comments/", form, X_Forwarded_For=network)
        if status == 303:
            self.comments.add(form["name"])

    def _edit(self, hand: Hand) -> None:
        from tests.editorial.sent_form import fields_of

        if "sessionid" not in hand.cookies:
            hand.ask("/admin/login/")
            if "csrftoken" not in hand.cookies:
                return
            who = {"username": "editor", "password": "what-only-she-knows", "next": "/admin/"}
            hand.ask("/admin/login/", {**who, "csrfmiddlewaretoken": hand.cookies["csrftoken"]})
        again = self.saves and hand.chance.random() < 0.5
        pk = hand.chance.choice(list(self.saves)) if again else hand.chance.randrange(1, INTERVIEWS)
        path = f"/admin/interviews/interview/{pk}/change/"
        status, page, _told = hand.ask(path)
        if status != 200:
            return
        fields = fields_of(page.decode())
        before = self.saves.get(pk)
        if before is not None and fields["title"] != before:
            raise SystemExit(f"Of interview {pk} the form shows {fields['title']!r}, and {before!r} was saved.")
        title = f"Saved {len(self.saves)} {hand.chance.randrange(1 << 30)}"
        status, _page, told = hand.ask(
            path, {**fields, "title": title, "_continue": "1"}, Referer=f"http://127.0.0.1{path}"
        )
        there = re.search(r"/interview/(\d+)/change/", told.get("location", ""))  # of what is public, its draft
        if status == 302 and there:
            self.saves[int(there[1])] = title

    def _import(self, hand: Hand) -> None:
        """A batch of ten, by the command."""
        with tempfile.TemporaryDirectory() as folder:
            names = [f"Imported {hand.chance.randrange(1 << 40)}" for _ in range(10)]
            for number, name in enumerate(names):
                document = _document(name, self.words)
                Path(folder, f"{number}.json").write_text(json.dumps(document), "utf-8")
            report = Path(folder, "report")
            command = [sys.executable, str(CHECKOUT / "manage.py"), "import_interview", folder, "--publish"]
            began = time.perf_counter()
            done = subprocess.run([*command, "--report", str(report)], env=self.site, capture_output=True, text=True)
            self.tally.add(
                "import", 200 if done.returncode == 0 else 0, time.perf_counter() - began, done.stderr[-300:]
            )
            if done.returncode == 0:
                self.documents.update(names)

    def _workers(self) -> list[int]:
        found = []
        for node in self.nodes:
            children = Path(f"/proc/{node.process.pid}/task/{node.process.pid}/children")
            found += [int(pid) for pid in children.read_text().split()]
        return found

    def lost(self) -> dict[str, int]:
        """Of what was acknowledged, what is not there."""
        code = (
            "import json; from interviews.models import Interview; print(json.dumps({"
            "'comments': list(Comment.objects.values_list('name', flat=True)),"
            "'titles': dict(Interview.objects.values_list('pk', 'title'))}))"
        )
        there = json.loads(in_the_site(self.site, code))
        titles = {int(pk): title for pk, title in there["titles"].items()}
        return {
            "comment": len(self.comments - set(there["comments"])),
            "editor": sum(titles.get(pk) != title for pk, title in self.saves.items()),
            "import": len(self.documents - set(titles.values())),
        }

    def acknowledged(self) -> dict[str, int]:
        return {"comment": len(self.comments), "editor": len(self.saves), "import": len(self.documents)}


def of_all_pages(cookie: str) -> bool:
    """A browser sends an author's cookie to the comment's own pages alone: a hand here never asks for these."""
    return "path=/" in (part.strip().lower() for part in cookie.split(";"))


def _document(title: str, words: Words) -> dict[str, Any]:
    segments = [
        {"start": f"00:0{number}:10", "question": words.prose(8, 4), "answer": words.prose(40, 10)}
        for number in range(5)
    ]
    return {
        "format": "interview-document",
        "version": 1,
        "interview": {"title": title, "language": "en", "segments": segments},
    }


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def slope(memory: list[tuple[float, int]]) -> tuple[float, float]:
    """Bytes a minute by the line of least squares behind the first third, and the mean there."""
    late = [(at / 60, size) for at, size in memory if at >= memory[-1][0] / 3]
    middle, mean = sum(at for at, _size in late) / len(late), sum(size for _at, size in late) / len(late)
    spread = sum((at - middle) ** 2 for at, _size in late)
    return (sum((at - middle) * (size - mean) for at, size in late) / spread if spread else 0.0), mean


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=6)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    parser.add_argument("--redis", default="", metavar="ADDRESS")
    parser.add_argument("--json", action="store_true", help="the same for programs")
    asked = parser.parse_args()
    with own_site(str(INTERVIEWS), "--segments", "5", server=asked.postgresql) as site, ExitStack() as stack:
        site |= {"TRUSTED_PROXIES": "127.0.0.1", "READY_DISK_MB": "0"}
        if asked.redis:
            site["REDIS_URL"] = asked.redis
        count, workers = (2, 1) if asked.postgresql else (1, 2)
        nodes = [
            stack.enter_context(served("portal.wsgi:application", site, workers=workers, threads=8, anywhere=True))
            for _ in range(count)
        ]
        mixed = Mixed(site, nodes, asked.readers)
        mixed.run(asked.minutes * 60)
        lost = mixed.lost()
    return tell(mixed, lost, asked)


def tell(mixed: Mixed, lost: dict[str, int], asked: argparse.Namespace) -> int:
    grows, mean = slope(mixed.memory)
    acknowledged, tally = mixed.acknowledged(), mixed.tally
    failed = {what: tally.failed(what) for what in tally.statuses}
    growing = asked.minutes >= COUNTS_FROM and grows > FLAT * mean
    if asked.json:
        statuses = {what: dict(counts) for what, counts in tally.statuses.items()}
        told = {"statuses": statuses, "failed": failed, "acknowledged": acknowledged, "lost": lost}
        print(json.dumps({**told, "failures": tally.failures, "memory": mean, "slope": grows}))
    else:
        where = "PostgreSQL, 2 nodes" if asked.postgresql else "SQLite, 2 workers"
        table = Table(
            f"{asked.minutes:g} minutes, {where}",
            "requests",
            "p50 ms",
            "p99 ms",
            "longest",
            "4xx",
            "5xx",
            "kept",
            "lost",
        )
        for what, seconds in tally.seconds.items():
            seconds.sort()
            statuses = tally.statuses[what]
            table.row(
                what,
                f"{len(seconds):,}",
                *(f"{1000 * seconds[place]:,.0f}" for place in (len(seconds) // 2, len(seconds) * 99 // 100, -1)),
                str(sum(count for status, count in statuses.items() if 400 <= status < 500)),
                str(failed[what]),
                str(acknowledged.get(what, "–")),
                str(lost.get(what, "–")),
            )
        print(
            f"\nMemory of all workers: {mean / 1e6:,.0f} MB, and {grows / 1e6:+,.2f} MB a minute ({grows / mean:+.2%})."
        )
        print("\n".join(tally.failures))
    return int(any(failed.values()) or any(lost.values()) or growing)


if __name__ == "__main__":
    sys.exit(main())
