"""The comments of a WordPress post, each with its state. ``comment_author_IP`` is never read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from xml.etree.ElementTree import Element

from interviews.documents.document import CommentEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.feeds.fields import Fields, value_of
from interviews.documents.readers.feeds.rich_html import rich_text
from interviews.documents.readers.feeds.values import moment_of, plain, web_address
from interviews.documents.xml_tree import XmlTree

_STATUSES = {"1": "approved", "approve": "approved", "0": "pending", "hold": "pending", "spam": "spam"}
_REJECTED = ("trash", "post-trashed")
_REMARKS = ("", "comment")  # pingbacks, trackbacks and what shops write are no remarks of readers


def comments_of(elements: list[Element], tree: XmlTree) -> tuple[tuple[CommentEntry, ...], list[Finding]]:
    """The remarks in the order of the file, and what was left out or mended."""
    findings: list[Finding] = []
    others: Counter[str] = Counter()
    first_other: int | None = None
    entries: dict[str, tuple[CommentEntry, int | None]] = {}
    for place, element in enumerate(elements, start=1):
        fields, line = Fields(element), tree.line(element)
        kind = fields.words("wp:comment_type").lower()
        if kind not in _REMARKS:
            others[kind[:40]] += 1
            first_other = first_other or line
            continue
        entry, found = _comment(fields, line, place)
        findings += found
        if entry.key in entries:
            message = f"two comments have the number {entry.key.removeprefix('wp-')}; the second was left out"
            findings.append(Finding(line, "comment_twice", message))
            continue
        entries[entry.key] = (entry, line)
    kept = []
    for entry, line in entries.values():
        if entry.parent and entry.parent not in entries:
            message = "the comment that this one answers is not in the file; it stands by itself"
            findings.append(Finding(line, "comment_parent_missing", message))
            entry = replace(entry, parent="")
        kept.append(entry)
    if others:
        named = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in others.most_common(8))
        message = f"not written by readers, and left out: {named}"
        findings.append(Finding(first_other, "mentions_left_out", message))
    return tuple(kept), findings


def _comment(fields: Fields, line: int | None, place: int) -> tuple[CommentEntry, list[Finding]]:
    findings = []
    number = fields.words("wp:comment_id")
    parent = fields.words("wp:comment_parent")
    state = fields.words("wp:comment_approved").lower()
    given = fields.words("wp:comment_author_url")
    address = web_address(given)
    if given not in ("", "http://", "https://") and not address:
        message = f"“{given[:60]}” is no address of the web; the comment is kept without it"
        findings.append(Finding(line, "link_left_out", message))
    moment, certain = moment_of(fields.words("wp:comment_date_gmt"), fields.words("wp:comment_date"))
    if moment is not None and not certain:
        message = "the comment has only a local time, which was taken for UTC"
        findings.append(Finding(line, "time_zone_unknown", message))
    body = ""
    try:
        body = rich_text(value_of(fields.first("wp:comment_content")), breaks=True).markdown
    except DocumentError as error:
        message = f"the comment’s text was left out: {error.problem}"
        findings.append(Finding(line, "text_left_out", message))
    entry = CommentEntry(
        key=f"wp-{number}" if number.isascii() and number.isdigit() and len(number) < 21 else f"wp-place-{place}",
        parent=f"wp-{parent}" if parent.strip("0") else "",
        name=plain(fields.words("wp:comment_author")),
        email=fields.words("wp:comment_author_email"),
        url=address,
        body=body,
        status="rejected" if state in _REJECTED else _STATUSES.get(state, "pending"),
        written_at=moment,
    )
    return entry, findings
