"""What a comment says to those who see it: its words without markup, and where its links lead. PURE: knows no Django.

Read from the HTML that pages show, never from what was typed: Markdown has many ways to write one address, and a word
can be hidden between its marks from whoever looks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from ipaddress import IPv4Address
from socket import inet_aton
from urllib.parse import unquote

from interviews import richtext
from interviews.comments import typed
from interviews.search.words import words_of

#: The sanitiser's HTML: attributes in double quotes, no link within a link.
_LINK = re.compile(r'<a\b(?:[^>]*?\shref="([^"]*)")?[^>]*>.*?</a>', re.DOTALL)
_TAG = re.compile(r"<(/?[a-z]+)[^>]*>")
#: What emphasises within a word; all other tags part words.
_WITHIN_A_WORD = {"a", "code", "em", "strong"}
#: An address that is no link here, and that mailboxes and readers make one of.
_WRITTEN = re.compile(r"(?:https?://|\bwww\.)(?:[^/@\s]*@)?([^\s/\\?#:<>()]*)", re.IGNORECASE)
#: After the scheme browsers take any number of slashes, of either kind (WHATWG URL, "special authority slashes").
_AUTHORITY = re.compile(r"https?:[/\\]*([^/\\?#]*)", re.IGNORECASE)
_PORT = re.compile(r":\d*$")
#: The dots by which labels of a domain are parted (UTS 46, 2.3).
_DOTS = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61", "."))


#: Fewer letters ("Thank you!") are anybody's words.
SHORTEST_REPEAT = 30


@dataclass(frozen=True, slots=True)
class Said:
    """A comment's text, as it is seen."""

    #: Plain words, a line for each of its paragraphs, items and lines.
    words: str
    #: How many addresses stand in it, whether or not they can be clicked.
    links: int
    #: The hosts of these, as `domain` writes them.
    hosts: frozenset[str]

    @property
    def gist(self) -> str:
        """The same for words that differ by marks, signs, spaces, capitals or accents alone; empty for few words."""
        letters = "".join(words_of(self.words))
        return blake2b(letters.encode(), digest_size=16).hexdigest() if len(letters) >= SHORTEST_REPEAT else ""


@lru_cache(maxsize=32)  # the form, the judge and the row ask for the same, one after the other
def said(text: str) -> Said:
    """What that text of a comment says."""
    return shown(richtext.remark(text, "en"))


@lru_cache(maxsize=32)
def shown(html: str) -> Said:
    """What a comment says of which that is the HTML."""
    addresses = [unescape(address) for address in _LINK.findall(html) if address]
    written = _WRITTEN.findall(_plain(_LINK.sub(" ", html)))
    words = _plain(html)
    named = [*map(host, addresses), *map(domain, written), *map(domain, _WRITTEN.findall(words))]
    return Said(words, len(addresses) + len(written), frozenset(filter(None, named)))


def host(address: str) -> str:
    """The host to which a browser goes for an address (of a mailbox: its domain), in small ASCII letters; else ''."""
    address = re.sub(r"[\t\n\r]", "", address.strip())
    if address[:7].lower() == "mailto:":
        return domain(unquote(address).partition("?")[0].rpartition("@")[2])
    found = _AUTHORITY.match(address)
    return domain(_PORT.sub("", found[1].rpartition("@")[2])) if found else ""


def domain(written: str) -> str:
    """A host as a browser reads it, however it is written: percent signs, other letters, other dots, a number."""
    name = unquote(written).translate(_DOTS).strip(".")
    with suppress(UnicodeError):  # an empty label, or one too long: no such host, and compared as it stands
        name = name.encode("idna").decode("ascii")
    with suppress(OSError):  # 0x7f.1 and 2130706433 are the numbers of machines, too
        return str(IPv4Address(inet_aton(name))) if name[:1].isdigit() else name.lower()
    return name.lower()


def _plain(html: str) -> str:
    """Plain text of clean HTML, freed of what nobody can see."""
    return typed.paragraphs("".join(_pieces(html)))


def _pieces(html: str) -> Iterator[str]:
    place = 0
    for tag in _TAG.finditer(html):
        yield unescape(html[place : tag.start()])
        if tag[1].strip("/") not in _WITHIN_A_WORD:
            yield "\n"
        place = tag.end()
    yield unescape(html[place:])
