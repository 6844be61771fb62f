"""Characters as Unicode would have them."""

from __future__ import annotations

import re
import unicodedata

#: Marks upon one letter. No language needs as many (Unicode's Stream-Safe Text Format, UAX #15, also says 30).
MOST_MARKS = 30

_PLAIN = re.compile(r"[\x00-\u02ff]+")


def unaccented(text: str) -> str:
    """The text without marks upon its letters, and each letter in its plainest form."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def composed(text: str) -> str:
    """The text in normal form C, with at most `MOST_MARKS` marks upon a letter; those beyond are left out.

    Normalising takes time that grows with the square of such a run, and a hostile text is nothing but one.
    """
    if _PLAIN.fullmatch(text):
        return unicodedata.normalize("NFC", text)
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
