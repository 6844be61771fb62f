"""The names of people, in the sentence that introduces them: who they are, and which words are a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from interviews.names import HONORIFICS, bare_name

HONORIFIC = rf"(?:(?:{'|'.join(word.capitalize() for word in HONORIFICS)})\.?\s+)?"
POST_NOMINALS = re.compile(r",\s*(?=Ph\.?D\b|(?:[A-Z][A-Za-z]?\.){2,}|[A-Z]{2,}(?:[/,\s]|$))")

MOST_GUESTS = 12  # more names in one sentence are no list of guests
_LONGEST_NAME = 120
_MOST_WORDS = 6

_PARTICLES = frozenset(
    re.findall(
        r"\w+", "af al av bin binti da das de del della den der di do dos du e el ibn la las le né née ter van von y zu"
    )
)
# Words of a role or a headline, which begin with a capital as names do.
NO_NAME = frozenset(
    re.findall(
        r"\w+",
        "advisor and analyst architect chair chairman chairperson chairwoman chief consultant dean deputy developer "
        "director editor engineer executive expert experts fellow founder head interview keeper keepers leader leading "
        "maker manager managing member minister officer pioneer president principal researcher scientist secretary "
        "senior specialist speaks talks the vice world",
    )
)
_SURNAMES_TOO = frozenset(("dean", "head"))
# Where a name ends, if not at a comma.
_CUT = re.compile(r"\s+(?:who|whom|whose|which|that)\b|\s*[:;–—]|\s+--?\s")
_RELATIVE = re.compile(r"(?<=\w),?\s+who\b")
_CLAUSE = re.compile(r"\s+(?:about|as|at|for|from|in|of|on|regarding)\s")
_POST_NOMINAL = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.-?){1,6}[A-Z]?|(?:[A-Z][A-Z/0-9]{1,9})|Ph\.?D\.?(?:D\.)?")

_ROLES = frozenset(("CEO", "CFO", "CIO", "CISO", "COO", "CTO", "EVP", "SVP", "VP"))


@dataclass(frozen=True)
class Guests:
    """Who was spoken with; post-nominals and title are of the only one, `titles` of several."""

    names: tuple[str, ...]
    post_nominals: str = ""
    title: str = ""
    doubtful: str = ""  # what may be no name
    titles: Mapping[str, str] = field(default_factory=dict)


def is_name(text: str) -> bool:
    """Whether the words look like the whole name of one person, and like no role."""
    if len(text) > _LONGEST_NAME or text.endswith(".."):
        return False
    words = bare_name(text).split()
    if not 2 <= len(words) <= _MOST_WORDS or words[-1] in _PARTICLES or not all(map(_is_part_of_name, words)):
        return False
    return words[0].casefold() not in NO_NAME and words[-1].casefold() not in NO_NAME - _SURNAMES_TOO


def _is_part_of_name(word: str) -> bool:
    core = word.strip("()\"“”'’.")
    if not core or not core[0].isalpha() or any(sign.isdigit() or sign in "!?@/\\&*" for sign in core):
        return False
    return not core[0].islower() or core in _PARTICLES or any(sign.isupper() for sign in core)


def guests_in(text: str) -> Guests:
    """``A``, ``A and B, Keepers``, ``A, B, and C``, ``lamp pioneer, A, M.A., Fellow``: the people, and what is said."""
    text = _from_name(text)
    if (several := _several(text)) is not None:
        return several
    name, _comma, rest = text.partition(",")
    cut = _CUT.search(name)
    if cut is not None:
        # A clause ("who leads the college") stays in the introduction; what follows a colon is a title.
        titled = cut[0].strip(" ") in {":", "–", "—", "-", "--", ";"}
        rest = text[cut.end() :] if titled else ""
        name = name[: cut.start()]
    clause = _CLAUSE.search(name)
    if clause is not None and is_name(name[: clause.start()]):
        name, rest = name[: clause.start()], ""
    name = name.strip()
    post_nominals, title = split_credit(rest.strip())
    return Guests((name,), post_nominals, title, doubtful="" if _is_plain_name(name) else name)


def name_and_post_nominals(text: str) -> tuple[str, str]:
    name, *rest = POST_NOMINALS.split(text, maxsplit=1)
    return name.strip(" ,"), rest[0].strip(" ,") if rest else ""


def _from_name(text: str) -> str:
    """Without a description before the name: ``lamp pioneer, Ola Berg``, ``the lamp pioneer Ola Berg``."""
    first, comma, rest = text.partition(",")
    if comma and first == first.lower() and is_name(_first_part(rest)):
        return rest.strip()
    words = first.split(" ", 12)
    if words[0] in _PARTICLES:
        return text
    begin = next((place for place, word in enumerate(words[:12]) if not word[:1].islower()), 0)
    if begin and is_name(_first_part(" ".join(words[begin:]))):
        return text.split(" ", begin)[begin]
    return text


def _first_part(text: str) -> str:
    part = re.split(r",| and ", text.strip()[: _LONGEST_NAME * 2], maxsplit=1)[0]
    return _CUT.split(part, maxsplit=1)[0].strip()


def _several(text: str) -> Guests | None:
    """Names at the start, the last after “and”: two or more, else None."""
    parts = re.split(r"(,\s*and\s+|,\s*|\s+and\s+)", text, maxsplit=MOST_GUESTS)
    names: list[str] = []
    for place in range(0, len(parts), 2):
        last = place > 0 and "and" in parts[place - 1]
        name = parts[place]
        if last:
            name = _CUT.split(name, maxsplit=1)[0]
        if not is_name(name.strip()):
            return None
        names.append(name.strip())
        if last:
            return Guests(tuple(names))
    return None


def split_credit(rest: str) -> tuple[str, str]:
    """Post-nominals, as many as stand first, and the title behind them."""
    parts = re.split(r",\s*", rest, maxsplit=MOST_GUESTS)
    held = (bool(_POST_NOMINAL.fullmatch(part)) and part not in _ROLES for part in parts)
    count = next((place for place, holds in enumerate(held) if not holds), len(parts))
    title = ", ".join(parts[count:]).strip(" ,")
    return ", ".join(parts[:count]), _RELATIVE.split(title, maxsplit=1)[0]


def _is_plain_name(name: str) -> bool:
    """Whether nothing in a name gives doubt; a single word may be one."""
    words = name.split()
    return len(words) <= _MOST_WORDS + 1 and len(name) <= _LONGEST_NAME and all(map(_is_part_of_name, words))
