"""Every word that a reader of a page meets, and whether it was translated and marked with its language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import trans_real

from interviews.documents.readers import READERS

#: Names are in no language; these are the people's, and those of who remarked. The site's is marked as its own.
NAMES = re.compile("Ηλίας Άνδρου|Άνδρου, Ηλίας|Μαρία Νέου|Νέου, Μαρία|Ρέα")
#: What is the same in every language: names of formats, styles and time zones, units, keys, quantities.
EVERYWHERE = re.compile(
    r"Recorded Interviews|Version|Markdown|WebVTT|SRT|OHMS XML|CSL-JSON|JSON Feed|JSON|BibTeX|RIS|English|Français"
    r"|Atom|RSS|Podcast|UTC"
    r"|https?://\S+|audio/mpeg|portraits/\S+|\d+×|\bel\b|" + "|".join(READERS),
    re.IGNORECASE,
)
SHOWN = {"aria-label", "alt", "title", "placeholder", "content", "value"} | {
    f"data-{name}" for name in ("copied", "play", "pause", "count", "none", "of", "shown", "words")
}
VOID = {"meta", "link", "input", "img", "br", "hr", "source", "wbr", "path", "circle", "use"}
SILENT = {"script", "style", "kbd", "textarea", "code"}  # keys, and what is copied or typed
NOT_WORDS = re.compile("(viewport|color-scheme|robots)$|og:|twitter:|citation_")  # for machines


class Said(HTMLParser):
    """Every piece of text that a reader meets, with its language as the page marks it."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        language = attributes.get("lang", self._open[-1][1])
        silent = tag == "link" or NOT_WORDS.match(attributes.get("name") or attributes.get("property") or "")
        for name in SHOWN & attributes.keys():
            on_it = tag == "input" and attributes.get("type") in ("submit", "button")  # a button shows its content
            is_words = name != "value" or on_it
            if is_words and not silent:
                self.pieces.append((language, attributes[name]))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass  # an element whose end may be left out (li, option)

    def handle_data(self, text: str) -> None:
        if not SILENT & {tag for tag, _language in self._open}:
            self.pieces.append((self._open[-1][1], text))


def said(page: str) -> list[tuple[str, str]]:
    parser = Said()
    parser.feed(page)
    return parser.pieces


def left_in_english(page: str) -> list[str]:
    """What was not translated. A sentence with a link in it is bracketed as a whole, over several pieces; and what is
    filled in may have brackets of its own.
    """
    depth, found = 0, []
    for language, text in said(page):
        rest = []
        for character in text:
            depth += character == "⟦"
            rest.append(" " if depth else character)
            depth -= character == "⟧"
        if language in ("fr", "") and re.search(r"[A-Za-z]{2,}", EVERYWHERE.sub("", "".join(rest))):
            found.append(text.strip())
    return found


def not_marked(page: str) -> list[str]:
    return [
        text.strip()
        for language, text in said(page)
        if language in ("fr", "") and re.search("[Α-Ωα-ωά-ώ]{2,}", NAMES.sub("", text))
    ]


class InBrackets:
    """A catalogue that has every text, in brackets."""

    def __init__(self, french: Any) -> None:
        self.french = french

    def __getattr__(self, name: str) -> Any:
        return getattr(self.french, name)

    def gettext(self, text: str) -> str:
        plain = text.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        return f"⟦{plain}⟧" if plain else text

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)
