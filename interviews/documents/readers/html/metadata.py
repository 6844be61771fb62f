"""What an HTML page says of itself: title, description, author, dates, addresses, sound.

Sources: HTML Living Standard, section 4.2 (``<title>``, ``<meta>``, ``<link>``); The Open Graph protocol, ogp.me;
schema.org, types PodcastEpisode, AudioObject and Clip, as JSON-LD 1.1 (W3C) in a ``<script>``.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from interviews import timecode
from interviews.documents.document import PartialDate, RecordingEntry, SegmentEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.languages import code_of
from interviews.documents.readers.blocks.page_facts import PageFacts
from interviews.documents.readers.html.source import HtmlSource
from interviews.documents.readers.page.time_index import keywords_in
from interviews.documents.reading import lines_of

_EPISODES = ("PodcastEpisode", "RadioEpisode", "Episode", "AudioObject", "VideoObject")
_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "WebPage")
#: Line breaks; and what JSON can write and no text has: control characters, halves of a character.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_THINGS = 2_000  # of structured data; a page has a few dozen
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "dc.date.issued", "pubdate")

Thing = dict[str, Any]


def facts_of(page: LexborHTMLParser, source: HtmlSource) -> PageFacts:
    """The facts in a page's head."""
    said = _named(page)
    thing = _thing(source.structured_data)
    facts = PageFacts("the page’s metadata")
    facts.organisation = said.get("og:site_name", "")
    title = _text(thing.get("name") or thing.get("headline")) or said.get("og:title", "")
    facts.title = title or _without_site(_text(html.unescape(source.title)), facts.organisation)
    facts.title_line = source.title_line
    facts.series = _text(_first(thing.get("partOfSeries")).get("name"))
    facts.description = _text(thing.get("description")) or said.get("description", "") or said.get("og:description", "")
    facts.author = _text(_first(thing.get("author")).get("name")) or said.get("author", "")
    facts.language = _language(page, said, thing)
    facts.provenance = address_of_page(page)
    facts.rights = _linked(page, "license") or _text(thing.get("license")) or said.get("dcterms.rights", "")
    words = thing.get("keywords") or said.get("keywords", "")
    facts.tags = keywords_in(", ".join(map(_text, words)) if isinstance(words, list) else _text(words))
    facts.recordings = tuple(_recordings(thing, said))
    facts.segments = tuple(_segments(thing))
    date = _text(thing.get("datePublished")) or next((said[name] for name in _DATES if name in said), "")
    if date:
        try:
            facts.published = PartialDate.parse(date.partition("T")[0].partition(" ")[0])
        except DocumentError as error:
            facts.findings.append(Finding(None, "bad_date", f"in the page’s metadata: {error.problem}"))
    return facts


def address_of_page(page: LexborHTMLParser) -> str:
    """The page's own address; empty where it says none."""
    for address in (_linked(page, "canonical"), _named(page).get("og:url", "")):
        if is_web_address(address):
            return address
    return ""


def base_of(page: LexborHTMLParser) -> str:
    """What relative addresses start from; empty where the page does not say."""
    own = address_of_page(page)
    base = page.css_first("base[href]")
    address = joined(own, _attribute(base, "href")) if base is not None else ""
    return address if is_web_address(address) else own


def joined(base: str, address: str) -> str:
    """An address from a base, empty where it is none. ``javascript:`` and ``data:`` are not refused here."""
    try:
        return urljoin(base, "".join(address.split()) if "\t" in address or "\n" in address else address.strip())
    except ValueError:
        return ""


def is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", address)
    except ValueError:
        return False


def _named(page: LexborHTMLParser) -> dict[str, str]:
    """The contents of ``<meta>``, by name or property in small letters; the first of each."""
    said: dict[str, str] = {}
    for meta in page.css("meta[content]"):
        name = _attribute(meta, "property") or _attribute(meta, "name") or _attribute(meta, "http-equiv")
        content = _text(_attribute(meta, "content"))
        if name and content:
            said.setdefault(name.lower(), content)
    return said


def _attribute(node: Any, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def _linked(page: LexborHTMLParser, relation: str) -> str:
    for link in page.css("link[href][rel]"):
        if relation in _attribute(link, "rel").lower().split():
            return _attribute(link, "href")
    return ""


def _language(page: LexborHTMLParser, said: dict[str, str], thing: Thing) -> str:
    root = page.css_first("html")
    declared = _attribute(root, "lang") if root is not None else ""
    inside = thing.get("inLanguage")
    for tag in (declared, _text(inside if isinstance(inside, str) else ""), said.get("content-language", "")):
        if code := code_of(tag.replace("_", "-")):
            return code
    return ""


def _without_site(title: str, site: str) -> str:
    """``Ola Berg, Keeper`` of ``Ola Berg, Keeper | Guild``, where the site is called ``Guild``."""
    head = title.removesuffix(site).rstrip() if site else title
    return head[:-1].rstrip() if head != title and head[-1:] in "|-–—:·•" and head[:-1].strip() else title


def _text(value: object) -> str:
    """A text on one line; empty for what is none."""
    return lines_of(_UNFIT.sub(" ", value))[0].text if isinstance(value, str) else ""


def _first(value: object) -> Thing:
    """The thing, or the first of a list of them."""
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {"name": one} if isinstance(one, str) else {}


def _thing(texts: list[str]) -> Thing:
    """What the structured data are about: an episode, or else the sound, or else the article."""
    things = [thing for text in texts for thing in _things(text)]
    for kind in (*_EPISODES, *_ARTICLES):
        found = next((thing for thing in things if kind in _kinds(thing)), None)
        if found is not None:
            return found
    return {}


def _things(text: str) -> Iterator[Thing]:
    try:
        waiting = deque([json.loads(text)])
    except (ValueError, RecursionError):
        return
    for _count in range(_MOST_THINGS):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _kinds(thing: Thing) -> list[Any]:
    kinds = thing.get("@type")
    return kinds if isinstance(kinds, list) else [kinds]


def _recordings(thing: Thing, said: dict[str, str]) -> Iterator[RecordingEntry]:
    media = thing.get("associatedMedia") or thing.get("audio") or thing.get("video") or thing
    known = set()
    for medium in media if isinstance(media, list) else [media]:
        if not isinstance(medium, dict):
            continue
        address = _text(medium.get("contentUrl"))
        if is_web_address(address) and address not in known:
            known.add(address)
            yield RecordingEntry(
                url=address,
                media_type=_text(medium.get("encodingFormat")),
                duration=_duration(medium.get("duration") or thing.get("duration") or thing.get("timeRequired")),
            )
    address = said.get("og:audio:secure_url") or said.get("og:audio:url") or said.get("og:audio", "")
    if is_web_address(address) and not known:
        yield RecordingEntry(url=address, media_type=said.get("og:audio:type", ""))


def _duration(value: object) -> Any:
    """``PT1H2M3S``; None for what is none."""
    text = _text(value).upper()
    try:
        return timecode.parse_moment(text.removeprefix("P").removeprefix("T")) if text.startswith("PT") else None
    except timecode.TimecodeError:
        return None


def _segments(thing: Thing) -> Iterator[SegmentEntry]:
    clips = thing.get("hasPart")
    for clip in clips if isinstance(clips, list) else [clips]:
        if isinstance(clip, dict) and "Clip" in _kinds(clip) and (name := _text(clip.get("name"))):
            yield SegmentEntry(
                start=_offset(clip.get("startOffset")),
                end=_offset(clip.get("endOffset")),
                kind="question" if "?" in name else "statement",
                question=name,
                answer=_text(clip.get("description")),
            )


def _offset(value: object) -> Any:
    """Seconds, as a number or a text, or a timecode; None for what is none."""
    try:
        return timecode.parse_moment(str(value)) if isinstance(value, int | float | str) else None
    except (timecode.TimecodeError, OverflowError):
        return None
