"""The page on which editors see what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from interviews.comments.models import Comment, Report
from interviews.comments.moderation import Reason
from interviews.comments.wording import REASONS
from tests.factories import make_comment, make_editor, make_interview

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
#: words, suspected, histories, the writer, corrections, notices that wait.
QUERIES = 17


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
    assert f'{QUEUE}?tab=waiting">Queue of comments</a>' in desk


def test_an_empty_tab_says_what_it_is_for(client, editor):
    for tab in ("waiting", "suspected", "reported", "questions"):
        assert 'class="queue__empty"' in shown(client, tab)


def test_every_reason_has_its_words():
    assert set(REASONS) == set(Reason)
