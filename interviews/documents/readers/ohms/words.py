"""Texts of OHMS records: cleaned, and lists of words taken apart."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from interviews.characters import composed
from interviews.documents.errors import Finding
from interviews.documents.xml_tree import child, text_of

LONGEST_TAG = 100


def said(element: Element | None) -> str:
    """The text of an element as pages have theirs: in normal form C, with plain line breaks, no white space around."""
    return _plain(text_of(element))


def said_whole(element: Element) -> str:
    """The same with the lines at both ends, for a text whose lines are counted."""
    return _plain("".join(element.itertext()))


def said_in(element: Element, name: str) -> str:
    return said(child(element, name))


def _plain(text: str) -> str:
    return composed(text.replace("\r\n", "\n").replace("\r", "\n"))


def words_in(text: str, line: int | None, longest: int = 0) -> tuple[tuple[str, ...], list[Finding]]:
    """The words between semicolons or on lines, each once. Commas stand within names: ``Berg, Ola``.

    A word of more than `longest` characters is left out, with a finding.
    """
    words = dict.fromkeys(word for part in re.split(r"[;\n]", text) if (word := " ".join(part.split())))
    kept = tuple(word for word in words if not longest or len(word) <= longest)
    if len(kept) == len(words):
        return kept, []
    lost = next(word for word in words if len(word) > longest)
    message = f"a keyword of more than {longest} characters was left out: “{lost[:60]}…”; enter a shorter one"
    return kept, [Finding(line, "keyword_left_out", message)]
