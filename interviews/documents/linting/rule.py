"""What a rule is, what it gives, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from interviews.documents.document import InterviewDocument


def gettext_noop(text: str) -> str:
    """Marks the words for the catalogues, as Django's function of that name does; who shows them translates them."""
    return text


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is known of an address of the web. `ranges`: whether it can be heard from the midst; None: not known."""

    dead: bool = False
    ranges: bool | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What a document does not say itself. An address that is missing here was not looked at."""

    links: Mapping[str, LinkState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document: a field of the interview, or of its `number`-th (from 0) person, recording or segment.

    `uid` is a segment's, `moment` its start.
    """

    of: str = "interview"
    field: str = ""
    number: int | None = None
    uid: str = ""
    moment: timedelta | None = None

    @property
    def key(self) -> str:
        """Names the place within one state of a document: ``segment:3``."""
        return self.of if self.number is None else f"{self.of}:{self.number}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found at a place. `given` are the values that stand in the rule's message."""

    rule: Rule
    place: Place
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def blocking(self) -> bool:
        return self.rule.blocking

    @property
    def is_curable(self) -> bool:
        return bool(self.rule.cure) and self.given.get("cure", True) is not False


Found = tuple[Place, Mapping[str, Any]]
Look = Callable[[InterviewDocument, Outside], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`about` names what is wrong in a few words, `message` says it of one place, `advice` is the cure.

    All three are English, to be translated where they are shown; `%(name)s` in a message is filled with what was given.
    `cure` names what a machine can do about it (see `cures`), empty where it can do nothing safely.
    """

    code: str
    blocking: bool
    about: str
    message: str
    advice: str
    cure: str
    look: Look


RULES: dict[str, Rule] = {}


def rule(
    code: str, *, about: str, message: str, advice: str, blocking: bool = False, cure: str = ""
) -> Callable[[Look], Look]:
    """Registers a function as the rule of that code: given a document and what is known beside it, it yields the places
    and the values of its message."""

    def registered(look: Look) -> Look:
        RULES[code] = Rule(code, blocking, about, message, advice, cure, look)
        return look

    return registered
