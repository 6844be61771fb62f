"""Conversations that a page marks by its looks: names in bold before what was said, questions as headings.

Read as plain text they are seen only where a sentence says who speaks with whom. Here the looks say it, and the
lines get the ``Q:`` and ``A:`` of a page of text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviews.documents.document import AppearanceEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.block import Block
from interviews.documents.readers.page.guests import is_name

#: Codes of the findings that say so.
GUESSES = ("speakers_guessed", "questions_from_headings")
FEWEST = 4  # fewer lines with a label are no conversation
_FACTS = frozenset(("keywords", "recorded", "published", "discussion", "q", "a"))


@dataclass(frozen=True)
class Marked:
    """The lines with ``Q:`` and ``A:``, what was guessed (lines count from 1 in the blocks), and who speaks."""

    blocks: list[Block]
    finding: Finding
    people: tuple[AppearanceEntry, ...] = ()


def with_marked_labels(blocks: Sequence[Block]) -> Marked | None:
    """A conversation of two, each with a label in bold; None where it is none."""
    labels = [block.label if block.label.casefold() not in _FACTS else "" for block in blocks]
    counted = Counter(label for label in labels if label)
    voices = [label for label, count in counted.items() if count > 1]
    if len(voices) != 2 or sum(counted[voice] for voice in voices) < FEWEST:
        return None
    asked = Counter(label for block, label in zip(blocks, labels, strict=True) if block.text.endswith("?"))
    host, guest = sorted(voices, key=lambda voice: -asked[voice])  # where both ask as much, the first to speak
    marks = {host: "Q:", guest: "A:"}
    marked = [_relabelled(block, label, marks) for block, label in zip(blocks, labels, strict=True)]
    first = next(number for number, label in enumerate(labels, start=1) if label in marks)
    message = f"“{host}” is taken for the interviewer and “{guest}” for the guest; correct it in the admin if not so"
    people = [(guest, "guest"), (host, "interviewer")]
    named = tuple(AppearanceEntry(name=name, role=role) for name, role in people if is_name(name))
    return Marked(marked, Finding(first, "speakers_guessed", message), named)


def _relabelled(block: Block, label: str, marks: dict[str, str]) -> Block:
    if label not in marks:
        return block
    said = block.text.partition(":")[2].lstrip()
    return replace(block, text=f"{marks[label]} {said}".rstrip())


def with_marked_questions(blocks: Sequence[Block]) -> Marked | None:
    """Headings (or lines all in bold) that ask, each with an answer below; None where there are none."""
    asks = [bool(block) and bool(block.heading > 1 or block.bold) and block.text.endswith("?") for block in blocks]
    if sum(asks) < 2:
        return None
    marked: list[Block] = []
    awaits = False
    for block, is_question in zip(blocks, asks, strict=True):
        mark = "Q: " if is_question else "A: " if awaits and block else ""
        marked.append(replace(block, text=mark + block.text))
        awaits = is_question or (awaits and not block)
    message = "headings that ask are taken for the questions, and what stands below them for the answers"
    return Marked(marked, Finding(asks.index(True) + 1, "questions_from_headings", message))
