"""What a line of a body may begin with: a stamp (``:00:18:``), a label (``Q:``, ``JD:``), or a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interviews.documents.errors import Finding
from interviews.documents.readers.page.quotations import QUOTED
from interviews.documents.readers.page.wrapping import begins_small
from interviews.documents.reading import Line
from interviews.names import HONORIFICS

STAMP = re.compile(
    r"(?P<bracket>[\[(])?(?P<stamp>:?(?:\d{1,3}:){1,2}\d{1,2}(?:[.,]\d{1,3})?)(?!\d)[\])]?"
    r"(?::?\s*(?:-->|-|–|—|to)\s*[\[(]?(?P<end>:?(?:\d{1,3}:){1,2}\d{2}(?:[.,]\d{1,3})?)(?!\d)[\])]?)?"
    r"(?P<colon>:|(?=\s)|$)\s*[-–—]?\s*(?P<text>.*)",
    re.ASCII,
)
QUESTION_LABELS = ("Q", "Question", "QUESTION")
#: Labels of questions and of answers; French ones too.
LABELS = rf"{'|'.join(QUESTION_LABELS)}|A|Answer|ANSWER|R|R[ée]ponse|R[ÉE]PONSE"
_LABEL = re.compile(rf"(?P<who>{LABELS})\s?\d{{0,3}}\s?(?:(?P<sign>[:.])\s+(?P<text>\S.*)|:$)")
NAMED = re.compile(r"(?P<who>[^\W\d_][\w.'’-]{0,30}(?: [\w.'’()-]{1,30}){0,3})\s?:(?:\s+(?P<text>.*)|$)")

_WORDS_BEFORE = r"(?:(?:[A-Z0-9][\w’'.&-]{0,40}|of|and|the|with|to|for|by)\s){0,8}"
_TIME_INDEX = re.compile(
    rf"{_WORDS_BEFORE}(?i:(?:(?:the|full|podcast|audio|video|interview)\s)*time index)(?:\s?\([^()]{{1,30}}\))?"
    r"(?i:\s?(?:and|with|of|&)\s(?:the\s)?(?:topics?|questions?|subjects?|excerpts?|extracts?|quotes?|interview))*"
    r"(?:\s?[-–—:]\s?[^.?!]{0,60})?:?"
)
_EXTRACTS = re.compile(
    r"(?i:(?:(?:partial|selected|some)\s)?(?:extracts?|excerpts?|quotes?|quotations?)"
    r"(?:\s(?:and|&)\s(?:extracts?|excerpts?|quotes?|quotations?))?\s(?:from|of)\b)[^.?!]{0,160}"
)
_DISCUSSION = re.compile(r"discussion:\s*(?P<topic>.{0,160})", re.IGNORECASE)
_RULE = re.compile(r"\*{3,}")
EDITORS_NOTE = re.compile(r"^\[(?:Ed(?:itor)?s?\.?|Editor['’]s)\s*note:?\s*(?P<text>.*?)\]?$", re.IGNORECASE)


@dataclass(frozen=True)
class Voices:
    """The labels of a page without ``Q:`` and ``A:``: who is meant by ``JD`` or ``Olly``; the host is “”.

    No turn stands above the place `begin`. `host` and `guest` are names that only the labels say, with a `finding`.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    begin: int = 0
    host: str = ""
    guest: str = ""
    finding: Finding | None = None

    def match(self, text: str) -> re.Match[str] | None:
        match = NAMED.fullmatch(text) if self.labels else None
        return match if match and plain_label(match["who"]) in self.labels else None

    def who(self, match: re.Match[str]) -> str:
        return self.labels[plain_label(match["who"])]


def plain_label(label: str) -> str:
    """``J.D.`` as ``JD``, ``Dr. Berg`` as ``Berg``."""
    plain = label.replace(".", "")
    honorific, _space, name = plain.partition(" ")
    return name if name and honorific.casefold() in HONORIFICS else plain


def named_label(text: str) -> str:
    """The words before the colon of a line that may be someone's: ``JD``, ``Olly``; else nothing."""
    match = NAMED.fullmatch(text) if ":" in text else None
    return plain_label(match["who"]) if match else ""


def label_of(text: str) -> re.Match[str] | None:
    """``Q: Why?``, ``Answer 2:``, ``Réponse : ...``."""
    return _LABEL.fullmatch(text)


def is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text))


def is_heading(text: str) -> bool:
    """Whether a line is the heading of an index or a discussion, and looks like one."""
    folded = text[:300].casefold()
    if not any(word in folded for word in ("time index", "discussion:", " from ", " of ")):
        return False  # cheaper than the patterns, and true of nearly all lines
    if _EXTRACTS.fullmatch(text):
        return text.endswith(":") or text.isupper()
    return bool(_TIME_INDEX.fullmatch(text) or _DISCUSSION.fullmatch(text))


def topic_of(text: str) -> str:
    """What a discussion's heading names: ``fog`` of ``Discussion: fog``."""
    match = _DISCUSSION.fullmatch(text)
    return match["topic"] if match else ""


def is_bare_time(stamped: re.Match[str]) -> bool:
    """Whether nothing but its figures marks a stamp."""
    return not (stamped["bracket"] or stamped["colon"] == ":" or stamped["stamp"].startswith(":") or stamped["end"])


def is_bare(stamped: re.Match[str]) -> bool:
    """Whether a stamp is only a time and words, as prose may have it: ``10:30 we met``."""
    return bool(is_bare_time(stamped) and stamped["text"])


def is_followed_by_quotation(lines: Sequence[Line], place: int) -> bool:
    below = next((line for line in lines[place + 1 : place + 3] if line), None)
    return below is not None and below.text.startswith(QUOTED)


def divided(lines: Sequence[Line], voices: Voices) -> tuple[list[Line], list[Line], list[Finding]]:
    """The lines above the body and those of the body; the headings between them say nothing and go."""
    first = first_entry(lines, voices)
    places = [place for place, line in enumerate(lines[:first]) if line and is_heading(line.text)]
    # Lines between a rule ("****") and the first entry may be anything: only a heading in words divides.
    begin = places[-1] + 1 if places and first < len(lines) else first
    topics = [(lines[place].number, topic_of(lines[place].text)) for place in places]
    findings = [
        Finding(number, "heading_left_out", f"not used: “{topic[:60]}”; add it to the title or the introduction")
        for number, topic in topics
        if topic
    ]
    headings = set(places)
    blank = [
        Line(line.number, "") if place in headings or is_rule(line.text) else line
        for place, line in enumerate(lines[:begin])
    ]
    return blank, list(lines[begin:]), findings


def first_entry(lines: Sequence[Line], voices: Voices) -> int:
    """The place of the line that begins the body; the number of lines where there is none."""
    bare: list[int] = []
    for place, line in enumerate(lines):
        if not line:
            continue
        stamped = STAMP.fullmatch(line.text)
        if stamped and is_bare(stamped) and not is_followed_by_quotation(lines, place):
            bare.append(place)
        elif stamped or _begins_with_label(line.text) or (place >= voices.begin and voices.match(line.text)):
            return _with_bare_above(lines, place, bare)
    titled = (place for place in bare if not _in_prose(lines[place].text))
    return next(titled, bare[0] if len(bare) > 1 else len(lines))


def _with_bare_above(lines: Sequence[Line], place: int, bare: list[int]) -> int:
    """Stamps without any mark belong to the body if nothing but them stands above its first certain line."""
    for above in reversed(bare):
        if any(lines[above + 1 : place]) or _in_prose(lines[above].text):
            break
        place = above
    return place


def _in_prose(text: str) -> bool:
    stamped = STAMP.fullmatch(text)
    return bool(stamped and begins_small(stamped["text"]))


def asks(label: re.Match[str]) -> bool:
    """Whether a label is that of a question."""
    return label["who"] in QUESTION_LABELS


def has_full_stop(label: re.Match[str]) -> bool:
    return label["sign"] == "."


def says_who_answers(lines: Sequence[Line]) -> bool:
    """Whether stamps, or ``Q:`` and ``A:``, mark the entries, so that no names have to."""
    labels = [label for line in lines if (label := label_of(line.text))]
    only_asked = all(asks(label) for label in labels) and not any(map(STAMP.fullmatch, (line.text for line in lines)))
    return first_entry(lines, Voices()) < len(lines) and not only_asked


def _begins_with_label(text: str) -> bool:
    """``Q:``, ``A:``; of the labels with a full stop only ``Q.``, for ``A. Berg`` is a person, and never ``R:``."""
    label = _LABEL.fullmatch(text)
    return bool(label and (asks(label) or (label["who"] != "R" and not has_full_stop(label))))
