"""The items of an RSS file: what names each, and each as a file of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from interviews.documents.errors import DocumentError, Finding
from interviews.documents.prolog import behind
from interviews.documents.readers.feeds.fields import name_of, value_of, words_of
from interviews.documents.xml_tree import XmlTree, child, local, parse_xml, without_controls

#: Characters that a channel may say of itself: they stand in the file of each of its items.
LONGEST_CHANNEL = 10_000
_DIGEST = "sha256:"
#: The declaration, comments, and a document type: that is refused, but by the right reader.
_PROLOG = re.compile(
    r"\s+|<\?[^>]*+>|<!--.*?-->|<!DOCTYPE\b[^\[>]*+(?:\[.*?\]\s*+>|>)",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(r"<(?P<name>[\w:]+)")


@dataclass(frozen=True)
class FeedFile:
    """The tree of an RSS file, its channel, and what was mended before it could be read."""

    tree: XmlTree
    channel: Element
    findings: tuple[Finding, ...]

    @property
    def items(self) -> list[Element]:
        """In the channel, or beside it as RSS 0.9 and 1.0 have them."""
        return [item for parent in (self.channel, self.tree.root) for item in parent if local(item) == "item"]


def is_rss(head: str) -> bool:
    """Whether a file that begins so is RSS, of which version ever."""
    root = _ELEMENT.match(head, behind(_PROLOG, head))
    return root is not None and (root["name"] == "rss" or (root["name"] == "rdf:RDF" and "<channel" in head))


def feed_file(data: bytes) -> FeedFile:
    """Raises DocumentError for what is no RSS."""
    cleaned, findings = without_controls(data)
    tree = parse_xml(cleaned)
    channel = child(tree.root, "channel")
    if channel is None:
        problem = f"this XML is no RSS (its first element is <{local(tree.root)[:40]}>, with no <channel>)"
        raise DocumentError(problem, line=tree.line(tree.root), code="other_xml")
    return FeedFile(tree, channel, tuple(findings))


def keyed(items: Iterable[Element], tree: XmlTree) -> tuple[list[tuple[str, Element]], list[Finding]]:
    """Each item with the key that names it: its guid, else its link, else its recording, else what it says.

    Where two have one key the second gets the next in that order, written into its guid; one that has the same in all
    of them is the same item, and left out.
    """
    keys: dict[str, Element] = {}
    known: set[tuple[str, ...]] = set()
    findings: list[Finding] = []
    for item in items:
        candidates = _names_of(item)
        key = next((candidate for candidate in candidates if candidate not in keys), None)
        line = tree.line(item)
        if key is None or candidates in known:
            message = f"the item “{_title(item)}” stands twice; the second was left out"
            findings.append(Finding(line, "item_twice", message))
            continue
        if key != candidates[0]:
            message = f"“{_title(item)}” has the guid of another item, and is known by “{key[:80]}” instead"
            findings.append(Finding(line, "guid_twice", message))
        if key != candidates[0] or is_digest(key):
            _name(item, key)
        known.add(candidates)
        keys[key] = item
    return list(keys.items()), findings


def _names_of(item: Element) -> tuple[str, ...]:
    """Guid, link and address of the recording, as far as they are given; else a digest of what the item says."""
    given: dict[str, str] = {}
    for element in item:
        name = name_of(element)
        said = element.get("url", "").strip() if name == "enclosure" else words_of(element)
        if name in ("guid", "link", "enclosure") and said:
            given.setdefault(name, said[:1000])
    if not given:
        told = (value_of(element) for element in item if name_of(element) in ("title", "pubdate", "description"))
        return (_DIGEST + hashlib.sha256("\n".join(told).encode()).hexdigest()[:32],)
    return tuple(dict.fromkeys(given[name] for name in ("guid", "link", "enclosure") if name in given))


def is_digest(name: str) -> bool:
    """Whether it was made here, of what an item says that has no name."""
    return name.startswith(_DIGEST)


def _name(item: Element, key: str) -> None:
    guid = next((element for element in item if name_of(element) == "guid"), None)
    if guid is None:
        guid = SubElement(item, "guid", isPermaLink="false")
    for part in list(guid):
        guid.remove(part)
    guid.text = key
    guid.set("isPermaLink", "false")


def _title(item: Element) -> str:
    title = next((element for element in item if name_of(element) == "title"), None)
    return words_of(title)[:60]


def channel_text(channel: Sequence[Element], tree: XmlTree) -> str:
    """What of the channel stands in the file of each item. Raises DocumentError where that would be too much."""
    text = "".join(_xml(element) for element in channel)
    if len(text) > LONGEST_CHANNEL:
        raise DocumentError(
            f"the channel says {len(text):,} characters about itself, more than the {LONGEST_CHANNEL:,} that are read; "
            "shorten its title or its list of persons",
            line=tree.line(channel[0]),
            code="too_large",
        )
    return text


def written(channel: str, item: Element, *more: Element) -> str:
    """An RSS file with one item, and of its channel only that text and some elements more."""
    inner = "".join([channel, *(_xml(element) for element in more), _xml(item)])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n{inner}</channel>\n</rss>\n'


def _xml(element: Element) -> str:
    return tostring(element, encoding="unicode").strip() + "\n"
