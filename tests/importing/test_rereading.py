"""Sources read again from what was kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from interviews.models import Interview, Segment, Source
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db


def test_a_better_reader_reads_it_again_and_editors_words_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ola-berg.jpg")
    (tmp_path / "ola-berg.mp3").write_bytes(b"ID3")
    page = write_page(tmp_path)
    import_file(page)
    uids = list(Segment.objects.order_by("position").values_list("uid", flat=True))
    for file in tmp_path.glob("ola-berg.*"):
        file.unlink()
    # What an older reader made of it: without the second question.
    source = Source.objects.get()
    for row in source.document["segments"]:
        if row.get("question") == "What broke first?":
            row["question"] = ""
    source.save()
    Segment.objects.filter(question="What broke first?").update(question="")
    Segment.objects.filter(question="Why lighthouses?").update(question="Why towers?")
    call_command("reimport", "--all")
    questions = list(Segment.objects.order_by("position").values_list("question", flat=True))
    assert questions == ["Why towers?", "What broke first?", "Ola, thank you."]
    assert list(Segment.objects.order_by("position").values_list("uid", flat=True)) == uids
    interview = Interview.objects.get()
    assert interview.recordings.get().file
    assert interview.guests[0].bio.portrait
    assert "1 updated, 0 unchanged, 0 failed" in capsys.readouterr().out
    call_command("reimport", "ola-berg")
    assert "0 updated, 1 unchanged, 0 failed" in capsys.readouterr().out


def test_what_can_no_longer_be_read_fails_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    import_file(write_page(tmp_path))
    import_file(write_page(tmp_path, "mia-ek.txt", PAGE.replace("Ola Berg", "Mia Ek")))
    Source.objects.filter(interview__slug="mia-ek").update(text="Boil water.")
    with pytest.raises(CommandError, match="1 of 2 sources failed"):
        call_command("reimport", "--all")
    assert Interview.objects.count() == 2
    for wrong in ([], ["nobody"], ["ola-berg", "--all"]):
        with pytest.raises(CommandError) as refused:
            call_command("reimport", *wrong)
        assert refused.value.returncode == 2
