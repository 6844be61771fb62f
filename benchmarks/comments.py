"""Readers who all write at once: comments sent through the real form and its checks, and whether each is there, once.

    python benchmarks/comments.py [--seconds 10] [--clients 16] [--workers 2] [--postgresql postgres://...]

Each comment has words, a name and a network of its own (X-Forwarded-For, with TRUSTED_PROXIES), for a network may write
but one in ten seconds. They go to a hundred interviews. The load is made by Python's sockets, since wrk would not tell
which comment was answered how; it shares the cores with the workers. An error is any answer but “see there”.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import select
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from own_site import CHECKOUT, own_site
from rounds import Table
from serving import Server, served
from words import Words

INTERVIEWS = 110  # of ten one is a draft
#: What was written sooner after its form was given out waits as a robot's.
AGE = 4.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    asked = parser.parse_args()
    table = Table("comments sent", "posts/s", "p50 ms", "p99 ms", "longest", "errors", "lost", "doubled")
    for database in filter(None, ["SQLite", asked.postgresql]):
        name = "SQLite" if database == "SQLite" else "PostgreSQL"
        with own_site(str(INTERVIEWS), "--segments", "5", server="" if name == "SQLite" else database) as site:
            environment = site | {"TRUSTED_PROXIES": "127.0.0.1"}
            for mode in ("approve_first", "open"):
                in_the_site(environment, f"SitePolicy(mode={mode!r}).save()")
                before = kept_in(environment)
                with served("portal.wsgi:application", environment, workers=asked.workers, anywhere=True) as server:
                    sent = send(server, asked, mode)
                tell(table, f"{name}, {mode.replace('_', ' ')}", asked, sent, kept_in(environment) - before)


def send(server: Server, asked: argparse.Namespace, mode: str) -> dict:
    page = server.answer("/interviews/talk-1/comments/write/").body.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    for _ in range(20):
        server.answer("/interviews/talk-1/comments/write/")  # both workers are warm by then
    time.sleep(AGE)
    command = [
        sys.executable,
        __file__,
        "--load",
        str(server.port),
        stamp,
        str(asked.clients),
        str(asked.seconds),
        mode,
    ]
    done = subprocess.run([*command[:2], *command[2:]], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def tell(table: Table, what: str, asked: argparse.Namespace, sent: dict, kept: Counter) -> None:
    waited = sorted(1000 * seconds for _number, status, seconds in sent["answers"] if status == 303)
    acknowledged = [number for number, status, _seconds in sent["answers"] if status == 303]
    others = Counter(status for _number, status, _seconds in sent["answers"] if status != 303)
    table.row(
        what,
        f"{len(waited) / sent['seconds']:,.0f}",
        f"{waited[len(waited) // 2]:,.0f}",
        f"{waited[len(waited) * 99 // 100]:,.0f}",
        f"{waited[-1]:,.0f}",
        ", ".join(f"{count} × {status}" for status, count in others.items()) or "0",
        str(sum(f"Reader {number}" not in kept for number in acknowledged)),
        str(sum(count > 1 for count in kept.values())),
    )


def in_the_site(environment: dict[str, str], code: str) -> str:
    code = f"from interviews.comments.models import Comment, SitePolicy; {code}"
    command = [sys.executable, str(CHECKOUT / "manage.py"), "shell", "-v", "0", "-c", code]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def kept_in(environment: dict[str, str]) -> Counter:
    """How often each name stands in the database."""
    names = "Comment.objects.filter(name__startswith='Reader ').values_list('name', flat=True)"
    return Counter(json.loads(in_the_site(environment, f"import json; print(json.dumps(list({names})))")))


def load(port: int, stamp: str, clients: int, seconds: float, mode: str) -> dict:
    """In a process of its own. Each client sends its next comment when it has the answer to the last."""
    words, chance = Words(said=200_000), random.Random(mode)
    words.chance.seed(mode)  # or what was said before would be said again
    first = chance.randrange(1, 1 << 22)
    watched, under_way, answers = select.epoll(), {}, []

    def begin(connection: socket.socket) -> None:
        number = first + len(answers) + len(under_way)
        under_way[connection.fileno()] = [connection, number, time.perf_counter(), b""]
        connection.sendall(request_of(number, stamp, words.prose(25, 15)))

    began = time.perf_counter()
    for _ in range(clients):
        connection = socket.create_connection(("127.0.0.1", port))
        watched.register(connection, select.EPOLLIN)
        begin(connection)
    while under_way:
        for place, _event in watched.poll(60):
            entry = under_way[place]
            part = entry[0].recv(65536)
            entry[3] += part
            if part and not is_whole(entry[3]):
                continue
            now = time.perf_counter()
            connection, number, since, answer = under_way.pop(place)
            answers.append((number, int(answer[9:12]) if answer else 0, now - since))
            if now - began < seconds and part:
                begin(connection)
    return {"seconds": time.perf_counter() - began, "answers": answers}


def request_of(number: int, stamp: str, body: str) -> bytes:
    interview = number % (INTERVIEWS - 1) + 1
    interview += interview % 10 == 0  # that is a draft
    typed = urlencode({"name": f"Reader {number}", "email": "", "body": body, "stamp": stamp, "topic": ""}).encode()
    head = [
        f"POST /interviews/talk-{interview}/comments/ HTTP/1.1",
        "Host: 127.0.0.1",
        "Sec-Fetch-Site: same-origin",
        f"X-Forwarded-For: {number >> 16 & 63 | 64}.{number >> 8 & 255}.{number & 255}.7",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(typed)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + typed


def is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    return bool(found) and (len(body) >= int(length[1]) if length else answer.endswith(b"0\r\n\r\n"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--load"]:
        port, stamp, clients, seconds, mode = sys.argv[2:]
        print(json.dumps(load(int(port), stamp, int(clients), float(seconds), mode)))
    else:
        main()
