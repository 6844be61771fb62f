"""Ready to publish? The page and the panel, their cures, and what is not published without a second word."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.editorial.admin.version import version_of
from interviews.editorial.models import CheckedLink
from interviews.models import Interview, Recording, Revision, SearchEntry, Tag
from interviews.retrieve import document_of
from interviews.search.index import rebuild
from interviews.store.history import document_in
from tests.editorial.sent_form import fields_of, opened, send
from tests.editorial.test_publishing import choose, page_of
from tests.factories import make_appearance, make_bio, make_interview, make_recording, make_segment, make_speaker
from tests.models.test_recording import wav

pytestmark = pytest.mark.django_db
LONG = "Could you tell us how it came about that you, of all people, came to keep a light?"


@pytest.fixture
def draft(db: None) -> Interview:
    """Its second and third segment stand the wrong way round; the questions are long."""
    interview = make_interview(guest="Ola Berg", host="Jo Doe", published=False)
    for start, uid in ((1, "one"), (5, "three"), (3, "two")):
        make_segment(interview, start, uid=uid, question=f"{LONG} {uid}", tags=("sea",))
    return interview


def ready(interview: Interview, step: str = "ready") -> str:
    return reverse(f"admin:interviews_interview_{step}", args=[interview.pk])


def press(client: Client, interview: Interview, code: str, at: str = "", **given: str) -> Any:
    """Presses the button of a cure as the page shows it."""
    fields = {"version": version_of(interview), "code": code, "at": at, **given}
    return client.post(ready(interview, "cure"), fields, follow=True)


def order(interview: Interview) -> list[str]:
    return list(interview.segments.order_by("position").values_list("uid", flat=True))


# --- the page and the panel ----------------------------------------------------------------------------------------


def test_the_page_tells_what_blocks_before_what_is_advised_and_leads_to_the_fields(desk: Client) -> None:
    interview = make_interview(title="Of tides", published=False)
    make_segment(interview, 1, question=LONG)
    html = desk.get(ready(interview)).content.decode()

    assert "1 finding stands against publishing." in html
    assert html.index("No guest") < html.index("No rights") < html.index("No label")
    assert f'href="{page_of(interview)}#appearances-group"' in html
    assert f'href="{page_of(interview)}#id_rights"' in html
    assert f'href="{page_of(interview)}#id_segments-0-label"' in html


def test_every_finding_leads_to_something_on_the_form(desk: Client, draft: Interview) -> None:
    make_recording(draft, url="", file="")
    make_appearance(draft, make_speaker("Mia Ek"), role="panellist")
    make_segment(draft, None, answer="")
    Interview.objects.filter(pk=draft.pk).update(title="", language="")
    form = desk.get(page_of(draft)).content.decode()
    ids = set(re.findall(r'\bid="([^"]+)"', form))
    led_to = re.findall(r'href="#([^"]+)"', form[form.index('id="ready"') :])

    assert len(led_to) > 10
    assert set(led_to) <= ids


def test_a_portrait_without_words_leads_to_the_page_of_the_speaker(desk: Client, draft: Interview) -> None:
    heard = draft.appearances.get(role="guest")
    heard.bio = make_bio(heard.speaker, portrait=(64, 64))
    heard.save()
    html = desk.get(ready(draft)).content.decode()

    page = reverse("admin:interviews_speaker_change", args=[heard.speaker_id])
    assert f'href="{page}#bios-group"' in html
    assert 'id="bios-group"' in desk.get(page).content.decode()
    assert "A portrait without words" in html


def test_the_panel_stands_on_the_form_behind_its_buttons(desk: Client, draft: Interview) -> None:
    """The Enter key presses the first button of a form: that is still the one that saves."""
    html = desk.get(page_of(draft)).content.decode()
    form = html[html.index('id="interview_form"') :]

    assert "Nothing stands against publishing." in html
    first = re.search(r'<(?:input|button)[^>]*type="submit"[^>]*name="(\w+)"|name="(_\w+)"', form)
    assert first is not None
    assert '"_cure"' not in form[: form.index('name="_continue"')]
    assert 'href="#ready"' in html


def test_a_new_interview_has_no_panel(desk: Client) -> None:
    assert 'id="ready"' not in desk.get(reverse("admin:interviews_interview_add")).content.decode()


def test_a_good_interview_hears_that_nothing_stands_against_it(desk: Client) -> None:
    interview = make_interview(guest="Ola Berg", rights="CC BY 4.0", published=False)
    heard = interview.appearances.get()
    heard.bio = make_bio(heard.speaker)
    heard.save()
    make_segment(interview)
    html = desk.get(ready(interview)).content.decode()

    assert "Nothing stands against publishing." in html
    assert "ready-group" not in html


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_takes_so_many_queries(desk: Client, count: int) -> None:
    interview = make_interview(guest="Ola Berg", published=False)
    for n in range(count):
        make_segment(interview, n, question=LONG)
    make_recording(interview)
    desk.get(ready(interview))
    with CaptureQueriesContext(connection) as queries:
        desk.get(ready(interview))
    assert len(queries) == 10  # one of them: how many notices wait


# --- who may -------------------------------------------------------------------------------------------------------


def test_who_may_only_look_sees_the_findings_and_no_button(onlooker: Client, draft: Interview) -> None:
    html = onlooker.get(ready(draft)).content.decode()
    assert "No label" in html
    assert "ready-cure" not in html
    assert "Publish" not in html.replace("Ready to publish", "")
    assert press(onlooker, draft, "times_backward").status_code == 403
    assert onlooker.post(ready(draft, "publish"), {"version": version_of(draft)}).status_code == 403
    assert order(draft) == ["one", "three", "two"]


def test_who_may_write_may_cure_and_not_publish(typist: Client, draft: Interview) -> None:
    html = typist.get(ready(draft)).content.decode()
    assert "ready-cure" in html
    assert ready(draft, "publish") not in html
    assert press(typist, draft, "times_backward").status_code == 200
    assert order(draft) == ["one", "two", "three"]

    draft.refresh_from_db()
    for anyway in ({}, {"anyway": "1"}):
        sent = {"version": version_of(draft), **anyway}
        assert typist.post(ready(draft, "publish"), sent).status_code == 403
    draft.refresh_from_db()
    assert draft.status == Interview.Status.DRAFT


@pytest.mark.parametrize("signed_in", [False, True])
def test_nobody_else_gets_anything(client: Client, draft: Interview, signed_in: bool) -> None:
    if signed_in:  # a colleague who moderates comments
        user = get_user_model().objects.create_user("mod", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="comments"))
        client.force_login(user)
    sent = {"version": version_of(draft), "code": "times_backward", "anyway": "1"}
    for answer in (
        client.get(ready(draft)),
        client.post(ready(draft, "cure"), sent),
        client.post(ready(draft, "publish"), sent),
    ):
        assert answer.status_code == (403 if signed_in else 302)
        assert b"No label" not in answer.content
    draft.refresh_from_db()
    assert draft.status == Interview.Status.DRAFT
    assert order(draft) == ["one", "three", "two"]


def test_a_cure_is_posted_with_a_token(editor: Any, draft: Interview) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    sent = {"version": version_of(draft), "code": "times_backward"}
    for step in ("cure", "publish"):
        assert strict.post(ready(draft, step), sent).status_code == 403
        assert strict.get(ready(draft, step)).status_code == 405
    assert order(draft) == ["one", "three", "two"]


# --- cures ---------------------------------------------------------------------------------------------------------


def test_a_cure_is_recorded_told_and_can_be_looked_at(desk: Client, editor: Any, draft: Interview) -> None:
    before = document_of(draft)
    html = press(desk, draft, "times_backward").content.decode()

    assert order(draft) == ["one", "two", "three"]
    found, made = Revision.objects.of(draft).order_by("number")
    assert document_in(found) == before
    assert (made.reason, made.author) == (Revision.Reason.EDITED, editor)
    assert document_in(made) == document_of(Interview.objects.get(pk=draft.pk))
    assert "Sort by time: times that run backward, 1 place." in html
    assert f"{reverse('admin:interviews_interview_compare', args=[draft.pk])}?to=2" in html
    assert "Sort by time" in desk.get(reverse("admin:interviews_interview_history", args=[draft.pk])).content.decode()


def test_a_cure_changes_nothing_but_what_it_says(desk: Client, draft: Interview) -> None:
    kept = {row.uid: row.pk for row in draft.segments.all()}
    before = document_of(draft)
    press(desk, draft, "label_missing", "segment:1")

    after = document_of(Interview.objects.get(pk=draft.pk))
    assert [one.label for one in after.segments] == [
        "",
        "Could you tell us how it came about that you, of all people",
        "",
    ]
    assert after.tags == before.tags
    assert [one.tags for one in after.segments] == [("sea",)] * 3
    assert {row.uid: row.pk for row in draft.segments.all()} == kept
    assert Tag.objects.count() == 1


def test_a_cure_everywhere_mends_all_of_them(desk: Client, draft: Interview) -> None:
    html = press(desk, draft, "label_missing").content.decode()
    assert "3 places" in html
    assert not draft.segments.filter(label="").exists()
    assert "No label" not in html


def test_what_a_cure_wrote_is_found(desk: Client) -> None:
    def entries() -> list[dict[str, Any]]:
        rows = SearchEntry.objects.order_by("kind", "segment").values()
        return [{name: value for name, value in row.items() if name != "id"} for row in rows]

    interview = make_interview(guest="Ola Berg", published=False)
    make_segment(interview, 1, question=LONG)
    interview.refresh_from_db()
    rebuild()
    before = entries()
    press(desk, interview, "label_missing")
    after = entries()
    rebuild()
    assert before != after == entries()


def test_a_cure_of_a_page_that_is_stale_does_nothing(desk: Client, draft: Interview) -> None:
    seen = version_of(draft)
    draft.rights = "CC BY 4.0"
    draft.save()
    html = press(desk, draft, "times_backward", version=seen).content.decode()
    assert "Nothing was done: the interview was changed meanwhile." in html
    assert order(draft) == ["one", "three", "two"]
    assert not Revision.objects.exists()


def test_pressed_twice_a_cure_says_that_there_is_nothing_left(desk: Client, draft: Interview) -> None:
    press(desk, draft, "times_backward")
    draft.refresh_from_db()
    html = press(desk, draft, "times_backward").content.decode()
    assert "Nothing was done: it is mended already" in html
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("code", ["", "nonsense", "rights_missing"])
def test_what_no_machine_cures_is_not_found(desk: Client, draft: Interview, code: str) -> None:
    assert press(desk, draft, code).status_code == 404


def test_the_length_is_read_from_the_file(desk: Client, draft: Interview) -> None:
    recording = Recording(interview=draft)
    recording.file.save("talk.wav", ContentFile(wav(seconds=7)), save=False)
    recording.save()
    Recording.objects.update(duration=None)
    html = press(desk, draft, "recording_length_missing").content.decode()
    recording.refresh_from_db()
    assert recording.duration == timedelta(seconds=7)
    assert "Read it from the file: a recording without length, 1 place." in html


def test_a_length_that_cannot_be_read_changes_nothing(desk: Client, draft: Interview) -> None:
    recording = Recording(interview=draft)
    recording.file.save("talk.wav", ContentFile(b"RIFF no sound"), save=False)
    recording.save()
    assert "no machine can mend it" in press(desk, draft, "recording_length_missing").content.decode()
    assert not Revision.objects.exists()


def test_a_recording_elsewhere_has_no_button_for_its_length(desk: Client, draft: Interview) -> None:
    make_recording(draft)
    html = desk.get(ready(draft)).content.decode()
    assert "A recording without length" in html
    assert "Read it from the file" not in html


def test_the_button_of_the_form_saves_what_is_typed_and_cures(desk: Client, draft: Interview) -> None:
    fields = opened(desk, page_of(draft)) | {"rights": "CC BY 4.0"}
    answer = desk.post(page_of(draft), {**fields, "_cure": "label_missing|segment:0"}, follow=True)

    draft.refresh_from_db()
    assert draft.rights == "CC BY 4.0"
    assert answer.redirect_chain == [(f"{page_of(draft)}#ready", 302)]
    assert [bool(row.label) for row in draft.segments.order_by("position")] == [True, False, False]
    reasons = list(Revision.objects.of(draft).order_by("number").values_list("reason", flat=True))
    assert reasons == ["found", "edited", "edited"]


def test_a_stale_form_cures_nothing(desk: Client, draft: Interview) -> None:
    fields = opened(desk, page_of(draft))
    press(desk, draft, "times_backward")
    send(desk, page_of(draft), {**fields, "_cure": "label_missing|"})
    assert not draft.segments.exclude(label="").exists()


# --- publishing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def guestless(db: None) -> Interview:
    return make_interview(title="Of tides", published=False)


def test_publishing_is_refused_where_findings_stand_against_it_and_what_was_typed_is_saved(
    desk: Client, guestless: Interview
) -> None:
    fields = opened(desk, page_of(guestless)) | {"rights": "CC BY 4.0"}
    html = desk.post(page_of(guestless), {**fields, "_publish": "1"}, follow=True).content.decode()

    guestless.refresh_from_db()
    assert (guestless.status, guestless.rights) == (Interview.Status.DRAFT, "CC BY 4.0")
    assert "“Of tides” is not published: no guest." in html
    assert f'href="{ready(guestless)}"' in html


def test_from_the_list_those_are_published_against_which_nothing_stands(desk: Client, guestless: Interview) -> None:
    good = make_interview(guest="Ola Berg", published=False)
    html = choose(desk, "publish_selected", guestless, good)

    assert "1 interview published." in html
    assert "“Of tides” is not published: no guest." in html
    assert [interview for interview in (guestless, good) if Interview.objects.get(pk=interview.pk).is_published] == [
        good
    ]


def test_publishing_all_the_same_takes_a_second_word_and_is_logged(desk: Client, guestless: Interview) -> None:
    fields = fields_of(desk.get(ready(guestless)).content.decode().replace("ready-publish", 'x" id="it'), form="it")
    assert "anyway" not in fields  # it is for the editor to tick

    desk.post(ready(guestless, "publish"), fields)
    guestless.refresh_from_db()
    assert guestless.status == Interview.Status.DRAFT

    desk.post(ready(guestless, "publish"), {**fields, "anyway": "1"})
    guestless.refresh_from_db()
    assert guestless.is_published
    log = LogEntry.objects.get(object_id=str(guestless.pk))
    assert log.change_message == "Published in spite of: no guest."


def test_publishing_all_the_same_what_was_changed_meanwhile_is_refused(desk: Client, guestless: Interview) -> None:
    seen = version_of(guestless)
    guestless.save()
    html = desk.post(ready(guestless, "publish"), {"version": seen, "anyway": "1"}, follow=True).content.decode()
    assert "changed meanwhile" in html
    guestless.refresh_from_db()
    assert guestless.status == Interview.Status.DRAFT


def test_the_page_publishes_at_once_what_nothing_stands_against(desk: Client, draft: Interview) -> None:
    desk.post(ready(draft, "publish"), {"version": version_of(draft)})
    draft.refresh_from_db()
    assert draft.is_published
    assert LogEntry.objects.get(object_id=str(draft.pk)).change_message == "Published."
    assert ready(draft, "publish") not in desk.get(ready(draft)).content.decode()


def test_advice_stands_in_nobodys_way(desk: Client, draft: Interview) -> None:
    assert "1 interview published." in choose(desk, "publish_selected", draft)


def test_a_recording_that_is_gone_stands_against_publishing(desk: Client, draft: Interview) -> None:
    recording = make_recording(draft)
    row = CheckedLink.objects.create(url=recording.url, problem="gone", failing_since="2015-09-14T10:00Z")
    assert "a recording that is gone" in choose(desk, "publish_selected", draft)
    row.delete()
    assert "1 interview published." in choose(desk, "publish_selected", draft)


def test_publishing_many_asks_as_often_as_publishing_one(desk: Client) -> None:
    def queries(count: int) -> int:
        drafts = [make_interview(title=f"Of {n}", published=False) for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            choose(desk, "publish_selected", *drafts)
        return len(asked)

    queries(1)
    assert queries(1) == queries(12)
