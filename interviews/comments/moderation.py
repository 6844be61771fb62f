"""Rules on what is spam. PURE: knows no Django, stores nothing.

A rule here only spares the editors' queue. Nothing is published or thrown away by it: spam is kept, and an
editor can still approve it.
"""

from __future__ import annotations

import re

#: A reader may well cite a shelf of sources; nobody but a robot leaves more.
MANY_LINKS = 8

_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
#: The markup of forums, which this site never had: what posts it does so everywhere.
_FORUM_LINK = re.compile(r"\[(?:url|link)=|\[/(?:url|link)\]", re.IGNORECASE)


def looks_like_spam(body: str, *, trap: str) -> bool:
    """Whether a robot wrote this. `trap` is what came in the field that people cannot see."""
    return bool(trap.strip()) or len(_LINK.findall(body)) > MANY_LINKS or bool(_FORUM_LINK.search(body))
