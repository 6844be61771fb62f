"""Readers who all write at once: comments sent through the real form and its checks, and whether each is there, once.

    python benchmarks/comments.py [--rounds 3] [--seconds 5] [--clients 16] [--workers 2] [--postgresql postgres://...]

Each comment has words, a name and a network of its own (X-Forwarded-For, with TRUSTED_PROXIES), for a network may write
but one in ten seconds. They go to a hundred interviews. The load is made by Python's sockets, since wrk would not tell
which comment was answered how; it shares the cores with the workers. An error is any answer but “see there”. The floor
is an application that only stores name and words, in one transaction each, on the same server (`bare_comments.py`).
Rounds alternate; what is told is of all of them, and the ratio the median of the rounds' own.
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
from statistics import median
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from own_site import CHECKOUT, own_site
from rounds import Table, ratio
from serving import Server, served
from words import Words

INTERVIEWS = 110  # of ten one is a draft
#: What was written sooner after its form was given out waits as a robot's.
AGE = 4.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    asked = parser.parse_args()
    table = Table("comments sent", "posts/s", "of floor", "p50 ms", "p99 ms", "longest", "errors", "lost", "doubled")
    for server in filter(None, ["SQLite", asked.postgresql]):
        name = "SQLite" if server == "SQLite" else "PostgreSQL"
        with own_site(str(INTERVIEWS), "--segments", "5", server="" if name == "SQLite" else server) as site:
            measure(table, name, site | {"TRUSTED_PROXIES": "127.0.0.1"}, asked)


def measure(table: Table, name: str, site: dict[str, str], asked: argparse.Namespace) -> None:
    floor = site | {"BARE_DATABASE": site.get("DATABASE_URL", f"{site['DATA_DIR']}/bare.sqlite3")}
    sent: dict[str, list[dict]] = {"floor: one row stored": []}
    with (
        served("bare_comments:application", floor, workers=asked.workers, anywhere=True) as bare,
        served("portal.wsgi:application", site, workers=asked.workers, anywhere=True) as portal,
    ):
        stamp = stamp_of(portal)
        for number in range(asked.rounds):
            sent["floor: one row stored"].append(send(bare, stamp, asked, f"floor {number}"))
            for mode in ("approve first", "open"):
                in_the_site(site, f"SitePolicy(mode={mode.replace(' ', '_')!r}).save()")
                sent.setdefault(mode, []).append(send(portal, stamp, asked, f"{mode} {number}"))
    kept = kept_in(site)
    rates = {what: [rate_of(one) for one in rounds] for what, rounds in sent.items()}
    for what, rounds in sent.items():
        of_floor = ratio(rates[what], rates["floor: one row stored"])
        tell(table, f"{name}, {what}", rates[what], of_floor, rounds, None if what.startswith("floor") else kept)


def stamp_of(portal: Server) -> str:
    """What a form given out says of that, when it is old enough. Both workers are warm by then."""
    for _ in range(20):
        page = portal.answer("/interviews/talk-1/comments/write/").body.decode()
    time.sleep(AGE)
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def send(server: Server, stamp: str, asked: argparse.Namespace, seed: str) -> dict:
    command = [__file__, "--load", str(server.port), stamp, str(asked.clients), str(asked.seconds), seed]
    done = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def rate_of(sent: dict) -> float:
    return sum(status == 303 for _number, status, _seconds in sent["answers"]) / sent["seconds"]


def tell(
    table: Table, what: str, rates: list[float], of_floor: float, rounds: list[dict], kept: Counter | None
) -> None:
    answers = [answer for one in rounds for answer in one["answers"]]
    waited = sorted(1000 * seconds for _number, status, seconds in answers if status == 303)
    acknowledged = [f"Reader {number}" for number, status, _seconds in answers if status == 303]
    others = Counter(status for _number, status, _seconds in answers if status != 303)
    table.row(
        what,
        f"{median(rates):,.0f}",
        f"{of_floor:.3f}",
        f"{waited[len(waited) // 2]:,.0f}",
        f"{waited[len(waited) * 99 // 100]:,.0f}",
        f"{waited[-1]:,.0f}",
        ", ".join(f"{count} × {status}" for status, count in others.items()) or "0",
        "–" if kept is None else str(sum(name not in kept for name in acknowledged)),
        "–" if kept is None else str(sum(kept[name] > 1 for name in acknowledged)),
    )


def in_the_site(environment: dict[str, str], code: str) -> str:
    code = f"from interviews.comments.models import Comment, SitePolicy; {code}"
    command = [sys.executable, str(CHECKOUT / "manage.py"), "shell", "-v", "0", "-c", code]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def kept_in(environment: dict[str, str]) -> Counter:
    """How often each name stands in the database."""
    names = "Comment.objects.filter(name__startswith='Reader ').values_list('name', flat=True)"
    return Counter(json.loads(in_the_site(environment, f"import json; print(json.dumps(list({names})))")))


def load(port: int, stamp: str, clients: int, seconds: float, seed: str) -> dict:
    """In a process of its own. Each client sends its next comment when it has the answer to the last."""
    words, chance = Words(said=200_000), random.Random(seed)
    words.chance.seed(seed)  # or what was said before would be said again
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
        port, stamp, clients, seconds, seed = sys.argv[2:]
        print(json.dumps(load(int(port), stamp, int(clients), float(seconds), seed)))
    else:
        main()
