"""Tags that a text suggests: known ones that it names, and acronyms. An editor decides; nothing is tagged by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from interviews.characters import composed, unaccented

#: Capitals that are no topic: offices, degrees, file types, manners of writing, and words that are only stressed.
NO_TOPICS = frozenset(
    [
        "CEO",
        "CFO",
        "CIO",
        "COO",
        "CTO",
        "CSO",
        "CMO",
        "CISO",
        "DIY",
        "FAQ",
        "FYI",
        "ASAP",
        "AKA",
        "ETC",
        "PDF",
        "URL",
        "JPG",
        "PNG",
        "MBA",
        "MSC",
        "BSC",
        "PHD",
        "VIP",
        "TBA",
        "TBD",
        "USD",
        "EUR",
        "GBP",
        "CHF",
        "BCE",
        "LOL",
        "OMG",
        "AND",
        "ALL",
        "ANY",
        "ARE",
        "BUT",
        "CAN",
        "DID",
        "FOR",
        "HAD",
        "HAS",
        "HER",
        "HIM",
        "HIS",
        "HOW",
        "ITS",
        "NEVER",
        "NOT",
        "NOW",
        "ONE",
        "ONLY",
        "OUR",
        "OUT",
        "SHE",
        "THE",
        "THIS",
        "THAT",
        "THEY",
        "VERY",
        "WAS",
        "WHY",
        "YES",
        "YOU",
        "YOUR",
    ]
)
FEWEST_LETTERS = 3
LONGEST = 24

_WORD = re.compile(r"[^\W_]+")
#: Capitals and digits, joined by hyphens where a number follows (COVID-19); the s of a plural is no part.
_ACRONYM = re.compile(r"(?<![^\W_])([^\W\d_](?:[^\W_])*(?:-\d+)?)(?![^\W_])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def tag_key(name: str) -> str:
    """What the spellings of a tag share: no case, no accents, single spaces, no punctuation."""
    return " ".join(_words(name))


class KnownTags:
    """The tags of a site, found in a text as whole words. Made once for many texts."""

    def __init__(self, names: Iterable[str], synonyms: Mapping[str, str] | None = None) -> None:
        """`synonyms` are other words for tags, each with the tag's own name."""
        self.names: dict[tuple[str, ...], str] = {}
        for spelt, name in [*((name, name) for name in names), *(synonyms or {}).items()]:
            if words := tuple(_words(spelt)):
                self.names.setdefault(words, name)
        self.lengths: dict[str, list[int]] = {}
        for words in self.names:
            lengths = self.lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))

    def spelt(self, name: str) -> str:
        """The site's own spelling of a name, where it has one."""
        return self.names.get(tuple(_words(name)), name)

    def named_in(self, text: str) -> Iterator[str]:
        words = list(_words(text))
        for place, word in enumerate(words):
            for length in self.lengths.get(word, ()):
                name = self.names.get(tuple(words[place : place + length]))
                if name is not None:
                    yield name


def acronyms_in(text: str) -> Iterator[str]:
    """Words of three capitals or more (UNCTAD, COVID-19). Not Roman numerals, not `NO_TOPICS`, and nothing from a line
    that is in capitals altogether."""
    for line in text.splitlines():
        if not any(sign.islower() for sign in line):
            continue
        for match in _ACRONYM.finditer(line):
            word = match[1]
            stem = word[:-1] if word.endswith("s") and word[:-1].isupper() else word
            letters = sum(sign.isalpha() for sign in stem)
            if letters < FEWEST_LETTERS or not stem.isupper() or len(stem) > LONGEST:
                continue
            if stem not in NO_TOPICS and not _ROMAN.fullmatch(stem):
                yield stem


def suggested(text: str, known: KnownTags, *, without: Iterable[str] = ()) -> list[str]:
    """The tags that a text suggests, in alphabetical order, in the site's spelling; `without` are keys of those that
    it has or that were dismissed."""
    refused = set(without)
    found: dict[str, str] = {}
    for name in (*known.named_in(text), *map(known.spelt, acronyms_in(text))):
        key = tag_key(name)
        if key not in refused:
            found.setdefault(key, name)
    return sorted(found.values(), key=str.casefold)


def _words(text: str) -> list[str]:
    return _WORD.findall(unaccented(composed(text).casefold()))
