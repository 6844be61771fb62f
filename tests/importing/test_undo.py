"""A batch taken back: nothing stays that it brought, nothing goes that people did."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interviews.importing.undoing import undo
from interviews.models import ImportBatch, Interview, Segment, Source
from tests.factories import make_comment
from tests.importing.pages import PAGE, write_page

pytestmark = pytest.mark.django_db


def load(path: Path, *options: str) -> ImportBatch:
    call_command("import_interview", str(path), *options, verbosity=0)
    return ImportBatch.objects.first()


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
