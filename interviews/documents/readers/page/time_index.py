"""The body of a page: stamped segments, or a conversation marked Q and A, or with initials.

Layouts: the stamp with the question on its line (``:02:05: Why lighthouses?``) or alone on a line; the answer
below as an excerpt between ``"....`` and ``...."``; statements without answers; ``Q:``/``A:`` paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from interviews import timecode
from interviews.documents.document import SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.limits import require_few
from interviews.documents.readers.page.drafts import Draft, oddities
from interviews.documents.readers.page.entry_lines import (
    EDITORS_NOTE,
    STAMP,
    Voices,
    asks,
    has_full_stop,
    is_bare,
    is_followed_by_quotation,
    is_heading,
    is_rule,
    label_of,
    topic_of,
)
from interviews.documents.readers.page.quotations import QUOTED, Quotations
from interviews.documents.readers.page.wrapping import NARROWEST, begins_small, ends_sentence, goes_on
from interviews.documents.reading import Line

_LONGEST_QUESTION = 1000  # characters; a longer one was not broken off, its end is lost
_KEYWORDS = re.compile(r"^keywords:\s*(?P<words>.+)$", re.IGNORECASE)


def keywords_in(text: str) -> tuple[str, ...]:
    """The words between commas or semicolons, each once."""
    words = (" ".join(word.split()).strip(" .") for word in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def read_segments(
    lines: Sequence[Line], answered_by: str, voices: Voices, whose: Mapping[str, str]
) -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    """The segments of a body, in the order of the document, and what was odd about them.

    `answered_by` is the only guest; `whose` says whom a label within an excerpt means, the host is “”.

    Times that run backward or stand twice are kept as they are and reported: the order of a document is a
    fact, a stamp may be a slip.
    """
    body = _Body(lines, voices)
    place = 0
    while place < len(lines):
        place = body.take(place)
    findings = [*body.findings, *oddities(body.drafts)]
    return tuple(draft.entry(answered_by, whose) for draft in body.drafts), findings


class _Body:
    """The lines of a body on their way to segments."""

    def __init__(self, lines: Sequence[Line], voices: Voices) -> None:
        self.lines = lines
        self.voices = voices
        self.drafts: list[Draft] = []
        self.findings: list[Finding] = []
        self.asked: Draft | None = None  # the latest entry that is no note
        first = next((match for line in lines if (match := STAMP.fullmatch(line.text))), None)
        self.bare_style = bool(first and is_bare(first))
        # "A. Berg was there" is an answer only where the questions are marked so too.
        self.full_stops = any((label := label_of(line.text)) and asks(label) and has_full_stop(label) for line in lines)
        self.quotations = Quotations(lines, self._stops)

    def take(self, place: int) -> int:
        """Takes the line at `place`, and those that belong to it; gives the place of the next."""
        line = self.lines[place]
        if not line or is_rule(line.text):
            return place + 1
        if (stamped := STAMP.fullmatch(line.text)) is not None:
            self._begin(self._stamped(line, stamped), place)
        elif (named := self.voices.match(line.text)) is not None:
            return self._labelled(place, named, self.voices.who(named))
        elif (labelled := self._label(line.text)) is not None:
            return self._labelled(place, labelled, "" if asks(labelled) else None)
        elif self.drafts or EDITORS_NOTE.match(line.text):
            return self._plain(place)
        elif self._is_answered_below(place):
            # The first words are the interviewer's, who needs no label yet.
            self._begin(Draft(line.number, question=line.text), place)
        elif not is_heading(line.text):
            message = f"text before the first entry was left out: “{line.text[:60]}”; add it to the introduction"
            self.findings.append(Finding(line.number, "text_before_index", message))
        return place + 1

    def _label(self, text: str) -> re.Match[str] | None:
        label = label_of(text)
        return label if label and (self.full_stops or not has_full_stop(label)) else None

    def _is_answered_below(self, place: int) -> bool:
        """Whether the paragraph that begins here is followed by somebody's answer, with a label."""
        if place and self.lines[place - 1]:
            return False
        end = next((below for below in range(place, len(self.lines)) if not self.lines[below]), len(self.lines))
        below = next((line.text for line in self.lines[end : end + 2] if line), "")
        label, named = self._label(below), self.voices.match(below)
        return bool((label and not asks(label)) or (named and self.voices.who(named)))

    def _stops(self, place: int) -> bool:
        """Whether an entry, a label or a note begins here, which no open quotation may swallow.

        A time in prose (``10:30 we met``) within a paragraph is none.
        """
        text = self.lines[place].text
        if (stamped := STAMP.fullmatch(text)) is None:
            return bool(self._label(text) or self.voices.match(text) or EDITORS_NOTE.match(text))
        if not is_bare(stamped) or not place or not self.lines[place - 1]:
            return True
        small = begins_small(stamped["text"])
        return (self.bare_style and not small) or is_followed_by_quotation(self.lines, place)

    def _begin(self, draft: Draft, place: int) -> None:
        self.drafts.append(draft)
        require_few("segments", len(self.drafts), line=draft.line)
        draft.asked_until = place
        if draft.kind != "note":
            self.asked = draft

    def _stamped(self, line: Line, match: re.Match[str]) -> Draft:
        draft = Draft(line.number, stamp=match["stamp"], question=match["text"])
        try:
            draft.start = timecode.parse(match["stamp"])
            if match["end"]:
                draft.end = timecode.parse(match["end"])
                if draft.end < draft.start:
                    raise timecode.TimecodeError(f"“{match['end']}” ends before the entry begins")
        except timecode.TimecodeError as error:
            draft.end = None
            message = f"{error}; the entry is kept without it: correct the document or set it in the admin"
            self.findings.append(Finding(line.number, "impossible_timecode", message))
        return draft

    def _labelled(self, place: int, match: re.Match[str], who: str | None) -> int:
        """A label: the host's (“”) begins a question, a guest's (None where no name is known) an answer."""
        line, text = self.lines[place], match["text"] or ""
        if who == "" or self.asked is None:
            self._begin(Draft(line.number), place)
        elif who and self.asked.answered_by not in ("", who):
            self._begin(Draft(line.number, kind="statement"), place)  # a second guest speaks
        draft = self.asked
        assert draft is not None  # noqa: S101 (for the type checker: begun above)
        if who == "":
            draft.question = text
            return place + 1
        draft.answered_by = who or ""
        draft.answering = True
        return self._answer(draft, place, text) if text else place + 1

    def _plain(self, place: int) -> int:
        """A line with neither stamp nor label: a question, an answer, or more of one."""
        line = self.lines[place]
        draft = self.drafts[-1] if self.drafts else Draft(line.number)
        if draft.kind == "note" and self.asked and (line.text.startswith(QUOTED) or self._answered_since(draft)):
            draft = self.asked  # the note stood between a question and its answer, or within it
        if (keywords := _KEYWORDS.match(line.text)) is not None:
            draft.tags |= dict.fromkeys(keywords_in(keywords["words"]))
        elif (note := EDITORS_NOTE.match(line.text)) is not None:
            self._begin(Draft(line.number, question=note["text"], kind="note"), place)
        elif is_heading(line.text):
            if topic := topic_of(line.text):
                self._begin(Draft(line.number, question=topic, kind="section"), place)
        elif draft.awaits_question and not line.text.startswith(QUOTED):
            draft.question, draft.asked_until = line.text, place
        elif self._continues_question(draft, place):
            draft.question, draft.asked_until = f"{draft.question} {line.text}", place
        elif _is_section(line.text) and (draft.blocks or draft.kind):
            self._begin(Draft(line.number, question=line.text, kind="section"), place)
        else:
            return self._answer(draft, place, line.text)
        return place + 1

    def _answered_since(self, note: Draft) -> bool:
        return bool(self.asked and self.asked.answered_until > note.asked_until)

    def _continues_question(self, draft: Draft, place: int) -> bool:
        """Whether a line below a question is the rest of it, broken off at a width. In doubt it is not."""
        text, above = self.lines[place].text, self.lines[place - 1].text
        if draft.kind or draft.blocks or draft.answering or draft.asked_until != place - 1:
            return False
        if (
            len(draft.question) > _LONGEST_QUESTION
            or ends_sentence(draft.question)
            or text.startswith(QUOTED)
            or _is_section(text)
        ):
            return False
        return begins_small(text) or goes_on(above) or text.endswith("?") or len(above) >= NARROWEST

    def _answer(self, draft: Draft, place: int, text: str) -> int:
        """A line of an answer; a quotation is taken whole, its lines joined between the blank ones."""
        line = self.lines[place]
        end = self.quotations.end_of(place, text) if not draft.blocks and text.startswith(QUOTED) else None
        if end is not None:
            rest = [Line(line.number, text), *self.lines[place + 1 : end + 1]]
            draft.take_quotation([below.text for below in rest])
            return end + 1
        begins = draft.add(text, place)
        if draft.closed and begins:
            message = f"text after the end of an answer was added to it: “{text[:60]}”; check where it belongs"
            self.findings.append(Finding(line.number, "text_after_answer", message))
        return place + 1


def _is_section(text: str) -> bool:
    """``PART TWO: FOG``: short, and all in capitals."""
    return 4 <= len(text) <= 80 and text.isupper() and not text.startswith(QUOTED)
