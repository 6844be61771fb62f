"""A WordPress post on its way to a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from interviews.documents.document import InterviewDocument, PartialDate
from interviews.documents.errors import Finding
from interviews.documents.readers.feeds.fields import Fields, value_of, words_of
from interviews.documents.readers.feeds.post_content import PostContent, post_content
from interviews.documents.readers.feeds.post_document import with_content
from interviews.documents.readers.feeds.shortcodes import unwrapped
from interviews.documents.readers.feeds.values import instant, moment_of, plain, web_address
from interviews.documents.readers.feeds.wordpress_comments import comments_of
from interviews.documents.readers.feeds.wordpress_meta import PostMeta
from interviews.documents.reading import Publication
from interviews.documents.xml_tree import XmlTree
from interviews.names import name_key

#: Blocks of the newer editor; in an older text line ends mean something, as WordPress shows it.
_BLOCK = "<!-- wp:"
_NO_TAG = ("post_format", "nav_menu", "link_category")


class Post:
    """One item of an export. `authors` are the names shown for the names by which authors log in."""

    def __init__(self, element: Element, tree: XmlTree, authors: Mapping[str, str], language: str) -> None:
        self.element = element
        self.fields = Fields(element)
        self.kind = self.fields.words("wp:post_type") or "post"
        self.status = self.fields.words("wp:status")
        self.title = plain(self.fields.words("title"))
        self.creator = self.fields.words("dc:creator")
        self._author = authors.get(self.creator, self.creator)
        self._language = language
        self._tree = tree
        self._line = tree.line(element)
        self._left_out: list[str] = []

    def publication(self) -> Publication:
        """Only what everyone could read there is published."""
        public = self.status == "publish" and not self.fields.words("wp:post_password")
        slug = unquote(self.fields.words("wp:post_name"))
        return Publication(
            slug=slug if slug.isascii() else "",
            status="published" if public else "draft",
            published_at=self._published_at() if public else None,
            guid=self.fields.words("guid"),
        )

    def interview(self, name: str) -> tuple[InterviewDocument, list[Finding]] | None:
        """The document and what is odd about it; None for a post that is no interview.

        `name` stands in for a missing title. A page of a site (`kind`) is one only if it can be heard.
        """
        address = web_address(self.fields.words("link"))
        meta = PostMeta(self.fields.all("wp:postmeta"))
        content, findings = self._content(address)
        document = InterviewDocument(
            title=self.title,
            series=self._terms("series")[0] if self._terms("series") else "",
            part=meta.part(),
            language=self._language,
            provenance=address,
            recorded=meta.recorded(),
            recordings=meta.recordings(),
            tags=(*self._terms("post_tag"), *self._terms("category")),
        )
        document, found = with_content(self._dated(document), content, self._line)
        if not document.recordings and (self.kind == "page" or not (content.is_page or document.segments)):
            return None
        comments, odd = comments_of(self.fields.all("wp:comment"), self._tree)
        document = replace(document, comments=comments)
        findings += [*found, *odd, *self._author_unused(document), *self._rest_unused(meta)]
        if not document.title:
            guests = " and ".join(entry.name for entry in document.people("guest"))
            document = replace(document, title=guests or name or "Interview")
            message = f"the post has no title; “{document.title}” stands in for it"
            findings.append(Finding(self._line, "title_missing", message))
        return document, findings

    def _published_at(self) -> dt.datetime | None:
        moment, _certain = moment_of(self.fields.words("wp:post_date_gmt"), "")
        if moment is None:
            moment = instant(self.fields.words("pubdate"))
        return moment if moment is not None and moment.tzinfo is not None else None

    def _dated(self, document: InterviewDocument) -> InterviewDocument:
        """The day on which it was published there, as the site showed it; what was not public has none."""
        said = self.fields.words("wp:post_date")
        moment = instant(said) if said.strip("0-: ") else instant(self.fields.words("pubdate"))
        if self.status != "publish" or moment is None:
            return document
        return replace(document, published=PartialDate(moment.date()), published_basis="date of the post")

    def _content(self, address: str) -> tuple[PostContent, list[Finding]]:
        element = self.fields.first("content:encoded")
        text = value_of(element)
        line = self._tree.line(element) or self._line
        found = unwrapped(text, address)
        content = post_content(found.text, title=self.title, line=line, breaks=_BLOCK not in text, base=address)
        content.sounds = {**found.sounds, **content.sounds}
        findings = []
        if found.unknown:
            named = ", ".join(f"[{name}]" for name, _count in found.unknown.most_common(12))
            message = f"shortcodes that are not understood were left out: {named}; see what they showed on the page"
            findings.append(Finding(line, "shortcode_left_out", message))
        excerpt = self.fields.first("excerpt:encoded")
        read = post_content(value_of(excerpt), title="", line=self._tree.line(excerpt), breaks=True, base=address)
        said = " ".join(read.plain.split())
        if said and not content.plain:
            content.introduction = read.introduction
        elif said not in " ".join(content.plain.split()):
            self._left_out.append(f"excerpt: {said[:120]}")
        return content, findings

    def _terms(self, domain: str) -> list[str]:
        return [
            plain(words_of(element))
            for element in self.fields.all("category")
            if (element.get("domain") or "category") == domain and element.get("nicename") != "uncategorized"
        ]

    def _author_unused(self, document: InterviewDocument) -> list[Finding]:
        """Whoever entered a post is not always who asked the questions."""
        if not self._author or name_key(self._author) in {name_key(entry.name) for entry in document.appearances}:
            return []
        message = f"the post’s author is {self._author[:80]}; if that is the interviewer, add them in the admin"
        return [Finding(self._tree.line(self.fields.first("dc:creator")), "author_left_out", message)]

    def _rest_unused(self, meta: PostMeta) -> list[Finding]:
        known = {"post_tag", "category", "series", *_NO_TAG}
        domains = [element.get("domain") or "category" for element in self.fields.all("category")]
        terms = [f"terms of “{domain[:40]}”" for domain in dict.fromkeys(domains) if domain not in known]
        more_series = [f"series: {series[:80]}" for series in self._terms("series")[1:]]
        named = [*self._left_out, *more_series, *terms, *(f"field {name}" for name in meta.unused())]
        if not named:
            return []
        message = f"no place in an interview here, and left out: {'; '.join(named[:12])}"
        return [Finding(self._line, "field_left_out", message)]
