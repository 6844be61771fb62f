"""The page on which editors see what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from interviews.comments.models import Comment, NetworkKey, Report
from interviews.comments.moderation import Reason
from interviews.comments.unlinked import unlinked
from interviews.comments.wording import REASONS
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


@pytest.fixture
def viewer(client):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(viewer)
    return viewer


def shown(client, tab="waiting", **more):
    return client.get(QUEUE, {"tab": tab, **more}).content.decode()


def report(comment, reason="offence", **given):
    return Report.objects.create(comment=comment, reason=reason, **given)


def test_each_tab_shows_what_belongs_there_and_says_how_many(client, editor):
    interview = make_interview(guest="Ola Berg")
    make_comment(interview, status="pending", body="It waits.")
    make_comment(interview, status="spam", body="Buy this.")
    report(make_comment(interview, body="You fool."))
    make_comment(interview, kind="question", body="And the fog?")
    make_comment(interview, body="Nobody minds this.")
    for tab, body in (
        ("waiting", "It waits."),
        ("suspected", "Buy this."),
        ("reported", "You fool."),
        ("questions", "And the fog?"),
    ):
        page = shown(client, tab)
        assert page.count('<article class="item"') == 1
        assert body in page
        assert page.count('<span class="queue__number">1</span>') == 4


def test_spam_is_suspected_until_a_person_has_said_so(client, editor):
    comment = make_comment(make_interview(), status="spam")
    assert list(Comment.objects.suspected()) == [comment]
    assert comment.confirm(editor)
    assert not comment.confirm(editor)
    assert not Comment.objects.suspected().exists()
    comment.undo(comment.events.last(), editor)
    assert list(Comment.objects.suspected()) == [comment]


def test_what_a_person_marked_as_spam_is_not_suspected_nor_what_came_with_an_import(editor):
    comment = make_comment(make_interview(), status="pending")
    comment.decide("spam", editor)
    Comment.objects.create(interview=comment.interview, name="Eve", body="Brought along.", status="spam")
    assert not Comment.objects.suspected().exists()


def test_spam_that_was_approved_and_taken_back_is_suspected_again(editor):
    comment = make_comment(make_interview(), status="spam")
    comment.decide("approved", editor)
    comment.undo(comment.events.last(), editor)
    assert list(Comment.objects.suspected()) == [comment]


def test_the_oldest_stands_first_and_in_the_reports_what_was_reported_first(client, editor):
    interview = make_interview()
    now = timezone.now()
    for name, days in (("Newer", 1), ("Older", 2)):
        make_comment(interview, status="pending", name=name, created_at=now - timedelta(days=days))
    page = shown(client)
    assert page.index("<bdi>Older") < page.index("<bdi>Newer")
    first, second = (make_comment(interview, name=name) for name in ("Aa", "Bb"))
    report(second)
    report(first)
    page = shown(client, "reported")
    assert page.index("<bdi>Bb") < page.index("<bdi>Aa")


def test_the_queue_is_narrowed_by_reason_interview_and_age(client, editor):
    one, other = make_interview(), make_interview()
    make_comment(one, status="pending", name="Linked", reasons=["links"])
    make_comment(one, status="pending", name="Quickly", reasons=["quick", "no_stamp"])
    old = timezone.now() - timedelta(days=30)
    make_comment(other, status="pending", name="Long ago", created_at=old)

    def names(**more):
        page = shown(client, **more)
        return {name for name in ("Linked", "Quickly", "Long ago") if f"<bdi>{name}</bdi>" in page}

    assert names() == {"Linked", "Quickly", "Long ago"}
    assert names(reason="links") == {"Linked"}
    assert names(reason="no_stamp") == {"Quickly"}
    assert names(reason="none") == {"Long ago"}
    assert names(interview=one.pk) == {"Linked", "Quickly"}
    assert names(age="older") == {"Long ago"}
    assert names(age="day", interview=other.pk) == set()
    assert names(reason="nonsense", interview="x", age="'") == {"Linked", "Quickly", "Long ago"}


def test_reports_are_narrowed_by_what_the_readers_chose(client, editor):
    interview = make_interview()
    report(make_comment(interview, name="Rude"), "offence")
    report(make_comment(interview, name="Ad"), "spam")
    page = shown(client, "reported", reason="spam")
    assert "<bdi>Ad</bdi>" in page
    assert "<bdi>Rude</bdi>" not in page


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


def test_the_queue_costs_the_same_queries_for_fifty_as_for_five(client, editor, django_assert_num_queries):
    interview = make_interview()
    parent = make_comment(interview, kind="question")
    for number in range(50):
        make_comment(
            make_interview() if number % 5 == 0 else interview,
            parent=parent if number % 5 else None,
            status="pending",
            email=f"reader{number}@example.org",
            network=f"{number:032}",
            reasons=["links"],
        )
        if number == 4:
            with django_assert_num_queries(QUERIES):
                assert shown(client).count('<article class="item"') == 5
    with django_assert_num_queries(QUERIES):
        assert shown(client).count('<article class="item"') == 50


#: Session, user, four counts, interviews, number of pages, comments with what they hang on, reports, replies, earlier
#: words, suspected, histories, the writer.
QUERIES = 15


def test_the_fifty_first_stands_on_the_second_page(client, editor):
    interview = make_interview()
    for number in range(51):
        make_comment(interview, status="pending", name=f"Reader {number:02}")
    assert "Reader 50" not in shown(client)
    page = shown(client, page=2)
    assert page.count('<article class="item"') == 1
    assert "<bdi>Reader 50</bdi>" in page


def test_all_of_a_page_can_be_ticked_without_script(client, editor):
    make_comment(make_interview(), status="pending")
    assert 'Tick the comment of Mia Ek">' in shown(client)
    assert 'Tick the comment of Mia Ek" checked>' in shown(client, ticked=1)


def test_who_may_only_look_sees_the_queue_and_no_button(client, viewer):
    comment = make_comment(make_interview(), status="pending", body="It waits.")
    for address in (QUEUE, f"{QUEUE}{comment.pk}/"):
        page = client.get(address).content.decode()
        assert "It waits." in page
        assert 'name="decision"' not in page
        assert 'name="mark"' not in page
        assert 'name="body"' not in page


def test_who_may_not_see_comments_sees_no_queue(client):
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    comment = make_comment(make_interview(), status="pending")
    for address in (QUEUE, f"{QUEUE}{comment.pk}/"):
        assert client.get(address).status_code == 403
    assert "queue/" not in client.get("/admin/").content.decode()


def test_the_list_and_the_desk_lead_to_the_queue(client, editor):
    make_comment(make_interview(), status="pending")
    assert QUEUE in client.get("/admin/comments/comment/").content.decode()
    desk = client.get("/admin/").content.decode()
    assert f'{QUEUE}?tab=waiting">Waiting: 1</a>' in desk


def test_an_empty_tab_says_what_it_is_for(client, editor):
    for tab in ("waiting", "suspected", "reported", "questions"):
        assert 'class="queue__empty"' in shown(client, tab)


def test_every_reason_has_its_words():
    assert set(REASONS) == set(Reason)
