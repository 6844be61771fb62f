"""What an editor sees of a comment in the queue."""

from __future__ import annotations

import pytest
from django.utils import timezone

from interviews.comments.models import NetworkKey, Report
from interviews.comments.unlinked import unlinked
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def shown(client, tab="waiting", **more):
    return client.get(QUEUE, {"tab": tab, **more}).content.decode()


def report(comment, reason="offence", **given):
    return Report.objects.create(comment=comment, reason=reason, **given)


def test_a_comment_is_shown_with_all_that_helps_to_decide(client, editor):
    interview = make_interview(title="A talk on ropes")
    segment = make_segment(interview, 95, question="Why ropes?")
    parent = make_comment(interview, name="Jon Aas", body="Ropes last.")
    comment = make_comment(
        interview,
        parent=parent,
        segment=segment,
        status="pending",
        name="Mia Ek",
        email="mia@example.org",
        url="https://mia.example/",
        body="See [this](https://ropes.example/a).",
        reasons=["links", "something_new"],
    )
    comment.rewrite("See [that](https://ropes.example/b).", by=None)
    page = shown(client)
    for words in ("A talk on ropes", "1:35", "Why ropes?", "Ropes last.", "mia@example.org", "https://mia.example/"):
        assert words in page
    assert "more links than usual" in page
    assert "something_new" in page
    assert "https://ropes.example/b" in page
    assert "See [this](https://ropes.example/a)." in page, "the words before"
    assert 'href="https://ropes.example' not in page
    assert 'href="https://mia.example' not in page
    assert "mailto:" not in page


def test_the_authors_history_counts_each_comment_once_and_leads_to_them(client, editor):
    interview = make_interview()
    mark = NetworkKey.of_month(timezone.now().date()).mark("203.0.113.0/24")
    one = {"email": "mia@example.org", "network": mark}
    make_comment(interview, **one, body="Both.")
    make_comment(interview, email="Mia@Example.org", body="By the address.")
    make_comment(interview, network=mark, status="spam", body="By the network.")
    make_comment(interview, status="spam", email="eve@example.org", body="Of somebody else.")
    comment = make_comment(interview, **one, status="pending")
    page = " ".join(shown(client).split())
    assert ">2 approved<" in page
    assert ">1 spam<" in page
    listed = client.get(f"/admin/comments/comment/?author_of={comment.pk}").content.decode()
    assert "By the network." in listed
    assert "Of somebody else." not in listed


def test_who_wrote_for_the_first_time_is_told_as_such(client, editor):
    make_comment(make_interview(), status="pending", email="mia@example.org")
    assert "The first comment of this author." in shown(client)


@pytest.mark.parametrize("field", ["name", "email", "url", "body", "note", "about"])
def test_nothing_that_strangers_typed_is_markup_here(client, editor, field):
    evil = '"><script>evil()</script><img src=x onerror=evil()>'
    interview = make_interview()
    given = {field: evil} if field != "note" else {}
    comment = make_comment(interview, **given)
    report(comment, note=evil if field == "note" else "")
    make_comment(interview, parent=comment, status="pending", reasons=[evil], **given)
    for tab in ("waiting", "reported"):
        page = shown(client, tab)
        assert 'class="item"' in page
        assert "<script>evil" not in page
        assert "<img src=x" not in page


def test_links_are_told_with_where_they_lead():
    link = '<a href="https://evil.example/?a=1&amp;b=2" rel="nofollow ugc noopener">'
    assert unlinked(f"<p>{link}a <em>bank</em></a></p>") == (
        '<p>a <em>bank</em> <span class="address">(https://evil.example/?a=1&amp;b=2)</span></p>'
    )
    assert unlinked('<a href="https://a.example/" rel="x">a.example</a>') == '<span class="address">a.example</span>'
    assert unlinked("<a>nowhere</a> &lt;a href=x&gt;") == '<span class="address">nowhere</span> &lt;a href=x&gt;'
