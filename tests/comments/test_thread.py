"""The conversation as the public reads it."""

from __future__ import annotations

import html
import re

import pytest
from django.template import Context, RequestContext, Template
from django.utils import translation

from interviews.comments.models import Comment
from interviews.models import Interview
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db

THREAD = "{% load comments %}{% conversation_on interview as talk %}{% comment_thread talk %}"


def thread(interview: object) -> str:
    return Template("{% load comments %}{% conversation_on interview as talk %}{% comment_thread talk %}").render(
        Context({"interview": interview})
    )


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def test_one_that_came_without_a_name_is_somebodys():
    comment = make_comment(make_interview(), name="")
    make_comment(comment.interview, parent=make_comment(comment.interview, parent=comment, name=""))
    shown = thread(comment.interview)
    assert "#1 Somebody says:" in words(shown) and 'aria-hidden="true">S</span>' in shown
    assert "in reply to #2 Somebody" in words(shown)
    with translation.override("fr"):
        assert "Quelqu’un" in words(thread(comment.interview))


def test_comments_stand_oldest_first_with_number_name_and_text():
    interview = make_interview()
    make_comment(interview, name="Mia Ek", body="The first thought.")
    make_comment(interview, name="Jon Aas", body="The second thought.")
    shown = words(thread(interview))
    assert "Comments (2)" in shown
    assert re.search(r"#1 Mia Ek says: .*The first thought\..*#2 Jon Aas says: .*The second thought\.", shown)


def test_a_comment_has_an_address_of_its_own_and_a_date_for_machines():
    comment = make_comment(make_interview())
    shown = thread(comment.interview)
    assert f'<article class="comment" id="comment-{comment.pk}"' in shown
    assert f'href="{comment.get_absolute_url()}"' in shown
    assert f'datetime="{comment.created_at.isoformat()[:10]}' in shown


def test_dates_are_written_in_the_language_of_the_page():
    comment = make_comment(make_interview())
    Comment.objects.update(created_at="2015-09-03T12:00:00Z")
    assert "Sept. 3, 2015" in thread(comment.interview)
    with translation.override("fr"):
        assert "3 septembre 2015" in thread(comment.interview)


def test_an_interview_without_comments_invites_the_first():
    shown = words(thread(make_interview()))
    assert "Comments (0)" in shown
    assert "The first comment can be yours." in shown


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "removed", "withdrawn"])
def test_what_is_not_approved_is_neither_shown_nor_counted(status):
    interview = make_interview()
    make_comment(interview, status=status, name="Nobody Yet", body="Unseen words")
    shown = thread(interview)
    assert "Comments (0)" in words(shown)
    assert "Nobody Yet" not in shown
    assert "Unseen words" not in shown


def test_a_comment_on_another_interview_is_not_shown():
    make_comment(make_interview(), body="Elsewhere")
    assert "Elsewhere" not in thread(make_interview())


def test_an_answer_stands_below_the_comment_it_answers_and_names_it_where_another_stands_between():
    interview = make_interview()
    first = make_comment(interview, name="Mia Ek")
    second = make_comment(interview, name="Jon Aas", parent=first)
    make_comment(interview, name="Ada Berg")
    make_comment(interview, name="Ole Lie", parent=second)
    shown = thread(interview)
    assert re.search("Mia Ek says.*Jon Aas says.*Ole Lie says.*Ada Berg says", words(shown))
    assert words(shown).count("in reply to") == 1
    assert f'in reply to <a href="#comment-{second.pk}">#2 <bdi>Jon Aas</bdi></a>' in shown


def test_an_answer_to_what_was_taken_away_says_so_and_not_whose_it_was():
    interview = make_interview()
    first = make_comment(interview, name="Mia Ek", status="rejected")
    make_comment(interview, name="Jon Aas", parent=first)
    shown = thread(interview)
    assert "in reply to a comment that is no longer shown" in words(shown)
    assert "The comment that stood here is no longer shown." in words(shown)
    assert "Mia Ek" not in shown
    assert f'id="comment-{first.pk}"' in shown  # links to it still land


def test_a_comment_links_to_the_segment_it_speaks_of():
    interview = make_interview()
    segment = make_segment(interview, 18, label="Why lighthouses")
    make_comment(interview, segment=segment)
    assert f'on <a href="#{segment.anchor}" lang="en">Why lighthouses</a>' in thread(interview)


def test_a_name_links_to_the_address_that_was_given_without_recommending_it():
    comment = make_comment(make_interview(), name="Mia Ek", url="https://mia.example/")
    shown = thread(comment.interview)
    assert '<a href="https://mia.example/" rel="nofollow ugc noopener"><bdi>Mia Ek</bdi></a> says:' in shown


def test_a_name_whose_stored_address_is_no_web_address_is_not_a_link():
    comment = make_comment(make_interview(), url="javascript:alert(1)")
    assert "javascript:" not in thread(comment.interview)


def test_markup_in_a_comment_is_inert():
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    comment = make_comment(
        make_interview(),
        name="<b onclick=x>Eve</b>",
        url='https://e.example/"onmouseover="alert(1)',
        body=f"{attack} [a](javascript:alert(1)) [b](https://b.example)",
    )
    shown = thread(comment.interview)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b " not in shown
    assert '"onmouseover=' not in shown
    assert 'href="javascript' not in shown
    assert '<a href="https://b.example" rel="nofollow ugc noopener">b</a>' in shown


def test_the_e_mail_address_of_an_author_is_on_no_page():
    comment = make_comment(make_interview(), email="mia@example.org")
    assert "mia@example.org" not in thread(comment.interview)


def test_strangers_can_share_the_thread(rf, admin_user):
    """No token, no name, no cookie: the page is cached whole."""
    interview = make_interview()
    request = rf.get("/")
    request.user = admin_user
    shown = Template(THREAD).render(RequestContext(request, {"interview": interview}))
    assert "csrfmiddlewaretoken" not in shown
    assert "CSRF_COOKIE" not in request.META
    assert f'action="/interviews/{interview.slug}/comments/"' in shown


def test_forty_comments_cost_the_three_queries_that_one_costs(django_assert_num_queries):
    interview = make_interview()
    segment = make_segment(interview, 18)
    first = make_comment(interview, segment=segment, url="https://a.example")
    shown = Interview.objects.with_time_index().get()  # as its page has it
    with django_assert_num_queries(3):
        assert "Comments (1)" in words(thread(shown))
    for number in range(39):
        make_comment(interview, parent=first, segment=segment, name=f"Reader {number}")
    with django_assert_num_queries(3):
        assert "Comments (40)" in words(thread(shown))


def test_the_page_of_an_interview_shows_its_conversation(client):
    comment = make_comment(make_interview(), body="Heard on the page.")
    page = client.get(comment.interview.get_absolute_url())
    assert "Heard on the page." in page.content.decode()
    assert not page.cookies
