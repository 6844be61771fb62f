"""Words of an answer, to be quoted elsewhere: found in it, and written with who said them, when and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from interviews import richtext
from interviews.characters import composed
from interviews.documents import markdown_text

#: Characters of chosen words: they stand in an address, of which servers take some 8,000 bytes.
LONGEST_CHOICE = 800

_TAG = re.compile("<[^>]*>")
#: Signs that are typed in more than one way, a character for a character.
_AS_TYPED = str.maketrans("“”„«»‘’‚‹›", '"""""' + "'''''")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """`words` may be empty, where only the source is named; blank lines part their paragraphs.

    `source` says who spoke, to whom, when and at which moment; `address` leads there.
    """

    words: str
    source: str
    address: str
    language: str = "en"


def shown(answer: str, language: str) -> str:
    """The words of an answer as its page shows them: elisions as […], the language's quotation marks."""
    paragraphs = richtext.excerpt(answer, language).split("</p>\n<p>")
    return "\n\n".join(unescape(_TAG.sub("", paragraph)) for paragraph in paragraphs)


def found(choice: str, words: str) -> str:
    """The chosen words as they stand in `words`, whole at both ends; empty where they are none of them.

    White space and the kind of quotation marks make no difference.
    """
    tokens = _TOKEN.findall(composed(choice).translate(_AS_TYPED))
    if not tokens:
        return ""
    match = re.search(r"\s*".join(map(re.escape, tokens)), words.translate(_AS_TYPED))
    if match is None:
        return ""
    start, end = match.span()
    while start and _within_a_word(words, start):
        start -= 1
    while end < len(words) and _within_a_word(words, end):
        end += 1
    return words[start:end]


def _within_a_word(words: str, place: int) -> bool:
    return words[place - 1].isalnum() and words[place].isalnum()


def plain(quotation: Quotation) -> str:
    """Three lines at most: the words in quotation marks, the source, the address."""
    lines = [f"— {quotation.source}", quotation.address] if quotation.words else [quotation.source, quotation.address]
    return "\n".join([*filter(None, [_in_marks(quotation)]), *lines])


def _in_marks(quotation: Quotation) -> str:
    """In the outer marks, the outer marks within as inner ones; paragraphs are not parted."""
    if not quotation.words:
        return ""
    opening, closing, inner_opening, inner_closing = richtext.quotation_marks(quotation.language)
    words = _PARAGRAPHS.sub(" ", quotation.words).replace(opening, inner_opening).replace(closing, inner_closing)
    return f"{opening}{words}{closing}"


def markdown(quotation: Quotation) -> str:
    """A block quotation; no character of the words or the source is a mark."""
    source = markdown_text.link(markdown_text.escaped(quotation.source), quotation.address)
    if not quotation.words:
        return source
    paragraphs = [markdown_text.escaped(part) for part in _PARAGRAPHS.split(quotation.words)]
    return "\n>\n".join(f"> {part}" for part in [*paragraphs, f"— {source}"])


def html(quotation: Quotation) -> str:
    """A figure of HTML; no character of the words or the source is markup."""
    source = f'<a href="{escape(quotation.address)}">{escape(quotation.source, quote=False)}</a>'
    if not quotation.words:
        return f"<p>{source}</p>"
    paragraphs = "".join(f"<p>{escape(part, quote=False)}</p>" for part in _PARAGRAPHS.split(quotation.words))
    return (
        f'<figure>\n<blockquote cite="{escape(quotation.address)}" lang="{escape(quotation.language)}">'
        f"{paragraphs}</blockquote>\n<figcaption>— {source}</figcaption>\n</figure>"
    )
