"""The editors' queue."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from interviews.comments.models import Comment
from tests.comments.queue_steps import say_yes
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/comment/"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


@pytest.fixture
def clerk(client):
    """May change comments, and not decide about them."""
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_comment", "view_comment"]))
    client.force_login(clerk)
    return clerk


def form_of(client, comment):
    """What the form of a comment's page sends where nothing is typed."""
    sent = client.get(page_of(comment)).context["adminform"].form
    given = {}
    for field in sent:
        given[field.html_name] = field.value() or ""
        if field.field.show_hidden_initial:
            given[field.html_initial_name] = field.value() or ""
    return given


def change(client, comment, **typed):
    return client.post(page_of(comment), {**form_of(client, comment), **typed}, follow=True)


def page_of(comment):
    return reverse("admin:comments_comment_change", args=[comment.pk])


def select(client, action, *comments, **more):
    chosen = {"action": action, "_selected_action": [comment.pk for comment in comments], **more}
    return client.post(LIST, chosen, follow=True)


def test_what_waits_stands_first(client, editor):
    interview = make_interview()
    make_comment(interview, status="pending", body="Older, and waits.")
    make_comment(interview, body="Newer, and shown.")
    page = client.get(LIST).content.decode()
    assert page.index("Older, and waits.") < page.index("Newer, and shown.")
    assert "waiting for approval" in page


def test_the_list_can_be_narrowed_to_a_status(client, editor):
    make_comment(make_interview(), status="spam", body="Buy this.")
    make_comment(make_interview(), body="Well heard.")
    page = client.get(LIST, {"status__exact": "spam"}).content.decode()
    assert "Buy this." in page
    assert "Well heard." not in page


def test_the_list_costs_the_same_queries_for_forty_as_for_one(client, editor, django_assert_num_queries):
    make_comment(make_interview())
    with django_assert_num_queries(6):  # one of them: how many notices wait
        client.get(LIST)
    for _ in range(39):
        make_comment(make_interview())
    with django_assert_num_queries(6):  # one of them: how many notices wait
        client.get(LIST)


def test_approving_makes_a_comment_visible_and_counts_it(client, editor):
    interview = make_interview()
    first, second = (make_comment(interview, status="pending", body=f"Number {n}.") for n in "ab")
    shown = make_comment(interview)
    assert "Number a." not in client.get(interview.get_absolute_url()).content.decode()
    asked = select(client, "approve", first, second, shown)
    assert "“Approve” for these 2 comments:" in asked.content.decode()
    assert "One other of those ticked stays as it is" in asked.content.decode()
    assert {first.events.count(), second.events.count()} == {0}, "nothing happened yet"
    page = say_yes(client, asked)
    assert "2 comments are now: approved." in page.content.decode()
    interview.refresh_from_db()
    assert interview.comment_count == 3
    assert first.events.get().actor == editor
    assert "Number a." in client.get(interview.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("action", "status"), [("remove", "removed"), ("mark_as_spam", "spam")])
def test_removing_takes_a_comment_away_and_counts_again(client, editor, action, status):
    comment = make_comment(make_interview())
    page = say_yes(client, select(client, action, comment)).content.decode()
    assert f"The comment of Mia Ek is now: {comment.Status(status).label}." in page
    comment.refresh_from_db()
    assert comment.status == status
    comment.interview.refresh_from_db()
    assert comment.interview.comment_count == 0


def test_deleting_from_the_list_counts_again(client, editor):
    comment = make_comment(make_interview())
    select(client, "delete_selected", comment, post="yes")
    assert not Comment.objects.exists()
    comment.interview.refresh_from_db()
    assert comment.interview.comment_count == 0


def test_deleting_one_counts_again(client, editor):
    comment = make_comment(make_interview())
    client.post(reverse("admin:comments_comment_delete", args=[comment.pk]), {"post": "yes"})
    assert not Comment.objects.exists()
    comment.interview.refresh_from_db()
    assert comment.interview.comment_count == 0


def test_what_was_answered_is_not_deleted_and_the_editor_is_told_why(client, editor):
    parent = make_comment(make_interview(), body="The question.")
    make_comment(parent.interview, parent=parent, body="The answer.")
    page = client.post(reverse("admin:comments_comment_delete", args=[parent.pk]), {"post": "yes"})
    assert Comment.objects.count() == 2
    assert "The answer." in page.content.decode()


def test_the_decision_comes_back_to_the_list_as_it_was_narrowed(client, editor):
    comment = make_comment(make_interview(), status="pending")
    chosen = {"action": "reject", "_selected_action": [comment.pk]}
    asked = client.post(f"{LIST}?status__exact=pending", chosen)
    assert f'href="{LIST}?status__exact=pending"' in asked.content.decode()
    assert say_yes(client, asked).redirect_chain[-1] == (f"{LIST}?status__exact=pending", 302)
    comment.refresh_from_db()
    assert comment.status == "rejected"


def test_the_list_neither_approves_unseen_words_nor_turns_a_colleagues_decision_over(client, editor):
    edited, decided = (make_comment(make_interview(), status="pending", name=name) for name in ("Ann", "Bo"))
    asked = select(client, "approve", edited, decided)
    edited.rewrite("Words that nobody saw.", by=None)
    decided.decide("rejected", by=make_editor("ben"))
    page = unescape(say_yes(client, asked).content.decode())
    assert "The comment of Ann has changed since you read it." in page
    assert "The comment of Bo was meanwhile decided by ben: rejected." in page
    for comment, status in ((edited, "pending"), (decided, "rejected")):
        comment.refresh_from_db()
        assert comment.status == status


def test_what_the_list_asks_about_are_all_the_words_as_they_are_then(client, editor):
    comment = make_comment(make_interview(), status="pending", body="As the list showed them.")
    client.get(LIST)
    comment.rewrite(f"As they are. {'And on. ' * 90} To [the end](https://a.example).", by=None)
    asked = select(client, "approve", comment).content.decode()
    assert "As they are." in asked and "https://a.example" in asked and "As the list showed them." not in asked


def test_very_many_are_asked_about_as_far_as_one_reads(client, editor, monkeypatch):
    monkeypatch.setattr("interviews.comments.admin.deciding.MOST_TOGETHER", 2)
    comments = [make_comment(make_interview(), status="pending") for _ in range(5)]
    asked = select(client, "reject", *comments)
    assert "3 others of those ticked stay as they are" in asked.content.decode()
    say_yes(client, asked)
    assert Comment.objects.filter(status="rejected").count() == 2


def test_the_page_of_a_comment_leads_to_where_it_is_decided_on_and_decides_nothing(client, editor):
    comment = make_comment(make_interview(), status="pending")
    assert f'href="{LIST}queue/{comment.pk}/"' in client.get(page_of(comment)).content.decode()
    change(client, comment, _decide_approved="1")
    comment.refresh_from_db()
    assert (comment.status, comment.events.count()) == ("pending", 0)


def test_words_that_changed_since_the_page_was_opened_are_not_replaced(client, editor):
    comment = make_comment(make_interview(), status="pending", body="As it was.")
    opened = form_of(client, comment)
    comment.rewrite("Her own correction.", by=None)
    page = client.post(page_of(comment), {**opened, "body": "What an editor typed."})
    assert page.status_code == 200
    assert "has changed since you read it" in page.content.decode()
    assert "What an editor typed." in page.content.decode() and "Her own correction." in page.content.decode()
    comment.refresh_from_db()
    assert (comment.body, comment.revision) == ("Her own correction.", 2)


def test_to_save_a_name_leaves_the_words_that_changed_meanwhile(client, editor):
    comment = make_comment(make_interview(), body="As it was.\n\nAnd on.")
    opened = form_of(client, comment)
    comment.rewrite("Her own correction.", by=None)
    client.post(page_of(comment), {**opened, "name": "A reader"})
    comment.refresh_from_db()
    assert (comment.name, comment.body, comment.revision) == ("A reader", "Her own correction.", 2)


def test_words_of_several_lines_that_nobody_touched_are_no_edit(client, editor):
    comment = make_comment(make_interview(), body="One.\n\nTwo.")
    change(client, comment, body="One.\r\n\r\nTwo.", name="A reader")
    comment.refresh_from_db()
    assert (comment.body, comment.name, comment.revision) == ("One.\n\nTwo.", "A reader", 1)


def test_the_page_of_a_comment_shows_who_decided_what(client, editor):
    comment = make_comment(make_interview(), status="pending")
    comment.decide("spam", by=editor)
    comment.decide("approved", by=editor)
    page = client.get(page_of(comment)).content.decode()
    assert "waiting for approval → spam" in page
    assert "spam → approved" in page


def test_personal_data_can_be_taken_out_and_the_history_says_so(client, editor):
    comment = make_comment(make_interview(), email="mia@example.org")
    change(client, comment, name="A reader", email="", body="Well *said*.")
    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.status) == ("A reader", "", "approved")
    assert "<em>said</em>" in comment.body_html
    history = client.get(reverse("admin:comments_comment_history", args=[comment.pk])).content.decode()
    assert "Changed Name, E-mail and Comment." in history


def test_saving_keeps_a_decision_that_another_editor_made_meanwhile(client, editor, monkeypatch):
    comment = make_comment(make_interview(), status="pending")
    stale = Comment.objects.get(pk=comment.pk)
    comment.decide("approved")
    monkeypatch.setattr("django.contrib.admin.ModelAdmin.get_object", lambda *args, **kwargs: stale)
    change(client, comment, name="A reader")
    comment.refresh_from_db()
    assert (comment.name, comment.status) == ("A reader", "approved")


def test_the_status_is_no_field_of_the_form(client, editor):
    comment = make_comment(make_interview(), status="pending")
    change(client, comment, status="approved")
    comment.refresh_from_db()
    assert comment.status == "pending"


@pytest.mark.parametrize(
    ("verb", "status", "before"),
    [("approve", "approved", "pending"), ("remove", "removed", "approved"), ("mark_as_spam", "spam", "approved")],
)
def test_who_may_not_moderate_is_offered_no_decision_and_can_force_none(client, clerk, verb, status, before):
    comment = make_comment(make_interview(), status=before)
    decisions = comment.events.count()
    assert "Decide about it" not in client.get(page_of(comment)).content.decode()
    assert f'value="{verb}"' not in client.get(LIST).content.decode()
    change(client, comment, status=status)
    select(client, verb, comment)
    select(client, verb, comment, select_across="1", index="0")
    comment.refresh_from_db()
    assert (comment.status, comment.events.count()) == (before, decisions)


def test_who_may_not_moderate_writes_down_a_comment_that_waits(client, clerk):
    clerk.user_permissions.add(Permission.objects.get(codename="add_comment"))
    typed = {"interview": make_interview().pk, "name": "Jon Aas", "body": "By letter."}
    client.post(reverse("admin:comments_comment_add"), {**typed, "status": "approved"})
    assert Comment.objects.get().status == "pending"


def test_who_may_moderate_but_not_change_is_led_to_decide_and_changes_nothing_by_the_form(client, clerk):
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_comment", "moderate_comment"]))
    comment = make_comment(make_interview(), status="pending")
    page = client.get(page_of(comment)).content.decode()
    assert "Decide about it" in page and "field-seen" not in page
    assert client.post(page_of(comment), {"name": "Mine"}).status_code == 403
    comment.refresh_from_db()
    assert (comment.status, comment.name) == ("pending", "Mia Ek")


def test_no_form_loads_every_interview_segment_or_comment(client, editor):
    comment = make_comment(make_interview(title="A title of many"))
    make_segment(comment.interview, 18)
    for address in (page_of(comment), reverse("admin:comments_comment_add")):
        assert "<option" not in client.get(address).content.decode()


def test_an_editor_can_write_down_a_comment_that_came_by_another_way(client, editor):
    interview = make_interview()
    typed = {"interview": interview.pk, "name": "Jon Aas", "body": "By letter.", "url": "jon.example"}
    client.post(reverse("admin:comments_comment_add"), typed)
    comment = Comment.objects.get()
    assert (comment.status, comment.url) == ("pending", "https://jon.example")


def test_markup_in_a_comment_is_inert_in_the_admin(client, editor):
    comment = make_comment(make_interview(), name="<script>a</script>", body="<script>b</script>")
    for address in (LIST, page_of(comment)):
        page = client.get(address).content.decode()
        assert "<script>a" not in page
        assert "<script>b" not in page


def test_words_that_an_editor_changes_are_kept_as_they_were(client, editor):
    comment = make_comment(make_interview(), body="As it was.")
    change(client, comment, body="As it is.", name="A reader")
    comment.refresh_from_db()
    assert (comment.body, comment.name, comment.revision) == ("As it is.", "A reader", 2)
    earlier = comment.revisions.get()
    assert (earlier.body, earlier.editor) == ("As it was.", editor)


def test_what_its_author_withdrew_is_not_decided_on(client, editor):
    comment = make_comment(make_interview())
    comment.decide("withdrawn")
    page = select(client, "approve", comment).content.decode()
    assert "About none of these can that be decided." in page
    comment.refresh_from_db()
    assert comment.status == "withdrawn"


def test_the_list_shows_what_was_removed_and_withdrawn(client, editor):
    for status in ("removed", "withdrawn"):
        make_comment(make_interview(), status=status)
    page = client.get(LIST).content.decode()
    assert "removed by an editor" in page
    assert "withdrawn by its author" in page


@pytest.mark.parametrize("given", ["", "x", "0", "999999", "9" * 40])
def test_an_author_who_is_not_known_narrows_the_list_to_all(client, editor, given):
    make_comment(make_interview(), body="Still here.")
    assert "Still here." in client.get(LIST, {"author_of": given}).content.decode()
