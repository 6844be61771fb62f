"""Rules on what stands in the segments, and how a label is made of a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.documents.chapters import shortened, title_of
from interviews.documents.document import InterviewDocument
from interviews.documents.linting.people import ANSWERED
from interviews.documents.linting.rule import Found, Outside, Place, gettext_noop, rule
from interviews.documents.linting.times import place_of

#: Letters of a chapter's title that a podcast player shows on a phone before it cuts: one line and a half.
LONGEST_SHOWN = 60
#: A sentence, and a clause, of fewer letters says too little to stand for the whole.
SHORTEST_SENTENCE, SHORTEST_CLAUSE = 20, 30

_SENTENCE_END = re.compile(r"(?<=[.?!;؟？。])\s+")
_CLAUSE_END = re.compile(r"(?<!\s)\s*(?:[,;:]|\s[–—-])\s")


def label_of(text: str) -> str:
    """A label of a question's first words, at most `LONGEST_SHOWN` letters.

    The first sentence that asks and is short enough, else the first that is short enough; else the first clause that
    says something; else as many words as fit, with an ellipsis. Empty where there are no words.
    """
    words = " ".join(text.split()).strip("\"“”„«»' ")
    sentences = [sentence.strip() for sentence in _SENTENCE_END.split(words) if sentence.strip()]
    short = [sentence for sentence in sentences if SHORTEST_SENTENCE <= len(sentence) <= LONGEST_SHOWN]
    if len(words) <= LONGEST_SHOWN:
        return words.rstrip(".")
    if short:
        return next((sentence for sentence in short if sentence.endswith("?")), short[0]).rstrip(".")
    asking = next((sentence for sentence in sentences if sentence.endswith("?")), words)
    clauses = [found.start() for found in _CLAUSE_END.finditer(asking)]
    cuts = [cut for cut in clauses if SHORTEST_CLAUSE <= cut <= LONGEST_SHOWN]
    return asking[: cuts[-1]].rstrip() if cuts else shortened(asking, LONGEST_SHOWN)


@rule(
    "segments_missing",
    about=gettext_noop("no time index"),
    message=gettext_noop("It has no segments."),
    advice=gettext_noop("Without them nothing leads to a moment: add at least the questions."),
)
def segments_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    if not document.segments:
        yield Place(of="segments"), {}


@rule(
    "segment_empty",
    about=gettext_noop("a segment without words"),
    message=gettext_noop("It has no label, no question and no answer."),
    advice=gettext_noop("Write one of them, or delete the segment."),
)
def segment_empty(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    for number, segment in enumerate(document.segments):
        if not title_of(segment):
            yield place_of(number, segment, "question"), {}


@rule(
    "label_missing",
    about=gettext_noop("no label"),
    message=gettext_noop("It has no label, and its words are %(letters)s letters long."),
    advice=gettext_noop("Players and the overview cut what is longer than sixty letters: write a few words."),
    cure="label",
)
def label_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    for number, segment in enumerate(document.segments):
        title = title_of(segment)
        if not segment.label.strip() and segment.kind in ANSWERED and len(title) > LONGEST_SHOWN:
            yield place_of(number, segment, "label"), {"letters": len(title)}


@rule(
    "label_long",
    about=gettext_noop("a long label"),
    message=gettext_noop("The label has %(letters)s letters."),
    advice=gettext_noop("Players and the overview cut what is longer than sixty letters: shorten it."),
    cure="label",
)
def label_long(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    for number, segment in enumerate(document.segments):
        if len(segment.label.strip()) > LONGEST_SHOWN:
            yield place_of(number, segment, "label"), {"letters": len(segment.label.strip())}


@rule(
    "answer_missing",
    about=gettext_noop("no answer"),
    message=gettext_noop("It has a question and no answer."),
    advice=gettext_noop("Write an excerpt of what was answered, or make it a section heading."),
)
def answer_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    """A list of chapters has no answers at all, and wants none."""
    if not any(segment.answer.strip() for segment in document.segments):
        return
    for number, segment in enumerate(document.segments):
        told = segment.question.strip() or segment.label.strip()
        if segment.kind == "question" and told and not (segment.answer.strip() or segment.synopsis.strip()):
            yield place_of(number, segment, "answer"), {}
