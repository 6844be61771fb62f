"""The interview's page through the portal, beside an application that returns the same bytes on the same server.

    python benchmarks/cached_page.py [--rounds 5] [--seconds 2]
        [--postgresql postgres://... --redis redis://...]     (adds two nodes; in a database of its own)

gunicorn's gthread worker with four threads on one core, `wrk -t1 -c16` on the other, in alternating rounds: medians,
and the median of the rounds' ratios. HEAD comes from Python's sockets: wrk cannot read its answers. What is “rendered
each time” is Django's own view (PAGE_CACHE_MB=0), beside the same bare application.
"""

from __future__ import annotations

import argparse
import contextlib
import pickle
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from load import load, require_wrk
from own_site import own_site, plain_environment
from rounds import Table, alternating, ratio
from serving import Server, served
from standard_interview import SLUG

PAGE = f"/interviews/{SLUG}/"
#: What a server adds by itself, or what is of one connection.
_OF_THE_SERVER = {"server", "date", "connection", "transfer-encoding", "keep-alive"}
#: What only the bare application would repeat untruly.
_OF_THE_CACHE = {"age"}


class Variant(NamedTuple):
    name: str
    headers: dict[str, str]
    method: str = "GET"
    status: int = 200
    encoding: str = ""


VARIANTS = (
    Variant("identity", {}),
    Variant("gzip", {"Accept-Encoding": "gzip"}, encoding="gzip"),
    Variant("brotli", {"Accept-Encoding": "gzip, deflate, br"}, encoding="br"),
    Variant("304, brotli", {"Accept-Encoding": "gzip, deflate, br"}, status=304),
    Variant("HEAD", {}, method="HEAD"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    parser.add_argument("--redis", default="", metavar="ADDRESS")
    asked = parser.parse_args()
    require_wrk()
    measure = Measuring(asked.rounds, asked.seconds)
    with own_site("100") as site:
        measure.beside_bare("1 worker", [site], VARIANTS)
        measure.beside_bare("3 workers", [site], VARIANTS[:3], workers=3)
        measure.beside_bare("rendered each time", [site | {"PAGE_CACHE_MB": "0"}], VARIANTS[:1])
    if asked.postgresql:
        with own_site("100", server=asked.postgresql) as site, tempfile.TemporaryDirectory() as other:
            shared = site | ({"REDIS_URL": asked.redis} if asked.redis else {})
            # Nodes share no folder but the static files, which each has by its own collectstatic.
            Path(other, "static").symlink_to(Path(site["DATA_DIR"], "static"))
            nodes = [shared, shared | {"DATA_DIR": other}]
            measure.beside_bare("2 nodes, PostgreSQL", nodes, VARIANTS[:3])
            measure.beside_bare("rendered, PostgreSQL", [site | {"PAGE_CACHE_MB": "0"}], VARIANTS[:1])
    if "hit" not in measure.said:
        print("No answer said “X-Cache: hit”: this portal has no page cache, or it is off. All of this is Django.")


class Measuring:
    def __init__(self, rounds: int, seconds: float) -> None:
        self._rounds, self._seconds = rounds, seconds
        self.said: set[str] = set()
        self._table = Table("page", "bytes", "bare/s", "portal/s", "of bare", "X-Cache", "failed")

    def beside_bare(
        self, how: str, sites: list[dict[str, str]], variants: tuple[Variant, ...], *, workers: int = 1
    ) -> None:
        """A node for each site, and as many bare ones."""
        with contextlib.ExitStack() as stack:
            nodes = [stack.enter_context(served("portal.wsgi:application", site, workers=workers)) for site in sites]
            answers, kept, absent = {}, [], []
            for variant in variants:
                found = asked_for(nodes[0], variant)
                if isinstance(found, str):
                    absent.append((f"{how}, {variant.name}", found))
                else:
                    answers[f"/{variant.name.replace(', ', '-')}"] = found[1]
                    kept.append((variant, found[0]))
            bare = [stack.enter_context(bare_server(answers, workers)) for _ in sites]
            for variant, headers in kept:
                self._row(how, variant, headers, nodes, bare)
            for name, why in absent:
                self._table.row(name, *["–"] * 4, why, "")

    def _row(
        self, how: str, variant: Variant, headers: dict[str, str], nodes: list[Server], bare: list[Server]
    ) -> None:
        failed = 0

        def rate(servers: list[Server], path: str) -> float:
            nonlocal failed
            addresses = [server.origin + path for server in servers]
            done = load(addresses, headers, seconds=self._seconds, method=variant.method)
            failed += done.failed
            return done.rate

        path = f"/{variant.name.replace(', ', '-')}"
        for node in nodes:
            for _ in range(20):  # each worker has it by then
                size = len(node.answer(PAGE, headers, variant.method).body)
        rates = alternating({"bare": lambda: rate(bare, path), "portal": lambda: rate(nodes, PAGE)}, self._rounds)
        said = {
            node.answer(PAGE, headers, variant.method).header("X-Cache") or "none" for node in nodes for _ in range(10)
        }
        self.said |= said
        self._table.row(
            f"{how}, {variant.name}",
            f"{size:,}",
            f"{median(rates['bare']):,.0f}",
            f"{median(rates['portal']):,.0f}",
            f"{ratio(rates['portal'], rates['bare']):.3f}",
            "+".join(sorted(said)),
            f"{failed}",
        )


def asked_for(node: Server, variant: Variant) -> str | tuple[dict[str, str], tuple]:
    """The headers by which the portal gives this variant, and its answer; or why there is none."""
    headers = dict(variant.headers)
    for _ in range(3):
        answer = node.answer(PAGE, headers, variant.method)
    if variant.status == 304:
        tag, changed = answer.header("ETag"), answer.header("Last-Modified")
        if not tag and not changed:
            return "no ETag"
        headers |= {"If-None-Match": tag} if tag else {"If-Modified-Since": changed}
        answer = node.answer(PAGE, headers)
    if answer.status != variant.status:
        return str(answer.status)
    if answer.header("Content-Encoding") != variant.encoding and variant.encoding:
        return "identity"
    kept = [(name, value) for name, value in answer.headers if name.lower() not in _OF_THE_SERVER | _OF_THE_CACHE]
    return headers, (f"{answer.status} {answer.reason}", kept, answer.body)


@contextlib.contextmanager
def bare_server(answers: dict[str, tuple], workers: int) -> Iterator[Server]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(pickle.dumps(answers))
        file.flush()
        with served("bare:application", plain_environment() | {"BARE_ANSWERS": file.name}, workers=workers) as server:
            yield server


if __name__ == "__main__":
    main()
