"""A partial transcript: what was asked, what was answered, and by whom.

Archives paste the first lines of the talk there, each with a speaker's name in capitals, or without; the writer of
this portal puts the question into the first line (see `writers.ohms_xml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from interviews.documents.document import AppearanceEntry
from interviews.documents.ohms import ANSWER, QUESTION, echoes
from interviews.documents.readers.page.wrapping import paragraphs_of
from interviews.names import name_key

_LABEL = re.compile(r"(?P<name>[^\s:][^:]{0,79}):(?:\s+|$)")
_QUESTION_MARK = re.compile("[?؟？]")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


class People:
    """Who takes part, to be found by the names that a transcript gives them: the whole name, or the last of it."""

    def __init__(self, appearances: Sequence[AppearanceEntry]) -> None:
        self.guests = [entry.name for entry in appearances if entry.role == "guest"]
        self._known: dict[str, set[AppearanceEntry]] = {}
        for entry in appearances:
            words = [word for word in name_key(entry.name).split() if word.strip(".,") not in _SUFFIXES]
            for key in {name_key(entry.name), words[-1].strip(",") if words else ""}:
                self._known.setdefault(key, set()).add(entry)

    def named(self, label: str) -> AppearanceEntry | None:
        """The only one whom a label can mean."""
        found = self._known.get(name_key(label), set())
        return next(iter(found)) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Turns:
    """`answered_by` is the name of an appearance. `asked` says that a label made the first turn a question."""

    question: str = ""
    answer: str = ""
    answered_by: str = ""
    asked: bool = False

    def kind(self, label: str) -> str:
        """Question or statement: as a label says, or a question mark in the words."""
        return "question" if self.asked or _QUESTION_MARK.search(f"{self.question} {label}") else "statement"


def turns_in(text: str, people: People, title: str = "") -> Turns:
    """The turns of a partial transcript; its first one is the question where a label or its question mark says so,
    or where the title repeats it."""
    paragraphs = _paragraphs(text, people)
    if not paragraphs:
        return Turns()
    who, first = _labelled(paragraphs[0], people)
    rest = paragraphs[1:]
    asks = isinstance(who, AppearanceEntry) and who.role in ("interviewer", "moderator")
    unlabelled = who is None and ((bool(rest) and first.endswith("?")) or echoes(title, first))
    if who == QUESTION or (asks and (rest or first.endswith("?"))) or unlabelled:
        answer, answered_by = _answer(rest, people)
        return Turns(first, answer, answered_by, asked=not unlabelled)
    answer, answered_by = _answer(paragraphs, people)
    return Turns(answer=answer, answered_by=answered_by)


def _paragraphs(text: str, people: People) -> list[str]:
    """Blank lines, lines, and labels begin paragraphs; lines that were wrapped at a width are one."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    blocks: list[list[str]] = []
    for filled, group in groupby(lines, key=bool):
        if not filled:
            continue
        blocks.append([])
        for line in group:
            if blocks[-1] and _labelled(line, people)[0] is not None:
                blocks.append([])
            blocks[-1].append(line)
    return [paragraph for block in blocks for paragraph in paragraphs_of(block)]


def _labelled(text: str, people: People) -> tuple[AppearanceEntry | str | None, str]:
    """Who speaks (one who takes part, Q or A) and the words; nobody where there is no such label."""
    match = _LABEL.match(text)
    if match is None:
        return None, text
    label = match["name"].strip()
    who = label if label in (QUESTION, ANSWER) else people.named(label)
    return (who, text[match.end() :]) if who else (None, text)


def _answer(paragraphs: Sequence[str], people: People) -> tuple[str, str]:
    """The answer, and who gives it. Where several speak, their labels stay in the words."""
    if not paragraphs:
        return "", ""
    who, first = _labelled(paragraphs[0], people)
    others = any(isinstance(_labelled(paragraph, people)[0], AppearanceEntry) for paragraph in paragraphs[1:])
    only = people.guests[0] if len(people.guests) == 1 else ""
    if isinstance(who, AppearanceEntry):
        return ("\n\n".join(paragraphs), "") if others else ("\n\n".join([first, *paragraphs[1:]]), who.name)
    return "\n\n".join([first, *paragraphs[1:]]), "" if others else only
