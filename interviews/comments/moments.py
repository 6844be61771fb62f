"""Times that readers write in their comments, as links to the moment. PURE: knows no Django.

“At 1:02:30 she says” plays from there. What only looks like a time stays as it is: one past the end of the recording, a
time of day, a part of an address, of code or of another link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import escape

from interviews import timecode

#: The sanitiser's HTML: between its tags stands text, and no ``<`` in it.
_TAG = re.compile(r"(<[^>]*>)")
_WITHIN = re.compile(r"<(/?)(?:a|code)\b")
_TIME = re.compile(
    rf"(?<![\w:.,/@#?&=+-]){timecode.PATTERN.pattern}(?![\w:/@%]|[.,]\d|-\d)(?!\s?[ap]\.?\s?m\b)(?!\s?(?:o’clock|uhr|heures?)\b)",
    re.ASCII | re.IGNORECASE,
)


def linked(html: str, length: timedelta | None, page: str = "") -> str:
    """A comment's clean HTML, each time within the recording (of that length) a link to it on the same page.

    On another page, `page` is the address of the interview. Without a length nothing is linked: then nobody knows
    whether it is a time of the recording.
    """
    if length is None or ":" not in html:
        return html
    return "".join(_linked(html, length, page))


def _linked(html: str, length: timedelta, page: str) -> Iterator[str]:
    inside = 0
    for part in _TAG.split(html):
        if part.startswith("<"):
            if found := _WITHIN.match(part):
                inside += -1 if found[1] else 1
            yield part
        else:
            yield part if inside else _TIME.sub(lambda time: _link(time, length, page), part)


def _link(time: re.Match[str], length: timedelta, page: str) -> str:
    try:
        moment = timecode.parse(time[0])
    except timecode.TimecodeError:
        return time[0]
    if moment > length:
        return time[0]
    return (
        f'<a href="{page}?t={timecode.written(moment)}" data-start="{moment.total_seconds():g}">{escape(time[0])}</a>'
    )
