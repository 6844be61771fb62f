"""Names that look like somebody else's: in other letters, another order, shortened, or with more around them.

PURE: knows no Django. A name is compared by its *look*: the plain Latin letters that its own are drawn like. Which
these are is told by Unicode: by the name of a letter (``LATIN SMALL LETTER R WITH FISHHOOK`` is an r), and for other
scripts by its table of confusables (UTS 39); what neither knows stands in the small tables here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

#: Fewer letters than these are in many a name.
FEWEST = 4
#: So many in a row are no accident, whatever stands around them.
MANY = 8

#: Letters whose name or confusables say something else than the eye of who reads a name, by what it sees.
_SEEN = {
    "a": "ɑʌΛΔдД",
    "b": "βб",
    "c": "©¢",
    "d": "ðÐ",
    "e": "əǝƏεєЄΣ€",
    "i": "ɩ¡¦",
    "k": "ĸ",
    "l": "£",
    "m": "ʍ",
    "n": "ŋŊпπл",
    "p": "þÞƿ",
    "r": "®",
    "s": "§",
    "ss": "ßẞ",
    "t": "†",
    "u": "ʊɥμиц",
    "w": "ɯꟺωꞷшщШ",
    "x": "χꭓ×",
    "y": "ɣчγ¥",
}
_DRAWN = {letter: seen for seen, letters in _SEEN.items() for letter in letters}
#: Read by some as another letter than the one it is: in small capitals there is no other q.
_OTHERWISE = str.maketrans("ǫǪ", "qq")
#: What a Latin letter is a form of. Names of what it bears, of its size or how it lies have three letters or more.
_FORM_OF = re.compile(r"(?:LATIN .*?(?:LETTER|LIGATURE)|SYMBOL LETTER)(?: [A-Z]{3,})* ([A-Z]{1,2})(?: WITH .*)?$")

#: Signs that are written for a letter, and as an ornament as well.
_SIGNS = "!|$@+"
_WITHOUT_SIGNS = str.maketrans(dict.fromkeys(_SIGNS, " "))
_WORD = re.compile(rf"(?:[^\W_]|[{re.escape(_SIGNS)}])+")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "TheEditor"

_TWO_ALIKE = (("rn", "m"), ("vv", "w"))
#: After all else: letters, digits and signs that most fonts draw alike.
_ALIKE = str.maketrans("0123456789i|!$@+uq", "olzeasbtbglllsatvg")


def poses(name: str, taken: Iterable[str], titles: Iterable[str] = ()) -> bool:
    """Whether the name may be read as one of those taken, or claims one of the titles ("Anne Berg (editor)").

    A name taken is recognised with more around it, in another order ("Berg, Anne"), in part ("Anne Berg" of "Captain
    Anne Berg") and with initials ("A. Berg"); a title where it is a word of the name.
    """
    readings = _readings(name)
    runs = {run for reading in readings for run in _runs(reading)}
    if any(_look("".join(_words(title))) in runs for title in titles):
        return True
    return any(_is_read_as(words, runs, _words(other)) for other in taken for words in readings)


def _is_read_as(words: tuple[str, ...], runs: set[str], other: tuple[str, ...]) -> bool:
    sought = _look("".join(other))
    whole = _look("".join(words))
    if sought and (sought == whole or (len(sought) >= FEWEST and sought in runs)):
        return True
    if len(other) < 2:  # a name of one word is in others by accident ("Anne", "Marianne")
        return False
    return (len(sought) >= MANY and sought in whole) or _is_part(words, other)


def _is_part(words: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two words of the other name are among these, in any order; for one of them its initial will do."""
    given = {_look(word) for word in words}
    # "van der" is in the names of many; where all is written small, nothing tells it apart.
    proper = {_look(word) for word in other if not word[0].islower()} or set(map(_look, other))
    whole = {word for word in given & proper if len(word) > 1}
    initials = {word for word in given if len(word) == 1}
    return len(whole) > 1 or (
        bool(whole) and any(word.startswith(initial) for word in proper - whole for initial in initials)
    )


def _readings(name: str) -> list[tuple[str, ...]]:
    """The words of a name in each way in which it can be read."""
    written = {name, name.translate(_OTHERWISE)}
    return [_words(one) for one in {*written, *(text.translate(_WITHOUT_SIGNS) for text in written)}]


def _runs(words: tuple[str, ...]) -> Iterator[str]:
    """The looks of all that stands in a row: of each word, and of neighbours written as one."""
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            yield _look("".join(words[begin:end]))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name in plain Latin letters, as far as there are any that look so."""
    plain = unicodedata.normalize("NFKD", name)
    drawn = "".join(_drawn_as(letter) for letter in plain if not unicodedata.combining(letter))
    return tuple(word for part in _WORD.findall(drawn) for word in _NEW_WORD.split(part))


@lru_cache(maxsize=4096)
def _look(word: str) -> str:
    """What the eye keeps of it: the same for all that most fonts draw alike."""
    text = word.casefold()
    for pair, single in _TWO_ALIKE:
        text = text.replace(pair, single)
    return text.translate(_ALIKE)


@lru_cache(maxsize=4096)
def _drawn_as(letter: str) -> str:
    """The Latin letter, or two, that this one looks like, else the letter."""
    return _latin(letter) or next(filter(None, map(_all_latin, _confusable_with(letter))), letter)


def _latin(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _DRAWN:
        return _DRAWN[letter]
    form = _FORM_OF.search(unicodedata.name(letter, ""))
    return form[1].lower() if form else ""


def _all_latin(letters: str) -> str:
    """Latin letters for what may be several, with marks; nothing where one of them is like none."""
    plain = unicodedata.normalize("NFKD", letters)
    latin = [_latin(letter) for letter in plain if not unicodedata.combining(letter)]
    return "".join(latin) if all(one.isalnum() for one in latin) else ""


def _confusable_with(letter: str) -> Iterator[str]:
    if unicodedata.category(letter)[0] != "L":
        return
    from confusable_homoglyphs import confusables  # reads its table of 9,000 letters: only where one is not plain

    for entry in confusables.is_confusable(letter, preferred_aliases=[]) or ():
        yield from (alike["c"] for alike in entry["homoglyphs"])
