from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.models import Appearance, Bio, Interview
from tests.editorial.sent_form import opened, send
from tests.factories import make_comment, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def test_an_interview_is_added_and_its_address_made_from_the_title(desk: Client) -> None:
    address = reverse("admin:interviews_interview_add")
    fields = opened(desk, address) | {"title": "Ola Berg, Keeper", "tag_names": "climate change, sea"}
    fields |= {"segments-0-question": "Why lighthouses?", "segments-0-start": "57:15"}

    assert send(desk, address, fields).status_code == 302

    interview = Interview.objects.get()
    assert interview.slug == "ola-berg-keeper"
    assert interview.status == Interview.Status.DRAFT
    assert sorted(tag.name for tag in interview.tags.all()) == ["climate change", "sea"]
    segment = interview.segments.get()
    assert (segment.start, segment.position) == (timedelta(minutes=57, seconds=15), 1)
    assert segment.question_html == "Why lighthouses?"


def test_a_form_sent_back_untouched_changes_nothing_but_the_moment_of_change(desk: Client) -> None:
    interview = make_interview(published=False, guest="Ola Berg", host="Mia Ek")
    make_segment(interview, 18, tags=("sea", "climate change"))
    before = opened(desk, page_of(interview))

    assert send(desk, page_of(interview), before).status_code == 302

    after = opened(desk, page_of(interview))
    assert after.pop("version") > before.pop("version")
    tokens = {"csrfmiddlewaretoken"}
    assert {k: v for k, v in after.items() if k not in tokens} == {k: v for k, v in before.items() if k not in tokens}


def test_the_status_is_no_field_of_the_form_and_cannot_be_sent(desk: Client) -> None:
    interview = make_interview()
    fields = opened(desk, page_of(interview))
    assert "status" not in fields

    send(desk, page_of(interview), fields | {"status": "withdrawn"})

    interview.refresh_from_db()
    assert interview.status == Interview.Status.PUBLISHED


def test_a_scheduled_interview_keeps_its_moment_of_publication(desk: Client) -> None:
    interview = make_interview(published=False)
    interview.publish(at=timezone.now() + timedelta(days=1))
    fields = opened(desk, page_of(interview)) | {"published_at_0": "", "published_at_1": ""}

    response = send(desk, page_of(interview), fields)

    assert response.status_code == 200
    assert "withdraw it" in response.content.decode()


def test_a_biography_is_chosen_among_those_of_the_speaker(desk: Client) -> None:
    interview = make_interview(published=False, guest="Ola Berg")
    guest = interview.appearances.get()
    mine = Bio.objects.create(speaker=guest.speaker, text="Keeps a light.")
    other = Bio.objects.create(speaker=make_speaker("Mia Ek"), text="Asks.")
    html = desk.get(page_of(interview)).content.decode()
    assert "Keeps a light." in html
    assert "Asks." not in html

    fields = opened(desk, page_of(interview))
    assert send(desk, page_of(interview), fields | {"appearances-0-bio": str(other.pk)}).status_code == 200
    assert send(desk, page_of(interview), fields | {"appearances-0-bio": str(mine.pk)}).status_code == 302

    guest.refresh_from_db()
    assert guest.bio == mine


def test_the_same_person_twice_in_a_role_is_refused_in_words(desk: Client) -> None:
    interview = make_interview(published=False, guest="Ola Berg")
    fields = opened(desk, page_of(interview))
    fields |= {"appearances-1-speaker": fields["appearances-0-speaker"], "appearances-1-role": "guest"}

    response = send(desk, page_of(interview), fields | {"appearances-1-name": "O. Berg"})

    assert "already here in this role" in response.content.decode()
    assert Appearance.objects.count() == 1


def test_a_recording_is_here_or_elsewhere_not_both(desk: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    interview = make_interview(published=False)
    fields = opened(desk, page_of(interview)) | {"recordings-0-url": "https://audio.example/talk.mp3"}
    both = fields | {"recordings-0-file": SimpleUploadedFile("talk.mp3", b"no sound")}

    assert "not both" in send(desk, page_of(interview), both).content.decode()
    assert send(desk, page_of(interview), fields).status_code == 302
    assert interview.recordings.get().url == "https://audio.example/talk.mp3"


def test_when_the_language_changes_everything_is_set_in_its_quotation_marks(desk: Client) -> None:
    interview = make_interview(published=False, introduction='A "light".')
    segment = make_segment(interview, 1, question='Why "light"?', answer='It is "bright".')
    comment = make_comment(interview, body='So "bright"!')
    assert "“" in segment.question_html

    send(desk, page_of(interview), opened(desk, page_of(interview)) | {"language": "fr"})

    interview.refresh_from_db()
    segment.refresh_from_db()
    comment.refresh_from_db()
    for html in (interview.introduction_html, segment.question_html, segment.answer_html, comment.body_html):
        assert "«" in html
        assert "“" not in html


def test_who_may_only_look_gets_no_form(onlooker: Client) -> None:
    interview = make_interview(published=False, guest="Ola Berg", introduction="A light.")
    make_segment(interview, 18, tags=("sea",))
    html = onlooker.get(page_of(interview)).content.decode()

    assert "Why lighthouses?" in html
    assert "sea" in html
    assert "textarea" not in html
    assert onlooker.post(page_of(interview), {"title": "Mine"}).status_code == 403


def test_the_log_names_what_was_changed_and_nothing_else(desk: Client) -> None:
    """A choice among stored rows is compared with the stored one by its key."""
    interview = make_interview(published=False, guest="Ola Berg")
    guest = interview.appearances.get()
    guest.bio = Bio.objects.create(speaker=guest.speaker, text="Keeps a light.")
    guest.save()
    make_segment(interview, 1, answered_by=guest)

    send(desk, page_of(interview), opened(desk, page_of(interview)) | {"rights": "CC0"})

    entry = LogEntry.objects.get(object_id=str(interview.pk))
    assert entry.get_change_message() == "Changed Rights."
