"""A site that is exported and loaded into an empty one is the same to the byte, and nothing of it is lost."""

from __future__ import annotations

import json
import wave
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from interviews.comments.models import Comment
from interviews.intake import Terms
from interviews.models import Bio, Cue, Interview, Podcast, Series, Source, Speaker, Tag, Transcript
from tests.factories import make_appearance, make_comment, make_interview, make_recording, make_segment, make_speaker
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def make_full_site(folder: Path) -> None:
    """A page with sound and portrait, a draft with everything else, two namesakes, comments in every state."""
    Image.new("RGB", (8, 8), "navy").save(folder / "ola-berg.jpg")
    with wave.open(str(folder / "ola-berg.wav"), "wb") as sound:
        sound.setparams((1, 1, 8000, 8000, "NONE", ""))
        sound.writeframes(bytes(8000))
    import_file(write_page(folder), Terms(publish_at=timezone.now()))
    interview = Interview.objects.get()
    first = interview.segments.first()
    first.tags.add("fog", "Lamps")
    first.label, first.synopsis, first.subjects = "Lighthouses", "Why they are white.", ["Towers"]
    first.links = [{"url": "https://x.example/", "text": "the tower"}]
    first.places = [{"name": "Skerry", "latitude": 58.5, "longitude": 5.0, "zoom": 12}]
    first.save()
    asked = make_comment(interview, name="Mia Ek", email="mia@x.example", body="Why white?", segment=first)
    make_comment(interview, name="Ola Berg", body="It is seen.", parent=asked, moment=timedelta(seconds=20))
    for status in (Comment.Status.SPAM, Comment.Status.REJECTED, Comment.Status.PENDING):
        make_comment(interview, body=f"This is {status}.", status=status)
    namesake = make_speaker("Ola Berg", sort_name="Berg, Ola (the younger)", website="https://ola.example/")
    draft = make_interview(
        published=False,
        title="On kites",
        series=Series.objects.create(title="Kites", description="All about them."),
        part=1,
        part_total=3,
        language="fr",
        provenance="Tape 7",
        recorded_on=date(2012, 5, 1),
        recorded_precision="month",
        recorded_basis="written on the tape",
    )
    make_appearance(draft, namesake, bio="Another Ola.")
    make_segment(draft, None, question="", kind="section", label="Wind")
    make_recording(draft, size=12_345, duration=timedelta(minutes=5))
    transcript = Transcript.objects.create(interview=draft, kind="machine", language="fr")
    Cue.objects.create(transcript=transcript, position=1, start=timedelta(seconds=1), speaker="OLA", text="Oui.")
    Tag.objects.create(name="unused", description="Kept for later.")
    old = Bio.objects.create(speaker=namesake, text="As he was.", as_of=date(2001, 1, 1))
    with (folder / "ola-berg.jpg").open("rb") as picture:
        old.portrait.save("x.jpg", picture)
    make_interview(title="Withdrawn").withdraw()
    for series in (None, draft.series):
        Podcast.objects.named(series, f"https://here.example/feeds/{series}.rss")


def export(target: Path) -> None:
    call_command("export_interview", "--all", "--output", str(target), verbosity=0)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def empty_the_database() -> None:
    Comment.objects.update(parent=None)
    for model in (Comment, Interview, Bio, Speaker, Podcast, Series, Tag, Source):
        model.objects.all().delete()


def test_a_site_loads_into_an_empty_one_and_is_the_same_to_the_byte(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    make_full_site(pages)
    export(tmp_path / "first")
    shown = list(Interview.objects.published().values_list("slug", "comment_count"))
    empty_the_database()
    call_command("import_interview", str(tmp_path / "first"), verbosity=0)
    export(tmp_path / "second")
    first, second = tree(tmp_path / "first"), tree(tmp_path / "second")
    assert sorted(first) == sorted(second)
    for name in first:
        assert first[name] == second[name], name
    assert list(Interview.objects.published().values_list("slug", "comment_count")) == shown == [("ola-berg", 2)]
    assert Interview.objects.get(slug="withdrawn").status == Interview.Status.WITHDRAWN
    assert sorted(Comment.objects.values_list("status", flat=True)) == sorted(
        ["approved", "approved", "pending", "rejected", "spam"]
    )
    assert Speaker.objects.filter(name="Ola Berg").count() == 2
    assert Comment.objects.get(body="It is seen.").parent.segment.label == "Lighthouses"
    names = {Path(name).suffix for name in first}
    assert {".json", ".jpg", ".wav"} == names


def test_an_archive_loads_as_the_folder_does_and_twice_changes_nothing(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    make_full_site(pages)
    export(tmp_path / "site.zip")
    empty_the_database()
    call_command("import_interview", str(tmp_path / "site.zip"), verbosity=0)
    assert Interview.objects.count() == 3
    report = tmp_path / "report.json"
    call_command("import_interview", str(tmp_path / "site.zip"), "--report", str(report), verbosity=0)
    assert {line["outcome"] for line in json.loads(report.read_text())} == {"unchanged"}
    export(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "site.zip").read_bytes()


def test_one_document_in_a_folder_of_its_own_publishes_nothing_by_itself(tmp_path: Path) -> None:
    make_full_site(tmp_path)
    export(tmp_path / "site")
    empty_the_database()
    call_command("import_interview", str(tmp_path / "site" / "interviews" / "ola-berg" / "ola-berg.json"), verbosity=0)
    assert Interview.objects.get().status == Interview.Status.DRAFT


def test_a_single_interview_goes_to_standard_output_and_all_of_them_do_not(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture
) -> None:
    import_file(write_page(tmp_path))
    call_command("export_interview", "ola-berg")
    assert json.loads(capfdbinary.readouterr().out)["interview"]["title"].startswith("Ola Berg")
    for wrong in ([], ["--all"], ["nobody"], ["ola-berg", "--all"]):
        with pytest.raises(CommandError) as refused:
            call_command("export_interview", *wrong)
        assert refused.value.returncode == 2


def test_a_single_interview_goes_into_the_file_that_is_named(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    call_command("export_interview", "ola-berg", "--output", str(tmp_path / "new" / "berg.json"))
    assert json.loads((tmp_path / "new" / "berg.json").read_text())["interview"]["title"].startswith("Ola Berg")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["berg.json"]
    (tmp_path / "folder.md").mkdir()
    call_command("export_interview", "ola-berg", "--format", "md", "--output", str(tmp_path / "folder.md"))
    assert (tmp_path / "folder.md" / "ola-berg.md").is_file()


def test_several_interviews_do_not_go_into_one_file(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    for which in (["--all"], ["ola-berg", "mia-ek"]):
        with pytest.raises(CommandError, match="is one file") as refused:
            call_command("export_interview", *which, "--output", str(tmp_path / "all.json"))
        assert refused.value.returncode == 2
    assert not (tmp_path / "all.json").exists()


def test_what_a_format_cannot_say_is_left_out_with_a_word(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    import_file(write_page(tmp_path, text=PAGE))
    make_interview(title="Without times")
    call_command("export_interview", "--all", "--format", "chapters.vtt", "--output", str(tmp_path / "out"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ola-berg-chapters.vtt"]
    assert "without-times: nothing of it can be said" in capsys.readouterr().err


def test_an_archive_that_breaks_off_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_interview()
    target = tmp_path / "site.zip"
    target.write_bytes(b"the old one")

    def broken(*_arguments: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("interviews.exporting.site.whole_document", broken)
    with pytest.raises(CommandError, match="disk full"):
        export(target)
    assert target.read_bytes() == b"the old one"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != "") == ["site.zip"]
