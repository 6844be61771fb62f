from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.models import Interview
from interviews.store.beside import draft_beside
from tests.editorial.sent_form import opened, send
from tests.factories import make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db
LIST = "/admin/interviews/interview/"


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def choose(client: Client, action: str, *interviews: Interview) -> str:
    chosen = [interview.pk for interview in interviews]
    answer = client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True)
    return answer.content.decode()


def test_publish_saves_what_is_typed_and_tells_the_address(desk: Client) -> None:
    draft = make_interview(guest="Ola Berg", published=False)
    fields = opened(desk, page_of(draft)) | {"rights": "All"}

    html = desk.post(page_of(draft), {**fields, "_publish": "Publish"}, follow=True).content.decode()

    draft.refresh_from_db()
    assert draft.is_published
    assert draft.rights == "All"
    assert f'at <a href="/interviews/{draft.slug}/">' in html
    assert LogEntry.objects.filter(object_id=str(draft.pk), change_message="Published.").exists()


def test_a_form_with_an_error_is_not_published(desk: Client) -> None:
    draft = make_interview(published=False)

    send(desk, page_of(draft), opened(desk, page_of(draft)) | {"title": ""}, button="_publish")

    draft.refresh_from_db()
    assert draft.status == Interview.Status.DRAFT


def test_a_new_interview_can_be_published_at_once(desk: Client) -> None:
    address = reverse("admin:interviews_interview_add")

    named = {"appearances-0-speaker": str(make_speaker("Ola Berg").pk), "appearances-0-role": "guest"}
    send(desk, address, opened(desk, address) | {"title": "Ola Berg", **named}, button="_publish")

    assert Interview.objects.published().get().title == "Ola Berg"


def test_withdraw_takes_the_page_off_the_site_and_deletes_nothing(desk: Client) -> None:
    interview = make_interview()

    html = desk.post(
        page_of(interview), {**opened(desk, page_of(interview)), "_withdraw": "Withdraw"}, follow=True
    ).content.decode()

    interview.refresh_from_db()
    assert interview.status == Interview.Status.WITHDRAWN
    assert "Nothing was deleted" in html


def test_only_the_verb_that_fits_is_offered_and_only_the_public_page_is_linked(desk: Client) -> None:
    draft, public = make_interview(published=False), make_interview()
    scheduled = make_interview(published=False)
    scheduled.publish(at=timezone.now() + timedelta(days=1))

    def offered(interview: Interview) -> list[bool]:
        html = desk.get(page_of(interview)).content.decode()
        return ['name="_publish"' in html, 'name="_withdraw"' in html, "View on site" in html]

    assert offered(draft) == [True, False, False]
    assert offered(public) == [True, True, True]
    assert offered(scheduled) == [False, True, False]


def test_the_form_says_what_the_public_sees(desk: Client) -> None:
    draft, public = make_interview(published=False), make_interview()
    scheduled = make_interview(published=False)
    scheduled.publish(at=timezone.now() + timedelta(days=1))

    assert "The public does not see it yet" in desk.get(page_of(draft)).content.decode()
    assert "The public sees it since" in desk.get(page_of(public)).content.decode()
    assert "The public will see it from" in desk.get(page_of(scheduled)).content.decode()
    public.withdraw()
    assert "The public no longer sees it" in desk.get(page_of(public)).content.decode()


def test_several_are_published_and_withdrawn_from_the_list(desk: Client) -> None:
    drafts = [make_interview(guest=name, published=False) for name in ("Ola Berg", "Mia Ek")]

    assert "2 interviews published." in choose(desk, "publish_selected", *drafts)
    assert Interview.objects.published().count() == 2
    assert "0 interviews published." in choose(desk, "publish_selected", *drafts)
    assert "2 interviews withdrawn." in choose(desk, "withdraw_selected", *drafts)
    assert Interview.objects.published().count() == 0


def test_who_may_not_publish_is_not_offered_it_and_cannot_send_it(typist: Client) -> None:
    draft = make_interview(published=False)
    html = typist.get(page_of(draft)).content.decode()
    fields = opened(typist, page_of(draft))

    assert 'name="_publish"' not in html
    assert "publish_selected" not in typist.get(LIST).content.decode()
    response = typist.post(page_of(draft), {**fields, "rights": "Mine", "_publish": "Publish"})
    choose(typist, "publish_selected", draft)

    assert response.status_code == 403
    draft.refresh_from_db()
    assert (draft.status, draft.rights) == (Interview.Status.DRAFT, "")


def test_the_list_tells_the_state_in_words_and_finds_people_and_questions(desk: Client) -> None:
    interview = make_interview(guest="Ola Berg", title="On tides")
    make_segment(interview, 1, question="Why lighthouses?")
    make_interview(title="Elsewhere", published=False)

    assert "published" in desk.get(LIST).content.decode()
    for words in ("tides", "ola", "lighthouses", "berg tides"):
        html = desk.get(LIST, {"q": words}).content.decode()
        assert "On tides" in html
        assert "Elsewhere" not in html
    assert "On tides" not in desk.get(LIST, {"q": "berg fog"}).content.decode()


def test_who_may_not_publish_cannot_withdraw_by_any_post(typist: Client) -> None:
    public = make_interview()
    fields = opened(typist, page_of(public))

    assert 'name="_withdraw"' not in typist.get(page_of(public)).content.decode()
    assert typist.post(page_of(public), {**fields, "rights": "Mine", "_withdraw": "1"}).status_code == 403
    choose(typist, "withdraw_selected", public)
    typist.post(
        LIST, {"action": "withdraw_selected", "select_across": "1", "index": "0", "_selected_action": public.pk}
    )

    public.refresh_from_db()
    assert (public.status, public.rights) == (Interview.Status.PUBLISHED, "")


def test_who_may_not_publish_adds_drafts_only(typist: Client) -> None:
    user = get_user_model().objects.get(username="typist")
    user.user_permissions.add(Permission.objects.get(codename="add_interview"))
    address = reverse("admin:interviews_interview_add")
    fields = opened(typist, address) | {"title": "Ola Berg", "status": "published"}

    assert typist.post(address, {**fields, "_publish": "1"}).status_code == 403
    assert not Interview.objects.exists()
    assert send(typist, address, fields).status_code == 302
    assert Interview.objects.get().status == Interview.Status.DRAFT


@pytest.mark.parametrize(("at", "sent"), [(timedelta(days=1), "2001-01-01"), (timedelta(0), "2099-01-01")])
def test_who_may_not_publish_cannot_do_it_by_another_date_either(typist: Client, at: timedelta, sent: str) -> None:
    """A scheduled interview that appears now, a public one that appears in a hundred years."""
    interview = make_interview(published=False)
    interview.publish(at=timezone.now() + at)
    before = interview.published_at
    fields = opened(typist, page_of(interview))

    moved = {"published_at_0": sent, "published_at_1": "12:00", "rights": "Mine"}
    assert send(typist, page_of(interview), fields | moved).status_code == 302

    interview.refresh_from_db()
    typed = draft_beside(interview) or interview
    assert (interview.published_at, typed.rights) == (before, "Mine")


def test_who_may_only_look_can_send_no_verb(onlooker: Client) -> None:
    draft, public = make_interview(published=False), make_interview()
    for verb in ("_publish", "_withdraw"):
        for interview in (draft, public):
            assert onlooker.post(page_of(interview), {"title": "Mine", verb: "1"}).status_code == 403
    choose(onlooker, "publish_selected", draft)
    choose(onlooker, "withdraw_selected", public)

    draft.refresh_from_db()
    public.refresh_from_db()
    assert [draft.status, public.status] == [Interview.Status.DRAFT, Interview.Status.PUBLISHED]


def test_publishing_what_has_no_time_index_says_so(admin_client: Client) -> None:
    interview = make_interview(guest="Ola Berg", published=False)
    admin_client.post(LIST, {"action": "publish_selected", "_selected_action": interview.pk})
    assert "has no time index yet" in admin_client.get(LIST).content.decode()
