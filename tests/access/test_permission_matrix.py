"""Who may what, at every address of the site: one line a route.

An address that is not in the table fails the first test. Its line has what is answered to whoever looks (GET), and to
whoever does something there (POST, sent as a form of this site sends it, with nothing in it); `-` is 405. Where a route
names one thing there are three answers: of an interview that is published, of a draft, and of one that was withdrawn.
All other methods are 405 everywhere, but for what `expected` says. The same holds for nobody and for everybody who
signed in, whatever their role, but for the routes in `BY_ROLE`. The desk, where it depends on the role, has its own
table: tests/editorial/doors/test_doors.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.access.site import METHODS, STATES, OpenAndHidden, asked, names_something, written
from tests.editorial.doors.site import ROLES, WHOSE, Site, doors
from tests.test_nothing_hidden_is_shown import patterns

pytestmark = pytest.mark.django_db

TABLE = {
    route.strip().replace("(the home page)", ""): tuple(cells.split("|"))
    for route, cells in (
        (line[:56], line[56:])
        for line in r"""
(the home page)                                          200         | -
archive/                                                 200         | -
archive/undated/                                         404         | -
^archive/(?P<year>[0-9]{4})/$                            200         | -
^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$        200         | -
interviews/                                              200         | -
interviews/<slug:slug>/                                  200 404 410 | -
interviews/<slug:slug>/cite/                             200 404 410 | -
interviews/<slug:slug>/embed/                            200 404 410 | -
questions/                                               200         | -
questions/<slug:slug>/                                   200 404 404 | -
search/                                                  200         | -
search/proposals.json                                    200         | -
series/                                                  200         | -
series/<slug:slug>/                                      200 404 404 | -
speakers/                                                200         | -
speakers/<slug:slug>/                                    200 404 404 | -
tags/                                                    200         | -
tags/<slug:slug>/                                        200 404 404 | -
interviews/<slug:slug>/comments/                         200 404 404 | 422 404 404
interviews/<slug:slug>/comments/write/                   200 404 404 | -
interviews/<slug:slug>/comments/follow/                  200 404 404 | 422 404 404
interviews/<slug:slug>/comments/<int:pk>/                302 404 404 | -
interviews/<slug:slug>/comments/<int:pk>/thread/         200 404 404 | -
interviews/<slug:slug>/comments/<int:pk>/reply/          200 404 404 | -
interviews/<slug:slug>/comments/<int:pk>/received/       404 404 404 | -
interviews/<slug:slug>/comments/<int:pk>/edit/           404 404 404 | 403 404 404
interviews/<slug:slug>/comments/<int:pk>/withdraw/       404 404 404 | 404 404 404
interviews/<slug:slug>/comments/<int:pk>/report/         200 404 404 | 422 404 404
interviews/<slug:slug>/corrections/<str:uid>/            200 404 404 | 409 404 404
interviews/<slug:slug>/corrections/<str:uid>/sent/       200 404 404 | -
account/questions/                                       302         | 302
account/sign-in/                                         200         | 422
account/sign-in/code/                                    302         | 302
account/password/                                        302         | 302
account/password/changed/                                200         | -
account/password/forgotten/                              200         | 422
account/password/forgotten/sent/                         200         | -
account/password/new/<uidb64>/<token>/                   200         | 200
account/password/new/done/                               200         | -
account/sign-out/                                        405         | 302
comments/confirm/<str:key>/                              404         | 404
comments/unsubscribe/<str:key>/                          404         | 404
drafts/<str:token>/                                      404         | 404
notices/end/<str:key>/                                   404         | 404
interviews/<slug:slug>.json                              200 404 410 | -
interviews/<slug:slug>.md                                200 404 410 | -
interviews/<slug:slug>.txt                               200 404 410 | -
interviews/<slug:slug>.vtt                               200 404 410 | -
interviews/<slug:slug>.srt                               200 404 410 | -
interviews/<slug:slug>/chapters.vtt                      200 404 410 | -
interviews/<slug:slug>/chapters.json                     200 404 410 | -
interviews/<slug:slug>.psc.xml                           200 404 410 | -
interviews/<slug:slug>.ohms.xml                          200 404 410 | -
interviews/<slug:slug>.csl.json                          200 404 410 | -
interviews/<slug:slug>.bib                               200 404 410 | -
interviews/<slug:slug>.ris                               200 404 410 | -
feeds/interviews.atom                                    200         | -
feeds/interviews.rss                                     200         | -
feeds/interviews.json                                    200         | -
feeds/search.atom                                        200         | -
feeds/search.rss                                         200         | -
feeds/search.json                                        200         | -
feeds/series/<slug:slug>.atom                            200 404 404 | -
feeds/series/<slug:slug>.rss                             200 404 404 | -
feeds/series/<slug:slug>.json                            200 404 404 | -
feeds/speakers/<slug:slug>.atom                          200 404 404 | -
feeds/speakers/<slug:slug>.rss                           200 404 404 | -
feeds/speakers/<slug:slug>.json                          200 404 404 | -
feeds/tags/<slug:slug>.atom                              200 404 404 | -
feeds/tags/<slug:slug>.rss                               200 404 404 | -
feeds/tags/<slug:slug>.json                              200 404 404 | -
feeds/podcast.rss                                        200         | -
feeds/series/<slug:slug>/podcast.rss                     200 404 404 | -
card.png                                                 200         | -
interviews/<slug:slug>/card.png                          200 404 410 | -
robots.txt                                               200         | -
sitemap.xml                                              200         | -
sitemap-<slug:section>-<int:page>.xml                    200         | -
sitemap-<slug:section>.xml                               200         | -
oembed                                                   200 404 404 | -
api/1/                                                   200         | -
api/1/openapi.json                                       200         | -
api/1/interviews                                         200         | -
api/1/interviews/<slug:slug>                             200 404 410 | -
api/1/segments                                           200         | -
api/1/interviews/<slug:slug>/segments/<uid:uid>          200 404 410 | -
api/1/speakers                                           200         | -
api/1/speakers/<slug:slug>                               200 404 404 | -
api/1/tags                                               200         | -
api/1/tags/<slug:slug>                                   200 404 404 | -
api/1/series                                             200         | -
api/1/series/<slug:slug>                                 200 404 404 | -
api/1/search                                             200         | -
^api/1/(?P<rest>(?s:.+))\Z                               404         | -
schemas/interview-document-1.json                        200         | -
feeds/comments.atom                                      200         | -
feeds/interviews/<slug:slug>/comments.atom               200 404 404 | -
media/<path:path>                                        200 404 404 | -
healthz                                                  200         | -
readyz                                                   200         | -
metrics                                                  404         | -
""".splitlines()
        if line
    )
}

#: What some routes take beside: API and its description tell scripts of other sites what they may ask (CORS), and the
#: forms of accounts say which methods they know.
FORMS = ("account/sign-in/", "account/sign-out/", "account/password/forgotten/")
#: Whoever did not sign in is asked to, whatever they try.
OF_WHOEVER_SIGNED_IN = ("account/questions/", "account/password/")
#: A link that leads to nothing: its page says so, whatever is tried there.
ENDED = "account/password/new/<uidb64>/<token>/"
#: Looking at these, and sending them nothing, signed in.
BY_ROLE = {"account/questions/": (200, 405), "account/sign-in/": (200, 422), "account/password/": (200, 422)}
#: Who may see what readers may not: a withdrawn or hidden file goes out to whom it concerns (test_stored_files.py).
FILES = "media/<path:path>"
#: Doing nothing at all with an empty form writes nothing either.
OVERRIDES = {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "DELETE", "X-Method-Override": "PUT"}


@pytest.fixture
def site(settings: Any) -> OpenAndHidden:
    settings.SENDS_LETTERS = True
    return OpenAndHidden()


def answers(cell: str, route: str) -> list[int]:
    told = [405 if answer == "-" else int(answer) for answer in cell.split()]
    return told * (3 if names_something(route) and len(told) == 1 else 1)


def expected(route: str, method: str, place: int) -> int:
    if method in ("GET", "HEAD"):
        return answers(TABLE[route][0], route)[place]
    if method == "POST":
        return answers(TABLE[route][1], route)[place]
    if route in OF_WHOEVER_SIGNED_IN:
        return 302
    if route == ENDED:
        return 200
    if method == "PUT" and route in FORMS and route != "account/sign-out/":
        return 422  # Django's, as a POST with nothing in it
    if method == "OPTIONS" and route.startswith(("api/1/", "^api/1/")):
        return 204
    return 200 if method == "OPTIONS" and route in FORMS else 405


def rooms() -> list[str]:
    return sorted({route.strip("^").partition("/")[0].partition(".")[0] for route in TABLE})


def in_room(room: str) -> list[str]:
    return [route for route in TABLE if route.strip("^").partition("/")[0].partition(".")[0] == room]


def signed_in(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "nobody":
        user = get_user_model().objects.create_user(role.lower(), is_staff=role != "reader")
        user.groups.set(Group.objects.filter(name=role))
        client.force_login(user)
    return client


def test_every_route_is_in_the_table() -> None:
    known = set(patterns(get_resolver()))
    assert known - TABLE.keys() == set(), "say in the table what may be done there"
    assert TABLE.keys() - known == set(), "these are in the table, and not on the site any more"


@pytest.mark.parametrize("room", rooms())
def test_nobody_may_more_than_the_table_says(site: OpenAndHidden, room: str) -> None:
    client = Client(raise_request_exception=False)
    for route in in_room(room):
        for place, state in enumerate(STATES if names_something(route) else STATES[:1]):
            for method in METHODS:
                with written() as tables, transaction.atomic():
                    status = asked(client, method, site.address(route, state))
                    transaction.set_rollback(True)
                assert status == expected(route, method, place), (method, route, state)
                assert tables == set(), (method, route, state)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES[1:])
def test_who_signed_in_may_no_more_there(site: OpenAndHidden, role: str) -> None:
    client = signed_in(role)
    for route in TABLE:
        for place, state in enumerate(STATES if names_something(route) else STATES[:1]):
            for method in ("GET", "POST", "DELETE"):
                if route == FILES and state != "published":
                    continue
                with transaction.atomic():
                    status = asked(client, method, site.address(route, state))
                    transaction.set_rollback(True)
                wanted = expected(route, method, place)
                if route in BY_ROLE:
                    looked, sent = BY_ROLE[route]
                    wanted = {"GET": looked, "POST": sent}.get(method, 405)
                assert status == wanted, (role, method, route, state)


def test_a_method_is_what_it_was_sent_as(site: OpenAndHidden) -> None:
    """No header, field or parameter makes another of it."""
    client = Client(raise_request_exception=False)
    for route in ("interviews/<slug:slug>/", "feeds/tags/<slug:slug>.atom", "interviews/<slug:slug>/comments/"):
        address = site.address(route, "published")
        for method in ("GET", "POST"):
            plain = asked(client, method, address)
            with written() as tables:
                assert asked(client, method, address, **OVERRIDES) == plain
                assert asked(client, method, f"{address}?_method=DELETE&method=DELETE") == plain
                response = client.post(address, {"_method": "DELETE"}, headers=OVERRIDES)
                assert response.status_code in (405, 422)
            assert tables == set()


@pytest.mark.parametrize("role", ["nobody", "reader", "Contributor"])
def test_methods_that_nobody_uses_change_nothing_at_the_desk(role: str, settings: Any, tmp_path: Any) -> None:
    """At each door in turn one of them, with the headers that make another of it elsewhere."""
    settings.DATA_DIR = tmp_path
    site = Site()
    client = site.client(role)
    for number, door in enumerate(dict.fromkeys(doors())):
        for whose in WHOSE[1:2]:
            with transaction.atomic():
                address = site.address(door, whose, role)
                with written() as tables:
                    status = asked(client, METHODS[3 + number % 4], address, **OVERRIDES)
                transaction.set_rollback(True)
            assert status < 500, (role, door)
            assert tables == set(), (role, door, status)
            assert role == "Contributor" or status in (302, 403, 404, 405) or door in ("login", "index"), (role, door)
