"""A round of all that is due: one address after the other, and no server more often than it can bear."""

from __future__ import annotations

import datetime as dt
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviews.documents.linting.links import addresses_in
from interviews.editorial.links.asking import Answer
from interviews.editorial.models import CheckedLink
from interviews.editorial.models.checked_link import digest_of
from interviews.models import Interview
from interviews.retrieve import sketches_of

#: Seconds between two questions to one server.
DELAY = 2.0
#: Interviews that are read at once.
AT_ONCE = 200
#: After which an address that answered is asked again.
EVERY = dt.timedelta(days=7)

#: Asks for an address; whether it is one of a recording.
Ask = Callable[[str, bool], Answer]


def linked_addresses() -> dict[str, bool]:
    """All addresses to which interviews lead, and of each whether a recording lies there."""
    found: dict[str, bool] = {}
    for interviews in portions(Interview.objects.order_by("pk")):
        for document in sketches_of(interviews).values():
            for url, place in addresses_in(document):
                found[url] = found.get(url, False) or place.of == "recording"
    return found


def portions(interviews: QuerySet) -> Iterator[list[Interview]]:
    """So many at a time, by their keys: none is read twice, whatever is written meanwhile."""
    last = 0
    while rows := list(interviews.filter(pk__gt=last)[:AT_ONCE]):
        yield rows
        last = rows[-1].pk


def due(linked: Mapping[str, bool], now: dt.datetime, every: dt.timedelta = EVERY) -> list[str]:
    """Those never asked for first, then those that wait longest."""
    known = dict(CheckedLink.objects.values_list("digest", "checked_at"))
    waiting = set(CheckedLink.objects.due(now, every).values_list("digest", flat=True))
    digests = {url: digest_of(url) for url in linked}
    new = [url for url, digest in digests.items() if digest not in known]
    again = [url for url, digest in digests.items() if digest in waiting]
    return [*new, *sorted(again, key=lambda url: known[digests[url]])]


def go_round(
    urls: Iterable[str],
    linked: Mapping[str, bool],
    ask: Ask,
    *,
    delay: float = DELAY,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[str, Answer]]:
    """Asks for each, the servers in turn, so that none is asked twice within `delay` seconds. One that says that it is
    asked too much is left alone for the rest of the round."""
    waiting: dict[str, deque[str]] = {}
    for url in urls:
        waiting.setdefault(_server(url), deque()).append(url)
    free_at = dict.fromkeys(waiting, 0.0)
    while waiting:
        server = min(waiting, key=lambda name: free_at[name])
        if (rest := free_at[server] - clock()) > 0:
            sleep(rest)
        url = waiting[server].popleft()
        answer = ask(url, linked[url])
        free_at[server] = clock() + delay
        if answer.wait or not waiting[server]:
            del waiting[server]
        yield url, answer


def _server(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def keep(url: str, answer: Answer, at: dt.datetime | None = None) -> CheckedLink:
    """Writes down what came of it; of its parts and its length, what an answer said that gave it."""
    at = at or timezone.now()
    with transaction.atomic():
        row = CheckedLink.objects.select_for_update().filter(digest=digest_of(url)).first() or CheckedLink(url=url)
        row.checked_at, row.status, row.problem = at, answer.status, answer.problem
        row.failing_since = (row.failing_since or at) if answer.problem else None
        if answer.status is not None and answer.status < 400:
            row.accepts_ranges, row.length = answer.accepts_ranges, answer.length
        row.save()
    return row


def forget_all_but(linked: Iterable[str]) -> int:
    """Deletes what is known of addresses to which nothing leads any more; gives their number."""
    stay = {digest_of(url) for url in linked}
    gone = [pk for pk, digest in CheckedLink.objects.values_list("pk", "digest") if digest not in stay]
    for place in range(0, len(gone), 500):
        CheckedLink.objects.filter(pk__in=gone[place : place + 500]).delete()
    return len(gone)
