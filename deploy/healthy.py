"""Whether the node on this machine answers: exit status 0 or 1, for a container's health check. Standard library only.

    healthy.py [ready] [SECONDS]

With `ready`: whether it could do its work too, and what is wrong if not. Nobody should start a node anew for that: one
whose database is away would not be helped. SECONDS: how long it is waited for, 5 where nothing is said.
"""

import http.client
import os
import socket
import sys

bind = os.environ.get("BIND") or ""
path = "/readyz" if "ready" in sys.argv[1:] else "/healthz"
patience = next((int(word) for word in sys.argv[1:] if word.isdigit()), 5)

if bind.startswith("unix:"):
    there, node = bind, http.client.HTTPConnection("localhost", timeout=patience)
    node.sock = socket.socket(socket.AF_UNIX)
    node.sock.settimeout(patience)
else:
    place, _, number = bind.rpartition(":")
    host = place if place not in ("", "0.0.0.0", "[::]") else "127.0.0.1"  # noqa: S104  (nothing is bound here)
    there = f"{host}:{number or os.environ.get('PORT') or 8000}"
    node = http.client.HTTPConnection(there, timeout=patience)

try:
    if node.sock:
        node.sock.connect(bind.removeprefix("unix:"))
    node.request("GET", path)
    answer = node.getresponse()
    status, said = answer.status, answer.read(2000).decode("utf-8", "replace").strip()
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"No answer at {there}: {error}")
if status != 200:
    sys.exit(f"The node at {there} answers {status}. {said if status == 503 else ''}".rstrip())
