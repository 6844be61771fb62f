"""A transcript as it is read: paragraphs of one voice, and the places in them where entries of the time index begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

#: Characters after which a long turn's paragraph ends with the next sentence, and after which it ends with its cue.
LONG, LONGEST = 700, 1400
#: A cue that begins a little before its entry is the entry's first: stamps are in whole seconds, or rounded up.
EARLY = timedelta(seconds=1)
#: Longer than captions stand. A cue that begins later than this after its entry may not be what the entry is about.
NEAR = timedelta(seconds=8)
#: Characters that a slow speaker says in a second, for a cue that does not tell its end.
SLOW = 10

_PARAGRAPHS = re.compile(r"\n\s*\n")
_ENDS_A_SENTENCE = re.compile(r"[.?!…。？！][\"'”’»)\]]*$")


class Entry(Protocol):
    """An entry of the time index, as far as its place is concerned."""

    @property
    def start(self) -> timedelta | None: ...


E = TypeVar("E", bound=Entry)


class Said(NamedTuple):
    """A cue, its words and moments as they are stored."""

    start: timedelta | None
    end: timedelta | None
    speaker: str
    text: str


class Words(NamedTuple):
    """Words that are heard from `start` on; None where that is not known."""

    start: timedelta | None
    text: str


@dataclass(slots=True)
class Paragraph(Generic[E]):
    """Words of one voice. `speaker` is empty where the voice of the paragraph above goes on, or nobody is named.

    `entries` begin with it. `anchor` is its name on the page, unique there; empty where it has no moment.
    """

    speaker: str = ""
    entries: Sequence[E] = ()
    words: list[Words] = field(default_factory=list)
    anchor: str = ""

    @property
    def start(self) -> timedelta | None:
        return self.words[0].start

    @property
    def moment(self) -> timedelta | None:
        """The start as an address and a reader have it: to the second, and no later than the first word."""
        return None if self.start is None else timedelta(seconds=self.start // timedelta(seconds=1))

    @property
    def length(self) -> int:
        return sum(len(words.text) for words in self.words)

    @property
    def is_full(self) -> bool:
        ended = _ENDS_A_SENTENCE.search(self.words[-1].text)
        return self.length >= (LONG if ended else LONGEST)


def paragraphs_of(cues: Iterable[Said], entries: Iterable[E]) -> list[Paragraph[E]]:
    """A paragraph for each turn of a speaker, for each paragraph within a cue, and where an entry begins.

    The order of the cues is kept. A cue that names nobody goes on with the turn it stands in.
    """
    said = [cue for cue in cues if cue.text.strip()]
    begins = places_of(said, entries)
    paragraphs: list[Paragraph[E]] = []
    taken: set[str] = set()
    turn = ""
    for place, cue in enumerate(said):
        another = bool(cue.speaker) and cue.speaker != turn
        turn = cue.speaker or turn
        for number, text in enumerate(_PARAGRAPHS.split(cue.text.strip())):
            here = begins.get(place, ()) if not number else ()
            turns = another and not number
            if not paragraphs or here or turns or number or paragraphs[-1].is_full:
                paragraphs.append(Paragraph(speaker=cue.speaker if here or turns else "", entries=here))
                if cue.start is not None and not number:
                    paragraphs[-1].anchor = _anchor(cue.start, taken)
            paragraphs[-1].words.append(Words(cue.start if not number else None, " ".join(text.split())))
    return paragraphs


def _anchor(moment: timedelta, taken: set[str]) -> str:
    """By the moment rather than by the number: a correction elsewhere in the transcript leaves it as it is."""
    name = f"said-{moment // timedelta(seconds=1)}"
    anchor = next(free for again in count() if (free := f"{name}-{again}" if again else name) not in taken)
    taken.add(anchor)
    return anchor


def places_of(cues: Sequence[Said], entries: Iterable[E]) -> dict[int, list[E]]:
    """The entries that begin with a cue, by its place; those without a time, or of which nothing is said, have none.

    An entry begins with the first cue of its stretch, which reaches to where the next entry begins. Where that cue
    comes late, it begins with the one that is being said at its moment, should that one be nearer.
    """
    timed = sorted((cue.start, place) for place, cue in enumerate(cues) if cue.start is not None)
    moments = [moment for moment, _ in timed]
    ends = _ends(cues, timed)
    begun = [(entry.start, entry) for entry in entries if entry.start is not None]
    starts = sorted({start for start, _ in begun})
    until = {start: later - EARLY for start, later in pairwise(starts)}
    found: dict[int, list[E]] = {}
    for start, entry in sorted(begun, key=lambda one: one[0]):
        number = bisect_left(moments, start - EARLY)
        first = timed[number : number + 1]
        if first and start in until and first[0][0] >= until[start]:
            first = []
        late = first[0][0] - start if first else timedelta.max
        if late > NEAR and number and ends[number - 1] > start and start - moments[number - 1] < late:
            first = [timed[number - 1]]
        for _, place in first:
            found.setdefault(place, []).append(entry)
    return found


def _ends(cues: Sequence[Said], timed: Sequence[tuple[timedelta, int]]) -> list[timedelta]:
    """When the timed cues end; where they do not say it, when their words could have been said."""

    def end(moment: timedelta, cue: Said) -> timedelta:
        return cue.end if cue.end is not None else moment + timedelta(seconds=len(cue.text) / SLOW)

    return [end(moment, cues[place]) for moment, place in timed]
