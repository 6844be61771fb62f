"""Text and HTML that must not be longer than a number of bytes. Pure."""

from __future__ import annotations

import re

_TOKENS = re.compile(r"<(?P<end>/?)(?P<name>\w+)[^>]*>|&[^;\s]{1,32};|[^<&]+|[<&]")
_MORE = "…"
#: What stands where a list is cut between two of its items.
_MORE_ITEMS = f"<li>{_MORE}</li>"
_LISTS = ("ol", "ul")
_VOID = ("br",)


def shortened_text(text: str, longest: int) -> str:
    """Plain text of so many bytes of UTF-8 at most, cut at a word, with an ellipsis where it was cut."""
    if len(text.encode()) <= longest:
        return text
    return _words(text, longest - len(_MORE.encode())).rstrip(" ,;:–—-") + _MORE


def shortened_html(html: str, longest: int) -> str:
    """The same of HTML as `nh3` writes it: cut at a word, with all elements closed."""
    if len(html.encode()) <= longest:
        return html
    kept: list[str] = []
    opened: list[str] = []
    room = longest - len(_MORE_ITEMS.encode())
    for token in _TOKENS.finditer(html):
        text, name = token[0], token["name"]
        needed = len(text.encode())
        if name and not token["end"] and name not in _VOID:
            needed += len(f"</{name}>")
        elif name and token["end"]:
            needed = 0  # kept free when it was opened
        if needed > room:
            if not name and not text.startswith("&"):
                kept.append(_words(text, room))
            kept = ["".join(kept).rstrip()]
            break
        room -= needed
        kept.append(text)
        if name and token["end"]:
            opened.pop()
        elif name and name not in _VOID:
            opened.append(name)
    kept.append(_MORE_ITEMS if opened and opened[-1] in _LISTS else _MORE if opened else "")
    return "".join([*kept, *(f"</{name}>" for name in reversed(opened))])


def _words(text: str, room: int) -> str:
    """As many whole words as there is room for; of one that is longer than that, its beginning."""
    begin = text.encode()[: max(room, 0)].decode(errors="ignore")
    if text[len(begin) : len(begin) + 1].isspace():
        return begin
    return begin[: begin.rfind(" ")] if " " in begin.strip() else begin
