"""Of a source that is known, the preview shows what changes and what stays, and that is what happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from interviews.documents.diff import DocumentDiff, diff, in_words
from interviews.documents.document import SegmentEntry
from interviews.intake import Terms
from interviews.models import Interview, Segment
from interviews.retrieve import document_of
from tests.importing.pages import PAGE, import_file, write_page
from tests.importing_admin.steps import address_of, decide, imported, seen, send

pytestmark = pytest.mark.django_db

LEAVING = "\n01:01:06: Ola, thank you.\n"
COMING = '\n01:00:00: Who comes next?\n"....My daughter...."\n'
CHANGED = (
    PAGE.replace("exclusive interview", "exclusive conversation")
    .replace("bright....and", "very bright....and")
    .replace(LEAVING, COMING)
)


def section(html: str, name: str) -> str:
    """The text of a section of the preview, in which changes are marked."""
    part = html.split(f'id="{name}-1"')[1].split("</section>")[0]
    for tag, mark in (("ins", "+"), ("del", "-"), ("mark", "*")):
        part = re.sub(f"</?{tag}>", mark, part)
    return " ".join(re.sub(r"<[^>]*>", " ", part).split())


def new_version(desk: Client, text: str, **options: Any) -> str:
    return seen(desk, send(desk, text, new_version="on", **options))


def test_what_changes_is_marked_word_by_word(desk: Client) -> None:
    imported(desk, PAGE)
    told = section(new_version(desk, CHANGED), "changes")
    assert "This week, Jo Doe has an exclusive -interview-+conversation+ with Ola Berg." in told
    assert "edited 0:18 Why lighthouses? Answer They were +very +bright" in told
    assert "added 1:00:00 +Who comes next?+ Answer +My daughter....+" in told
    assert "removed 1:01:06 -Ola, thank you.-" in told


def test_what_was_moved_is_told(desk: Client) -> None:
    imported(desk, PAGE)
    first, second = PAGE.split(":00:18:")[1].split(":02:05:")
    head = PAGE.split(":00:18:")[0]
    rope, rest = second.split("\n\n", 1)
    told = section(new_version(desk, f"{head}:02:05:{rope}\n\n:00:18:{first}{rest}"), "changes")
    assert re.search(r"moved (0:18 Why lighthouses|2:05 What broke first)\?", told)
    assert "edited" not in told


def test_what_stays_because_an_editor_changed_it_is_shown_with_both_texts(desk: Client) -> None:
    imported(desk, PAGE)
    Segment.objects.filter(position=1).update(question="Why these lighthouses?")
    Segment.objects.filter(position=2).delete()
    changed = PAGE.replace("Why lighthouses?", "Why old lighthouses?").replace("The rope", "The old rope")
    html = new_version(desk, changed)
    told = section(html, "stays")
    assert "0:18 Why these lighthouses? Question stays Why *these* lighthouses? source Why *old* lighthouses?" in told
    assert "2:05 What broke first? : the source has it, an editor removed it" in told
    assert 'id="changes-1"' not in html and "was changed here and in the source" not in html


def test_what_is_overwritten_is_no_longer_told_to_stay(desk: Client) -> None:
    imported(desk, PAGE)
    Segment.objects.filter(position=1).update(question="Why these lighthouses?")
    html = new_version(desk, PAGE.replace("Why lighthouses?", "Why old lighthouses?"), overwrite="on")
    assert "Why -these-+old+ lighthouses?" in section(html, "changes")
    assert 'id="stays-1"' not in html


def test_tags_that_are_given_and_publishing_are_told(desk: Client) -> None:
    imported(desk, PAGE)
    html = seen(desk, send(desk, PAGE, tags="fog, sea", publish="on"))
    assert "Tags +fog+ , +sea+" in section(html, "changes").replace("+,", "+ ,")
    assert "It would be public." in html


def test_words_of_a_source_are_no_markup(desk: Client) -> None:
    imported(desk, PAGE)
    html = new_version(desk, PAGE.replace("The rope", "The <script>alert(1)</script> rope"))
    assert "&lt;script&gt;" in html.split('id="changes-1"')[1]
    assert "<script>alert" not in html


def test_an_interview_that_an_editor_changed_meanwhile_is_shown_again_before_it_is_changed(desk: Client) -> None:
    imported(desk, PAGE)
    upload = send(desk, CHANGED, new_version="on")
    signature = seen(desk, upload).split('name="seen" value="')[1].split('"')[0]
    interview = Interview.objects.get()
    interview.rights = "Ask the keepers."
    interview.save()
    data = {"seen": signature, "text": CHANGED, "new_version": "on", "_confirm": "1"}
    assert "the site has changed meanwhile" in desk.post(address_of(upload), data, follow=True).content.decode()
    assert not Segment.objects.filter(question="Who comes next?").exists()
    decide(desk, upload, "_confirm")
    assert Segment.objects.filter(question="Who comes next?").exists()


# --- what is promised is what happens ----------------------------------------------------------------------------


def nobody() -> None:
    pass


def an_editor_rewords() -> None:
    Segment.objects.filter(position=1).update(question="Why these?", answer="Because.")
    Interview.objects.update(organisation="Guild of Keepers")


def an_editor_removes() -> None:
    Segment.objects.filter(position__in=[1, 3]).delete()


@pytest.mark.parametrize("edits", [nobody, an_editor_rewords, an_editor_removes])
@pytest.mark.parametrize("terms", [Terms(), Terms(overwrite=True), Terms(tags=("fog",), series="Skerries")])
@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        CHANGED,
        PAGE.replace("Ola Berg", "Ola Bergh"),
        PAGE.replace("Why lighthouses?", "Why old lighthouses?").replace("Guild of Lamp", "Guild of All Lamp"),
        PAGE.replace("this MP3 file link", "https://sound.example/ola.mp3"),
        PAGE.replace("Keepers", "K" * 400),
    ],
)
def test_a_dry_run_tells_what_the_import_then_does(
    tmp_path: Path, edits: Callable[[], None], terms: Terms, text: str
) -> None:
    path = write_page(tmp_path)
    import_file(path)
    edits()
    path.write_text(text, encoding="utf-8")
    before = document_of(Interview.objects.get())
    promised = import_file(path, replace(terms, dry_run=True))
    assert document_of(Interview.objects.get()) == before
    done = import_file(path, terms)
    after = document_of(Interview.objects.get())
    assert (promised.outcome, promised.findings, promised.status) == (done.outcome, done.findings, done.status)
    assert without_minted_names(promised.changes) == without_minted_names(diff(before, after))
    assert not done.changes and not done.stays


def without_minted_names(changes: DocumentDiff) -> DocumentDiff:
    """Segments that are new get other uids each time."""

    def plain(entry: SegmentEntry | None) -> SegmentEntry | None:
        return entry and replace(entry, uid="")

    segments = tuple(replace(change, old=plain(change.old), new=plain(change.new)) for change in changes.segments)
    return replace(changes, segments=segments)


def test_what_stays_is_what_overwriting_would_change_besides(tmp_path: Path) -> None:
    path = write_page(tmp_path)
    import_file(path)
    an_editor_rewords()
    path.write_text(PAGE.replace("Why lighthouses?", "Why old lighthouses?"), encoding="utf-8")
    kept = import_file(path, Terms(dry_run=True))
    assert (kept.outcome, in_words(kept.changes), in_words(kept.stays)) == ("unchanged", "", "segments: 1 edited")
    assert in_words(import_file(path, Terms(dry_run=True, overwrite=True)).changes) == "segments: 1 edited"


def test_a_dry_run_at_the_command_says_what_changes_in_one_line(tmp_path: Path, capsys: Any) -> None:
    from django.core.management import call_command

    path = write_page(tmp_path)
    call_command("import_interview", str(path))
    path.write_text(CHANGED, encoding="utf-8")
    call_command("import_interview", str(path), "--dry-run")
    assert "changes: introduction; segments: 1 edited, 1 added, 1 removed" in capsys.readouterr().out
