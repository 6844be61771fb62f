"""Address and times hold from the moment they are saved, each with its time zone, for those who may publish."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.models import Interview
from interviews.store.beside import begin_draft, draft_beside
from tests.editorial.sent_form import fields_of
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_publication", args=[interview.pk])


def opened(client: Client, interview: Interview) -> dict[str, str]:
    return fields_of(client.get(page_of(interview)).content.decode(), "publication_form")


def send(client: Client, interview: Interview, button: str = "_save", **changes: str) -> Any:
    return client.post(page_of(interview), {**opened(client, interview), **changes, button: "1"})


def moment(name: str, at: Any) -> dict[str, str]:
    local = timezone.localtime(at)
    return {f"{name}_0": local.strftime("%Y-%m-%d"), f"{name}_1": local.strftime("%H:%M:%S")}


def test_another_address_holds_at_once_and_the_old_one_leads_on(desk: Client, client: Client) -> None:
    interview = make_interview()
    old = interview.get_absolute_url()

    assert send(desk, interview, slug="the-keeper").status_code == 302

    assert client.get("/interviews/the-keeper/").status_code == 200
    assert client.get(old).url == "/interviews/the-keeper/"


def test_what_has_a_time_for_its_withdrawal_is_public_until_then_to_the_second(
    desk: Client, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = make_interview()
    make_segment(interview, question="Quixotic lights?")
    ends = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    assert (
        send(desk, interview, **moment("withdraws_at", ends), withdrawal_notice="So it was agreed.").status_code == 302
    )
    html = desk.get(page_of(interview)).content.decode()
    assert "until" in html
    assert timezone.get_current_timezone_name() in html

    def status_at(now: Any) -> int:
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: now)
            interview.refresh_from_db()
            listed = Interview.objects.published().filter(pk=interview.pk).exists()
            hidden = Interview.objects.hidden().filter(pk=interview.pk).exists()
            assert listed == (not hidden) == interview.is_published
            response = client.get(interview.get_absolute_url())
            if not listed:
                assert "So it was agreed." in response.content.decode()
                assert "Quixotic" not in client.get("/search/?q=quixotic").content.decode().split("<main")[1]
            return response.status_code

    assert status_at(ends - timedelta(seconds=1)) == 200
    assert status_at(ends) == 410


def test_changes_are_scheduled_and_unscheduled(desk: Client) -> None:
    interview = make_interview()
    begin_draft(interview)
    at = (timezone.now() + timedelta(days=1)).replace(microsecond=0)

    send(desk, interview, **moment("goes_live_at", at))
    assert draft_beside(interview).goes_live_at == at
    form = desk.get(reverse("admin:interviews_interview_change", args=[draft_beside(interview).pk])).content.decode()
    assert "It goes live at" in form

    send(desk, interview, goes_live_at_0="", goes_live_at_1="")
    assert draft_beside(interview).goes_live_at is None


def test_a_draft_is_published_at_the_moment_that_is_typed(desk: Client, client: Client) -> None:
    interview = make_interview(guest="Ola Berg", published=False)
    at = (timezone.now() + timedelta(days=1)).replace(microsecond=0)

    send(desk, interview, "_publish", **moment("published_at", at))

    interview.refresh_from_db()
    assert (interview.status, interview.published_at) == ("published", at)
    assert client.get(interview.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "days", "words"),
    [
        ("withdraws_at", -1, "press “Withdraw”"),
        ("goes_live_at", -1, "This moment has passed"),
        ("withdraws_at", -9_999, "before it is published"),
    ],
)
def test_moments_that_have_passed_are_refused_in_words(desk: Client, name: str, days: int, words: str) -> None:
    interview = make_interview()
    interview.publish(at=timezone.now() - timedelta(days=9))
    begin_draft(interview)

    response = send(desk, interview, **moment(name, timezone.now() + timedelta(days=days)))

    assert words in response.content.decode()
    interview.refresh_from_db()
    assert (interview.withdraws_at, draft_beside(interview).goes_live_at) == (None, None)


def test_a_published_interview_says_since_when(desk: Client) -> None:
    interview = make_interview()
    response = send(desk, interview, published_at_0="", published_at_1="")
    assert "says since when" in response.content.decode()


def test_a_page_that_was_opened_before_somebody_changed_it_is_refused_once(desk: Client) -> None:
    interview = make_interview()
    fields = opened(desk, interview)
    Interview.objects.get(pk=interview.pk).save()

    response = desk.post(page_of(interview), fields | {"slug": "mine"})

    assert "changed this interview meanwhile" in response.content.decode()
    again = fields_of(response.content.decode(), "publication_form")
    assert again["slug"] == "mine"
    assert desk.post(page_of(interview), again).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("typist", 403), ("onlooker", 403), ("client", 302)])
def test_it_is_for_those_who_may_publish(request: pytest.FixtureRequest, who: str, status: int) -> None:
    interview = make_interview(published=False)
    browser = request.getfixturevalue(who)

    assert browser.get(page_of(interview)).status_code == status
    assert browser.post(page_of(interview), {"slug": "mine", "_publish": "1"}).status_code == status
    interview.refresh_from_db()
    assert (interview.status, interview.slug == "mine") == ("draft", False)


# --- what was withdrawn ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "cite/", "embed/"])
def test_the_pages_of_a_withdrawn_interview_are_gone_and_say_so(client: Client, part: str) -> None:
    interview = make_interview()
    interview.withdraw()

    response = client.get(f"{interview.get_absolute_url()}{part}")

    assert response.status_code == 410
    assert interview.title not in response.content.decode()


@pytest.mark.parametrize("form", ["json", "vtt", "md"])
def test_its_documents_are_gone_too(client: Client, form: str) -> None:
    interview = make_interview()
    make_segment(interview, 1)
    interview.withdraw()
    assert client.get(f"/interviews/{interview.slug}.{form}").status_code == 410


def test_what_never_was_public_is_not_told(client: Client) -> None:
    draft = make_interview(published=False)
    scheduled = make_interview(published=False)
    scheduled.publish(at=timezone.now() + timedelta(days=1))
    scheduled.withdraw()
    for interview in (draft, scheduled):
        assert client.get(interview.get_absolute_url()).status_code == 404


def test_a_former_address_of_a_withdrawn_interview_says_so_too(desk: Client, client: Client) -> None:
    interview = make_interview()
    old = interview.get_absolute_url()
    send(desk, interview, slug="the-keeper")
    Interview.objects.get(pk=interview.pk).withdraw()
    assert client.get(old).status_code == 410


def test_an_ended_interview_is_published_again_without_an_end(desk: Client) -> None:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(
        published_at=timezone.now() - timedelta(days=2), withdraws_at=timezone.now() - timedelta(days=1)
    )
    interview.refresh_from_db()
    assert not interview.is_published

    assert interview.publish()

    assert (interview.is_published, interview.withdraws_at) == (True, None)
