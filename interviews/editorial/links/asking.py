"""One address of the web asked for, as little of it as will do."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from interviews.editorial.links.guard import Address, Admits, NoSuchHost, NotPublic, addresses_of, is_public

#: Seconds for each wait, and for all of one answer: one that comes letter by letter is none.
PATIENCE, WHOLE_PATIENCE = 10, 20
#: Redirections that are followed; browsers follow twenty, and nobody needs more than two.
MOST_REDIRECTIONS = 5
#: Below it, but for the two of the web, machines answer for other things: mail, files, logins.
LOWEST_PORT = 1024
#: Answers after which a page is asked for as a browser would: many servers know no HEAD, and refuse it in many ways.
_FAILED = 400
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: Somebody is there, and does not talk to a program: a reader may well get through.
_ALIVE = frozenset((401, 402, 403, 405, 406, 407, 409, 412, 415, 416, 418, 425, 426, 428, 429, 451))
_LENGTH = re.compile(r"bytes 0-0/(\d{1,18})")
#: What may stand in an address as it is sent.
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


@dataclass(frozen=True, slots=True)
class Answer:
    """`problem` as in CheckedLink; `status` None: nobody answered. `wait`: that server asks to be left alone."""

    problem: str = ""
    status: int | None = None
    accepts_ranges: bool | None = None
    length: int | None = None
    wait: bool = False


def ask(url: str, agent: str, *, sound: bool = False, admits: Admits = is_public) -> Answer:
    """What comes of asking for an address; of `sound`, whether parts of it are given. Never raises.

    Nothing but the head of an answer is read. Each redirection is looked at as the address itself was.
    """
    try:
        status, head = _headed(url, agent, admits)
        if sound or status >= _FAILED:
            status, head = _followed("GET", url, agent, admits)
    except NotPublic:
        return Answer("private")
    except NoSuchHost as error:
        return Answer("down" if error.for_now else "gone")
    except _NoAddress:
        return Answer("gone")
    except _NotAsked:
        return Answer()
    except (OSError, http.client.HTTPException, ValueError):
        return Answer("down")
    return Answer(
        _problem(status),
        status,
        (status == http.client.PARTIAL_CONTENT) if sound and status < _FAILED else None,
        _length(status, head),
        wait=status in (429, 503),
    )


class _NoAddress(Exception):
    """A redirection to nowhere, or round and round."""


class _NotAsked(Exception):
    """A port on which something else than the web answers."""


def _headed(url: str, agent: str, admits: Admits) -> tuple[int, Mapping[str, str]]:
    """Servers that know no HEAD refuse it in many ways, one of which is to hang up."""
    try:
        return _followed("HEAD", url, agent, admits)
    except (OSError, http.client.HTTPException):
        return _FAILED, {}


def _problem(status: int) -> str:
    if status < _FAILED or status in _ALIVE:
        return ""
    return "down" if status >= 500 or status == 408 else "gone"


def _length(status: int, head: Mapping[str, str]) -> int | None:
    if status == http.client.PARTIAL_CONTENT:
        found = _LENGTH.match(head.get("Content-Range", ""))
        return int(found[1]) if found else None
    told = head.get("Content-Length", "")
    return int(told) if status == http.client.OK and told.isascii() and told.isdigit() and len(told) < 19 else None


def _followed(method: str, url: str, agent: str, admits: Admits) -> tuple[int, Mapping[str, str]]:
    for _step in range(MOST_REDIRECTIONS + 1):
        status, head = _asked_once(method, url, agent, admits)
        if status not in _REDIRECTS or not head.get("Location"):
            return status, head
        try:
            url = urljoin(url, head["Location"])
        except ValueError as error:
            raise _NoAddress(url) from error
    raise _NoAddress(url)


def _asked_once(method: str, url: str, agent: str, admits: Admits) -> tuple[int, Mapping[str, str]]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80)
    except ValueError as error:
        raise _NoAddress(url) from error
    if parts.scheme not in ("http", "https") or not host:
        raise _NoAddress(url)
    if port < LOWEST_PORT and port not in (80, 443):
        raise _NotAsked(url)
    host = host if host.isascii() else host.encode("idna").decode()
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    headers = {"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    if method == "GET":
        headers["Range"] = "bytes=0-0"  # one byte, where the server gives parts
    connection = _Connection(host, port, addresses_of(host, port, admits), secure=parts.scheme == "https")
    try:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        if connection.hung_up:  # what came until then looks like an answer
            raise TimeoutError(url)
        return response.status, {name.title(): value for name, value in response.getheaders()}
    finally:
        connection.end()


class _Connection(http.client.HTTPConnection):
    """To addresses that were looked at, whatever the host's name may lead to by now; for so long and no longer."""

    def __init__(self, host: str, port: int, addresses: list[Address], *, secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.default_port = 443 if secure else 80  # where the name alone says it
        self.addresses, self.secure = addresses, secure
        self.hung_up = False
        self.clock = threading.Timer(WHOLE_PATIENCE, self._hang_up)
        self.clock.daemon = True

    def connect(self) -> None:
        self.clock.start()
        self.sock = self._connected()
        if self.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def _connected(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self.addresses:
            try:
                return socket.create_connection((str(address), self.port), timeout=PATIENCE)
            except OSError as error:
                failure = error
        raise failure

    def _hang_up(self) -> None:
        self.hung_up = True
        if self.sock is not None:
            with contextlib.suppress(OSError):  # it was over already
                # The plain socket's: that of TLS would wait for a farewell.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def end(self) -> None:
        self.clock.cancel()
        self.close()
