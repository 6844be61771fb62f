"""What two at the desk do at the same interview, and what is told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from interviews.editorial.models import Notice
from interviews.models import Interview, Revision
from interviews.store.beside import begin_draft, schedule_changes
from interviews.store.due import publish_due_changes
from interviews.store.history import Revising
from tests.editorial.test_flow import States, member, moved, page_of, save, signed_in, state
from tests.factories import make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Interview:
    interview = make_interview(published=False, guest="Ola Berg", rights="© 2026 the Guild")
    make_segment(interview, 1, question="Why?", answer="So.")
    return interview


def test_a_colleagues_assignment_stays_where_one_chose_none(draft: Interview) -> None:
    editor, mia = signed_in(member("Editor")), member("Contributor", "mia")
    editor.get(page_of(draft, "flow"))  # shows: nobody
    Interview.objects.filter(pk=draft.pk).update(assigned_to=mia)

    moved(editor, draft, "_review", assigned_to="", **{"initial-assigned_to": ""})

    assert state(draft) == States.IN_REVIEW
    assert Interview.objects.get(pk=draft.pk).assigned_to == mia


def test_only_those_who_may_look_are_offered(draft: Interview) -> None:
    member("Moderator")
    writer = member("Contributor")
    form = signed_in(make_editor("root")).get(page_of(draft, "flow")).context["form"]
    offered = set(form.fields["assigned_to"].queryset.values_list("username", flat=True))
    assert offered == {writer.username, "root"}


def test_what_lies_in_the_trash_is_not_published_from_its_list(draft: Interview) -> None:
    publisher = signed_in(member("Publisher"))
    draft.put_into_trash()
    assert not draft.publish()
    listed = "/admin/interviews/interview/?status__exact=trashed"
    publisher.post(listed, {"action": "publish_selected", "_selected_action": [str(draft.pk)]})
    assert state(draft) == States.TRASHED


def test_who_may_publish_and_change_own_drafts_alone_withdraws_none_of_the_published(draft: Interview) -> None:
    from tests.editorial.test_flow import _permissions

    writer = member("Contributor")
    writer.user_permissions.set(_permissions("publish_interview"))
    public = make_interview(owner=writer)
    signed_in(writer).post(
        "/admin/interviews/interview/", {"action": "withdraw_selected", "_selected_action": [str(public.pk)]}
    )
    assert state(public) == States.PUBLISHED


def test_what_waits_again_is_told_whatever_door_it_came_by(draft: Interview) -> None:
    reviewer, typist = member("Editor"), member("Moderator", "typist")
    draft.mark_ready()
    revising = Revising(draft, Revision.Reason.EDITED, by=typist)
    revising.before()
    draft.segments.update(answer="Else.")
    revising.after()

    assert state(draft) == States.IN_REVIEW
    assert list(Notice.objects.values_list("user", "kind")) == [(reviewer.pk, "submitted")]
    assert "waits for review again" in LogEntry.objects.get().get_change_message()


def test_what_goes_live_by_the_clock_is_told_and_what_is_set_for_later_is_not_yet() -> None:
    owner, editor = member("Contributor"), make_editor("root")
    interview = make_interview(owner=owner)
    changes, _ = begin_draft(interview, by=editor)
    Interview.objects.filter(pk=changes.pk).update(introduction="After.")
    schedule_changes(changes, timezone.now())
    publish_due_changes()
    assert list(Notice.objects.values_list("user", "kind")) == [(owner.pk, "published")]

    Notice.objects.all().delete()
    later = make_interview(
        published=False, owner=owner, guest="Ola Berg", published_at=timezone.now() + timedelta(days=1)
    )
    save(signed_in(editor), later, "_publish")
    assert state(later) == States.PUBLISHED
    assert not Notice.objects.exists()
