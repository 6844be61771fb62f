"""What a start costs: `manage.py check`, the first request, the memory of a worker.

    python benchmarks/start.py [--rounds 5] [--requests 1000]     (Linux: memory is read from /proc)

Seconds by the clock and of the processor: where others work on the machine, the latter are nearer to the truth. The
first request is asked of the application within a new process; “loading” is what stands before it. The worker is
gunicorn's, with the settings of `deploy/`; one reader after the other, then eight at once, ask for pages of every
public kind.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from own_site import CHECKOUT, own_site
from serving import Server, served
from standard_interview import SLUG

PAGE = f"/interviews/{SLUG}/"
GOALS = {"check": 1.0, "first request": 0.5, "memory": 90}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=1000)
    asked = parser.parse_args()
    with own_site("300") as site:
        tell("manage.py check", [check(site) for _ in range(asked.rounds)], GOALS["check"])
        inside = [first_requests(site) for _ in range(asked.rounds)]
        tell("loading the application", [one["loading"] for one in inside])
        tell("first request after that", [one["first"] for one in inside], GOALS["first request"])
        tell("the same page again", [one["again"] for one in inside])
        for readers in (1, 8):
            with served("portal.wsgi:application", site, threads=8) as server:
                ask_for_all(server, 1, readers)
                begun = memory_of(server)
                ask_for_all(server, asked.requests, readers)
                told = ", ".join(f"{kind} {size:.0f} MB" for kind, size in memory_of(server).items())
                print(
                    f"a worker after {asked.requests:,} requests, {readers} at once: {told}"
                    f" (RSS after the first page of each kind: {begun['RSS']:.0f}); the goal is {GOALS['memory']} MB",
                    flush=True,
                )


def tell(what: str, taken: list[tuple[float, float]], goal: float | None = None) -> None:
    clock, processor = (median(column) for column in zip(*taken, strict=True))
    wanted = f"   the goal is {goal} s" if goal else ""
    print(f"{what:<26} {clock:7.3f} s by the clock, {processor:7.3f} s of the processor{wanted}", flush=True)


def check(site: dict[str, str]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), "check"], env=site, check=True, stdout=subprocess.DEVNULL
    )
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_requests(site: dict[str, str]) -> dict[str, tuple[float, float]]:
    code = f"import start; start.within({PAGE!r})"
    environment = site | {"PYTHONPATH": str(CHECKOUT / "benchmarks")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def within(address: str) -> None:
    """In a new process: what loading and the first request take there."""
    moments = [(time.perf_counter(), time.process_time())]
    from portal.wsgi import application

    moments.append((time.perf_counter(), time.process_time()))
    for _ in range(2):
        answers: list[str] = []
        body = application(environ_of(address), lambda status, headers, *_, told=answers: told.append(status))
        assert b"".join(body) and answers == ["200 OK"], answers
        getattr(body, "close", lambda: None)()
        moments.append((time.perf_counter(), time.process_time()))
    taken = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(moments)]
    print(json.dumps(dict(zip(("loading", "first", "again"), taken, strict=True))))


def environ_of(address: str) -> dict[str, object]:
    import io
    from wsgiref.util import setup_testing_defaults

    environ: dict[str, object] = {"PATH_INFO": address, "SERVER_NAME": "127.0.0.1", "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(environ)
    environ["wsgi.input"] = io.BytesIO()
    return environ


def ask_for_all(server: Server, requests: int, at_once: int) -> None:
    """Pages of every public kind; at least one of each."""
    kinds = [
        *(PAGE, "/", "/interviews/", "/archive/", "/speakers/", "/speakers/speaker-1/", "/tags/", "/tags/tag-1/"),
        *("/series/", "/series/series-0/", "/search/?q=fog", f"{PAGE}comments/", f"{PAGE}comments/write/"),
        *(f"/interviews/{SLUG}.json", f"/interviews/{SLUG}.md", "/feeds/interviews.atom", "/feeds/podcast.rss"),
        *("/api/1/interviews", "/sitemap.xml"),
    ]
    addresses = [*kinds, *(f"/interviews/talk-{number}/" for number in range(1, 300) if number % 10)]
    wanted = (addresses * (requests // len(addresses) + 1))[: max(requests, len(kinds))]
    with ThreadPoolExecutor(at_once) as readers:
        for address, answer in zip(wanted, readers.map(server.answer, wanted), strict=True):
            if answer.status != 200:
                sys.exit(f"{address} is answered with {answer.status}.")


def memory_of(server: Server) -> dict[str, float]:
    """Of the worker, in MB: all that it holds (RSS), and that without what it shares with others (PSS)."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    lines = Path(f"/proc/{children[0]}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(size.split()[0]) / 1024 for name, _, size in (line.partition(":") for line in lines)}
    return {"RSS": sizes["Rss"], "PSS": sizes["Pss"]}


if __name__ == "__main__":
    main()
