from __future__ import annotations

import io
import wave
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from interviews.intake import Terms
from interviews.models import Bio, Interview, Segment, Source, Speaker
from interviews.retrieve import document_of
from tests.factories import make_comment, make_interview
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db


def test_a_page_becomes_an_interview_with_its_people_and_time_index(tmp_path: Path) -> None:
    line = import_file(write_page(tmp_path))
    interview = Interview.objects.get(slug=line.slug)
    assert (line.outcome, line.url) == ("created", "/interviews/ola-berg/")
    assert interview.organisation == "Guild of Lamp Keepers (GLK)"
    assert interview.status == Interview.Status.DRAFT
    guest, host = interview.appearances.all()
    assert (guest.speaker.name, guest.title) == ("Ola Berg", "Keeper, Head of Lamps NORTHLIGHT")
    assert (guest.bio.text, guest.bio.portrait_alt) == ("Ola Berg began as a boy.", "Ola Berg")
    assert (host.speaker.name, host.role) == ("Jo Doe", "interviewer")
    first, _second, last = interview.segments.all()
    assert (first.start, first.answered_by, last.answer) == (timedelta(seconds=18), guest, "")
    assert (
        first.answer_html
        == '<p>They were bright <span class="elision">[…]</span> and dry <span class="elision">[…]</span></p>'
    )
    assert str(interview.recordings.get()) == "announced, address unknown"


def test_a_second_run_says_unchanged_and_touches_no_row(tmp_path: Path, django_assert_max_num_queries: object) -> None:
    page = write_page(tmp_path)
    import_file(page)
    before = list(Interview.objects.values()), list(Segment.objects.values()), list(Source.objects.values())
    with django_assert_max_num_queries(4) as queries:
        line = import_file(page)
    assert line.outcome == "unchanged"
    assert not [query for query in queries.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert before == (
        list(Interview.objects.values()),
        list(Segment.objects.values()),
        list(Source.objects.values()),
    )


def test_a_file_that_only_moved_is_the_same_source(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    assert import_file(write_page(tmp_path / "elsewhere")).outcome == "unchanged"
    assert Interview.objects.count() == 1


def test_two_different_files_of_one_name_are_two_interviews(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    (tmp_path / "later").mkdir()
    line = import_file(write_page(tmp_path / "later", text=PAGE.replace("broke first", "broke last")))
    assert (line.outcome, line.slug) == ("created", "ola-berg-2")
    assert Speaker.objects.filter(name="Ola Berg").count() == 1
    assert Bio.objects.count() == 1  # introduced in the same words


def test_a_changed_file_updates_and_segments_keep_their_uids_and_comments(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    segment = Segment.objects.get(question="What broke first?")
    comment = make_comment(segment.interview, segment=segment)
    changed = PAGE.replace(":02:05: What broke first?", ":02:09: What broke first of all?")
    changed = changed.replace('"....The rope...."', '"....The rope, of course...."\n\n:03:00: And then?')
    line = import_file(write_page(tmp_path, text=changed))
    assert line.outcome == "updated"
    assert [row.question for row in Interview.objects.get().segments.all()] == [
        "Why lighthouses?",
        "What broke first of all?",
        "And then?",
        "Ola, thank you.",
    ]
    segment.refresh_from_db()
    comment.refresh_from_db()
    assert (segment.start, comment.segment) == (timedelta(seconds=129), segment)
    assert "of course" in segment.answer_html


def test_what_an_editor_changed_is_never_lost_by_an_import(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    interview = Interview.objects.get()
    segment = interview.segments.get(position=2)
    segment.question = "What was the first thing to break?"
    segment.save()
    segment.tags.add("ropes")
    changed = PAGE.replace("What broke first?", "What broke at first?").replace("(GLK)", "(GLK), Malmo")
    line = import_file(write_page(tmp_path, text=changed))
    interview.refresh_from_db()
    segment.refresh_from_db()
    assert interview.organisation == "Guild of Lamp Keepers (GLK), Malmo"
    assert segment.question == "What was the first thing to break?"
    assert list(segment.tags.names()) == ["ropes"]
    assert [finding.code for finding in line.findings if finding.code == "both_changed"] == ["both_changed"]
    again = import_file(write_page(tmp_path, text=changed + "\n"))
    assert again.outcome == "unchanged"


def test_sound_and_portrait_beside_the_page_come_along(tmp_path: Path) -> None:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(8000 * 3))
    (tmp_path / "ola-berg.wav").write_bytes(sound.getvalue())
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    line = import_file(write_page(tmp_path))
    recording = Interview.objects.get().recordings.get()
    assert (recording.duration, recording.media_type) == (timedelta(seconds=3), "audio/wav")
    with recording.file.open() as stored:
        assert stored.read() == sound.getvalue()
    bio = Interview.objects.get().appearances.get(role="guest").bio
    assert bio.portrait.name.startswith("portraits/ola-berg-")
    assert "recording_address_unknown" not in [finding.code for finding in line.findings]
    assert import_file(tmp_path / "ola-berg.txt").outcome == "unchanged"
    changed = write_page(tmp_path, text=PAGE.replace("(GLK)", ""))
    assert import_file(changed).outcome == "updated"
    assert Interview.objects.get().recordings.get() == recording


def test_a_dry_run_does_everything_and_keeps_nothing(tmp_path: Path, settings: object) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    line = import_file(write_page(tmp_path), Terms(dry_run=True, publish_at=timezone.now()))
    assert (line.outcome, line.slug) == ("created", "ola-berg")
    assert (Interview.objects.count(), Speaker.objects.count(), Source.objects.count()) == (0, 0, 0)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_value_that_fits_no_column_is_refused_and_nothing_is_half_written(tmp_path: Path, settings: object) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    line = import_file(write_page(tmp_path, text=PAGE.replace("Ola Berg, Keeper", f"Ola Berg, {'K' * 500}")))
    assert line.outcome == "failed"
    assert line.findings[0].code == "value_does_not_fit"
    assert (Interview.objects.count(), Speaker.objects.count()) == (0, 0)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_file_name_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    text = PAGE.replace("this MP3 file link", "../secret.mp3")
    line = import_file(write_page(tmp_path / "inner", text=text))
    assert "recording_file_missing" in [finding.code for finding in line.findings]
    assert not Interview.objects.get().recordings.get().file


def test_publishing_by_import_never_brings_back_what_was_withdrawn(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    assert import_file(page, Terms(publish_at=timezone.now())).outcome == "created"
    assert import_file(page, Terms(publish_at=timezone.now())).outcome == "unchanged"
    Interview.objects.get().withdraw()
    assert import_file(page, Terms(publish_at=timezone.now())).outcome == "unchanged"
    assert Interview.objects.get().status == Interview.Status.WITHDRAWN


def test_a_draft_is_published_by_a_second_run_that_asks_for_it(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    import_file(page)
    assert import_file(page, Terms(publish_at=timezone.now())).outcome == "updated"
    assert Interview.objects.published().count() == 1


def test_an_interview_comes_out_as_the_document_it_went_in(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    document = document_of(Interview.objects.get())
    assert document.title == "Ola Berg, Keeper, Head of Lamps NORTHLIGHT"
    assert [segment.raw_stamp for segment in document.segments] == [":00:18", ":02:05", "01:01:06"]
    assert len({segment.uid for segment in document.segments}) == 3
    assert document.people("guest").__next__().bio == "Ola Berg began as a boy."


def test_an_address_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    make_interview(guest="Someone Else", slug="ola-berg")
    assert import_file(write_page(tmp_path)).slug == "ola-berg-2"
