"""All rules on one document, and their findings in the shapes in which they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from interviews import timecode
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.documents.linting.rule import RULES, Flaw, Outside, Rule

NOTHING_KNOWN = Outside()


def lint(document: InterviewDocument, outside: Outside = NOTHING_KNOWN) -> list[Flaw]:
    """What the rules find: what blocks first, and each rule's in the order of the document."""
    found = [Flaw(rule, place, given) for rule in RULES.values() for place, given in rule.look(document, outside)]
    return sorted(found, key=lambda flaw: not flaw.blocking)  # stable: the rules stay in their order


def blocking(flaws: Iterable[Flaw]) -> list[Flaw]:
    return [flaw for flaw in flaws if flaw.blocking]


@dataclass(frozen=True, slots=True)
class Group:
    """All that one rule found."""

    rule: Rule
    flaws: tuple[Flaw, ...]

    @property
    def count(self) -> int:
        return len(self.flaws)

    @property
    def is_curable(self) -> bool:
        return any(flaw.is_curable for flaw in self.flaws)


def grouped(flaws: Iterable[Flaw]) -> list[Group]:
    """By rule, in the order of `lint`."""
    return [Group(RULES[code], tuple(of_rule)) for code, of_rule in groupby(flaws, key=lambda flaw: flaw.code)]


def as_findings(flaws: Iterable[Flaw]) -> Iterator[Finding]:
    """In English, as a report of an import tells what it found: one of each rule, however many places there are."""
    for group in grouped(flaws):
        first = group.flaws[0]
        where = f"{timecode.written(first.place.moment)}: " if first.place.moment is not None else ""
        more = f" (and {group.count - 1} more)" if group.count > 1 else ""
        message = f"{where}{group.rule.message % first.given}{more} {group.rule.advice}"
        yield Finding(None, group.rule.code, message)
