"""What a word is, in the index as in a query: small letters and digits, without marks upon the letters.

Both databases are given words that were folded here, so that both find the same. A letter of a script that is written
without spaces is a word by itself; a query for several of them is then a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from interviews.characters import unaccented

#: A small letter for each of ASCII's capitals, and a space for what is neither letter nor digit.
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CHUNK = re.compile(r"[A-Za-z0-9\x80-\U0010ffff]+")
#: Scripts without spaces: Han with its radicals and strokes, kana, bopomofo.
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u312f\u3190-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Behind it comes no word: what begins with some letters lies between them and these with this one.
LAST_LETTER = "\U0010ffff"
_ZERO_WIDTH_SPACE = "\u200b"


def folded(text: str) -> str:
    """The words of the text with spaces between them, as the index keeps it."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda found: _letter(found[0]), text)
    return text.translate(_ASCII)


def words_of(text: str) -> list[str]:
    return folded(text).split()


def folded_in_place(text: str) -> str | None:
    """The folded text, where each of its characters stands for one of the text; None where one becomes none or many."""
    aligned = text.isascii() or all(len(_letter(character)) == 1 for character in set(text) if character > "\x7f")
    return folded(text) if aligned else None


def places_of(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of the text, each with where it begins and ends there."""
    for chunk in _CHUNK.finditer(text):
        if chunk[0].isascii():
            yield chunk[0].lower(), chunk.start(), chunk.end()
        else:
            yield from _places_within(chunk[0], chunk.start())


def _places_within(chunk: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """The words of a chunk, letter by letter: one may fold to none, to many, or to several words (``½``)."""
    word, begin, end = "", 0, 0
    for place, character in enumerate(chunk, start=offset):
        for sign in folded(character):
            if sign == " ":
                if word:
                    yield word, begin, end
                word = ""
            else:
                begin = begin if word else place
                word, end = word + sign, place + 1
        if word and not folded(character):  # a mark belongs to the letter that bears it
            end = place + 1
    if word:
        yield word, begin, end


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    """What one character beyond ASCII becomes: its plain letters, a space, or nothing."""
    plain = unaccented(unaccented(character.casefold()).casefold())
    if not plain or unicodedata.combining(character):
        return ""
    return "".join(map(_kept, plain))


def _kept(sign: str) -> str:
    if sign.isascii():
        return sign
    if _UNSPACED.match(sign):
        return f" {sign} "
    if sign.isalnum() or unicodedata.category(sign).startswith("M"):
        return sign
    return "" if unicodedata.category(sign) == "Cf" and sign != _ZERO_WIDTH_SPACE else " "
