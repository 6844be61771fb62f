"""Load on HTTP servers: `wrk` with 16 connections; for HEAD, which wrk cannot read, Python's own sockets."""

from __future__ import annotations

import json
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from serving import pinned

CONNECTIONS = 16

#: What wrk writes at its end; latencies are in microseconds.
_DONE = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests": %d, "microseconds": %d, "failed": %d, "p50": %d, "p99": %d}\\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.timeout + e.status,
    latency:percentile(50), latency:percentile(99)))
end
"""


class Load(NamedTuple):
    """`rate` in requests/s, `p50` and `p99` in milliseconds, `failed` answers of a status of 400 or more, or none."""

    rate: float
    failed: int
    p50: float
    p99: float


def require_wrk() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is missing. On Debian, as root: apt-get install wrk")


def load(addresses: Sequence[str], headers: dict[str, str], *, seconds: float, method: str = "GET") -> Load:
    """All addresses at once, their rates together."""
    if method == "HEAD":
        return _heads(addresses, headers, seconds)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_DONE)
        script.flush()
        given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "-s", script.name, *given]
        running = [
            subprocess.Popen(pinned([*command, address], load=True), stdout=subprocess.PIPE, text=True)
            for address in addresses
        ]
        results = [json.loads(one.communicate()[0].strip().splitlines()[-1]) for one in running]
    return Load(
        sum(one["requests"] / one["microseconds"] * 1e6 for one in results),
        sum(one["failed"] for one in results),
        max(one["p50"] for one in results) / 1000,
        max(one["p99"] for one in results) / 1000,
    )


def _heads(addresses: Sequence[str], headers: dict[str, str], seconds: float) -> Load:
    """In a process of its own, so that it has a core of its own."""
    work = [sys.executable, __file__, json.dumps([list(addresses), headers, seconds])]
    done = subprocess.run(pinned(work, load=True), stdout=subprocess.PIPE, text=True, check=True)
    return Load(*json.loads(done.stdout))


def _ask_heads(addresses: list[str], headers: dict[str, str], seconds: float) -> Load:
    """A connection sends its next request when it has its answer, which ends with its headers."""
    watched = select.epoll()
    asked: dict[int, tuple[socket.socket, bytes, float]] = {}
    for address in addresses:
        parts = urlsplit(address)
        lines = [f"HEAD {parts.path} HTTP/1.1", f"Host: {parts.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
        request = "\r\n".join([*lines, "", ""]).encode()
        for _ in range(CONNECTIONS):
            connection = socket.create_connection((parts.hostname, parts.port))
            watched.register(connection, select.EPOLLIN)
            connection.sendall(request)
            asked[connection.fileno()] = connection, request, time.perf_counter()
    taken, failed, begun = [], 0, time.perf_counter()
    while (now := time.perf_counter()) - begun < seconds:
        for number, _event in watched.poll(seconds):
            connection, request, since = asked[number]
            answer = connection.recv(65536)
            if not answer.endswith(b"\r\n\r\n"):
                raise SystemExit(f"HEAD was answered with {answer[-40:]!r}")
            taken.append(time.perf_counter() - since)
            failed += answer[9:10] not in b"23"
            asked[number] = connection, request, time.perf_counter()
            connection.sendall(request)
    taken.sort()
    return Load(len(taken) / (now - begun), failed, 1000 * taken[len(taken) // 2], 1000 * taken[len(taken) * 99 // 100])


if __name__ == "__main__":
    print(json.dumps(_ask_heads(*json.loads(sys.argv[1]))))
