"""Whatever is written is the same when it is read again, but for what the docs say that its format loses.

A function for each format takes from a document what is lost; `test_documentation` compares the lists with the docs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import timecode
from interviews.documents import readers
from interviews.documents.chapters import Chapter, chapters_of, segment_of, title_of
from interviews.documents.cue_times import is_timed, timed_cues
from interviews.documents.document import (
    AppearanceEntry,
    CueEntry,
    DiscussionEntry,
    InterviewDocument,
    PlaceEntry,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.ohms import echoes
from interviews.documents.source_file import SourceFile
from interviews.documents.writers import WRITERS
from interviews.documents.writers.place import Place
from interviews.mediafiles import media_type_of
from tests.documents.any_document import documents

NAMES = st.sampled_from(["Ola Berg", "Mia Ek", "Jo Doe", "Anna van der Meer"])
#: Words that no reader takes for something else: what looks like a label, a time or a list is read as one.
WORDS = st.lists(
    st.sampled_from(["lamps", "fog", "rope", "keeper’s", "é", "日本", "42", "& Co", "<b>", "“so”", "harbour"]),
    min_size=1,
    max_size=4,
).map(" ".join)


def nothing_lost(document: InterviewDocument) -> InterviewDocument:
    return document


def all_but_comments(document: InterviewDocument) -> InterviewDocument:
    return replace(document, comments=())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _transcript(document: InterviewDocument) -> tuple[CueEntry, ...]:
    return tuple(
        replace(cue, start=start, end=end, text=_one_line(cue.text)) for start, end, cue in timed_cues(document)
    )


def all_but_the_transcript(document: InterviewDocument) -> InterviewDocument:
    assert document.transcript is not None
    language = document.transcript.language or document.language
    return InterviewDocument(
        title=document.title,
        organisation=document.organisation,
        series=document.series,
        language=language,
        rights=_one_line(document.rights),
        transcript=TranscriptEntry(kind=document.transcript.kind, cues=_transcript(document)),
    )


def all_but_cues(document: InterviewDocument) -> InterviewDocument:
    spoken = Counter(cue.speaker for cue in _transcript(document))
    cues = []
    for cue in _transcript(document):
        text = _one_line(cue.text.replace("<b>", ""))
        if cue.speaker and spoken[cue.speaker] == 1:  # it may be no name
            cue, text = replace(cue, speaker=""), f"{cue.speaker}: {text}".strip()
        cues += [replace(cue, text=text)] if text else []
    return InterviewDocument(title="talk", transcript=TranscriptEntry(cues=tuple(cues)))


def _chapters(
    document: InterviewDocument,
    end: Callable[[Chapter], timedelta | None],
    *,
    links: bool = False,
    places: bool = False,
):
    return tuple(
        segment_of(
            chapter.title,
            chapter.start,
            end(chapter),
            links=(replace(chapter.link, text=""),) if links and chapter.link else (),
            places=(chapter.place,) if places and chapter.place else (),
        )
        for chapter in chapters_of(document)
    )


def all_but_chapters_vtt(document: InterviewDocument) -> InterviewDocument:
    return InterviewDocument(
        title=document.title,
        organisation=document.organisation,
        series=document.series,
        language=document.language,
        rights=_one_line(document.rights),
        segments=_chapters(document, lambda chapter: chapter.end_or_least),
    )


def all_but_chapters_json(document: InterviewDocument) -> InterviewDocument:
    starts = {chapter.start for chapter in chapters_of(document)}
    segments = _chapters(
        document, lambda chapter: None if chapter.end in starts else chapter.end, links=True, places=True
    )
    segments = tuple(
        replace(entry, places=tuple(_rounded(place) for place in entry.places if place.latitude is not None))
        for entry in segments
    )
    return InterviewDocument(
        title=document.title,
        organisation=document.organisation,
        series=document.series,
        introduction=document.introduction,
        segments=segments,
    )


def _rounded(place: PlaceEntry, zoom: int | None = None) -> PlaceEntry:
    """To the centimetre."""
    assert place.latitude is not None and place.longitude is not None
    latitude, longitude = round(place.latitude, 7), round(place.longitude, 7)
    return PlaceEntry(name=place.name, latitude=latitude, longitude=longitude, zoom=zoom)


def all_but_psc(document: InterviewDocument) -> InterviewDocument:
    return InterviewDocument(title="talk", segments=_chapters(document, lambda chapter: None, links=True))


def all_but_ohms(document: InterviewDocument) -> InterviewDocument:
    roles = {"guest": "guest", "panellist": "guest", "interviewer": "interviewer", "moderator": "interviewer"}
    people = sorted(((roles[entry.role], entry.name) for entry in document.appearances), key=lambda one: one[0])
    guests = [name for role, name in people if role == "guest"]
    first = next(iter(document.recordings), RecordingEntry())
    recording = RecordingEntry(url=first.url, file="" if first.url else first.file, duration=first.duration or None)
    recording = replace(recording, media_type=_media_type(first))
    moved = f"Media file: {first.file}\n" if first.url and first.file else ""
    return InterviewDocument(
        title=document.title,
        organisation=document.organisation,
        series=document.series,
        introduction=document.introduction,
        language=document.language,
        rights="\n".join(dict.fromkeys(filter(None, document.rights.partition("\n")[::2]))),
        provenance=f"{moved}{document.provenance}".strip(),
        recorded=document.recorded,
        recorded_basis=document.recorded_basis,
        tags=document.tags,
        appearances=tuple(AppearanceEntry(name=name, role=role) for role, name in people),
        recordings=(recording,) if recording != RecordingEntry() else (),
        segments=tuple(_ohms_entry(entry, guests) for entry in document.segments if _says_anything(entry)),
        transcript=_ohms_transcript(document),
    )


def _media_type(recording: RecordingEntry) -> str:
    told = media_type_of(recording.url or recording.file)
    return told if recording.media_type.startswith("video/") else told.replace("video/", "audio/")


def as_ohms_can_tell(document: InterviewDocument) -> InterviewDocument:
    """With the kinds that its words have, and answers of guests: else it depends on the words what is lost."""
    guests = {entry.name for entry in document.appearances if entry.role in ("guest", "panellist")}
    return replace(
        document,
        segments=tuple(
            replace(
                entry,
                kind="question" if entry.question else "statement",
                answered_by=entry.answered_by if entry.answered_by in guests else "",
            )
            for entry in document.segments
        ),
    )


def _says_anything(entry: SegmentEntry) -> bool:
    said = replace(entry, kind="question", uid="", end=None, raw_stamp="", answered_by="")
    return said != SegmentEntry()


def _ohms_entry(entry: SegmentEntry, guests: list[str]) -> SegmentEntry:
    only = guests[0] if len(guests) == 1 else ""
    title, below = title_of(entry), entry.question or entry.answer or entry.synopsis
    if echoes(title, _one_line(entry.answer.partition("\n\n")[0])):
        below = entry.answer
    return SegmentEntry(
        start=None if entry.start is None else timedelta(seconds=int(entry.start.total_seconds())),
        kind=entry.kind,
        label="" if echoes(title, below) else title,
        question=_one_line(entry.question),
        answer=_paragraphs(entry.answer),
        answered_by=(entry.answered_by or only) if entry.answer else "",
        synopsis=entry.synopsis,
        tags=entry.tags,
        subjects=entry.subjects,
        links=entry.links,
        places=tuple(place if place.latitude is None else _rounded(place, place.zoom) for place in entry.places),
    )


def _ohms_transcript(document: InterviewDocument) -> TranscriptEntry | None:
    transcript = document.transcript
    if transcript is None or not transcript.cues:
        return None
    if is_timed(document):
        return replace(transcript, language="", cues=_transcript(document))
    known = {entry.name for entry in document.appearances}
    cues: list[CueEntry] = []
    for cue in transcript.cues:
        speaker = cue.speaker if cue.speaker in known else cue.speaker.upper()
        cues.append(CueEntry(speaker=speaker or (cues[-1].speaker if cues else ""), text=_one_line(cue.text)))
    return TranscriptEntry(cues=tuple(cues))


def as_a_page_can_tell(document: InterviewDocument) -> InterviewDocument:
    """A guest and who asks, an introduction that names them, addresses of files, times where there are entries: else it
    depends on the words what is lost."""
    guests = [entry for entry in document.appearances if entry.role == "guest"][:1]
    hosts = [entry for entry in document.appearances if entry.role == "interviewer"][:1]
    guest = replace(guests[0] if guests else AppearanceEntry(name="Ola Berg"), portrait_alt="", post_nominals="")
    host = replace(hosts[0] if hosts else AppearanceEntry(name="Per Lund", role="interviewer"), post_nominals="")
    return replace(
        document,
        title=guest.name,
        introduction=f"This week, {host.name} has an exclusive interview with {guest.name}.",
        appearances=(
            guest,
            host,
            *(entry for entry in document.appearances if entry.role in ("panellist", "moderator")),
        ),
        segments=tuple(
            replace(
                entry,
                start=entry.start or timedelta(0),
                kind="statement",
                question=entry.question or entry.label or "Lamps",
                answer=entry.answer.replace("“so”", "so"),
                answered_by=guest.name,
                tags=tuple(dict.fromkeys(tag.replace("“so”", "so") for tag in entry.tags)),
            )
            for entry in document.segments
        ),
        organisation=document.organisation and "Guild of Lamp Keepers",
        series=document.series and "Lamp Talks",
        recordings=tuple(
            replace(entry, url=entry.url and f"{entry.url}.mp3")
            for entry in document.recordings
            if entry.url or entry.file or len(document.recordings) == 1
        ),
        discussion=document.discussion and replace(document.discussion, name="Keepers Corner"),
    )


def all_but_page(document: InterviewDocument) -> InterviewDocument:
    guest, host, *_others = document.appearances
    return InterviewDocument(
        title=document.title,
        organisation=document.organisation or document.series,
        series=document.series if document.organisation else "",
        introduction=document.introduction,
        part=document.part,
        part_total=document.part_total if document.part else None,
        recorded=document.recorded,
        published=document.published,
        discussion=document.discussion and _page_discussion(document.discussion),
        tags=document.tags,
        appearances=(
            AppearanceEntry(name=guest.name, bio=_paragraphs(guest.bio)),
            AppearanceEntry(name=host.name, role="interviewer"),
        ),
        recordings=tuple(
            dict.fromkeys(
                RecordingEntry(url=entry.url, file="" if entry.url else entry.file) for entry in document.recordings
            )
        ),
        segments=tuple(_page_entry(entry) for entry in document.segments),
    )


def _page_discussion(discussion: DiscussionEntry) -> DiscussionEntry:
    starts_on, ends_on = discussion.starts_on, discussion.ends_on
    within = starts_on and ends_on and (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month)
    return replace(discussion, ends_on=ends_on if within else starts_on)


def _page_stamp(entry: SegmentEntry) -> str:
    assert entry.start is not None
    told = {":02:05": 125, "2:05": 125, "75:10": 4510}.get(entry.raw_stamp)
    if told == entry.start.total_seconds():
        return entry.raw_stamp
    written = timecode.written(entry.start)
    return f":{written.zfill(5)}" if written.count(":") == 1 else written


def _page_entry(entry: SegmentEntry) -> SegmentEntry:
    return SegmentEntry(
        start=entry.start,
        end=entry.end,
        raw_stamp=_page_stamp(entry),
        kind=entry.kind,
        question=_one_line(entry.question),
        answer=_paragraphs(entry.answer),
        answered_by=entry.answered_by if entry.answer else "",
        tags=entry.tags,
    )


def _paragraphs(text: str) -> str:
    return "\n\n".join(_one_line(part) for part in text.split("\n\n"))


@dataclass(frozen=True)
class Form:
    """`reader` reads what is written; `carried` is what of a document comes back; `told` makes a document of which that
    can be said without reading its words."""

    reader: str
    carried: Callable[[InterviewDocument], InterviewDocument]
    told: Callable[[InterviewDocument], InterviewDocument] = nothing_lost


FORMS = {
    "json": Form("json", nothing_lost),
    "md": Form("markdown", all_but_comments),
    "txt": Form("page-text", all_but_page, as_a_page_can_tell),
    "vtt": Form("webvtt", all_but_the_transcript),
    "srt": Form("srt", all_but_cues),
    "chapters.vtt": Form("webvtt", all_but_chapters_vtt),
    "chapters.json": Form("chapters-json", all_but_chapters_json),
    "psc": Form("psc", all_but_psc),
    "ohms.xml": Form("ohms-xml", all_but_ohms, as_ohms_can_tell),
}


@pytest.mark.parametrize("name", FORMS)
@given(document=documents(WORDS, NAMES))
def test_a_document_is_the_same_but_for_what_the_format_loses(name: str, document: InterviewDocument) -> None:
    form, writer = FORMS[name], WRITERS[name]
    document = form.told(document)
    if not writer.fits(document):
        return
    text = writer.write(document, Place(url="https://x.example/interviews/ola-berg/"))
    (reading,) = readers.read(SourceFile(text.encode(), "talk"), form.reader)
    again = reading.document
    if name in ("vtt", "srt"):  # voices that look like names are guests, for an editor to correct
        again = replace(again, appearances=())
    assert again == form.carried(document)


def test_each_form_that_can_be_read_is_tried_and_each_says_what_it_loses() -> None:
    assert set(WRITERS) - set(FORMS) == {"csl.json", "bib", "ris"}
    assert [name for name, writer in WRITERS.items() if not writer.LOSSES] == ["json"]
