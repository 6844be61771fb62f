"""What shows no markup gets none: the marks of a biography's or an introduction's Markdown stay behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from interviews.documents.document import AppearanceEntry, InterviewDocument, SegmentEntry
from interviews.documents.writers import WRITERS
from interviews.documents.writers.place import Place

TALK = InterviewDocument(
    title="Ola Berg",
    introduction="On *three* [lights](https://x.example/lights).",
    appearances=(AppearanceEntry(name="Ola Berg", bio="Ola **keeps** them."),),
    segments=(SegmentEntry(start=timedelta(0), question="Is 2 * 3 * 4 enough?"),),
)


@pytest.mark.parametrize("name", ["txt", "chapters.json", "ohms.xml", "csl.json", "ris"])
def test_an_introduction_is_words_and_addresses(name: str) -> None:
    assert "On three lights (https://x.example/lights)." in WRITERS[name].write(TALK, Place())


def test_a_biography_on_a_page_of_text_is_words() -> None:
    assert "Ola keeps them." in WRITERS["txt"].write(TALK, Place())


@pytest.mark.parametrize("name", ["json", "md"])
def test_what_is_for_markup_keeps_it(name: str) -> None:
    text = WRITERS[name].write(TALK, Place())
    assert "On *three* [lights](https://x.example/lights)." in text
    assert "Ola **keeps** them." in text


@pytest.mark.parametrize("name", ["txt", "chapters.json", "chapters.vtt", "psc", "ohms.xml"])
def test_no_sign_of_a_question_is_taken_for_a_mark(name: str) -> None:
    assert "Is 2 * 3 * 4 enough?" in WRITERS[name].write(TALK, Place())
