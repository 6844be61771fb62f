"""A draft is read by whoever has its link, until the link ends; the guest approves the text or asks for corrections."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.editorial.models import DraftLink
from interviews.models import Interview
from interviews.store.beside import begin_draft, draft_beside
from tests.factories import make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(guest="Ola Berg", published=False)
    make_recording(interview)
    make_segment(interview, 18, question="Why lighthouses?", uid="u1")
    return interview


def link_to(interview: Interview, days: float = 7) -> DraftLink:
    until = timezone.now() + timedelta(days=days)
    return DraftLink.objects.create(interview=interview, reader="Ola Berg", expires_at=until)


def share_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_share", args=[interview.pk])


def preview_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_preview", args=[interview.pk])


def version_in(html: str) -> str:
    return re.findall(r'name="version" value="([^"]+)"', html)[0]


def test_an_editor_makes_a_link_and_the_guest_reads_the_draft(
    desk: Client, client: Client, interview: Interview
) -> None:
    html = desk.post(
        share_of(interview), {"reader": "Ola Berg", "days": "14", "_make": "1"}, follow=True
    ).content.decode()
    address = DraftLink.objects.get().get_absolute_url()
    assert f'value="http://testserver{address}"' in html

    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Why lighthouses?" in page
    assert "For Ola Berg" in page
    assert client.get(interview.get_absolute_url()).status_code == 404


def test_no_search_engine_and_no_cache_keeps_it(client: Client, interview: Interview) -> None:
    response = client.get(link_to(interview).get_absolute_url())
    page = response.content.decode()

    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    for leads in ('rel="canonical"', "og:title", "ld+json", "oembed", f"/interviews/{interview.slug}/cite"):
        assert leads not in page


def test_what_is_read_is_the_draft_beside_a_published_page(client: Client) -> None:
    interview = make_interview(title="Ola Berg")
    draft, _is_new = begin_draft(interview)
    Interview.objects.filter(pk=draft.pk).update(title="Ola Berg, corrected")
    address = link_to(interview).get_absolute_url()
    assert "Ola Berg, corrected" in client.get(address).content.decode()

    draft_beside(interview).delete()
    assert "Ola Berg, corrected" not in client.get(address).content.decode()


def test_a_link_ends_by_time_and_by_hand_and_nobody_makes_one_up(
    desk: Client, client: Client, interview: Interview
) -> None:
    late, revoked, whole = link_to(interview, days=-1), link_to(interview), link_to(interview)
    desk.post(share_of(interview), {"revoke": str(revoked.pk)})

    for link in (late, revoked):
        response = client.get(link.get_absolute_url())
        assert response.status_code == 410
        assert "Why lighthouses?" not in response.content.decode()
        assert client.post(link.get_absolute_url(), {"verdict": "approved"}).status_code == 410
    forged = whole.get_absolute_url()[:-2] + ("AA/" if not whole.token.endswith("A") else "BB/")
    assert client.get(forged).status_code == 404
    assert client.get(reverse("editorial:draft", args=[whole.key])).status_code == 404
    interview.put_into_trash()
    assert client.get(whole.get_absolute_url()).status_code == 410


def test_the_guest_approves_the_very_text_that_was_read(desk: Client, client: Client, interview: Interview) -> None:
    link = link_to(interview)
    version = version_in(client.get(link.get_absolute_url()).content.decode())

    response = client.post(link.get_absolute_url(), {"verdict": "approved", "version": version}, follow=True)

    assert "You approved the text." in response.content.decode()
    answer = link.answers.get()
    assert (answer.verdict, answer.state) == ("approved", 1)
    shown = desk.get(share_of(interview)).content.decode()
    assert "Approved" in shown
    assert "It was changed since" not in shown
    interview.save()
    assert "It was changed since" not in desk.get(share_of(interview)).content.decode()


def test_a_change_after_the_approval_is_told(desk: Client, client: Client, interview: Interview) -> None:
    from tests.editorial.sent_form import opened, send

    link = link_to(interview)
    version = version_in(client.get(link.get_absolute_url()).content.decode())
    client.post(link.get_absolute_url(), {"verdict": "approved", "version": version})
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    send(desk, address, opened(desk, address) | {"rights": "CC0"})

    assert "It was changed since" in desk.get(share_of(interview)).content.decode()


def test_a_text_that_changed_while_it_was_read_is_not_approved(client: Client, interview: Interview) -> None:
    link = link_to(interview)
    version = version_in(client.get(link.get_absolute_url()).content.decode())
    interview.save()

    response = client.post(link.get_absolute_url(), {"verdict": "corrections", "words": "At 0:18.", "version": version})

    assert response.status_code == 409
    html = response.content.decode()
    assert "changed while you read" in html
    assert "At 0:18." in html
    again = {"verdict": "corrections", "words": "At 0:18.", "version": version_in(html)}
    assert client.post(link.get_absolute_url(), again).status_code == 302
    assert link.answers.get().words == "At 0:18."


@pytest.mark.parametrize(
    "sent", [{}, {"verdict": "corrections"}, {"verdict": "else"}, {"verdict": "corrections", "words": "x" * 10_001}]
)
def test_an_answer_that_says_nothing_is_refused_in_words(
    client: Client, interview: Interview, sent: dict[str, str]
) -> None:
    link = link_to(interview)
    version = version_in(client.get(link.get_absolute_url()).content.decode())

    response = client.post(link.get_absolute_url(), {"version": version, **sent})

    assert response.status_code == 422
    assert "Nothing was sent" in response.content.decode()
    assert not link.answers.exists()


def test_one_link_takes_so_many_answers(client: Client, interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviews.editorial.views.draft.MOST_ANSWERS", 1)
    link = link_to(interview)
    version = version_in(client.get(link.get_absolute_url()).content.decode())
    sent = {"verdict": "approved", "version": version}

    assert [client.post(link.get_absolute_url(), sent).status_code for _ in range(2)] == [302, 429]


def test_the_answers_stand_in_the_history(desk: Client, client: Client, interview: Interview) -> None:
    link = link_to(interview)
    version = version_in(client.get(link.get_absolute_url()).content.decode())
    client.post(link.get_absolute_url(), {"verdict": "approved", "version": version})

    html = desk.get(reverse("admin:interviews_interview_history", args=[interview.pk])).content.decode()
    assert "Ola Berg approved the text of state #1." in html


# --- the preview ----------------------------------------------------------------------------------------------------


def test_the_preview_is_the_page_with_what_is_typed_and_stores_nothing(desk: Client) -> None:
    from tests.editorial.sent_form import opened

    interview = make_interview(title="Ola Berg")
    make_segment(interview, 1)
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    typed = opened(desk, address) | {"segments-0-answer": "Quixotic lights."}

    response = desk.post(preview_of(interview), typed)

    assert "Quixotic lights." in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert draft_beside(interview) is None
    assert "Quixotic" not in interview.segments.get().answer
    assert "Saved" not in desk.get(address).content.decode()


def test_the_preview_of_what_cannot_be_saved_says_so(desk: Client, interview: Interview) -> None:
    from tests.editorial.sent_form import opened

    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    response = desk.post(preview_of(interview), opened(desk, address) | {"title": ""})

    assert response.status_code == 422
    assert "Why lighthouses?" in response.content.decode()
    assert "as it was saved" in response.content.decode()


def test_the_preview_takes_no_verb(desk: Client, interview: Interview) -> None:
    from tests.editorial.sent_form import opened

    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    desk.post(preview_of(interview), opened(desk, address) | {"_publish": "1"})

    interview.refresh_from_db()
    assert interview.status == "draft"


@pytest.mark.parametrize(
    ("who", "preview", "typed", "share"),
    [("desk", 200, 200, 200), ("typist", 200, 200, 200), ("onlooker", 200, 403, 403), ("client", 302, 302, 302)],
)
def test_who_may_preview_and_share(
    request: pytest.FixtureRequest, who: str, preview: int, typed: int, share: int, interview: Interview
) -> None:
    from tests.editorial.sent_form import opened

    browser = request.getfixturevalue(who)
    fields = opened(request.getfixturevalue("desk"), reverse("admin:interviews_interview_change", args=[interview.pk]))

    assert browser.get(preview_of(interview)).status_code == preview
    assert (
        browser.post(preview_of(interview), {k: v for k, v in fields.items() if "csrf" not in k}).status_code == typed
    )
    assert browser.get(share_of(interview)).status_code == share
    made = browser.post(share_of(interview), {"reader": "Me", "days": "7", "_make": "1"}).status_code
    assert made == (302 if share == 200 else share)
    assert DraftLink.objects.exists() == (share == 200)
