"""A WordPress export (WXR): posts that are interviews, with the comments on them.

Format: WordPress eXtended RSS 1.0 to 1.2, as WordPress's own exporter (``wp-admin/includes/export.php``) writes it.
Nothing that was not public there becomes public by an import, and addresses of computers are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from interviews.documents import languages
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.feeds.fields import Fields, name_of
from interviews.documents.readers.feeds.file import FeedFile, channel_text, feed_file, is_rss, keyed, written
from interviews.documents.readers.feeds.values import plain
from interviews.documents.readers.feeds.wordpress_meta import PostMeta
from interviews.documents.readers.feeds.wordpress_post import Post
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SUFFIXES = (".wxr",)

_NAMESPACE = "wordpress.org/export/"
_OF_THE_CHANNEL = frozenset(("title", "link", "language", "wp:wxr_version", "wp:base_site_url"))
#: What a site is built from, and what its posts show.
_NO_POSTS = frozenset(
    re.findall(
        r"\S+",
        "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block "
        "wp_template wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face",
    )
)
_NO_STATES = frozenset(("trash", "auto-draft", "inherit"))
_SECRETS = frozenset(("wp:comment_author_ip", "wp:comment_user_id", "wp:commentmeta"))
_MOST_TITLES = 5


def recognises(file: SourceFile) -> bool:
    return _NAMESPACE in file.head and is_rss(file.head)


def read(file: SourceFile) -> Iterator[Reading]:
    feed = feed_file(file.data)
    fields = Fields(feed.channel)
    kept = [element for element in feed.channel if name_of(element) in _OF_THE_CHANNEL]
    shared = channel_text(kept, feed.tree)
    authors = _authors(fields.all("wp:author"))
    language = languages.code_of(fields.words("language")) or "en"
    posts = [Post(element, feed.tree, authors, language) for element in feed.items]
    by_element = {post.element: post for post in posts if post.kind not in _NO_POSTS and post.status not in _NO_STATES}
    named, findings = keyed(by_element, feed.tree)
    findings += [*feed.findings, *_site_unused(feed, fields), *_counted_out(posts)]
    interviews: list[tuple[str, Post, InterviewDocument, list[Finding]]] = []
    others: list[str] = []
    for key, element in named:
        post = by_element[element]
        found = post.interview(file.stem)
        if found is None:
            others.append(post.title or key)
        else:
            interviews.append((key, post, *found))
    if not interviews:
        raise DocumentError(
            f"none of the {len(posts)} items of this export is an interview: none can be heard, and none is laid out "
            "as one, with a time index (“:00:18: What came first?”) or questions (“Q: …”)",
            line=feed.tree.line(feed.channel),
            code="not_an_interview",
        )
    if others:
        message = f"{len(others):,} posts are no interviews and were left out: {_listed(others)}"
        findings.append(Finding(None, "posts_left_out", message))
    for key, post, document, odd in interviews:
        publication = post.publication()
        _forget_secrets(post.element)
        text = written(shared, post.element, *_author(post.creator, authors))
        yield Reading(document, (*findings, *odd), key=key, text=text, publication=publication)
        findings = []  # what is said of the whole export is said once


def _authors(elements: Iterable[Element]) -> dict[str, str]:
    """The names that are shown, by the names that are typed to log in."""
    authors = {}
    for element in elements:
        fields = Fields(element)
        authors[fields.words("wp:author_login")] = plain(fields.words("wp:author_display_name"))
    return {login: shown for login, shown in authors.items() if login and shown}


def _author(login: str, authors: dict[str, str]) -> Iterator[Element]:
    """The author of one post as an element, without the address that the export has."""
    if login not in authors:
        return
    wp = "{http://wordpress.org/export/1.2/}"
    author = Element(f"{wp}author")
    SubElement(author, f"{wp}author_login").text = login
    SubElement(author, f"{wp}author_display_name").text = authors[login]
    yield author


def _site_unused(feed: FeedFile, fields: Fields) -> Iterator[Finding]:
    if title := plain(fields.words("title")):
        message = f"the site’s name, “{title[:80]}”, is not taken for a series; name one when you import, if it is"
        yield Finding(feed.tree.line(fields.first("title")), "field_left_out", message)


def _counted_out(posts: Iterable[Post]) -> Iterator[Finding]:
    counted = Counter(
        "in the trash or never saved" if post.kind not in _NO_POSTS else f"of type {post.kind[:40]}"
        for post in posts
        if post.kind in _NO_POSTS or post.status in _NO_STATES
    )
    if counted:
        named = ", ".join(f"{count:,} {what}" for what, count in sorted(counted.items()))
        yield Finding(None, "items_left_out", f"items that are no posts were left out: {named}")


def _listed(titles: list[str]) -> str:
    named = ", ".join(f"“{title[:60]}”" for title in titles[:_MOST_TITLES])
    return f"{named}, …" if len(titles) > _MOST_TITLES else named


def _forget_secrets(item: Element) -> None:
    """Takes out what no page showed: addresses of computers, what plugins noted, the password itself."""
    for element in list(item):
        name = name_of(element)
        if name == "wp:postmeta" and not PostMeta.is_kept(element):
            item.remove(element)
        elif name == "wp:post_password" and (element.text or "").strip():
            element.text = "protected"
        elif name == "wp:comment":
            for part in [part for part in element if name_of(part) in _SECRETS]:
                element.remove(part)
