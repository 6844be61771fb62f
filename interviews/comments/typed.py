"""What visitors type, freed of what nobody can see. PURE: knows no Django."""

from __future__ import annotations

import re
import unicodedata

from interviews.characters import composed

#: Without these two, Persian and several Indian scripts cannot be written, nor a family as one emoji.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
#: In a text (not in a name, where they could only disguise) these tell which way a full stop belongs.
_DIRECTION_MARKS = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
#: Unicode calls them letters, marks and symbols; they are printed as nothing.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")
#: Marks above and below one letter: Hebrew with its accents has four. More would run over the lines beside it.
MOST_MARKS = 4
_SOMETHING = ("L", "N", "P", "S")
#: Of these every one is seen as it is: a text of them alone, as most are, is not looked through one by one.
_PLAIN = re.compile(r"[\n\t\x20-\x7e]*")


def one_line(text: str) -> str:
    """A name: composed (NFC), on one line, single spaces, no control, direction or blank characters."""
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    shown = _legible("".join(_shown(character, kept=_JOINERS) for character in text))
    return " ".join(shown.split()).strip(_JOINERS + " ")


def paragraphs(text: str) -> str:
    """A text: composed (NFC), lines end in one newline, at most one empty line, no control characters."""
    shown = _LINE_ENDS.sub("\n", text)
    if not _PLAIN.fullmatch(shown):
        shown = _legible("".join(_shown(character, kept=_JOINERS + _DIRECTION_MARKS + "\n\t") for character in shown))
    trimmed = "\n".join(line.rstrip() for line in shown.split("\n"))
    return _MANY_EMPTY_LINES.sub("\n\n", trimmed).strip("\n")


def says_something(text: str) -> bool:
    """Whether anything in it can be seen: a letter, a digit, a sign."""
    return any(unicodedata.category(character)[0] in _SOMETHING and character not in _BLANKS for character in text)


def _legible(text: str) -> str:
    """Composed (NFC), with at most `MOST_MARKS` marks on a letter; the unseen, which would part them, is out."""
    kept: list[str] = []
    run = 0
    for character in composed(text):
        if character not in _JOINERS:  # a mark behind one stands on the letter before it
            run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _shown(character: str, kept: str) -> str:
    if character in kept:
        return character
    if character in _BLANKS:
        return " "
    category = unicodedata.category(character)
    if category == "Cc":
        return " " if character.isspace() else ""
    if ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef":
        return ""  # noncharacters (Unicode, 23.7)
    # Cf: directions, soft hyphens, tags; Cs: halves of characters; Co: private signs no font agrees on.
    return "" if category in {"Cf", "Cs", "Co"} else character
