"""The index is what it ought to be, whoever changed what can be found, and however."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from interviews.models import Bio, Interview, Segment, Series, Speaker, Tag
from interviews.models.search_entry import SearchEntry
from interviews.search import entries
from interviews.search import index as index_module
from interviews.search.entries import Key, Offer, Shown, Words
from interviews.search.hits import search
from interviews.search.index import heard_in, is_empty, rebuild, refresh, tagged_with
from interviews.search.query import parse
from tests.factories import make_appearance, make_interview, make_segment, make_speaker
from tests.search.upkeep import assert_exact, full_text, index

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Interview:
    interview = make_interview(title="On lamps", introduction="Recorded at sea.", recorded_on=dt.date(2015, 1, 1))
    make_appearance(interview, make_speaker("Ola Berg"), bio="Began as a boy.", name="Ola B. Berg")
    make_appearance(interview, make_speaker("Mia Ek"), role="interviewer")
    make_segment(interview, label="Fog", question="Why?", answer="It was dark.", tags=("Weather",))
    make_segment(interview, question="And then?", answer="L’aube…", synopsis="On dawn.", subjects=["Morning"])
    refresh([interview])
    return interview


def columns(kind: str) -> list[tuple[str, ...]]:
    rows = SearchEntry.objects.filter(kind=kind).order_by("pk")
    told = ((row.heading, row.tags, row.people, row.body, row.facts) for row in rows)
    return [tuple(" ".join(text.split()) for text in texts) for texts in told]


def test_an_interview_its_segments_and_biographies_can_be_found(talk: Interview) -> None:
    both = "ola b berg é ola berg é mia ek"
    assert columns("interview") == [("on lamps", "", both, "recorded at sea", "éinterview é2015 étitleon étitlelamps")]
    assert columns("segment") == [
        ("fog é why", "weather", "ola b berg é ola berg", "it was dark", "ésegment é2015"),
        ("and then", "morning", "ola b berg é ola berg", "l aube é on dawn", "ésegment é2015"),
    ]
    assert columns("bio") == [("", "", "ola b berg é ola berg", "began as a boy", "ébio é2015")]
    assert_exact()


def test_who_answers_is_who_speaks(talk: Interview) -> None:
    talk.segments.update(answered_by=talk.appearances.get(role="interviewer"))
    refresh([talk])
    assert {row[2] for row in columns("segment")} == {"mia ek"}
    talk.appearances.filter(role="guest").delete()
    talk.segments.update(answered_by=None)
    refresh([talk])
    assert {row[2] for row in columns("segment")} == {"mia ek"}


def test_only_what_changed_is_written(talk: Interview) -> None:
    keys = set(SearchEntry.objects.values_list("pk", flat=True))
    assert refresh([talk]) == 0
    first = talk.segments.first()
    first.answer = "It was bright."
    first.save()
    assert refresh([talk]) == 1
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == keys
    assert_exact()


def test_a_refresh_is_taken_back_with_its_transaction(talk: Interview) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        talk.segments.update(answer="Bright.")
        refresh([talk])
        assert len(search(parse("bright"))) == 2
        Segment.objects.create(interview=talk, uid=talk.segments.first().uid)
    assert len(search(parse("bright"))) == 0
    assert len(search(parse("dark"))) == 1
    assert_exact()


@pytest.mark.parametrize("model", [Segment, Bio, Interview])
def test_what_is_deleted_is_found_no_more(talk: Interview, model: type) -> None:
    model.objects.all().delete()
    assert_exact()
    assert model is not Interview or not SearchEntry.objects.exists()


def test_other_names_and_tags_concern_the_interviews_where_they_stand(talk: Interview) -> None:
    other = make_interview()
    make_segment(other)
    refresh([other])
    Speaker.objects.filter(name="Ola Berg").update(name="Olav Berg")
    assert refresh(heard_in(Speaker.objects.filter(name="Olav Berg"))) == 4
    tag = Tag.objects.get(name="Weather")
    talk.tags.add(tag)
    concerned = list(tagged_with([tag]))
    assert concerned == [talk]
    tag.delete()
    refresh(concerned)
    assert_exact()


def test_a_rebuilt_index_is_the_same_the_newest_last(talk: Interview) -> None:
    older = make_interview(title="Before")
    older.publish(at=talk.published_at - dt.timedelta(days=1))
    draft = make_interview(title="Not yet", published=False)
    before = {**index()}
    told: list[int] = []
    assert rebuild(told.append) == 6
    assert told == [3]
    assert index().items() > before.items()
    assert list(SearchEntry.objects.filter(kind="interview").order_by("pk").values_list("interview", flat=True)) == [
        draft.pk,
        older.pk,
        talk.pk,
    ]
    assert_exact()
    talk.segments.update(answer="Bright.")  # what keeps the full text is there again
    refresh([talk])
    talk.segments.first().delete()
    assert_exact()


def test_a_rebuild_in_pieces_leaves_all_as_it_was(talk: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    make_interview(title="Before").publish(at=talk.published_at - dt.timedelta(days=1))
    monkeypatch.setattr(index_module, "AT_ONCE", 1)
    monkeypatch.setattr(index_module, "_TOLD_AT_ONCE", 2)
    before = how_the_index_is_kept()
    assert rebuild() == 5
    assert how_the_index_is_kept() == before
    assert_exact()


def test_a_rebuild_that_fails_changes_nothing(talk: Interview) -> None:
    def fails(done: int) -> None:
        raise OSError

    before = index(), how_the_index_is_kept()
    with pytest.raises(OSError), transaction.atomic():
        rebuild(fails)
    assert (index(), how_the_index_is_kept()) == before
    assert_exact()


def how_the_index_is_kept() -> list[tuple]:
    """On SQLite, what keeps the full text, and how."""
    if connection.vendor != "sqlite":
        return []
    told = []
    with connection.cursor() as cursor:
        for question in (
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'interviews_searchentry' ORDER BY name",
            "SELECT k, v FROM interviews_searchwords_config ORDER BY k",
            "PRAGMA cache_size",
        ):
            cursor.execute(question)
            told += cursor.fetchall()
    return told


def test_the_command_says_what_it_did(talk: Interview) -> None:
    SearchEntry.objects.all().delete()
    assert is_empty()
    out = StringIO()
    call_command("rebuild_search_index", "--if-empty", stdout=out)
    assert "1 interviews can be found, in 4 entries" in out.getvalue()
    out = StringIO()
    call_command("rebuild_search_index", "--if-empty", stdout=out)
    assert out.getvalue() == ""
    assert_exact()


def test_a_site_without_interviews_needs_no_index() -> None:
    assert not is_empty()
    assert rebuild() == 0
    assert refresh([]) == 0


def test_a_text_without_end_is_found_by_its_beginning() -> None:
    talk = make_interview(title="ﷺ" * 400, introduction="fog " * 500_000)
    distinct = " ".join(f"w{number}ﷺ" for number in range(60_000))
    make_segment(talk, question=distinct, answer=distinct, subjects=[distinct])
    refresh([talk])
    assert [hit.kind for hit in search(parse("w1"))] == []
    assert len(search(parse("w77*"))) == 1
    assert_exact()


def test_what_an_upper_floor_keeps_is_found_while_it_is_offered(
    talk: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Remarks:
        kind = "comment"
        said = [Offer(talk.pk, 7, "", "Jo Doe", "A foghorn, surely; see https://example.org/horn.")]

        def offers(self, interviews: list[int]) -> list[Offer]:
            return [one for one in self.said if one.interview in interviews]

        def shown(self, rows: list[int]) -> dict[int, Shown]:
            return {one.row: Shown("Jo Doe", one.body, f"/#comment-{one.row}") for one in self.said if one.row in rows}

    remarks = Remarks()
    monkeypatch.setattr(entries, "_sources", [])
    entries.offer(remarks)
    entries.offer(remarks)
    refresh([talk])
    (hit,) = search(parse("in:comment foghorn speaker:doe year:2015"))
    assert (hit.kind, hit.heading, hit.get_absolute_url()) == ("comment", "Jo Doe", "/#comment-7")
    assert hit.excerpt_html.startswith("A <mark>foghorn</mark>, surely")
    assert len(search(parse("horn"))) == 0
    assert_exact()
    remarks.said = []
    assert list(search(parse("foghorn"))) == []  # held meanwhile, and the index is not told yet
    refresh([talk])
    assert len(search(parse("foghorn"))) == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its full text by itself")
def test_a_full_text_that_is_not_that_of_the_rows_would_be_seen(talk: Interview) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM interviews_searchwords WHERE rowid = (SELECT MAX(id) FROM interviews_searchentry)")
    with pytest.raises(AssertionError):
        assert_exact()
    assert full_text()


def test_an_index_from_before_is_told_of_series(talk: Interview) -> None:
    talk.series = Series.objects.create(title="Lights, & lamps")
    talk.save()
    refresh([talk])
    migration = import_module("interviews.migrations.0010_series_in_search")
    before = index()
    with connection.cursor() as editor:
        migration.forget_series(apps, editor)
        assert {row[4] for row in columns("segment")} == {"ésegment é2015"}
        migration.tell_series(apps, editor)
    assert _words_of_each(index()) == _words_of_each(before)
    refresh([talk])
    assert_exact()
    assert len(search(parse("series:lamps"))) == 4


def _words_of_each(entries: dict[Key, Words]) -> dict[Key, set[str]]:
    return {key: set(words.facts.split()) for key, words in entries.items()}


def test_an_index_from_before_is_told_of_titles(talk: Interview) -> None:
    migration = import_module("interviews.migrations.0011_search_as_one_types")
    before = index()
    with connection.cursor() as editor:
        migration.forget_titles(apps, editor)
        assert columns("interview")[0][4] == "éinterview é2015"
        migration.tell_titles(apps, editor)
    assert index() == before
    assert_exact()
