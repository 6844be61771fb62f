"""A batch taken back: nothing stays that it brought, nothing goes that people did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase
from PIL import Image

from interviews.comments.models import Comment
from interviews.importing.undoing import Undone, undo
from interviews.models import (
    Bio,
    ImportBatch,
    ImportChange,
    Interview,
    Recording,
    Segment,
    Series,
    Source,
    Speaker,
    Tag,
)
from tests.exporting.test_whole_site import empty_the_database, export, make_full_site
from tests.factories import make_comment
from tests.importing.pages import PAGE, write_page

pytestmark = pytest.mark.django_db

SAID = {"key": "a", "name": "Mia Ek", "body": "Well said.", "status": "approved", "written_at": "2015-10-14T12:00:00Z"}


def load(path: Path, *options: str) -> ImportBatch:
    call_command("import_interview", str(path), *options, verbosity=0)
    return ImportBatch.objects.first()


def load_document(folder: Path, **given: Any) -> ImportBatch:
    path = folder / "talk.json"
    interview = {"title": "On fog", "segments": [{"uid": "u1", "question": "Why is it grey?"}], **given}
    path.write_text(json.dumps({"format": "interview-document", "version": 1, "interview": interview}))
    return load(path)


def undo_with_files(batch: ImportBatch) -> Undone:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return undo(batch)


def test_what_a_batch_created_goes_and_can_come_again(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    undone = undo(load(page, "--tag", "fog", "--series", "Skerries"))
    assert (undone.deleted, undone.kept) == (["ola-berg"], [])
    assert not Interview.objects.exists()
    assert not Source.objects.exists()
    assert load(page).undone_at is None
    assert Interview.objects.count() == 1


def test_what_was_edited_or_answered_since_stays(tmp_path: Path) -> None:
    write_page(tmp_path)
    write_page(tmp_path, "mia-ek.txt", PAGE.replace("Ola Berg", "Mia Ek"))
    write_page(tmp_path, "per-lund.txt", PAGE.replace("Ola Berg", "Per Lund"))
    batch = load(tmp_path)
    Segment.objects.filter(interview__slug="mia-ek", position=1).update(answer="Because.")
    make_comment(Interview.objects.get(slug="per-lund"))
    undone = undo(batch)
    assert undone.deleted == ["ola-berg"]
    assert dict(undone.kept) == {"mia-ek": "it was edited since", "per-lund": "readers answered it since"}
    assert sorted(Interview.objects.values_list("slug", flat=True)) == ["mia-ek", "per-lund"]


def test_what_a_batch_changed_is_as_before_but_for_what_an_editor_did_since(tmp_path: Path) -> None:
    load(write_page(tmp_path))
    before = list(Segment.objects.order_by("position").values_list("uid", "question", "answer"))
    grown = PAGE.replace("Why lighthouses?", "Why towers?").replace("What broke first?", "What broke?")
    batch = load(write_page(tmp_path, text=grown.replace("01:01:06", '00:50:00: And fog?\n"....Grey...."\n\n01:01:06')))
    Segment.objects.filter(question="What broke?").update(question="What gave way?")
    assert Segment.objects.count() == 4
    undone = undo(batch)
    assert undone.put_back == ["ola-berg"]
    after = list(Segment.objects.order_by("position").values_list("uid", "question", "answer"))
    assert after == [before[0], (before[1][0], "What gave way?", before[1][2]), before[2]]
    assert load(tmp_path / "ola-berg.txt").lines.get().outcome == "updated"  # the source is as it was before, too


def test_an_older_batch_is_not_taken_back_under_a_later_one(tmp_path: Path) -> None:
    first = load(write_page(tmp_path))
    load(write_page(tmp_path, text=PAGE.replace("Why lighthouses?", "Why towers?")))
    assert undo(first).kept == [("ola-berg", "a later import changed it again; undo that one first")]
    assert Interview.objects.count() == 1


def test_undo_is_harmless_twice_and_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    batch = load(write_page(tmp_path))
    call_command("undo_import")
    assert str(batch.pk) in capsys.readouterr().out
    call_command("undo_import", str(batch.pk))
    assert "1 deleted, 0 as before, 0 kept" in capsys.readouterr().out
    assert undo(batch).deleted == []
    for wrong in (str(batch.pk), "999"):
        with pytest.raises(CommandError) as refused:
            call_command("undo_import", wrong)
        assert refused.value.returncode == 2


def test_a_link_that_no_page_may_show_is_left_out_and_hinders_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = f"<pre>{PAGE}</pre>".replace("The rope", '<a href="mailto:ola@x.example">The rope</a>')
    page.write_text(text)
    load(page)
    page.write_text(text.replace("What broke first?", "What broke?"))
    batch = load(page)
    assert batch.lines.get().outcome == "updated"
    assert undo(batch).put_back == ["ola-berg"]


def test_what_can_no_longer_be_understood_stays_and_the_rest_goes(tmp_path: Path) -> None:
    write_page(tmp_path)
    write_page(tmp_path, "mia-ek.txt", PAGE.replace("Ola Berg", "Mia Ek"))
    batch = load(tmp_path)
    Source.objects.filter(interview__slug="mia-ek").update(document={"title": "x", "of another version": 1})
    undone = undo(batch)
    assert (undone.deleted, [slug for slug, _reason in undone.kept]) == (["ola-berg"], ["mia-ek"])


def test_comments_that_an_update_brought_go_again(tmp_path: Path) -> None:
    load_document(tmp_path)
    own = make_comment(Interview.objects.get())
    batch = load_document(tmp_path, comments=[SAID, {**SAID, "key": "b", "parent": "a"}])
    assert Interview.objects.get().comment_count == 3
    assert undo(batch).kept == []
    assert Comment.objects.get() == own
    assert Interview.objects.get().comment_count == 1


def test_a_comment_that_was_answered_or_decided_on_since_stays_though_it_came_with_an_update(tmp_path: Path) -> None:
    load_document(tmp_path)
    batch = load_document(tmp_path, comments=[{**SAID, "key": key} for key in "abc"])
    answered, decided = (Comment.objects.get(uid=key) for key in "ab")
    make_comment(answered.interview, parent=answered, body="Not at all.")
    decided.decide(Comment.Status.REJECTED)
    assert undo(batch).kept == [("on-fog", "people worked on some of what came; the rest is as before")]
    assert set(Comment.objects.values_list("uid", flat=True)) - {"a", "b"} == {answered.replies.get().uid}
    assert Interview.objects.get().comment_count == 2


def test_an_interview_whose_comments_were_decided_on_since_stays(tmp_path: Path) -> None:
    batch = load_document(tmp_path, comments=[{**SAID, "status": "pending"}])
    Comment.objects.get().decide(Comment.Status.APPROVED)
    assert undo(batch).kept == [("on-fog", "its comments were decided on since")]
    assert Comment.objects.get().status == "approved"


def test_a_portrait_that_an_update_brought_goes_with_its_file(tmp_path: Path) -> None:
    load_document(tmp_path, appearances=[{"name": "Ola Berg", "bio": "A keeper."}])
    Image.new("RGB", (8, 8)).save(tmp_path / "ola.png")
    batch = load_document(tmp_path, appearances=[{"name": "Ola Berg", "bio": "A keeper.", "portrait": "ola.png"}])
    portrait = Bio.objects.get().portrait.name
    assert default_storage.exists(portrait)
    undo_with_files(batch)
    assert Bio.objects.get().portrait.name == ""
    assert not default_storage.exists(portrait)


def test_what_was_asked_of_a_known_source_is_taken_back_too(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    load(page)
    batch = load(page, "--publish", "--tag", "fog", "--series", "Skerries")
    assert batch.lines.get().outcome == "updated"
    assert undo(batch).put_back == ["ola-berg"]
    interview = Interview.objects.get()
    assert (interview.status, interview.published_at, interview.series) == ("draft", None, None)
    assert not interview.tags.exists()
    assert not Tag.objects.exists()
    assert not Series.objects.exists()


def test_an_interview_that_was_published_or_withdrawn_since_stays(tmp_path: Path) -> None:
    batch = load(write_page(tmp_path))
    Interview.objects.get().publish()
    assert undo(batch).kept == [("ola-berg", "it was published or withdrawn since")]


def test_an_editors_withdrawal_stays_when_a_publication_is_taken_back(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    load(page)
    batch = load(page, "--publish")
    Interview.objects.get().withdraw()
    undo(batch)
    assert Interview.objects.get().status == "withdrawn"


def test_what_the_batch_made_for_its_interviews_goes_and_what_was_here_stays(tmp_path: Path) -> None:
    Speaker.objects.create(name="Jo Doe")
    Tag.objects.create(name="fog")
    Series.objects.create(title="Skerries")
    (tmp_path / "ola-berg.mp3").write_bytes(b"ID3")
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    batch = load(write_page(tmp_path), "--tag", "fog", "--tag", "lamps", "--series", "Skerries")
    stored = [Recording.objects.get().file.name, Bio.objects.get().portrait.name]
    assert undo_with_files(batch).shared == {Speaker: 1, Bio: 1, Tag: 1}
    assert [Speaker.objects.get().name, Tag.objects.get().name] == ["Jo Doe", "fog"]
    assert Series.objects.get().title == "Skerries"
    assert not Bio.objects.exists()
    assert not any(map(default_storage.exists, stored))


def test_what_the_batch_made_stays_where_it_is_used_or_was_edited_since(tmp_path: Path) -> None:
    batch = load(write_page(tmp_path), "--tag", "fog", "--tag", "lamps")
    Tag.objects.filter(name="fog").update(description="Low cloud.")
    write_page(tmp_path, "again.txt", PAGE.replace("What broke first?", "What held?"))
    load(tmp_path / "again.txt")
    undo(batch)
    assert Tag.objects.get().name == "fog"
    assert sorted(Speaker.objects.values_list("name", flat=True)) == ["Jo Doe", "Ola Berg"]


def test_a_file_stays_where_another_row_names_it(tmp_path: Path) -> None:
    (tmp_path / "ola-berg.mp3").write_bytes(b"ID3")
    batch = load(write_page(tmp_path))
    file = Recording.objects.get().file.name
    other = Interview.objects.create(title="On tides")
    Recording.objects.create(interview=other, file=file)
    assert undo_with_files(batch).deleted == ["ola-berg"]
    assert default_storage.exists(file)


def test_a_recording_that_an_editor_replaced_since_keeps_its_interview(tmp_path: Path) -> None:
    (tmp_path / "ola-berg.mp3").write_bytes(b"ID3")
    batch = load(write_page(tmp_path))
    Recording.objects.update(file="recordings/another/ola-berg.mp3")
    assert undo(batch).kept == [("ola-berg", "it was edited since")]


def test_no_file_is_deleted_by_an_undo_that_is_rolled_back(tmp_path: Path) -> None:
    (tmp_path / "ola-berg.mp3").write_bytes(b"ID3")
    batch = load(write_page(tmp_path))
    file = Recording.objects.get().file.name
    with TestCase.captureOnCommitCallbacks() as after_commit:
        undo(batch)
    assert default_storage.exists(file)
    assert len(after_commit) == 1


def test_what_a_whole_site_knew_goes_but_for_what_was_edited_since(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    make_full_site(pages)
    export(tmp_path / "site")
    empty_the_database()
    batch = load(tmp_path / "site")
    Tag.objects.filter(name="unused").update(description="Kept for ever.")
    assert undo(batch).kept == []
    assert Tag.objects.get().description == "Kept for ever."
    for model in (Interview, Speaker, Bio, Series, Comment, Source):
        assert not model.objects.exists(), model


def test_the_log_repeats_nobodys_address(tmp_path: Path) -> None:
    load_document(tmp_path)
    load_document(tmp_path, comments=[{**SAID, "email": "mia@x.example"}])
    for change in ImportChange.objects.exclude(model="interviews.source"):
        assert "mia@" not in json.dumps([change.before, change.after])


def test_what_an_earlier_version_imported_is_not_said_to_be_as_before(tmp_path: Path) -> None:
    load_document(tmp_path)
    batch = load_document(tmp_path, title="On tides")
    batch.lines.update(before={"document": {"title": "On fog"}})
    assert undo(batch).put_back == []
