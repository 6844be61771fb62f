"""An interview as a document that leaves the site: whole, for its owners; or as the public may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from interviews.documents.document import (
    AppearanceEntry,
    CommentEntry,
    CueEntry,
    InterviewDocument,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.reading import Publication
from interviews.documents.writers import WRITERS, Writer
from interviews.documents.writers.place import Place
from interviews.lasting import absolute, lasting_address
from interviews.models import Bio, Interview, Segment
from interviews.models.former_slug import former_slugs
from interviews.remarks import remarks_on
from interviews.retrieve import document_of


def whole_document(interview: Interview) -> tuple[InterviewDocument, dict[str, str]]:
    """Everything, with all that readers wrote; and the files that belong beside it: their name here, their name in
    the site's storage.

    The names here are the same wherever the files are stored, so that an export does not change by being loaded.
    """
    document = replace(document_of(interview), comments=remarks_on(interview))
    files: dict[str, str] = {}
    recordings = tuple(_beside(entry, files, position) for position, entry in enumerate(document.recordings, start=1))
    people = tuple(_pictured(entry, files, position) for position, entry in enumerate(document.appearances, start=1))
    return replace(document, recordings=recordings, appearances=people), files


def _beside(entry: RecordingEntry, files: dict[str, str], position: int) -> RecordingEntry:
    if not entry.file:
        return entry
    name = PurePath(entry.file).name
    name = f"{position}-{name}" if name in files else name
    files[name] = entry.file
    return replace(entry, file=name)


def _pictured(entry: AppearanceEntry, files: dict[str, str], position: int) -> AppearanceEntry:
    if not entry.portrait:
        return entry
    name = f"portrait-{position}{PurePath(entry.portrait).suffix}"
    files[name] = entry.portrait
    return replace(entry, portrait=name)


def public_document(interview: Interview, origin: str) -> InterviewDocument:
    """What the page shows: files by their address, approved comments without the addresses of who wrote them.

    `origin` is the site's own (``https://interviews.example``).
    """
    document = document_of(interview)
    pictured = any(entry.portrait for entry in document.appearances)
    bios = Bio.objects.filter(appearances__interview=interview).exclude(portrait="") if pictured else ()
    portraits = {bio.portrait.name: absolute(bio.portrait_address, origin) for bio in bios}
    return replace(
        document,
        recordings=tuple(
            replace(entry, url=_address(entry.file, origin), file="") if entry.file else entry
            for entry in document.recordings
        ),
        appearances=tuple(
            replace(entry, portrait=portraits.get(entry.portrait, "")) if entry.portrait else entry
            for entry in document.appearances
        ),
        comments=tuple(_public_remarks(interview)),
    )


def _public_remarks(interview: Interview) -> Iterator[CommentEntry]:
    public = [entry for entry in remarks_on(interview) if entry.status == "approved"]
    shown = {entry.key for entry in public}
    for entry in public:
        # What answers one that is not shown stands by itself.
        parent, answer = (key if key in shown else "" for key in (entry.parent, entry.answer))
        yield replace(entry, email="", parent=parent, answer=answer)


def _address(stored: str, origin: str) -> str:
    """Where the public finds a stored file."""
    url: str = default_storage.url(stored)
    return absolute(url, origin)


@dataclass(frozen=True, slots=True)
class Form:
    """A format in which the public finds an interview."""

    name: str
    media_type: str
    address: str


#: What readers call a format where that is made of words; the others are called the same in every language.
NAMES = {
    "txt": gettext_lazy("Plain text"),
    "vtt": gettext_lazy("Transcript (WebVTT)"),
    "srt": gettext_lazy("Transcript (SRT)"),
    "chapters.vtt": gettext_lazy("Chapters (WebVTT)"),
    "chapters.json": gettext_lazy("Chapters (JSON)"),
    "psc": gettext_lazy("Chapters (Podlove)"),
}

_ANY_CUE = CueEntry(start=dt.timedelta(0), text="…")


def forms_of(interview: Interview, segments: Iterable[Segment]) -> list[Form]:
    """The formats that can say something of a published interview, asked with what its page has at hand.

    `interview` comes from `with_time_index`; no query is made.
    """
    sketch = InterviewDocument(
        title=interview.title,
        segments=tuple(SegmentEntry(start=row.start, kind=row.kind, label=row.heading) for row in segments),
        transcript=TranscriptEntry(cues=(_ANY_CUE,)) if interview.has_timed_transcript else None,
    )
    return [
        Form(str(NAMES.get(name, writer.NAME)), writer.MEDIA_TYPE, reverse(f"documents:{name}", args=[interview.slug]))
        for name, writer in WRITERS.items()
        if writer.fits(sketch)
    ]


def file_name_of(interview: Interview, writer: Writer) -> str:
    """What the interview in this format is called as a file: ``ola-berg-chapters.json``."""
    return interview.slug + writer.SUFFIX.replace("/", "-")


def place_of(
    interview: Interview, origin: str = "", *, entry: SegmentEntry | None = None, with_publication: bool = False
) -> Place:
    """Where it, or one of its entries, stands; without an origin no address is named, since it would lead nowhere."""
    origin = origin or settings.SITE_URL
    at = Segment(interview=interview, uid=entry.uid, start=entry.start) if entry else interview
    publication = None
    if with_publication:
        publication = Publication(
            interview.slug,
            # Who reviews it is this site's own affair.
            str(Interview.Status.DRAFT if interview.status in Interview.IN_THE_MAKING else interview.status),
            interview.published_at,
            interview.featured_at,
            guid=interview.feed_guid,
            former_slugs=tuple(former_slugs(interview)),
        )
    return Place(
        url=origin + lasting_address(at) if origin else "",
        site=settings.SITE_NAME,
        accessed=timezone.localdate(),
        publication=publication,
    )
