"""Many interviews changed together: shown first, done at once, and nothing touched that others changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.models import Interview, Revision, Series, Tag
from interviews.search.index import refresh
from tests.editorial.sent_form import fields_of
from tests.editorial.test_publishing import choose
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db

BULK = "/admin/interviews/interview/bulk/"


def previewed(client: Client, *interviews: Interview, **typed: str) -> Any:
    return client.get(BULK, {"row": [row.pk for row in interviews], "preview": "1", **typed})


def confirm(client: Client, preview: Any) -> Any:
    """Sends the form of a preview."""
    keys = [interview.pk for interview, _version, _lines in preview.context["changed"]]
    return client.post(BULK, {**fields_of(preview.content.decode(), "bulk_form"), "row": keys}, follow=True)


def effects_of(preview: Any) -> dict[str, list[str]]:
    told = {row.title: [f"{label}: {words}" for label, words in lines] for row, _v, lines in preview.context["changed"]}
    return told | {row.title: [] for row in preview.context["unchanged"]}


@pytest.fixture
def two(db: None) -> tuple[Interview, Interview]:
    one, other = make_interview(title="One"), make_interview(title="Other")
    one.tags.add("fog", "ropes")
    Tag.objects.get(name="fog").synonyms.create(name="mist")
    refresh([one, other])
    return one, other


def test_the_preview_says_what_would_become_of_each_and_changes_nothing(
    desk: Client, two: tuple[Interview, Interview]
) -> None:
    series = Series.objects.create(title="Lights")
    typed = {"add": "Mist, new", "remove": "ropes", "series": str(series.pk), "rights": "CC BY", "language": "fr"}

    told = effects_of(previewed(desk, *two, **typed))

    common = ["series: none → Lights", "rights: none → CC BY", "language: en → fr"]
    assert told == {
        "One": ["tags added: new", "tags removed: ropes", *common],  # has fog, which is called mist too
        "Other": ["tags added: fog, new", *common],
    }
    assert not Tag.objects.filter(name="new").exists()
    assert set(Interview.objects.values_list("language", "rights", "series")) == {("en", "", None)}


def test_what_was_confirmed_is_done_with_its_history_log_and_index(
    desk: Client, editor: Any, two: tuple[Interview, Interview]
) -> None:
    series = Series.objects.create(title="Lights")
    typed = {"add": "new", "remove": "ropes", "series": str(series.pk), "rights": "CC BY"}

    page = confirm(desk, previewed(desk, *two, **typed)).content.decode()

    assert "2 interviews changed." in page
    one, other = Interview.objects.order_by("pk")
    assert sorted(tag.name for tag in one.tags.all()) == ["fog", "new"]
    assert [tag.name for tag in other.tags.all()] == ["new"]
    assert {(row.series, row.rights) for row in (one, other)} == {(series, "CC BY")}
    edited = Revision.objects.filter(reason="edited")
    assert set(edited.values_list("interview", "author")) == {(one.pk, editor.pk), (other.pk, editor.pk)}
    assert '"ropes"' not in edited.get(interview=one).document
    told = LogEntry.objects.get(object_id=str(one.pk)).change_message
    assert told == (
        "Changed together with others: tags added: new; tags removed: ropes; series: none → Lights; "
        "rights: none → CC BY."
    )
    assert "One" in desk.get("/search/?q=tag:new").content.decode()


def test_what_is_so_already_stays_as_it_is_and_keeps_no_history(desk: Client, two: tuple[Interview, Interview]) -> None:
    before = Interview.objects.get(pk=two[0].pk).updated_at
    preview = previewed(desk, *two, add="FOG")
    assert effects_of(preview) == {"One": [], "Other": ["tags added: fog"]}

    assert "1 interview changed." in confirm(desk, preview).content.decode()

    assert set(Revision.objects.values_list("interview", flat=True)) == {two[1].pk}
    assert Interview.objects.get(pk=two[0].pk).updated_at == before


def test_what_someone_changed_since_it_was_shown_is_left_out_and_named(
    desk: Client, two: tuple[Interview, Interview]
) -> None:
    preview = previewed(desk, *two, add="new")
    two[0].title = "One, edited"
    two[0].save()

    page = confirm(desk, preview).content.decode()

    assert "1 interview changed." in page
    assert "after they were shown: “One, edited”" in page
    assert {tag.name for tag in two[0].tags.all()} == {"fog", "ropes"}
    assert [tag.name for tag in two[1].tags.all()] == ["new"]


def test_another_language_sets_the_text_anew(desk: Client) -> None:
    interview = make_interview(introduction='"So" it is.')
    segment = make_segment(interview, 1, answer='"So."')
    before = segment.answer_html

    confirm(desk, previewed(desk, interview, language="fr"))

    interview.refresh_from_db()
    segment.refresh_from_db()
    assert interview.language == "fr"
    assert segment.answer_html == segment.rendered_answer()
    assert (segment.answer_html != before, interview.introduction_html) == (True, interview.rendered_introduction())


def test_rights_are_emptied_and_a_series_is_left(desk: Client) -> None:
    interview = make_interview(rights="All", series=Series.objects.create(title="Lights"))
    preview = previewed(desk, interview, no_rights="on", series="none")
    assert effects_of(preview)[interview.title] == ["series: Lights → none", "rights: All → none"]
    confirm(desk, preview)
    interview.refresh_from_db()
    assert (interview.rights, interview.series) == ("", None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Nothing is to be changed"),
        ({"remove": "zebra"}, "There is no tag “zebra”."),
        ({"add": "fog", "remove": "FOG"}, "A tag is either added or removed."),
        ({"language": "english!"}, "is not a language tag"),
        ({"rights": "All", "no_rights": "on"}, "Either write the rights, or empty them."),
        ({"series": "999"}, "Select a valid choice"),
        ({"add": "x" * 101}, "too long for a tag"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_shown(
    desk: Client, two: tuple[Interview, Interview], typed: dict[str, str], problem: str
) -> None:
    page = previewed(desk, *two, **typed)
    assert problem in page.content.decode()
    assert not page.context["shown"]
    sent = {"row": [two[0].pk], "preview": "1", f"version-{two[0].pk}": two[0].updated_at.isoformat(), **typed}
    assert desk.post(BULK, sent).status_code == 200
    assert not Revision.objects.exists()


def test_the_action_of_the_list_asks_first(desk: Client, two: tuple[Interview, Interview]) -> None:
    page = choose(desk, "change_selected", *two)
    assert "Show what would change" in page
    assert "2 interviews selected" in page


def test_what_readers_see_is_changed_together_by_those_who_may_publish(typist: Client, desk: Client) -> None:
    public, draft = make_interview(), make_interview(published=False)
    for browser, left in ((typist, public), (desk, None)):
        sent = fields_of(previewed(browser, public, draft, rights="CC0").content.decode(), "bulk_form")
        browser.post(BULK, {**sent, "row": [public.pk, draft.pk]})
        public.refresh_from_db()
        draft.refresh_from_db()
        assert (public.rights, draft.rights) == ("" if left else "CC0", "CC0")


def test_who_may_not_change_interviews_is_refused(
    onlooker: Client, typist: Client, client: Client, two: tuple[Interview, Interview]
) -> None:
    for row in two:
        row.withdraw()
    preview = previewed(typist, *two, add="new")
    sent = {**fields_of(preview.content.decode(), "bulk_form"), "row": [row.pk for row in two]}
    assert onlooker.get(BULK).status_code == onlooker.post(BULK, sent).status_code == 403
    assert client.post(BULK, sent).headers["Location"].startswith("/admin/login/")
    assert not Tag.objects.filter(name="new").exists()
    assert "2 interviews changed." not in typist.post(BULK, {**sent, "row": []}, follow=True).content.decode()
    assert typist.post(BULK, sent).status_code == 302
    assert Tag.objects.filter(name="new").exists()


def test_one_that_is_not_the_editors_to_change_is_left_out(
    desk: Client, two: tuple[Interview, Interview], monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviews.editorial.admin import InterviewAdmin

    preview = previewed(desk, *two, add="new")
    monkeypatch.setattr(
        InterviewAdmin, "has_change_permission", lambda self, request, obj=None: obj is None or obj.title != "One"
    )
    assert "1 other is gone, or not yours to change." in previewed(desk, *two, add="new").content.decode()
    assert "1 interview changed." in confirm(desk, preview).content.decode()
    assert {tag.name for tag in two[0].tags.all()} == {"fog", "ropes"}


def queries_of(desk: Client, count: int) -> int:
    rows = [make_interview(title=f"Talk {count}.{number}", introduction="So.") for number in range(count)]
    preview = previewed(desk, *rows, add="fog", rights="All")
    with CaptureQueriesContext(connection) as queries:
        assert "changed." in confirm(desk, preview).content.decode()
    return len(queries)


def test_each_interview_more_costs_no_more_than_its_history_does(desk: Client) -> None:
    Tag.objects.create(name="fog")
    queries_of(desk, 1)
    assert queries_of(desk, 12) - queries_of(desk, 2) <= 10 * 25
