"""What readers see changes by publishing only: everything else that is saved becomes a draft beside the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.models import Interview, Recording, Revision, Segment
from interviews.retrieve import document_of
from interviews.store.beside import begin_draft, draft_beside, publish_changes, schedule_changes
from interviews.store.due import publish_due_changes
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_comment, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(guest="Ola Berg", host="Mia Ek", title="Ola Berg, Keeper")
    make_recording(interview)
    guest = interview.appearances.get(role="guest")
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}", tags=("fog",), answered_by=guest)
    return interview


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def save(client: Client, interview: Interview, button: str = "_continue", **changes: str) -> Any:
    there = draft_beside(interview) or interview
    fields = opened(client, page_of(there)) | {name.replace("__", "-"): value for name, value in changes.items()}
    return send(client, page_of(there), fields, button)


def now(interview: Interview) -> Any:
    return document_of(Interview.objects.get(pk=interview.pk))


def test_saving_a_published_interview_begins_a_draft_and_leaves_the_page(
    desk: Client, client: Client, interview: Interview
) -> None:
    before = now(interview)
    response = save(desk, interview, segments__1__answer="Else.", appearances__0__title="Captain")

    draft = draft_beside(interview)
    assert response.url == page_of(draft)
    assert now(interview) == before
    assert now(draft).segments[1].answer == "Else."
    assert now(draft).appearances[0].title == "Captain"
    assert [one.uid for one in now(draft).segments] == [one.uid for one in before.segments]
    assert now(draft).segments[1].answered_by == "Ola Berg"
    assert "Else." not in client.get(interview.get_absolute_url()).content.decode()


def test_the_next_save_goes_on_with_the_same_draft_also_from_a_form_opened_before(
    desk: Client, interview: Interview
) -> None:
    save(desk, interview, rights="CC0")
    save(desk, interview, organisation="Lights")

    draft = draft_beside(interview)
    assert (draft.rights, draft.organisation) == ("CC0", "Lights")
    assert desk.get(page_of(interview)).url == page_of(draft)


def test_a_form_opened_on_the_page_before_the_draft_was_begun_does_not_overwrite_it(
    desk: Client, interview: Interview
) -> None:
    mine = opened(desk, page_of(interview)) | {"rights": "Mine"}
    save(desk, interview, organisation="Theirs")

    response = send(desk, page_of(interview), mine)

    assert response.status_code == 200
    assert "Mine" in response.content.decode()
    assert (draft_beside(interview).rights, draft_beside(interview).organisation) == ("", "Theirs")


def test_publishing_the_draft_changes_the_page_and_keeps_what_hangs_on_it(
    desk: Client, client: Client, interview: Interview
) -> None:
    segment = interview.segments.get(question="Q2")
    comment = make_comment(interview, segment=segment)
    save(desk, interview, segments__1__answer="Else.", segments__0__tag_names="light")
    wanted = now(draft_beside(interview))

    response = desk.post(
        page_of(draft_beside(interview)), opened(desk, page_of(draft_beside(interview))) | {"_publish": "1"}
    )

    assert response.url == page_of(interview)
    assert draft_beside(interview) is None
    assert now(interview) == wanted
    assert interview.segments.get(question="Q2").pk == segment.pk
    comment.refresh_from_db()
    assert comment.segment == segment
    assert "Else." in client.get(interview.get_absolute_url()).content.decode()
    assert not Segment.objects.exclude(interview=interview).exists()


def test_one_click_publishes_what_was_typed_on_the_page_itself(desk: Client, interview: Interview) -> None:
    save(desk, interview, "_publish", rights="CC0")

    interview.refresh_from_db()
    assert (interview.rights, draft_beside(interview)) == ("CC0", None)


def test_who_may_not_publish_saves_drafts_and_publishes_none(typist: Client, interview: Interview) -> None:
    save(typist, interview, segments__1__answer="Else.")
    draft = draft_beside(interview)
    before = now(interview)

    fields = opened(typist, page_of(draft))
    assert typist.post(page_of(draft), fields | {"_publish": "1"}).status_code == 403
    assert typist.post(page_of(interview), fields | {"_publish": "1"}).status_code == 403
    assert 'name="_publish"' not in typist.get(page_of(draft)).content.decode()
    assert now(interview) == before


def test_a_draft_is_found_nowhere_outside_the_desk(desk: Client, client: Client, interview: Interview) -> None:
    save(desk, interview, title="Xylophone keeper", segments__1__answer="Quixotic.")
    draft = draft_beside(interview)

    for address in ("/", "/interviews/", "/archive/", "/search/?q=quixotic", "/feeds/interviews.rss", "/sitemap.xml"):
        html = client.get(address, follow=True).content.decode()
        assert "Xylophone" not in html, address
        assert "Quixotic" not in html, address
    assert client.get(f"/interviews/{draft.slug}/").status_code == 404
    assert client.get(f"/interviews/{draft.slug}.json").status_code == 404
    listed = desk.get(reverse("admin:interviews_interview_changelist")).content.decode()
    assert "Xylophone" not in listed
    assert "1 interview" in listed


def test_saving_without_a_change_leaves_no_draft(desk: Client, interview: Interview) -> None:
    response = save(desk, interview)

    assert draft_beside(interview) is None
    assert response.url == page_of(interview)


def test_changing_it_back_leaves_no_draft(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    save(desk, interview, rights="")

    assert draft_beside(interview) is None


def test_withdrawing_from_the_form_keeps_what_was_typed_as_a_draft(desk: Client, interview: Interview) -> None:
    save(desk, interview, "_withdraw", rights="CC0")

    interview.refresh_from_db()
    assert interview.status == "withdrawn"
    assert interview.rights == ""
    draft = draft_beside(interview)
    assert draft.rights == "CC0"
    desk.post(page_of(draft), opened(desk, page_of(draft)) | {"_publish": "1"})
    interview.refresh_from_db()
    assert (interview.rights, interview.is_published) == ("CC0", True)


def test_withdrawing_without_a_change_leaves_no_draft(desk: Client, interview: Interview) -> None:
    save(desk, interview, "_withdraw")

    interview.refresh_from_db()
    assert (interview.status, draft_beside(interview)) == ("withdrawn", None)


def test_what_changed_on_the_page_meanwhile_stays_where_the_draft_did_not_touch_it(
    desk: Client, interview: Interview
) -> None:
    """As an import does."""
    save(desk, interview, rights="CC0", organisation="Mine")
    Interview.objects.filter(pk=interview.pk).update(organisation="Theirs", introduction="By the sea.")

    findings = publish_changes(draft_beside(interview))

    interview.refresh_from_db()
    assert (interview.rights, interview.organisation, interview.introduction) == ("CC0", "Mine", "By the sea.")
    assert ["Theirs" in one.message for one in findings] == [True]


def test_a_discarded_draft_is_gone_and_its_last_state_can_be_restored(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    draft = draft_beside(interview)
    address = reverse("admin:interviews_interview_discard_changes", args=[draft.pk])
    assert "published page stays as it is" in desk.get(address).content.decode()
    assert draft_beside(interview) is not None

    assert desk.post(address).url == page_of(interview)

    assert draft_beside(interview) is None
    state = Revision.objects.of(interview).filter(is_draft=True).first()
    restoring = reverse("admin:interviews_interview_restore", args=[interview.pk, state.number])
    desk.post(restoring, hidden_of(desk, restoring))
    assert draft_beside(interview).rights == "CC0"


def hidden_of(client: Client, address: str) -> dict[str, str]:
    import re

    html = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(version|segment)" value="([^"]*)">', html))


def test_the_history_is_one_and_tells_of_the_draft(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    save(desk, interview, "_publish", rights="CC BY")

    told = list(Revision.objects.of(interview).order_by("number").values_list("number", "reason", "is_draft"))
    assert told == [
        (1, "found", False),
        (2, "begun", True),
        (3, "edited", True),
        (4, "edited", True),
        (5, "published", False),
    ]
    html = desk.get(reverse("admin:interviews_interview_history", args=[interview.pk])).content.decode()
    for words in ("Draft of changes begun from #1.", "Draft edited.", "Changes published."):
        assert words in html


def test_the_draft_is_compared_with_the_page(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    address = reverse("admin:interviews_interview_compare", args=[interview.pk])
    html = desk.get(address, {"to": "draft"}).content.decode()
    assert "CC0" in html

    assert desk.get(address, {"to": "draft", "from": "now"}).content.decode().count("CC0") == html.count("CC0")


def test_scheduled_changes_go_live_at_their_moment_and_not_before(
    desk: Client, client: Client, interview: Interview
) -> None:
    save(desk, interview, rights="CC0")
    schedule_changes(draft_beside(interview), timezone.now() + timedelta(hours=1))
    assert publish_due_changes() == 0
    assert now(interview).rights == ""

    Interview.objects.filter(edits=interview).update(goes_live_at=timezone.now() - timedelta(seconds=1))
    assert publish_due_changes() == 1
    assert publish_due_changes() == 0
    assert now(interview).rights == "CC0"
    assert draft_beside(interview) is None


def test_the_first_request_after_the_moment_shows_them(
    desk: Client, client: Client, interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(desk, interview, introduction="By the sea.")
    schedule_changes(draft_beside(interview), timezone.now() - timedelta(seconds=1))
    assert "By the sea." not in client.get(interview.get_absolute_url()).content.decode()
    monkeypatch.setattr("interviews.store.due._Looking.next_at", 0.0)

    assert "By the sea." in client.get(interview.get_absolute_url()).content.decode()


def test_changes_that_do_not_fit_stay_a_draft_and_are_not_tried_for_ever(
    interview: Interview, caplog: pytest.LogCaptureFixture
) -> None:
    draft, _is_new = begin_draft(interview)
    draft.recordings.update(url="no address")
    schedule_changes(draft, timezone.now() - timedelta(seconds=1))

    assert publish_due_changes() == 0

    draft = draft_beside(interview)
    assert draft.goes_live_at is None
    assert "could not go live" in caplog.text


def test_undoing_the_import_of_an_interview_with_a_draft_is_refused(desk: Client) -> None:
    from interviews.importing.undoing import undo
    from interviews.models import ImportBatch
    from tests.importing.pages import PAGE
    from tests.importing_admin.steps import imported

    imported(desk, PAGE)
    interview = Interview.objects.get()
    batch = ImportBatch.objects.get()
    begin_draft(interview)

    undone = undo(batch)

    assert Interview.objects.filter(pk=interview.pk).exists()
    assert "draft" in undone.kept[0][1]


def test_two_who_opened_the_published_page_are_merged_in_the_draft(desk: Client, interview: Interview) -> None:
    mine = opened(desk, page_of(interview)) | {"rights": "Mine", "segments-0-answer": "Mine too."}
    save(desk, interview, organisation="Theirs", segments__1__answer="Theirs too.", appearances__0__title="Captain")

    shown = send(desk, page_of(interview), mine)
    assert shown.status_code == 200
    assert 'name="asked"' not in shown.content.decode()
    assert send(desk, page_of(interview), fields_of(shown.content.decode())).status_code == 302

    document = now(draft_beside(interview))
    assert (document.rights, document.organisation) == ("Mine", "Theirs")
    assert [one.answer for one in document.segments[:2]] == ["Mine too.", "Theirs too."]
    assert document.appearances[0].title == "Captain"


def test_what_was_measured_of_a_file_added_in_the_draft_is_known_of_the_page(interview: Interview) -> None:
    draft, _ = begin_draft(interview)
    name = default_storage.save("recordings/more.mp3", ContentFile(b"not much of a sound"))
    Recording.objects.filter(pk=make_recording(draft, position=2).pk).update(file=name, url="", bitrate=128)

    publish_changes(draft)

    assert list(interview.recordings.values_list("file", "bitrate"))[-1] == (name, 128)
