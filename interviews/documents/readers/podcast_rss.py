"""A podcast's feed: each item is an interview.

Formats: RSS 2.0 (RSS Advisory Board), Apple's ``itunes:`` tags, the ``podcast:`` namespace (Podcasting 2.0), Podlove
Simple Chapters, Media RSS. Nothing is fetched: what a feed only points to is named in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from interviews.documents import languages
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.feeds.fields import Fields, name_of
from interviews.documents.readers.feeds.file import channel_text, feed_file, is_rss, keyed, written
from interviews.documents.readers.feeds.item import FeedItem
from interviews.documents.readers.feeds.podcast_people import People, people_of
from interviews.documents.readers.feeds.values import plain, web_address
from interviews.documents.reading import Publication, Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.xml_tree import XmlTree

SUFFIXES = (".rss",)

_OF_THE_CHANNEL = frozenset(
    re.findall(
        r"\S+",
        "title link language copyright dc:rights cc:license itunes:author podcast:person podcast:license",
    )
)


def recognises(file: SourceFile) -> bool:
    return is_rss(file.head)


def read(file: SourceFile) -> Iterator[Reading]:
    feed = feed_file(file.data)
    items, doubled = keyed(feed.items, feed.tree)
    if not items:
        problem = "the feed has no items; check that it is the feed of the episodes"
        raise DocumentError(problem, line=feed.tree.line(feed.channel), code="not_an_interview")
    kept = [element for element in feed.channel if name_of(element) in _OF_THE_CHANNEL]
    shared = channel_text(kept, feed.tree)
    fields = Fields(feed.channel)
    channel, findings = _channel(fields, feed.tree)
    everywhere = people_of(fields.all("podcast:person"))
    findings += [*feed.findings, *doubled]
    for key, element in items:
        reading = _interview(FeedItem(element, feed.tree), channel, everywhere, file.stem)
        yield replace(reading, findings=(*findings, *reading.findings), key=key, text=written(shared, element))
        findings = []  # what is said of the whole feed is said once


def _channel(channel: Fields, tree: XmlTree) -> tuple[InterviewDocument, list[Finding]]:
    """What every interview of the feed has from the channel, as a document without a title."""
    findings = []
    language = channel.words("language")
    code = languages.code_of(language)
    if language and not code:
        message = f"“{language[:60]}” is no language that is known here; English is taken instead: set it in the admin"
        findings.append(Finding(tree.line(channel.first("language")), "language_unknown", message))
    document = InterviewDocument(
        title="",
        series=plain(channel.words("title")),
        organisation=plain(channel.words("itunes:author")),
        language=code or "en",
        rights=_rights(channel),
        provenance=web_address(channel.words("link")),
    )
    return document, findings


def _rights(fields: Fields) -> str:
    """The notice, and the licence with its address."""
    licences = []
    for element in fields.all("podcast:license", "cc:license"):
        said = (plain("".join(element.itertext())), web_address(element.get("url") or ""))
        licences.append(" ".join(part for part in said if part))
    notices = [plain(fields.words("copyright", "dc:rights")), *licences]
    return "; ".join(dict.fromkeys(notice for notice in notices if notice))


def _interview(item: FeedItem, channel: InterviewDocument, everywhere: People, name: str) -> Reading:
    people = item.fields.all("podcast:person")
    appearances, others = people_of(people) if people else everywhere
    document = item.document(
        InterviewDocument(
            title="",
            organisation=channel.organisation,
            series=channel.series,
            language=channel.language,
            rights=_rights(item.fields) or channel.rights,
            provenance=channel.provenance,
            appearances=appearances,
        ),
        name,
    )
    if others:
        item.leave_out("podcast:person", ", ".join(others))
    guid = item.guid()
    return Reading(document, tuple(item.all_findings()), publication=Publication(guid=guid) if guid else None)
