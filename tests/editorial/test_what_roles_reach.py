"""What an attacker found: ways around the roles, each closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from interviews.intake import Terms
from interviews.models import Appearance, Interview
from interviews.store.beside import begin_draft, schedule_changes
from tests.comments.corrections.steps import make_correction
from tests.editorial.sent_form import opened, send
from tests.editorial.test_flow import States, member, moved, page_of, save, signed_in, state
from tests.factories import make_interview, make_segment
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db


def test_an_import_by_who_may_not_publish_leaves_what_readers_see(tmp_path) -> None:
    page = write_page(tmp_path)
    import_file(page, Terms(publish_at=timezone.now()))
    write_page(tmp_path, text=PAGE.replace("The rope", "The lamp"))

    line = import_file(page, Terms(may_show=False))

    assert (line.outcome, [finding.code for finding in line.findings]) == ("failed", ["may_not_change"])
    assert "ask who may publish" in line.findings[0].message
    assert Interview.objects.get().segments.filter(answer__contains="rope").exists()
    assert import_file(page).outcome == "updated"


def test_what_goes_live_by_itself_waits_again_once_an_editor_changed_it(client: Client) -> None:
    interview = make_interview(guest="Ola Berg", introduction="Before.")
    draft, _ = begin_draft(interview)
    schedule_changes(draft, timezone.now() + timedelta(days=1))

    page = save(signed_in(member("Editor")), draft, "_continue", introduction="Sneaked in.")
    assert page.status_code == 302
    draft.refresh_from_db()
    assert draft.goes_live_at is None

    schedule_changes(draft, timezone.now() + timedelta(days=1))
    save(signed_in(member("Publisher")), draft, "_continue", introduction="By a publisher.")
    draft.refresh_from_db()
    assert draft.goes_live_at is not None


def test_what_is_scheduled_waits_for_review_once_an_editor_changed_it() -> None:
    interview = make_interview(guest="Ola Berg", published=False)
    interview.publish(at=timezone.now() + timedelta(days=1))
    save(signed_in(member("Editor")), interview, "_continue", introduction="Sneaked in.")
    assert state(interview) == States.IN_REVIEW
    interview.publish()
    assert state(interview) == States.PUBLISHED


def test_a_speakers_page_names_no_draft_of_others() -> None:
    writer = member("Contributor")
    secret = make_interview(guest="Ola Berg", title="Top secret", published=False)
    speaker = secret.appearances.get(role=Appearance.Role.GUEST).speaker
    own = make_interview(title="My own", published=False, owner=writer)
    own.appearances.create(speaker=speaker, role=Appearance.Role.GUEST)
    address = f"/admin/interviews/speaker/{speaker.pk}/change/"

    page = signed_in(writer).get(address).content.decode()
    assert "My own" in page
    assert "Top secret" not in page
    assert "Top secret" in signed_in(member("Editor")).get(address).content.decode()


def test_the_way_to_the_site_tells_no_address_of_a_draft() -> None:
    kind = ContentType.objects.get_for_model(Interview).pk
    draft, public = make_interview(published=False), make_interview()
    editor, writer = signed_in(member("Editor")), signed_in(member("Contributor"))
    assert editor.get(f"/admin/r/{kind}/{public.pk}/").headers["Location"] == public.get_absolute_url()
    for desk in (editor, writer):
        assert desk.get(f"/admin/r/{kind}/{draft.pk}/").status_code == 404
    assert writer.get(f"/admin/r/{kind}/{public.pk}/").status_code == 404
    assert editor.get(f"/admin/r/{kind}/²/").status_code == 404


def test_what_a_contributor_typed_is_shown_where_an_editor_took_it_over_meanwhile() -> None:
    writer = member("Contributor")
    draft = make_interview(published=False, guest="Ola Berg", rights="All", owner=writer)
    desk = signed_in(writer)
    fields = opened(desk, page_of(draft))
    draft.mark_ready()

    answer = send(desk, page_of(draft), fields | {"introduction": "An hour of work."})

    assert answer.status_code == 409
    assert "An hour of work." in answer.content.decode()
    assert not Interview.objects.filter(introduction="An hour of work.").exists()


def test_what_moved_on_meanwhile_is_not_sent_back_unasked() -> None:
    draft = make_interview(published=False, guest="Ola Berg", rights="All")
    draft.submit_for_review()
    editor = signed_in(member("Editor"))
    draft.mark_ready()

    page = moved(editor, draft, "_back", seen="review", note="Why?").content.decode()
    assert "Nothing was done: it is ready to publish by now." in page
    assert "Why?" in page
    assert state(draft) == States.READY
    moved(editor, draft, "_back", seen="ready")
    assert state(draft) == States.DRAFT


def test_whose_the_page_is_does_not_send_back_the_draft_of_changes_of_an_editor() -> None:
    writer = member("Contributor")
    interview = make_interview(owner=writer)
    draft, _ = begin_draft(interview)
    draft.submit_for_review()
    assert signed_in(writer).post(page_of(interview, "flow"), {"_back": "1"}).status_code == 403
    assert state(draft) == States.IN_REVIEW


def test_corrections_are_counted_for_those_who_decide_about_them() -> None:
    writer = member("Contributor")
    correction = make_correction(make_segment(make_interview(owner=writer), question="Why?", answer="So."))
    listed = "/admin/comments/correction/"
    assert signed_in(writer).get(listed).status_code == 403
    editor = signed_in(member("Editor"))
    assert [number for _tab, number in editor.get(listed).context["tabs"]] == [1, 0, 0]
    correction.interview.put_into_trash()
    assert [number for _tab, number in editor.get(listed).context["tabs"]] == [0, 0, 0]


def test_a_refusal_leads_back() -> None:
    page = signed_in(member("Moderator")).get("/admin/calendar/").content.decode()
    assert 'href="/admin/"' in page
