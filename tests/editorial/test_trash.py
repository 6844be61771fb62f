"""Deleting puts an interview into the trash: off the site and the lists, with everything that hangs on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.comments.models import Comment
from interviews.models import Interview
from interviews.store.trash import empty_trash
from tests.editorial.test_publishing import choose
from tests.factories import make_comment, make_interview, make_segment
from tests.importing.pages import PAGE
from tests.importing_admin.steps import imported

pytestmark = pytest.mark.django_db
LIST = reverse("admin:interviews_interview_changelist")
IN_TRASH = f"{LIST}?status__exact=trashed"


def delete(client: Client, interview: Interview) -> int:
    return client.post(reverse("admin:interviews_interview_delete", args=[interview.pk]), {"post": "yes"}).status_code


def test_deleting_asks_and_puts_it_into_the_trash_with_all_that_hangs_on_it(desk: Client, client: Client) -> None:
    interview = make_interview(title="Tides and lights")
    comment = make_comment(interview, segment=make_segment(interview, question="Quixotic?"))
    address = reverse("admin:interviews_interview_delete", args=[interview.pk])
    assert "comments, history and addresses stay" in desk.get(address).content.decode()
    assert Interview.objects.published().exists()

    assert delete(desk, interview) == 302

    assert Comment.objects.get() == comment
    assert client.get(interview.get_absolute_url()).status_code == 410
    assert "Tides and lights" not in client.get("/interviews/").content.decode()
    assert "Quixotic" not in client.get("/search/?q=quixotic").content.decode().split("<main")[1]
    assert "Tides and lights" not in desk.get(LIST).content.decode().split("changelist-form")[-1]
    assert "Tides and lights" in desk.get(IN_TRASH).content.decode().split("changelist-form")[-1]


def test_it_comes_back_withdrawn_and_never_public_at_once(desk: Client) -> None:
    public, draft = make_interview(), make_interview(published=False)
    for interview in (public, draft):
        delete(desk, interview)
        desk.post(reverse("admin:interviews_interview_take_out", args=[interview.pk]))
        interview.refresh_from_db()

    assert (public.status, draft.status) == ("withdrawn", "draft")
    assert (public.trashed_at, draft.trashed_at) == (None, None)


def test_several_go_there_and_come_back(desk: Client) -> None:
    some = [make_interview(published=False) for _ in range(2)]

    assert "2 interviews put into the trash." in choose(desk, "trash_selected", *some)
    assert Interview.objects.kept().count() == 0
    response = desk.post(
        IN_TRASH, {"action": "take_selected_out", "_selected_action": [one.pk for one in some]}, follow=True
    )
    assert "2 interviews taken out of the trash." in response.content.decode()
    assert Interview.objects.kept().count() == 2


def test_in_the_trash_it_is_looked_at_and_not_changed(desk: Client) -> None:
    interview = make_interview(published=False)
    delete(desk, interview)
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    html = desk.get(address).content.decode()

    assert "Take it out of the trash" in html
    assert "textarea" not in html
    assert desk.post(address, {"title": "Mine"}).status_code == 403


def test_from_the_trash_it_is_deleted_for_good(desk: Client) -> None:
    interview = make_interview(published=False)
    delete(desk, interview)
    assert delete(desk, interview) == 302
    assert not Interview.objects.exists()


def test_who_may_not_delete_and_who_may_not_publish(typist: Client, onlooker: Client, client: Client) -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission

    public, draft = make_interview(), make_interview(published=False)
    for browser, status in ((typist, 403), (onlooker, 403), (client, 302)):
        assert delete(browser, draft) == status
    user = get_user_model().objects.get(username="typist")
    user.user_permissions.add(Permission.objects.get(codename="delete_interview"))
    assert delete(typist, public) == 403
    assert "is for those who may publish" in choose(typist, "trash_selected", public)
    assert delete(typist, draft) == 302
    public.refresh_from_db()
    assert public.is_published
    for browser, status in ((onlooker, 403), (client, 302)):
        assert browser.post(reverse("admin:interviews_interview_take_out", args=[draft.pk])).status_code == status
    draft.refresh_from_db()
    assert draft.status == "trashed"


def test_after_thirty_days_it_is_gone_unless_readers_commented(capsys: pytest.CaptureFixture[str]) -> None:
    old, talked_about, fresh, kept = (make_interview() for _ in range(4))
    make_comment(talked_about)
    for interview in (old, talked_about, fresh):
        interview.put_into_trash()
    long_ago = timezone.now() - timedelta(days=31)
    Interview.objects.filter(pk__in=[old.pk, talked_about.pk]).update(trashed_at=long_ago)

    call_command("empty_trash")

    assert set(Interview.objects.all()) == {talked_about, fresh, kept}
    assert f"kept {talked_about.slug}" in capsys.readouterr().out
    assert empty_trash(with_remarks=True).deleted == [talked_about.slug]


def test_an_import_does_not_take_it_out(desk: Client) -> None:
    imported(desk, PAGE)
    interview = Interview.objects.get()
    interview.put_into_trash()

    imported(desk, PAGE.replace("lighthouse", "lightship"), new_version="on")

    assert Interview.objects.get().status == "trashed"
    assert "lightship" not in Interview.objects.get().segments.first().answer
