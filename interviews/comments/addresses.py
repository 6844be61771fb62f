"""Texts without the addresses in them. PURE: knows no Django.

What spam advertises must not be mailed on, not even to editors: whoever does is soon taken for its sender.
"""

from __future__ import annotations

import re

#: What stands where an address was.
GONE = "[…]"

#: The dots by which labels of a domain are parted (UTS 46, 2.3).
_DOT = r"[.\u3002\uff0e\uff61]"
_WORD = re.compile(r"\S+")
#: A scheme; a mailbox; a domain, which mailboxes make a link by themselves; the number of a machine.
_ADDRESS = re.compile(rf"://|mailto:|@|[\w-]{_DOT}[^\W\d_]{{2}}|\d(?:\.\d{{1,3}}){{3}}", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """The text with GONE for each word that has an address in it, or what may be one: two that a full stop joins."""
    return _WORD.sub(lambda word: GONE if _ADDRESS.search(word[0]) else word[0], text)
