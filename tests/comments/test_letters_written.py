"""What a letter about a reply says, and that nothing typed adds to it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest

from interviews.comments.models import Subscription
from tests.letters import SITE, reply_to

pytestmark = pytest.mark.django_db


def test_a_letter_tells_the_words_where_to_answer_and_how_to_end_it(first, posting):
    reply = reply_to(first, body="I *differ*.\n\n> Unsubscribe at https://evil.example/")
    with posting() as letters:
        reply.decide("approved")
    letter = letters[0]
    (html, kind), *_ = letter.alternatives
    assert kind == "text/html" and "<em>differ</em>" in html
    assert letter.subject == "Jan Falk replied to your comment on “Ola Berg, Keeper”"
    assert "> I differ." in letter.body
    assert f"{SITE}/interviews/ola-berg/comments/{reply.pk}/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ends = letter.extra_headers["List-Unsubscribe"]
    assert ends.startswith(f"<{SITE}/comments/unsubscribe/") and ends[1:-1] in letter.body
    # What the writer typed is told apart from what the site says.
    assert all(line.startswith(">") for line in letter.body.splitlines() if "evil.example" in line)


def test_a_letter_is_in_the_language_of_who_asked_for_it(first, posting):
    Subscription.objects.update(language="fr")
    with posting() as letters:
        reply_to(first).decide("approved")
    assert f"<{SITE}/fr/comments/unsubscribe/" in letters[0].extra_headers["List-Unsubscribe"]
    assert '<html lang="fr"' in letters[0].alternatives[0][0]
    assert f"{SITE}/interviews/ola-berg/comments/" in letters[0].body  # lasting: without a language


def sent(letter):
    """A letter as it goes over the wire, read again."""
    raw = letter.message().as_bytes()
    assert max(map(len, raw.split(b"\n"))) <= 998
    return message_from_bytes(raw, policy=default), raw


@pytest.mark.parametrize(
    "name",
    ["Jan\r\nBcc: all@example.org", "Jan\nX: y", "Jan\u2028Bcc: all@example.org", "x" * 60, "دانيال", "\u202eevil"],
)
def test_no_name_or_title_adds_a_header(first, posting, name):
    first.interview.title = f"{name} on ropes"
    first.interview.save()
    with posting() as letters:
        reply_to(first, name=name).decide("approved")
    read, raw = sent(letters[0])
    assert read["Bcc"] is None and read["X"] is None
    assert read["To"] == "mia@example.org"
    assert "\n" not in str(read["Subject"])
    assert not re.search(rb"^(Bcc|X):", raw, re.MULTILINE)


def test_a_name_that_runs_from_the_right_leaves_the_rest_of_the_subject_in_order(first, posting):
    with posting() as letters:
        reply_to(first, name="دانيال").decide("approved")
    assert letters[0].subject.startswith("\N{FIRST STRONG ISOLATE}دانيال\N{POP DIRECTIONAL ISOLATE} replied")
    assert "<bdi>دانيال</bdi>" in letters[0].alternatives[0][0]


def test_a_line_longer_than_mail_may_have_arrives_whole(first, posting):
    with posting() as letters:
        reply_to(first, body="x" * 4000).decide("approved")
    read, _raw = sent(letters[0])
    assert "x" * 4000 in read.get_body("plain").get_content()


def test_the_address_that_ends_it_is_whole_in_its_header_whatever_its_length(first, posting, settings):
    settings.SITE_URL = f"https://{'long-' * 12}interviews.example"
    with posting() as letters:
        reply_to(first).decide("approved")
    read, raw = sent(letters[0])
    assert "".join(read["List-Unsubscribe"].split()) == letters[0].extra_headers["List-Unsubscribe"]
    assert b"List-Unsubscribe: =?" not in raw


def test_no_html_of_a_name_reaches_a_letter(first, posting):
    with posting() as letters:
        reply_to(first, name="<b>Jan</b>", body="<script>x</script> & so").decide("approved")
    html = letters[0].alternatives[0][0]
    assert "<b>Jan" not in html and "<script" not in html
    assert "<b>Jan</b>" in letters[0].body and "&amp;" not in letters[0].body
