"""The addresses of the web to which a document leads, and the rule on those that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews import richtext
from interviews.documents.document import InterviewDocument
from interviews.documents.linting.rule import Found, Outside, Place, gettext_noop, rule

_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_BEHIND_AN_ADDRESS = ".,;:!?'’"


def addresses_in(document: InterviewDocument) -> Iterator[tuple[str, Place]]:
    """Each address that readers can follow, with where it stands; those of recordings stand at a recording."""
    for address in _of_web(document.discussion.url if document.discussion else ""):
        yield address, Place(field="discussion_url")
    for address in written_out(document.provenance):
        yield address, Place(field="provenance")
    for address in _of_prose(document.introduction):
        yield address, Place(field="introduction")
    for number, person in enumerate(document.appearances):
        for address in _of_web(person.website):
            yield address, Place("person", "website", number)
        for address in _of_prose(person.bio):
            yield address, Place("person", "bio_text", number)
    for number, recording in enumerate(document.recordings):
        for address in _of_web(recording.url):
            yield address, Place("recording", "url", number)
    for number, segment in enumerate(document.segments):
        for link in segment.links:
            for address in _of_web(link.url):
                yield address, Place("segment", "links", number, segment.uid, segment.start)


def written_out(text: str) -> Iterator[str]:
    """Addresses in plain text, without the full stop or the bracket that ends the sentence."""
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_BEHIND_AN_ADDRESS)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_BEHIND_AN_ADDRESS)
        yield address


@rule(
    "link_dead",
    about=gettext_noop("a dead link"),
    message=gettext_noop("%(url)s leads nowhere, and did not on another day either."),
    advice=gettext_noop("Correct it, lead to an archived copy, or take the link out."),
)
def link_dead(document: InterviewDocument, outside: Outside) -> Iterator[Found]:
    if not any(known.dead for known in outside.links.values()):
        return
    for address, place in addresses_in(document):
        known = outside.links.get(address)
        if known is not None and known.dead and place.of != "recording":
            yield place, {"url": address}


def _of_web(address: str) -> Iterator[str]:
    if address.lower().startswith(("http://", "https://")):
        yield address


def _of_prose(text: str) -> Iterator[str]:
    if "://" in text:  # in most there is none, and reading Markdown takes time
        for address in richtext.addresses(text):
            yield from _of_web(address)
