"""What a browser makes of HTML that was made of strangers' words, and what must hold of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

ALLOWED = {
    *("p", "br", "ul", "ol", "li", "em", "strong", "a", "blockquote", "code", "pre", "span", "q", "h2", "h3", "h4"),
    *("hr", "del", "sup", "sub", "i", "b"),
}
#: Elements that part no words.
WITHIN_A_WORD = {"em", "strong", "a", "code", "span", "mark", "-text"}
_ATTRIBUTES = {"href", "rel", "start", "class", "title", "lang", "dir", "cite"}
#: Where a browser finds a scheme (URL Standard, 4.4); whatever has none is relative, which only editors may write.
_SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z](?:[A-Za-z0-9+.-]|[\t\n\r])*):")


def read(html: str) -> LexborNode:
    """The element in which the HTML stands; nothing of it may have come to stand outside."""
    body = LexborHTMLParser(f"<!doctype html><body><main>{html}</main>").body
    assert body is not None
    main = next(body.iter())
    assert main.tag == "main" and main.next is None, html
    return main


def elements(main: LexborNode) -> list[LexborNode]:
    nodes = [node for node in main.traverse(include_text=False) if not node.tag.startswith("-")]
    return nodes[1:]  # the first is `main`


def require_safe(html: str, *, relative: bool = False, player: bool = False) -> LexborNode:
    """Only elements, attributes and schemes that may be there. `player`: links to moments of the same page too."""
    main = read(html)
    for node in elements(main):
        assert node.tag in ALLOWED, (node.tag, html)
        to_a_moment = player and "data-start" in node.attributes
        for name, value in node.attributes.items():
            assert name in _ATTRIBUTES or (to_a_moment and name == "data-start"), (name, html)
            if name == "href" and to_a_moment:
                assert re.fullmatch(r"\?t=[\d:.]+", value or ""), (value, html)
            elif name == "href":
                scheme = _SCHEME.match(value or "")
                safe = scheme[1].lower() in {"http", "https", "mailto"} if scheme else relative
                assert safe, (value, html)
    return main


def text_of(main: LexborNode) -> str:
    """What is read there, a new line wherever words are parted."""
    return "".join(_pieces(main))


def _pieces(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text(deep=False) or ""
            continue
        parts = child.tag not in WITHIN_A_WORD
        yield "\n" * parts
        yield from _pieces(child)
        yield "\n" * parts
