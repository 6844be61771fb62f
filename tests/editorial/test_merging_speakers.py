"""Two entries of one person become one: nothing is lost, and what named the other finds the one that stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from interviews.comments.models import SpeakerAccount
from interviews.documents.document import AppearanceEntry
from interviews.models import Appearance, Bio, FormerSlug, Revision, Segment, Speaker, SpeakerAlias
from interviews.rows.new import speakers_of
from interviews.rows.traces import Traces
from interviews.search.index import refresh
from interviews.store.history import Revising
from interviews.store.merging import pointing_at
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_appearance, make_bio, make_interview, make_segment, make_speaker
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db

MERGE = "/admin/interviews/speaker/merge/"


def merge(client: Client, stays: Speaker, *others: Speaker, **typed: str) -> Any:
    """The page is opened and sent, as a browser does."""
    rows = [stays, *others]
    seen = fields_of(client.get(MERGE, {"row": [row.pk for row in rows]}).content.decode(), "merge_form")["seen"]
    sent = {"row": [row.pk for row in rows], "stays": stays.pk, "seen": seen, **typed}
    return client.post(MERGE, sent, follow=True)


@pytest.fixture
def ola() -> Speaker:
    return make_speaker("Ola Berg", slug="ola-berg")


@pytest.fixture
def twin() -> Speaker:
    return make_speaker("O. Berg", slug="o-berg", website="https://ola.example/")


def test_all_that_was_of_the_other_is_of_the_one_who_stays(desk: Client, ola: Speaker, twin: Speaker) -> None:
    interview = make_interview()
    heard = make_appearance(interview, twin, bio="Keeps a light.", title="Keeper")
    FormerSlug.objects.create(slug="older", speaker=twin)
    SpeakerAlias.objects.create(speaker=twin, name="Olaf Berg")
    SpeakerAccount.objects.create(user=get_user_model().objects.create_user("ola"), speaker=twin)

    page = merge(desk, ola, twin)

    assert page.redirect_chain[-1][0] == f"/admin/interviews/speaker/{ola.pk}/change/"
    assert not Speaker.objects.filter(pk=twin.pk).exists()
    for column in pointing_at(Speaker):
        assert column.model._base_manager.filter(**{column.name: ola}).exists(), column
        assert not column.model._base_manager.filter(**{f"{column.name}_id": twin.pk}).exists(), column
    heard.refresh_from_db()
    ola.refresh_from_db()
    assert (heard.credited_name, heard.title, heard.bio.text) == ("O. Berg", "Keeper", "Keeps a light.")
    assert ola.website == "https://ola.example/"
    assert sorted(ola.aliases.values_list("name", flat=True)) == ["O. Berg", "Olaf Berg"]


def test_whatever_points_at_a_speaker_is_known_to_the_merge() -> None:
    """Whoever adds a column that points at one decides here what a merge makes of it."""
    moved = {"FormerSlug", "Bio", "SpeakerAccount", "SpeakerAlias", "Appearance"}
    assert {column.model.__name__ for column in pointing_at(Speaker)} == moved
    assert {column.model.__name__ for column in pointing_at(Appearance)} == {"Segment"}


def test_the_old_addresses_lead_to_the_one_who_stays(desk: Client, ola: Speaker, twin: Speaker) -> None:
    make_appearance(make_interview(), twin)
    FormerSlug.objects.create(slug="older", speaker=twin)

    merge(desk, ola, twin)

    for old in ("o-berg", "older"):
        response = desk.get(f"/speakers/{old}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/speakers/ola-berg/")


def test_of_two_lines_in_one_role_of_an_interview_one_stays_with_what_both_said(
    desk: Client, ola: Speaker, twin: Speaker
) -> None:
    interview = make_interview(title="On tides")
    mine = make_appearance(interview, ola, title="Keeper")
    theirs = make_appearance(interview, twin, title="Engineer", organisation="Guild", bio="Keeps a light.")
    hosting = make_appearance(interview, twin, role="interviewer")
    segment = make_segment(interview, 1, answered_by=theirs)

    preview = desk.get(MERGE, {"row": [ola.pk, twin.pk]}).content.decode()
    assert "In “On tides” there are “Ola Berg”, “O. Berg”, each as guest." in preview
    assert Appearance.objects.count() == 3  # looking changes nothing

    merge(desk, ola, twin)

    assert set(Appearance.objects.values_list("pk", "role")) == {(mine.pk, "guest"), (hosting.pk, "interviewer")}
    mine.refresh_from_db()
    assert (mine.credited_name, mine.title, mine.organisation) == ("Ola Berg", "Keeper", "Guild")
    assert mine.bio.text == "Keeps a light."
    assert Segment.objects.get(pk=segment.pk).answered_by == mine


def test_a_portrait_goes_with_its_biography(desk: Client, ola: Speaker, twin: Speaker) -> None:
    bio = make_bio(twin, portrait=(640, 640), portrait_alt="A man in oilskins")
    assert "A man in oilskins" in desk.get(MERGE, {"row": [ola.pk, twin.pk]}).content.decode()

    merge(desk, ola, twin)

    moved = Bio.objects.get(pk=bio.pk)
    assert (moved.speaker, moved.portrait.name) == (ola, bio.portrait.name)
    assert moved.portrait.storage.exists(moved.portrait.name)


def test_who_reads_the_old_name_in_a_document_finds_the_one_who_stays(
    desk: Client, ola: Speaker, twin: Speaker
) -> None:
    merge(desk, ola, twin)

    entries = [
        AppearanceEntry(name="O. Berg"),
        AppearanceEntry(name="O. Berg", speaker="o-berg"),
        AppearanceEntry(name="O. BERG", speaker="ola-berg"),
        AppearanceEntry(name="Ola Berg"),
    ]
    known, fresh = speakers_of(entries, Traces())
    assert {row.pk for row in known.values()} == {ola.pk}
    assert not fresh


def test_a_document_that_comes_again_keeps_the_one_who_stays(desk: Client, tmp_path: Path) -> None:
    file = write_page(tmp_path)
    import_file(file)
    guest = Appearance.objects.get(role="guest").speaker
    stays = make_speaker(f"{guest.name} of the Coast")

    merge(desk, stays, guest)
    write_page(tmp_path, text=PAGE.replace("Why lighthouses?", "Why towers?"))
    import_file(file)

    assert Segment.objects.filter(question="Why towers?").exists()
    row = Appearance.objects.get(role="guest")
    assert (row.speaker, row.credited_name) == (stays, guest.name)
    stays.refresh_from_db()
    assert stays.name == f"{guest.name} of the Coast"
    assert not Speaker.objects.filter(name=guest.name).exists()


def test_the_next_change_of_the_interview_records_the_state_that_the_merge_made(
    desk: Client, editor: Any, ola: Speaker, twin: Speaker
) -> None:
    interview = make_interview(published=False)
    make_appearance(interview, twin)
    revising = Revising(interview, Revision.Reason.CREATED, by=editor)
    revising.before()
    assert Revision.objects.get().updated_at is not None
    address = f"/admin/interviews/interview/{interview.pk}/change/"
    stale = opened(desk, address)

    merge(desk, ola, twin)

    assert Revision.objects.get().updated_at is None
    assert "after you had opened it" in send(desk, address, stale | {"title": "Mine"}).content.decode()
    send(desk, address, opened(desk, address) | {"title": "Another title"})
    assert list(Revision.objects.values_list("reason", flat=True)) == ["edited", "found", "found"]
    assert '"speaker": "ola-berg"' in Revision.objects.get(number=2).document


def test_a_search_finds_the_interview_under_the_name_of_the_one_who_stays(
    desk: Client, ola: Speaker, twin: Speaker
) -> None:
    interview = make_interview(title="On tides")
    make_appearance(interview, twin)
    refresh([interview])
    assert "On tides" not in desk.get("/search/?q=speaker:ola").content.decode()

    merge(desk, ola, twin)

    assert "On tides" in desk.get("/search/?q=speaker:ola").content.decode()


def test_it_is_logged_on_both(desk: Client, ola: Speaker, twin: Speaker) -> None:
    key = twin.pk
    merge(desk, ola, twin)

    told = dict(LogEntry.objects.values_list("object_id", "change_message"))
    assert told == {str(ola.pk): "Took in “O. Berg” (o-berg).", str(key): "Merged into “Ola Berg” (ola-berg)."}


def test_nothing_is_merged_that_changed_since_it_was_shown(desk: Client, ola: Speaker, twin: Speaker) -> None:
    rows = {"row": [ola.pk, twin.pk]}
    seen = fields_of(desk.get(MERGE, rows).content.decode(), "merge_form")["seen"]
    make_appearance(make_interview(), twin)

    page = desk.post(MERGE, {**rows, "stays": ola.pk, "seen": seen}).content.decode()

    assert "Something of this changed after it was shown" in page
    assert Speaker.objects.filter(pk=twin.pk).exists()


def test_people_with_different_websites_are_merged_only_where_it_is_said_again(
    desk: Client, ola: Speaker, twin: Speaker
) -> None:
    Speaker.objects.filter(pk=ola.pk).update(website="https://other.example/")

    assert "tick that you want it nevertheless" in merge(desk, ola, twin).content.decode()
    assert Speaker.objects.count() == 2
    merge(desk, ola, twin, nevertheless="on")
    assert Speaker.objects.get().website == "https://other.example/"


def test_several_are_merged_at_once_from_the_list(desk: Client, ola: Speaker, twin: Speaker) -> None:
    third = make_speaker("Ola Berg")
    chosen = {"action": "merge_selected", "_selected_action": [ola.pk, twin.pk, third.pk]}
    page = desk.post("/admin/interviews/speaker/", chosen, follow=True)
    assert page.redirect_chain[-1][0].startswith(MERGE)
    for name in ("Ola Berg", "O. Berg"):
        assert name in page.content.decode()
    merge(desk, ola, twin, third)
    assert list(Speaker.objects.all()) == [ola]
    assert list(SpeakerAlias.objects.values_list("name", flat=True)) == ["O. Berg"]  # the own name is no other one

    chosen = {"action": "merge_selected", "_selected_action": [ola.pk]}
    assert "Select from two" in desk.post("/admin/interviews/speaker/", chosen, follow=True).content.decode()


def test_the_page_of_a_speaker_leads_to_those_of_the_same_last_name(desk: Client, ola: Speaker, twin: Speaker) -> None:
    make_speaker("Mia Ek")
    assert f'href="{MERGE}?row={ola.pk}"' in desk.get(f"/admin/interviews/speaker/{ola.pk}/change/").content.decode()

    offered = desk.get(MERGE, {"row": ola.pk}).context["offered"]
    assert offered == [twin]
    assert [str(row) for row in desk.get(MERGE, {"row": ola.pk, "q": "mia"}).context["offered"]] == ["Mia Ek"]


def test_another_name_is_written_and_taken_away_on_the_page_of_the_person(desk: Client, ola: Speaker) -> None:
    address = f"/admin/interviews/speaker/{ola.pk}/change/"

    def typed(name: str) -> Any:
        fields = fields_of(desk.get(address).content.decode(), "speaker_form")
        return desk.post(address, {**fields, "aliases-0-name": name})

    assert typed("Ola B.").status_code == 302
    assert "own name" in typed("OLA BERG").content.decode()
    assert typed("").status_code == 200  # a name is not emptied, it is deleted
    fields = fields_of(desk.get(address).content.decode(), "speaker_form")
    assert desk.post(address, {**fields, "aliases-0-DELETE": "on"}).status_code == 302
    assert not SpeakerAlias.objects.exists()


@pytest.mark.parametrize("may", [(), ("view",), ("view", "change"), ("view", "delete"), ("view", "change", "delete")])
def test_only_those_merge_who_may_change_and_delete_speakers(
    desk: Client, ola: Speaker, twin: Speaker, may: tuple[str, ...]
) -> None:
    user = get_user_model().objects.create_user("someone", is_staff=True)
    codenames = [f"{verb}_speaker" for verb in may]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    allowed = {"change", "delete"} <= set(may)
    seen = fields_of(desk.get(MERGE, {"row": [ola.pk, twin.pk]}).content.decode(), "merge_form")["seen"]

    assert client.get(MERGE, {"row": [ola.pk, twin.pk]}).status_code == (200 if allowed else 403)
    sent = {"row": [ola.pk, twin.pk], "stays": ola.pk, "seen": seen}
    assert client.post(MERGE, sent).status_code == (302 if allowed else 403)
    assert Speaker.objects.count() == (1 if allowed else 2)


def test_nobody_is_asked_to_sign_in(client: Client, ola: Speaker, twin: Speaker) -> None:
    assert client.get(MERGE).headers["Location"].startswith("/admin/login/")
    assert client.post(MERGE, {"row": [ola.pk, twin.pk], "stays": ola.pk}).status_code == 302
    assert Speaker.objects.count() == 2


def test_what_does_not_exist_is_left_out(desk: Client, ola: Speaker) -> None:
    page = desk.get(MERGE, {"row": [ola.pk, 9_999, "x", "-1"]})
    assert [row for row, _facts in page.context["rows"]] == [ola]
    assert "Choose at least two" in desk.post(MERGE, {"row": [ola.pk], "stays": ola.pk}).content.decode()


def test_the_other_names_come_back_with_the_whole_site(ola: Speaker) -> None:
    from interviews.attachments import Attachments
    from interviews.site_data import site_data, take_site_data

    SpeakerAlias.objects.create(speaker=ola, name="O. Berg")
    data, _files = site_data()
    Speaker.objects.all().delete()

    take_site_data(data, Attachments(None), Traces())

    assert list(Speaker.objects.get().aliases.values_list("name", "key")) == [("O. Berg", "o. berg")]
