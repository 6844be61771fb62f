"""What stands in a channel or an item of a feed, under the prefixes that the world gives these names.

Prefixes are free in XML and addresses of namespaces are misspelt, so a namespace is known by a part of its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element, register_namespace

from interviews.characters import composed
from interviews.documents.xml_tree import text_of

_PREFIXES = {
    "itunes.com/": "itunes",
    "podcastindex": "podcast",
    "podcast-namespace": "podcast",
    "simple-chapters": "psc",
    "rss/1.0/modules/content": "content",
    "/excerpt/": "excerpt",
    "wordpress.org/export": "wp",
    "purl.org/dc/": "dc",
    "search.yahoo.com/mrss": "media",
    "w3.org/2005/atom": "atom",
    "creativecommons": "cc",
    "purl.org/rss/1.0/modules/slash": "slash",
    "wellformedweb": "wfw",
    "rss2": "",  # RSS 2.0 has no namespace, but some have given it one
}
#: So that an item written alone has the prefixes that people know.
for _prefix, _address in {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "wp": "http://wordpress.org/export/1.2/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}.items():
    register_namespace(_prefix, _address)


@lru_cache(maxsize=256)
def _name(tag: str) -> str:
    namespace, _brace, name = tag.rpartition("}")
    if not namespace:
        return name.lower()
    folded = namespace.lower()
    prefix = next((short for part, short in _PREFIXES.items() if part in folded), "other")
    return f"{prefix}:{name.lower()}" if prefix else name.lower()


def name_of(element: Element) -> str:
    """``title``, ``itunes:duration``: small letters, and the usual prefix; ``other:`` for a namespace not known."""
    return _name(element.tag)


def value_of(element: Element | None) -> str:
    """All text of an element, in normal form C, lines ending in ``\\n``; empty for None."""
    text = text_of(element)
    return composed(text.replace("\r\n", "\n").replace("\r", "\n")) if text else ""


def words_of(element: Element | None) -> str:
    """The same on one line."""
    return " ".join(value_of(element).split())


class Fields:
    """The children of an element by `name_of`, each list in the order of the file."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._children: dict[str, list[Element]] = {}
        for child in element:
            self._children.setdefault(name_of(child), []).append(child)

    def __iter__(self) -> Iterator[str]:
        return iter(self._children)

    def all(self, *names: str) -> list[Element]:
        return [child for name in names for child in self._children.get(name, ())]

    def first(self, *names: str) -> Element | None:
        """The first that says something: text, attributes, children."""
        return next((child for child in self.all(*names) if child.attrib or len(child) or text_of(child)), None)

    def words(self, *names: str) -> str:
        """The first that has text, on one line."""
        return next((words for child in self.all(*names) if (words := words_of(child))), "")
