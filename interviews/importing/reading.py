"""One file to the documents in it, ready to be stored. Knows no database: other processes do this too."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from interviews import portraits, richtext
from interviews.documents import apart, readers
from interviews.documents.companions import file_beside, files_named_alike, with_companions
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError
from interviews.documents.identity import with_uids
from interviews.documents.linting import Flaw, lint
from interviews.documents.readers.portal_json import loaded
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.importing.sources import FoundFile
from interviews.intake import Original, document_data
from interviews.models.segment import new_uid
from interviews.rows.new import render_before

#: The format that says all of a document; what it leaves out is not known.
LOSSLESS = "json"


@dataclass(frozen=True)
class Item:
    """One interview of a file: what a report calls it, what it says, and where it comes from.

    `flaws` is what the linter finds in it, where that was asked beforehand.
    """

    shown: str
    document: InterviewDocument
    original: Original
    flaws: tuple[Flaw, ...] | None = None


@dataclass
class Prepared:
    """What a file holds, or why it cannot be read.

    `made` is HTML that storing the documents will need, `copies` are of the portraits that come with them.
    """

    found: FoundFile
    items: list[Item] = field(default_factory=list)
    error: DocumentError | None = None
    made: dict[richtext.Asked, str] = field(default_factory=dict)
    copies: dict[bytes, portraits.Rendered] = field(default_factory=dict)
    site_data: Any = None


def prepare(found: FoundFile, format_name: str = "", *, rendered: bool = False) -> Prepared:
    """Reads a file; with `rendered`, also makes the HTML that will be stored. Never raises for what is in the file."""
    prepared = Prepared(found)
    try:
        file = found.opened()
        if found.is_site_index:
            prepared.site_data = loaded(file)
            return prepared
        format_name = format_name or readers.format_of(file)
        for reading in readings_of(file, format_name):
            prepared.items.append(_item(found, file, format_name, reading))
    except DocumentError as error:
        prepared.error = error  # what was read before it goes in
    for item in prepared.items:
        prepared.copies |= _portraits_beside(item)
    if rendered:
        prepared.items = [_made_ready(item) for item in prepared.items]
        with richtext.remembered(prepared.made):
            for item in prepared.items:
                render_before(item.document)
    return prepared


def _made_ready(item: Item) -> Item:
    """With what storing a new document, and telling of it, would make of it first: names for its segments, its data,
    and what the linter finds."""
    document = replace(item.document, segments=with_uids(item.document.segments, (), new_uid))
    return Item(item.shown, document, replace(item.original, data_form=document_data(document)), tuple(lint(document)))


def _portraits_beside(item: Item) -> dict[bytes, portraits.Rendered]:
    """The copies of each, made here so that no transaction waits for them. What is no picture is told when stored."""
    made = {}
    for entry in item.document.appearances:
        found = file_beside(item.original.path, entry.portrait) if item.original.path and entry.portrait else None
        if found is not None:
            with suppress(OSError, portraits.UnfitPicture), found.open("rb") as opened:
                made[portraits.digest_of(opened)] = portraits.render(opened)
    return made


def readings_of(file: SourceFile, format_name: str) -> Iterator[Reading]:
    """What a file says; a biography that gives no date of its own is as of the interview. Raises DocumentError."""
    for reading in _read(file, format_name):
        yield reading if format_name == LOSSLESS else replace(reading, document=_with_dated_bios(reading.document))


def _read(file: SourceFile, format_name: str) -> Iterator[Reading]:
    if settings.READ_APART and apart.is_read_apart(file, format_name):
        return apart.read(file, format_name)
    return readers.read(file, format_name)


def _with_dated_bios(document: InterviewDocument) -> InterviewDocument:
    dated = document.recorded or document.published
    if dated is None:
        return document
    people = tuple(
        replace(entry, bio_as_of=dated.day) if entry.bio and entry.bio_as_of is None else entry
        for entry in document.appearances
    )
    return replace(document, appearances=people)


def _item(found: FoundFile, file: SourceFile, format_name: str, reading: Reading) -> Item:
    if reading.key:
        # An address names the item wherever its file lies; a number only within its file.
        own = reading.key if "://" in reading.key or reading.key.startswith("urn:") else f"{found.key}#{reading.key}"
        original = Original(
            key=own[:1000],
            digest=hashlib.sha256(reading.text.encode()).hexdigest(),
            text=reading.text,
            format_name=format_name,
            name=file.name,
            findings=reading.findings,
            publication=reading.publication,
        )
        return Item(f"{found.shown}#{reading.key}", reading.document, original)
    if found.path is not None and not found.site:  # a whole site's documents name all that is theirs
        reading = with_companions(reading, found.path)
    names = named_files(reading.document)
    is_text = format_name not in readers.NOT_TEXT
    sent, said = _as_sent(found, format_name)
    kept = sent or file
    original = Original(
        key=found.key[:1000],
        digest=digest_of(kept.data, found.path, names),
        text=_text_kept(kept, format_name) if is_text else "",
        data=None if is_text else kept.data,
        said=said,
        format_name=format_name,
        name=file.name,
        path=found.path,
        companions=names,
        findings=reading.findings,
        publication=reading.publication,
        restore=found.site,
    )
    return Item(found.shown, reading.document, original)


def _text_kept(file: SourceFile, format_name: str) -> str:
    return file.exact_text if format_name == LOSSLESS else file.text


def _as_sent(found: FoundFile, format_name: str) -> tuple[SourceFile | None, InterviewDocument | None]:
    """The file as it came and what it said, where an editor corrected it since."""
    sent = found.opened_as_sent()
    if sent is None:
        return None, None
    try:
        (reading,) = readings_of(sent, format_name)
    except (DocumentError, ValueError):  # it said nothing that could be read, or several things: then it is kept only
        return None, None
    return sent, reading.document


def named_files(document: InterviewDocument) -> tuple[str, ...]:
    """The files beside it that a document names."""
    names = [entry.file for entry in document.recordings]
    names += [entry.portrait for entry in document.appearances if "://" not in entry.portrait]
    return tuple(sorted(filter(None, names)))


def digest_of(data: bytes, path: Path | None, names: Iterable[str]) -> str:
    """Of a file and of which files come along with it: sound that is added later is a change."""
    digest = hashlib.sha256(data)
    for name in sorted({*names, *(files_named_alike(path) if path else ())}):
        found = file_beside(path, name) if path else None
        digest.update(b"\0" + os.fsencode(name) + f" {found.stat().st_size if found else 0}".encode())
    return digest.hexdigest()
