"""Who speaks in a transcript that has no tags for it: ``OLA BERG: We lit it.``, ``>> Why?``, ``- Yes.``

A cue whose speaker is not said there keeps none: that a voice goes on is for the page to show, not for the data to
say. Names are kept as the transcript has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from interviews.documents.cue_text import Part
from interviews.documents.cues import places
from interviews.documents.document import AppearanceEntry
from interviews.documents.errors import Finding
from interviews.names import name_key

#: Where nothing says how a transcript was made.
KIND_GUESSED = Finding(
    None, "transcript_kind_guessed", "taken for a verbatim transcript; if a machine wrote it, change its kind"
)

_NAME_BEFORE_COLON = re.compile(r"(?:>{2,}\s?|[-–—]\s?)?\[?(?P<name>[^\W\d_][^:：\[\]<>]{0,39})\]?\s?[:：](?:\s+|$)")
# Captions for television mark another voice so, also within a line; directly behind a name it is what that voice says.
_TURN = re.compile(r"(?<![:：])\s(?=>{2,}(?:\s|\w))")
_DASH = re.compile(r"[-–—]\s?\w")
_PARTICLES = frozenset(
    ["de", "der", "di", "du", "el", "la", "le", "of", "the", "van", "von", "zu", "af", "av", "bin", "ibn", "y", "e"]
)
_MOST_WORDS = 5
#: Words that name a part in the talk, or nobody.
_NOBODY = frozenset(
    [
        "all",
        "answer",
        "audience",
        "both",
        "caller",
        "crew",
        "crowd",
        "everyone",
        "female",
        "group",
        "guest",
        "host",
        "interviewee",
        "interviewer",
        "male",
        "man",
        "moderator",
        "multiple",
        "name",
        "narrator",
        "off-camera",
        "operator",
        "participant",
        "presenter",
        "question",
        "respondent",
        "someone",
        "speaker",
        "together",
        "translator",
        "interpreter",
        "unidentified",
        "unknown",
        "voice",
        "woman",
    ]
)


@dataclass
class Voices:
    """The parts of each cue with the speakers that the text names, and what was taken for one."""

    cues: list[list[Part]]
    guessed: list[str] = field(default_factory=list)  # names that stood before a colon
    unnamed: list[int] = field(default_factory=list)  # the places of cues where somebody else speaks, not said who


def voices_of(cues: Sequence[Sequence[Part]]) -> Voices:
    """Finds speakers in the lines, unless tags name any.

    Words before a colon are a name if they are in capitals, or begin two lines or more.
    """
    if any(part.speaker for parts in cues for part in parts):
        return Voices([list(parts) for parts in cues])
    turns = [[_turns(line) for part in parts for line in part.lines] for parts in cues]
    seen = Counter(_name_in(turn) for lines in turns for line in lines for turn in line)
    accepted = [name for name, count in seen.items() if name and (count > 1 or _is_in_capitals(name))]
    voices = Voices([], accepted)
    known = set(accepted)
    for place, lines in enumerate(turns):
        parts = _divided(lines, known)
        voices.cues.append(parts)
        if any(not part.speaker and part.lines[0].startswith(">>") for part in parts):
            voices.unnamed.append(place)
    return voices


def _turns(line: str) -> list[str]:
    return _TURN.split(line) if ">>" in line else [line]


def _divided(lines: Iterable[list[str]], known: set[str]) -> list[Part]:
    """The lines of a cue, a part for each voice. Dashes part two voices, where two lines begin with one."""
    flat = [turn for line in lines for turn in line]
    dashed = sum(bool(_DASH.match(line)) for line in flat) > 1
    parts: list[tuple[str, list[str]]] = []
    for line in flat:
        name = _name_in(line)
        if name in known and (match := _NAME_BEFORE_COLON.match(line)):
            parts.append((name, [line[match.end() :]]))
        elif line.startswith(">>") or (dashed and _DASH.match(line)) or not parts:
            parts.append(("", [line]))
        else:
            parts[-1][1].append(line)
    return [Part(name, tuple(said)) for name, said in parts if any(said)]


def _name_in(line: str) -> str:
    """The words before the colon that may be a name; empty where there are none."""
    match = _NAME_BEFORE_COLON.match(line) if ":" in line or "：" in line else None
    if match is None:
        return ""
    words = match["name"].split()
    fits = len(words) <= _MOST_WORDS and all(_may_be_of_a_name(word) for word in words) and words[0] not in _PARTICLES
    return " ".join(words) if fits else ""


def _may_be_of_a_name(word: str) -> bool:
    letter = word.lstrip("(\"'’")[:1]
    return word in _PARTICLES or word.isdecimal() or (letter.isalpha() and not letter.islower())


def _is_in_capitals(name: str) -> bool:
    return name.isupper() and sum(letter.isalpha() for letter in name) > 1


def guests_among(names: Iterable[str]) -> tuple[AppearanceEntry, ...]:
    """Those of the voices that look like somebody's full name, each once; ``OLA BERG`` as ``Ola Berg``."""
    guests: dict[str, AppearanceEntry] = {}
    for name in names:
        words = name.split()
        if 1 < len(words) <= _MOST_WORDS and all(_is_of_a_full_name(word) for word in words):
            shown = name.title() if name.isupper() else name
            guests.setdefault(name_key(name), AppearanceEntry(name=shown))
    return tuple(guests.values())


def _is_of_a_full_name(word: str) -> bool:
    letters = re.sub(r"[.'’-]", "", word)
    return word.lower() not in _NOBODY and letters.isalpha() and (word in _PARTICLES or not letters[0].islower())


def findings_of(voices: Voices, guests: Sequence[AppearanceEntry], lines: Sequence[int]) -> list[Finding]:
    """What was guessed of the voices; `lines` are those of the cues."""
    findings = []
    if voices.guessed:
        message = f"taken for the names of who speaks: {_listed(voices.guessed)}; the words before a colon may be none"
        first = next((place for place, parts in enumerate(voices.cues) if any(part.speaker for part in parts)), 0)
        findings.append(Finding(lines[first], "speakers_guessed", message))
    if voices.unnamed:
        told = places([lines[place] for place in voices.unnamed])
        message = f"“>>” says that somebody else speaks, and not who ({told}); it was left in: write the names there"
        findings.append(Finding(lines[voices.unnamed[0]], "speaker_unnamed", message))
    if guests:
        message = (
            f"taken for guests, since the transcript seems to have their full names: "
            f"{_listed([guest.name for guest in guests])}; correct who is the interviewer"
        )
        findings.append(Finding(None, "guests_from_voices", message))
    return findings


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
