"""Links of strangers as plain words with the address beside them. PURE: knows no Django.

Who moderates must see where a link leads, and must not get there by a slip of the hand.
"""

from __future__ import annotations

import re
from html import unescape

#: The sanitiser's HTML: attributes in double quotes, no link within a link.
_LINK = re.compile(r'<a\b(?:[^>]*?\shref="(?P<address>[^"]*)")?[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_SCHEME = re.compile(r"^(?:https?://|mailto:)")


def unlinked(html: str) -> str:
    """Clean HTML, each link told as ``words (address)``, or as the address alone where that is what it says."""
    return _LINK.sub(_told, html)


def _told(link: re.Match[str]) -> str:
    address, words = link["address"] or "", link["words"]
    if not address or _bare(words) == _bare(address):
        return f'<span class="address">{words}</span>'
    return f'{words} <span class="address">({address})</span>'


def _bare(address: str) -> str:
    return _SCHEME.sub("", unescape(address)).rstrip("/")
