"""Imports and edits in turn, again and again: nothing that anybody did is lost, nothing comes twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from interviews.models import Appearance, Interview, Segment, Source, Speaker
from tests.factories import make_comment
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db

BIO = "Ola BergOla Berg began as a boy."


def questions() -> list[str]:
    return [segment.question for segment in Interview.objects.get().segments.all()]


def test_an_entry_that_was_edited_in_everything_comes_only_once(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    segment = Segment.objects.get(question="What broke first?")
    Segment.objects.filter(pk=segment.pk).update(question="Ropes?", answer="All.", start=timedelta(seconds=999))
    for name in ("One Guild", "Two Guilds", "Three Guilds"):
        line = import_file(write_page(tmp_path, text=PAGE.replace("Guild of Lamp Keepers (GLK)", name)))
        assert line.outcome == "updated"
        assert questions() == ["Why lighthouses?", "Ropes?", "Ola, thank you."]
    assert Interview.objects.get().organisation == "Three Guilds"


def test_a_new_entry_comes_once_and_keeps_its_uid(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    grown = PAGE.replace(":02:05:", ':01:30: And before?\n"....Dark...."\n\n:02:05:')
    import_file(write_page(tmp_path, text=grown))
    uid = Segment.objects.get(question="And before?").uid
    import_file(write_page(tmp_path, text=grown.replace("(GLK)", "(GLK), Malmo")))
    assert Segment.objects.get(question="And before?").uid == uid
    assert len(questions()) == 4


def test_an_edited_credit_keeps_the_person_the_portrait_and_the_links(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    import_file(write_page(tmp_path))
    row = Appearance.objects.get(role="guest")
    row.name, row.title = "Ola B. Berg", "Head Keeper"
    row.save()
    import_file(write_page(tmp_path, text=PAGE.replace("(GLK)", "(GLK), Malmo")))
    again = Appearance.objects.get(role="guest")
    assert (again.pk, again.name, again.title) == (row.pk, "Ola B. Berg", "Head Keeper")
    assert again.bio.portrait
    assert Speaker.objects.count() == 2
    assert Segment.objects.get(position=1).answered_by == again


def test_a_name_that_the_source_corrects_is_corrected_here(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    import_file(write_page(tmp_path, text=PAGE.replace("Ola Berg", "Olla Berg")))
    row = Appearance.objects.get(role="guest")
    import_file(write_page(tmp_path))
    again = Appearance.objects.get(role="guest")
    assert (again.pk, again.credited_name, again.speaker.name) == (row.pk, "Ola Berg", "Ola Berg")
    assert again.bio.portrait
    assert Speaker.objects.filter(name__contains="Berg").count() == 1


def test_a_biography_that_two_interviews_share_is_changed_for_one_only(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "one.jpg")
    other = PAGE.replace("broke first", "broke last")
    import_file(write_page(tmp_path, "one.txt"))
    import_file(write_page(tmp_path, "two.txt", other))
    assert Appearance.objects.filter(role="guest").values("bio").distinct().count() == 1
    import_file(write_page(tmp_path, "two.txt", other.replace("began as a boy", "began as a girl")))
    first, second = Appearance.objects.filter(role="guest").order_by("interview")
    assert (first.bio.text, second.bio.text) == ("Ola Berg began as a boy.", "Ola Berg began as a girl.")
    assert second.bio.portrait.name == first.bio.portrait.name != ""


def test_a_shared_biography_keeps_what_an_editor_wrote_about_its_portrait(tmp_path: Path) -> None:
    import_file(write_page(tmp_path, "one.txt"))
    bio = Appearance.objects.get(role="guest").bio
    bio.portrait_alt, bio.language = "Ola on the pier", "sv"
    bio.save()
    import_file(write_page(tmp_path, "two.txt", PAGE.replace("broke first", "broke last").replace(BIO, BIO[8:])))
    bio.refresh_from_db()
    assert (bio.portrait_alt, bio.language) == ("Ola on the pier", "sv")


def test_a_portrait_that_an_editor_removed_does_not_come_back(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    import_file(write_page(tmp_path))
    bio = Appearance.objects.get(role="guest").bio
    bio.portrait = ""
    bio.save()
    import_file(write_page(tmp_path, text=PAGE.replace("(GLK)", "(GLK), Malmo")))
    bio.refresh_from_db()
    assert not bio.portrait


def test_sound_that_is_laid_beside_later_comes_in(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    import_file(page)
    (tmp_path / "ola-berg.mp3").write_bytes(b"not really sound")
    line = import_file(page)
    assert line.outcome == "updated"
    assert Interview.objects.get().recordings.get().file
    assert import_file(page).outcome == "unchanged"


def test_a_file_that_moved_and_then_changed_is_still_the_same_source(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    import_file(page)
    (tmp_path / "sorted").mkdir()
    moved = page.rename(tmp_path / "sorted" / "berg.txt")
    assert import_file(moved).outcome == "unchanged"
    moved.write_text(PAGE.replace("(GLK)", "(GLK), Malmo"), "utf-8")
    assert import_file(moved).outcome == "updated"
    assert Interview.objects.get().organisation.endswith("Malmo")


def test_two_files_that_change_names_keep_their_interviews(tmp_path: Path) -> None:
    other = PAGE.replace("Ola Berg", "Mia Ek")
    one, two = write_page(tmp_path, "one.txt"), write_page(tmp_path, "two.txt", other)
    import_file(one)
    import_file(two)
    comment = make_comment(Interview.objects.get(slug="ola-berg"))
    one.write_text(other, "utf-8")
    two.write_text(PAGE, "utf-8")
    assert [import_file(page).outcome for page in (one, two)] == ["unchanged", "unchanged"]
    assert [import_file(page).slug for page in (one, two)] == ["mia-ek", "ola-berg"]
    assert Interview.objects.count() == 2
    assert Source.objects.count() == 2
    comment.refresh_from_db()
    assert comment.interview.slug == "ola-berg"


def test_an_editors_order_stays_when_the_source_only_grows(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    for position, question in enumerate(["Ola, thank you.", "What broke first?", "Why lighthouses?"], start=1):
        Segment.objects.filter(question=question).update(position=position)
    import_file(write_page(tmp_path, text=PAGE.replace(":02:05:", ":01:30: And before?\n\n:02:05:")))
    assert questions() == ["Ola, thank you.", "What broke first?", "Why lighthouses?", "And before?"]


def test_an_entry_that_readers_answered_stays_when_the_source_drops_it(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    segment = Segment.objects.get(question="What broke first?")
    comment = make_comment(segment.interview, segment=segment)
    without = PAGE.replace(':02:05: What broke first?\n"....The rope...."\n\n', "")
    line = import_file(write_page(tmp_path, text=without))
    assert "removed_in_source" in [finding.code for finding in line.findings]
    comment.refresh_from_db()
    assert comment.segment == segment


def test_another_question_at_the_same_moment_is_another_entry(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    segment = Segment.objects.get(question="What broke first?")
    make_comment(segment.interview, segment=segment)
    text = PAGE.replace("What broke first?", "Who paid for all this?").replace("The rope", "Nobody did")
    import_file(write_page(tmp_path, text=text))
    assert "Who paid for all this?" in questions()
    segment.refresh_from_db()
    assert segment.question == "What broke first?"


def test_the_findings_stay_with_the_source(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    assert "recording_address_unknown" in [finding["code"] for finding in Source.objects.get().findings]


def test_an_import_leaves_the_count_of_comments_and_the_status_alone(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    interview = Interview.objects.get()
    interview.publish()
    make_comment(interview)
    import_file(write_page(tmp_path, text=PAGE.replace("(GLK)", "(GLK), Malmo")))
    interview.refresh_from_db()
    assert (interview.comment_count, interview.status) == (1, "published")


def test_a_guest_named_twice_takes_part_once(tmp_path: Path) -> None:
    text = PAGE.replace("interview with Ola Berg.", "interview with Ola Berg and Olá Berg.")
    line = import_file(write_page(tmp_path, text=text))
    assert line.outcome == "created"
    assert Appearance.objects.filter(role="guest").count() == 1
    assert "person_twice" in [finding.code for finding in line.findings]


def test_a_picture_that_is_none_is_left_out_with_a_finding(tmp_path: Path) -> None:
    (tmp_path / "ola-berg.jpg").write_bytes(b"<script>alert(1)</script>")
    line = import_file(write_page(tmp_path))
    assert "portrait_unreadable" in [finding.code for finding in line.findings]
    assert not Appearance.objects.get(role="guest").bio.portrait
