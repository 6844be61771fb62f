"""Questions that ask the same: found by the words they share, so that an editor can put them under one heading.

Interviewers ask the same of everyone, in other words each time. A question is taken sentence by sentence (what leads to
it is no part of what is asked), a word by its first letters (one stem of “predict” and “predictions”, in English and in
French), and weighs the more the fewer questions it occurs in; one that only one interviewer used says little of what
others ask. How near two sentences are is the cosine of their words.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from interviews.characters import unaccented

#: How near two sentences must be to ask the same; found on questions of several interviewers.
NEAR = 0.5
#: What a word weighs that occurs in one interview only, of what it would weigh otherwise.
ALONE = 0.25
#: Letters of a word that count.
STEM = 6
#: A sentence with fewer words of its own says nothing (“Why?”, “And then?”).
FEWEST_WORDS = 2
#: A word in more sentences than this does not lead from one to another: it would lead from all to all.
MOST_SENTENCES = 2_000
#: Sentences taken of one question: the last ones, in which it is asked.
MOST_OF_ONE = 6

_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|e?s|e)$")
#: What every question is made of, in English and in French.
EVERYWHERE = frozenset(
    re.findall(
        r"\S+",
        "a about all an and any are as at be been being but by can could describe did do does doing done each ever few "
        "for from further get give given go got had has have having how i if in into is it its just know let like look "
        "looking made make many may me might more most much my no not now of off on one or other our out over own "
        "please provide say see share should so some something such talk take tell than that the their them then there "
        "these they thing things think this those through to too two up upon us very want was way we well were what "
        "when where which while who whom whose why will with would you your yours yourself there's what's you've "
        "you're i'd let's "
        "ai au aux avec avez avoir ce cela ces cette chez comme comment dans de des dire dit donc du elle en encore "
        "est et etes etre fait faire il ils je la le les leur lui ma mais me mes mon ne nos notre nous on ou par "
        "parler parlez pas peut plus pour pourquoi pouvez quand que quel quelle quelles quels qu qui quoi sa se ses si "
        "son sont sur ta te tes tout toute tres tu un une va vos votre vous voulez y",
    )
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked: which it is, in which interview, and its words."""

    key: Hashable
    interview: Hashable
    text: str


def sentences(text: str) -> list[frozenset[str]]:
    """The words of each sentence that asks something; where none has a question mark, of the last ones."""
    parts = [part.strip() for part in _SENTENCE.findall(text)]
    asked = [part for part in parts if part.endswith("?")] or parts
    found = [_stems(part) for part in asked[-MOST_OF_ONE:]]
    return [stems for stems in found if len(stems) >= FEWEST_WORDS]


def _stems(text: str) -> frozenset[str]:
    folded = unaccented(text.casefold().replace("’", "'"))
    words = (word for found in _WORD.findall(folded) if found not in EVERYWHERE for word in _elided(found))
    return frozenset(_stem(word) for word in words if word not in EVERYWHERE)


def _elided(word: str) -> Iterable[str]:
    """``l'avenir`` is ``avenir``, ``today's`` is ``today``."""
    before, mark, after = word.partition("'")
    return [after if mark and len(before) <= 2 else before]


def _stem(word: str) -> str:
    """``predic`` of predictions, ``learn`` of learned."""
    return _ENDING.sub("", word)[:STEM]


class Questions:
    """Many questions, each of which can be asked for those that ask the same. Time grows with their number."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.questions = {question.key: question for question in questions}
        self._sentences: list[tuple[Hashable, dict[str, float]]] = []
        asked = [(key, stems) for key, question in self.questions.items() for stems in sentences(question.text)]
        often = Counter(stem for _key, stems in asked for stem in stems)
        used_in: dict[str, set[Hashable]] = defaultdict(set)
        for key, stems in asked:
            for stem in stems:
                used_in[stem].add(self.questions[key].interview)
        weights = {
            stem: math.log(1 + len(asked) / count) * (1 if len(used_in[stem]) > 1 else ALONE)
            for stem, count in often.items()
        }
        self._where: dict[str, list[int]] = defaultdict(list)
        for place, (key, stems) in enumerate(asked):
            length = math.sqrt(sum(weights[stem] ** 2 for stem in stems))
            self._sentences.append((key, {stem: weights[stem] / length for stem in sorted(stems)}))
            for stem in stems:
                self._where[stem].append(place)

    @cached_property
    def _of_question(self) -> Mapping[Hashable, Sequence[int]]:
        found: dict[Hashable, list[int]] = defaultdict(list)
        for place, (key, _vector) in enumerate(self._sentences):
            found[key].append(place)
        return found

    def like(self, key: Hashable) -> dict[Hashable, float]:
        """The questions that ask the same as this one, and how near each is (from `NEAR` to 1)."""
        nearest: dict[Hashable, float] = {}
        for place in self._of_question.get(key, ()):
            mine = self._sentences[place][1]
            for other in self._candidates(mine):
                found, theirs = self._sentences[other]
                nearness = sum(weight * theirs.get(stem, 0.0) for stem, weight in mine.items())
                if found != key and nearness >= NEAR:
                    nearest[found] = max(nearest.get(found, 0.0), min(nearness, 1.0))
        return nearest

    def _candidates(self, sentence: Mapping[str, float]) -> set[int]:
        """Sentences that may be near: those that share a word, rare ones first, until the words that are left could
        not make two sentences near by themselves."""
        found: set[int] = set()
        left = 1.0
        for stem in sorted(sentence, key=lambda stem: (len(self._where[stem]), stem)):
            if left < NEAR**2:  # of squares: both have the length 1
                break
            left -= sentence[stem] ** 2
            if len(self._where[stem]) <= MOST_SENTENCES:
                found.update(self._where[stem])
        return found

    def groups(self, fewest: int = 3) -> list[list[Question]]:
        """Questions that ask the same in at least so many interviews, those asked of most interviews first.

        Each group has one question in the middle, that most others are near, and comes first; no question is in two.
        """
        near = {key: self.like(key) for key in self.questions}
        # Nobody asks the same twice in one interview; where it seems so, the nearer one is meant.
        order = sorted(near, key=lambda key: (-self._interviews([key, *near[key]]), -sum(near[key].values()), str(key)))
        taken: set[Hashable] = set()
        groups: list[list[Question]] = []
        for key in order:
            members = [key, *(other for other in near[key] if other not in taken)]
            if key in taken or self._interviews(members) < fewest:
                continue
            taken.update(members)
            rest = sorted(members[1:], key=lambda other: (-near[key][other], str(other)))
            groups.append([self.questions[member] for member in (key, *rest)])
        return sorted(groups, key=lambda group: -self._interviews(question.key for question in group))

    def _interviews(self, keys: Iterable[Hashable]) -> int:
        return len({self.questions[key].interview for key in keys})
