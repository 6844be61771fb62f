"""The interview's page rendered on each request, beside Wagtail's page of the same content.

    python benchmarks/uncached_page.py [--rounds 5] [--seconds 4] [--postgresql postgres://...]

Both render 23 questions with answers and 30 comments in threads, tags, two biographies, a recording, a time index, a
form, and what leads further, in an archive of a hundred interviews; the words are the same and are looked for in both.
gunicorn's gthread worker with four threads on one core, `wrk -t1 -c16` on the other, alternating rounds; the ratio is
the median of the rounds' own. Wagtail (BSD) is installed into an environment of its own: `peers/`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from load import load, require_wrk
from own_site import own_database_on, own_site, plain_environment, run
from peers.installed import PEERS, python_of
from rounds import Table, alternating, ratio
from serving import Server, served
from standard_interview import SLUG, standard_interview

from interviews.documents.data import as_data

PAGE = f"/interviews/{SLUG}/"
OTHERS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    asked = parser.parse_args()
    require_wrk()
    python_of("wagtail")
    table = Table("rendered each time", "bytes", "pages/s", "p50 ms", "of Wagtail", "failed")
    for server in filter(None, ["SQLite", asked.postgresql]):
        with portal_sites(server) as (portal, anew), wagtail_site(server) as wagtail:
            contenders = {"portal": portal, "portal, nothing stored": anew, "Wagtail": wagtail}
            measure(table, "PostgreSQL" if server == asked.postgresql else server, contenders, asked)


def measure(table: Table, database: str, contenders: dict[str, Server], asked: argparse.Namespace) -> None:
    sizes, failed, waited = {}, dict.fromkeys(contenders, 0), {name: [] for name in contenders}
    for name, server in contenders.items():
        for _ in range(10):
            page = server.answer(PAGE).body.decode()
        look_for_all(name, page)
        sizes[name] = len(page.encode())

    def rate(name: str) -> float:
        done = load([contenders[name].origin + PAGE], {}, seconds=asked.seconds)
        failed[name] += done.failed
        waited[name].append(done.p50)
        return done.rate

    rates = alternating({name: lambda name=name: rate(name) for name in contenders}, asked.rounds)
    for name in contenders:
        table.row(
            f"{name}, {database}",
            f"{sizes[name]:,}",
            f"{median(rates[name]):,.1f}",
            f"{median(waited[name]):,.0f}",
            f"{ratio(rates[name], rates['Wagtail']):.2f}",
            f"{failed[name]}",
        )


def look_for_all(name: str, page: str) -> None:
    """Stops where the page lacks anything that is compared."""
    said = standard_interview()
    words = [segment.question for segment in said.segments]
    words += [paragraph for segment in said.segments for paragraph in segment.answer.strip(".").split("\n\n")]
    words += [paragraph for comment in said.comments for paragraph in comment.body.split("\n\n")]
    words += [person.bio.partition("\n")[0] for person in said.appearances]
    missing = [text for text in words if escape(text.strip(".")) not in page]
    if missing:
        raise SystemExit(f"The page of {name} lacks {len(missing)} of {len(words)} texts, first: {missing[0]}")


@contextlib.contextmanager
def portal_sites(server: str) -> Iterator[tuple[Server, Server]]:
    """The portal without its page cache: as it is, and with nothing stored of what was rendered before."""
    with own_site(str(OTHERS), server="" if server == "SQLite" else server) as site:
        site |= {"PAGE_CACHE_MB": "0"}
        with (
            served("portal.wsgi:application", site) as running,
            served("portal.wsgi:application", site | {"RENDERED_PAGES": "0"}) as anew,
        ):
            yield running, anew


@contextlib.contextmanager
def wagtail_site(server: str) -> Iterator[Server]:
    python, folder = python_of("wagtail"), PEERS / "wagtail"
    with tempfile.TemporaryDirectory() as data, contextlib.ExitStack() as stack:
        environment = plain_environment() | {"DATA_DIR": data}
        if server != "SQLite":
            environment["DATABASE_URL"] = stack.enter_context(own_database_on(server))
        document = Path(data, "standard.json")
        document.write_text(json.dumps(as_data(standard_interview())))
        manage = str(folder / "manage.py")
        run(environment, manage, "migrate", "--verbosity", "0", python=python)
        run(environment, manage, "load_interviews", str(document), "--others", str(OTHERS), python=python)
        if "DATABASE_URL" in environment:
            run(environment, manage, "shell", "-v", "0", "-c", ANALYSE, python=python)
        yield stack.enter_context(served("peer.wsgi:application", environment, python=python, folder=folder))


ANALYSE = "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE')"


if __name__ == "__main__":
    main()
