"""Whether the node on this machine answers: exit status 0 or 1, for a container's health check. Standard library only.

The database has no part in it: a node that is started anew because another machine is away helps nobody.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

site = urlsplit(os.environ.get("SITE_URL", ""))
place, _, number = (os.environ.get("BIND") or "").rpartition(":")
port = int(number or os.environ.get("PORT") or 8000)
host = place if place not in ("", "0.0.0.0", "[::]") else "127.0.0.1"  # noqa: S104  (nothing is bound here)

try:
    node = http.client.HTTPConnection(host, port, timeout=5)
    # As the web server in front asks it: under another name, or without TLS, it answers something else.
    told = {"Host": site.hostname or "localhost", "X-Forwarded-Proto": site.scheme or "http"}
    node.request("GET", "/robots.txt", headers=told)
    status = node.getresponse().status
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"No answer at {host}:{port}: {error}")
if status != 200:
    sys.exit(f"The node at {host}:{port} answers {status}.")
