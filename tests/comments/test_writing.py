"""From the form to a comment that waits."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from interviews.comments.models import Comment
from tests.factories import make_comment, make_editor, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Mia Ek",
    "email": "mia@example.org",
    "url": "https://mia.example",
    "body": "Words that took an hour to find.",
}


def address(interview):
    return reverse("comments:comments", args=[interview.slug])


def write(client, interview, **typed):
    return client.post(address(interview), {**TYPED, **typed}, headers={"Sec-Fetch-Site": "same-origin"})


def field(page, name):
    """The tag of the field, with what a text area holds."""
    tag = rf'<(?:input|textarea)[^>]*\bname="{name}"[^>]*>(?:[^<]*</textarea>)?'
    return re.search(tag, page.content.decode())[0]


def test_a_valid_comment_waits_and_its_author_is_led_to_see_it(client):
    interview = make_interview()
    answer = write(client, interview)
    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert answer["Location"].startswith(reverse("comments:received", args=[interview.slug, comment.pk]) + "?key=")
    assert comment.status == "pending"
    assert (comment.name, comment.email, comment.url, comment.body) == tuple(TYPED.values())
    interview.refresh_from_db()
    assert interview.comment_count == 0
    paths = {name: cookie["path"] for name, cookie in answer.cookies.items()}  # for its own pages alone
    own = comment.get_absolute_url()
    assert paths == {f"author-{comment.pk}-en": own, f"author-{comment.pk}-fr": f"/fr{own}"}


def test_with_https_the_cookie_of_an_author_is_sent_over_nothing_else(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = write(client, make_interview())
    comment = Comment.objects.get()
    assert {f"__Secure-author-{comment.pk}-en", f"__Secure-author-{comment.pk}-fr"} == set(answer.cookies)
    assert all(cookie["secure"] and cookie["httponly"] for cookie in answer.cookies.values())
    page = client.get(answer["Location"])
    assert "/edit/" in page.content.decode()  # and is known again


@pytest.mark.parametrize("body", ["> > >", "[](https://a.example)", "-", "1.", "> " * 2_400 + "x", "* * *\n* *"])
def test_marks_of_which_no_reader_would_see_anything_are_no_comment(client, body):
    page = write(client, make_interview(), body=body)
    assert page.status_code == 422
    assert "Nothing of this would be seen" in page.content.decode()
    assert f">\n{escape(body)}</textarea>" in field(page, "body")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("body", ["- one", "> x", "?", "🗼", "[x](/y/)", "`>`", "-\n-\n- x"])
def test_a_single_sign_that_is_seen_is_a_comment(client, body):
    assert write(client, make_interview(), body=body).status_code == 303


def test_what_waits_is_not_on_the_page(client):
    interview = make_interview()
    write(client, interview)
    assert TYPED["body"] not in client.get(interview.get_absolute_url()).content.decode()


def test_a_name_and_a_text_are_enough(client):
    assert write(client, make_interview(), email="", url="").status_code == 303


def test_an_address_without_a_scheme_is_taken_for_https(client):
    write(client, make_interview(), url="mia.example")
    assert Comment.objects.get().url == "https://mia.example"


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_interview_that_is_not_public_takes_no_comments(client, method):
    interview = make_interview(published=False)
    assert getattr(client, method)(address(interview), TYPED).status_code == 404
    assert not Comment.objects.exists()


def test_an_interview_of_tomorrow_takes_no_comments(client):
    interview = make_interview()
    interview.publish(at=timezone.now() + timedelta(days=1))
    assert write(client, interview).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "Write your name"),
        ("name", " \u200b\u3164\u202e ", "Write your name"),
        ("name", "m" * 61, "The name has 61 characters; 60 fit. Shorten it by 1."),
        ("email", "mia at example", "This is not an e-mail address."),
        ("url", "javascript:alert(1)", "This is not a web address."),
        ("url", "ftp://mia.example", "This is not a web address."),
        ("url", "http://[", "This is not a web address."),
        ("body", "  \n\u200b\n ", "Write a comment"),
        ("body", "b" * 5_012, "The comment has 5,012 characters; 5,000 fit. Shorten it by 12."),
    ],
)
def test_what_cannot_be_taken_is_named_and_everything_typed_is_still_there(client, name, typed, said):
    page = write(client, make_interview(), **{name: typed})
    content = page.content.decode()
    assert page.status_code == 422
    assert page["Cache-Control"].count("no-store") == 1
    assert f'<a href="#write-{name}">{said}' in content
    assert f'id="write-{name}_error"' in content
    assert 'aria-invalid="true"' in field(page, name)
    assert f"write-{name}_error" in field(page, name)
    assert content.count('aria-invalid="true"') == 1
    for other, value in {**TYPED, name: typed}.items():
        assert value.strip() in field(page, other)
    assert not Comment.objects.exists()


def test_every_problem_is_named_at_once_and_the_summary_takes_the_focus(client):
    page = write(client, make_interview(), name="", email="x", url="x y", body="")
    content = page.content.decode()
    assert re.findall(r'<li><a href="#write-(\w+)">', content) == ["name", "email", "url", "body"]
    assert re.search(r'<div class="problems" tabindex="-1" autofocus', content)
    assert "<title>Error: " in content


def test_markup_in_what_is_shown_again_is_inert(client):
    attack = '"><script>alert(1)</script>'
    content = write(client, make_interview(), name=attack, url=attack, email=attack, body="").content.decode()
    assert "<script>" not in content
    assert content.count("&lt;script&gt;") == 3


def test_signs_that_nobody_sees_are_taken_out(client):
    write(
        client,
        make_interview(),
        name="Mi\x00a\u202e \u200b Ek\x07",
        body="One\x00.\r\n\r\n\r\n\r\nTwo\u202e.",
    )
    comment = Comment.objects.get()
    assert comment.name == "Mia Ek"
    assert comment.body == "One.\n\nTwo."


def test_nul_in_a_field_is_a_problem_of_that_field_and_no_error(client):
    page = write(client, make_interview(), email="a\x00@example.org", url="https://a\x00.example", segment="\x00")
    assert page.status_code == 422


def test_all_of_unicode_can_be_written(client):
    typed = {"name": "नन्दिनी 张伟 👩‍👩‍👧", "body": "שלום — ’ 🗼"}
    assert write(client, make_interview(), **typed).status_code == 303
    comment = Comment.objects.get()
    assert (comment.name, comment.body) == tuple(typed.values())


def test_bytes_that_are_no_text_are_an_error_of_nobody(client):
    interview = make_interview()
    form = "application/x-www-form-urlencoded"
    answer = client.post(address(interview), b"name=%ff%fe&body=%c3%28", content_type=form)
    assert answer.status_code in {303, 422}


def test_five_thousand_characters_fit_and_line_ends_count_once(client):
    body = ("b" * 98 + "\r\n\r\n") * 49 + "b" * 100
    assert write(client, make_interview(), body=body).status_code == 303
    assert len(Comment.objects.get().body) == 5_000


def test_a_form_larger_than_the_site_reads_is_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    form = "application/x-www-form-urlencoded"
    page = client.post(address(make_interview()), "body=" + "b" * 2_000, content_type=form)
    assert page.status_code == 413
    assert "far larger than any comment" in page.content.decode()


def test_a_second_click_gives_the_same_comment(client):
    interview = make_interview()
    first, second = write(client, interview), write(client, interview)
    assert Comment.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_the_same_words_are_another_comment_elsewhere_later_or_once_decided(client):
    interview = make_interview()
    write(client, interview)
    write(client, make_interview())
    assert Comment.objects.count() == 2
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    write(client, interview)
    assert Comment.objects.count() == 3
    for comment in Comment.objects.all():
        comment.decide("approved", by=make_editor(f"editor-{comment.pk}"))
    write(client, interview)
    assert Comment.objects.count() == 4


def test_the_same_words_to_two_people_or_on_two_segments_are_two_comments(client):
    interview = make_interview()
    answered = [make_comment(interview, name=name) for name in ("Jon Aas", "Ada Berg")]
    segments = [make_segment(interview, second) for second in (18, 50)]
    thanks = [
        {},
        *({"parent": comment.pk} for comment in answered),
        *({"segment": segment.uid} for segment in segments),
        {"parent": answered[0].pk, "segment": segments[0].uid},
    ]
    first = [write(client, interview, body="Thank you!", **to)["Location"] for to in thanks]
    second = [write(client, interview, body="Thank you!", **to)["Location"] for to in thanks]
    assert len(set(first)) == len(thanks)
    assert second == first
    assert Comment.objects.filter(body="Thank you!").count() == len(thanks)


def test_a_second_click_below_the_deepest_comment_gives_the_same_comment(client, monkeypatch):
    monkeypatch.setattr("interviews.comments.models.comment.DEEPEST", 2)
    interview = make_interview()
    parent = None
    for _ in range(3):
        parent = make_comment(interview, parent=parent)
    assert parent.depth == 2
    first, second = (write(client, interview, parent=parent.pk) for _ in range(2))
    assert first["Location"] == second["Location"]
    comment = Comment.objects.get(status="pending")
    assert (comment.parent, comment.depth) == (parent.parent, 2)


def test_who_fills_the_field_that_nobody_sees_is_kept_as_spam_and_told_nothing(client):
    interview = make_interview()
    answer = write(client, interview, topic="Cheap")
    assert answer.status_code == 303
    comment = Comment.objects.get()
    assert comment.status == "spam"
    assert "waits for approval" in client.get(answer["Location"]).content.decode()
    assert write(client, interview, topic="Cheap")["Location"] == answer["Location"]


def test_the_field_that_nobody_sees_is_hidden_from_keyboards_and_screen_readers(client):
    page = client.get(address(make_interview()))
    assert '<div class="visually-hidden" aria-hidden="true">' in page.content.decode()
    assert 'tabindex="-1"' in field(page, "topic")
    assert 'autocomplete="off"' in field(page, "topic")


def test_the_forms_cost_few_queries(client, django_assert_num_queries):
    parent = make_comment(make_interview(guest="Ada Berg"))
    make_recording(parent.interview, duration=timedelta(hours=1))  # else the end of the index is asked for
    with django_assert_num_queries(4):  # the interview, who appears in it, its recordings; the rules
        client.get(f"{address(parent.interview)}write/")
    with django_assert_num_queries(6):  # and the comment that is answered, and whether its thread is closed
        client.get(parent.reply_url)


def test_a_text_that_is_nothing_but_marks_is_refused_at_once(client: Client) -> None:
    interview = make_interview()
    started = time.process_time()
    data = {"name": "Mia Ek", "body": "a" + "\u0301\u0316" * 300_000}
    response = client.post(f"{interview.get_absolute_url()}comments/", data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 422
    assert "600,001 characters" in response.content.decode()
    assert time.process_time() - started < 8  # it took a minute when the marks were composed first
