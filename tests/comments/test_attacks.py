"""Hostile texts in every field, on every way out: page, feed, document, search, desk."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import feedparser
import html5lib
import pytest
from django.test import Client

from interviews.comments.models import Comment, SitePolicy
from interviews.models import Interview
from interviews.search.index import refresh
from tests.factories import make_editor, make_interview

pytestmark = pytest.mark.django_db

CALL = "alert(1)"
ATTACKS = [
    f"<script>{CALL}</script>",
    f"<ScRiPt\n>{CALL}</sCrIpT >",
    f"<img src=x onerror={CALL}>",
    f"<svg/onload={CALL}>",
    f"<math><mtext><style><img src=x onerror={CALL}></style></mtext></math>",
    f"<a href=javascript:{CALL}>x</a>",
    f"[x](javascript:{CALL})",
    f"[x](java\tscript:{CALL})",
    f"[x](JaVaScRiPt&colon;{CALL})",
    f"[x](&#106;avascript:{CALL})",
    f"[x](data:text/html,<script>{CALL}</script>)",
    f"[x](vbscript:{CALL})",
    f"<javascript:{CALL}>",
    f'[x](https://a.example/"onmouseover="{CALL})',
    f"[x](https://a.example 'onmouseover={CALL}')",
    f'![x](https://a.example/x.png "onerror={CALL}")',
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe>",
    f"<form action=javascript:{CALL}><button>x</button></form>",
    f"</article></ol><script>{CALL}</script>",
    f"]]><script>{CALL}</script><![CDATA[",
    f"--><script>{CALL}</script><!--",
    f"</title></textarea><script>{CALL}</script>",
    f"{{{{ 7|add:{CALL} }}}}{{% load x %}}",
    f"`</code><script>{CALL}</script>`",
    f"> > > > <b onclick={CALL}>x</b>",
    f"x\u202e<script>{CALL}</script>",
    f"https://a.example/<script>{CALL}</script>",
    f"12:30<img/src/onerror={CALL}>",
    f"<style>@import'//a.example'</style><base href=//a.example><link rel=x href=//a.example onload={CALL}>",
    "<a name=comments id=comments><input name=body form=x autofocus>",
    "Z̸̢͚͔̃͋̈a̶̛͉̱͛l̵̞͗͠g̷̭̈o̸͔̓" * 40,
    ">" * 5_000,
    "[" * 5_000,
    "*_" * 2_500,
]
#: What a comment's words may become, and with which attributes; the page itself adds a link's moment.
ALLOWED: dict[str, set[str]] = {name: set() for name in ("blockquote", "br", "code", "em", "li", "p", "strong", "ul")}
ALLOWED |= {"ol": {"start"}, "a": {"href", "rel"}}


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What a browser makes of it."""
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            yield element.tag, dict(element.attrib)


def assert_clean(html: str) -> None:
    for name, attributes in elements(html):
        assert name in ALLOWED, (name, html)
        assert set(attributes) <= ALLOWED[name], (attributes, html)
        if "href" in attributes:
            assert re.match(r"https?://|mailto:", attributes["href"]), html


@pytest.fixture
def interview() -> Interview:
    SitePolicy(mode="open").save()
    return make_interview(guest="Ola Berg", slug="ola-berg")


def attack(interview: Interview, text: str) -> Comment:
    """A comment with that text wherever a row can hold it, as if it had come by some other door."""
    comment = Comment.objects.create(
        interview=interview,
        name=text[:60],
        email="mia@example.org",
        url=f"https://a.example/{text[:100]}",
        body=text,
        about=text[:300],
        status="pending",
    )
    comment.decide("approved")
    return comment


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_a_comment_is_made_of_nothing_but_what_is_allowed(interview: Interview, text: str) -> None:
    assert_clean(attack(interview, text).body_html)


def scripts_of(html: str) -> list[str]:
    """Everything of a page that would run: scripts without an address, handlers, addresses that are code."""
    found = []
    for name, attributes in elements(html):
        if name == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
            found.append(name)
        found += [f"{name} {key}" for key in attributes if key.startswith("on") or key == "srcdoc"]
        found += [f"{name} {value}" for value in attributes.values() if re.match(r"\s*(java|vb)script:|data:", value)]
    return found


def test_none_of_them_runs_anywhere(client: Client, interview: Interview) -> None:
    attacks = [attack(interview, text) for text in ATTACKS]
    refresh([interview.pk])
    make_editor("ed")
    client.login(username="ed", password="a long pass phrase")
    pages = [
        "/interviews/ola-berg/",
        "/interviews/ola-berg/comments/",
        "/interviews/ola-berg/comments/?sort=newest",
        "/search/?q=alert",
        "/search/?q=in:comment+script",
        "/admin/comments/comment/",
        *(f"{comment.get_absolute_url()}reply/" for comment in attacks),
        *(f"{comment.get_absolute_url()}report/" for comment in attacks),
        *(f"/admin/comments/comment/{comment.pk}/change/" for comment in attacks),
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert scripts_of(page.content.decode()) == [], address


def test_a_feed_holds_them_as_words(client: Client, interview: Interview) -> None:
    for text in ATTACKS:
        attack(interview, text)
    content = client.get("/feeds/interviews/ola-berg/comments.atom").content
    feed = feedparser.parse(content, sanitize_html=False)
    assert not feed.bozo
    for entry in feed.entries:
        assert_clean(entry.content[0].value)


def test_a_document_holds_them_as_words(client: Client, interview: Interview) -> None:
    for text in ATTACKS:
        attack(interview, text)
    response = client.get("/interviews/ola-berg.json")
    assert response["Content-Type"].startswith("application/json")
    assert len(json.loads(response.content)["interview"]["comments"]) == len(ATTACKS)


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_a_form_that_is_shown_again_or_previewed_runs_nothing(client: Client, interview: Interview, text: str) -> None:
    for extra in ({"name": ""}, {"preview": "1", "name": "Mia Ek", "email": "", "url": ""}):
        typed = {"name": text, "email": text, "url": text, "body": text, "moment": text, **extra}
        address = "/interviews/ola-berg/comments/"
        page = client.post(address, typed, headers={"Sec-Fetch-Site": "same-origin"})
        assert page.status_code in (200, 422)
        assert scripts_of(page.content.decode()) == []


def test_ten_thousand_nested_quotations_and_ten_megabytes_are_refused_in_no_time(client: Client) -> None:
    address = f"{make_interview().get_absolute_url()}comments/"
    headers = {"Sec-Fetch-Site": "same-origin"}
    started = time.process_time()
    nested = {"name": "Mia Ek", "body": "> " * 10_000 + "deep"}
    assert client.post(address, nested, headers=headers).status_code == 422
    large = client.post(address, "body=" + "a" * 10_000_000, "application/x-www-form-urlencoded", headers=headers)
    assert large.status_code == 413
    assert time.process_time() - started < 2
    assert not Comment.objects.exists()
