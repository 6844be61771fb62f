"""A page of an interview archive as plain text: a header, a biography, a time index with excerpts.

Layouts and damage were described from an archive of some hundreds of such pages (2002 to 2016).
"""

from __future__ import annotations

from collections.abc import Iterator

from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.page.biography import Biography
from interviews.documents.readers.page.dialogue import voices_of, whose_labels
from interviews.documents.readers.page.entry_lines import Voices, divided, says_who_answers
from interviews.documents.readers.page.flattened import restored
from interviews.documents.readers.page.footer import without_footer
from interviews.documents.readers.page.guest_elsewhere import take_guest
from interviews.documents.readers.page.header import Header
from interviews.documents.readers.page.page_header import read_header
from interviews.documents.readers.page.remarks import entries_of, without_remarks
from interviews.documents.readers.page.time_index import read_segments
from interviews.documents.readers.page.transcript import is_notice, notice_entries, transcript_of
from interviews.documents.reading import Line, Reading, lines_of
from interviews.documents.source_file import SourceFile

SUFFIXES = (".txt", ".text")


def recognises(file: SourceFile) -> bool:
    """Never by the content: a page is what no other reader claims."""
    return False


def read(file: SourceFile) -> Iterator[Reading]:
    yield read_page(file.text, file.stem)


def read_page(text: str, name: str, *, guess: bool = True) -> Reading:
    """What a page says; `name` stands in for a missing title. `guess` says whether who speaks may be guessed.

    Raises DocumentError where neither an introduction nor a single entry is found.
    """
    lines, lost = restored(lines_of(text))
    lines, footer = without_footer(lines)
    lines, remarks, remarked = without_remarks(lines)
    voices = Voices() if says_who_answers(lines) else voices_of(lines, guess=guess)
    above, body, findings = divided(lines, voices)
    notices = [line for line in above if is_notice(line.text)]
    notes, noticed = notice_entries(notices)
    findings += noticed
    header = read_header([Line(line.number, "") if is_notice(line.text) else line for line in above])
    _take_voices(header, voices)
    if not header.guests:
        take_guest(header, lines, name)
    transcript = transcript_of(body, notices)
    guest = header.guests[0] if len(header.guests) == 1 else ""
    whose = whose_labels(header.host, header.guests)
    segments, odd = read_segments(body, guest, voices, whose) if transcript is None else ((), [])
    if segments:
        segments = (*notes, *segments)
    if not segments and transcript is None and not (header.introduction and header.guests):
        raise DocumentError(
            "this is not an interview page: it has no time index (“:00:18: What came first?”), no questions "
            "(“Q: ...”), and no sentence that says who is interviewed",
            code="not_an_interview",
        )
    if not segments and transcript is None:
        findings.append(Finding(None, "no_segments", "no time index and no questions were found"))
    title = header.title or " and ".join(header.guests)
    if not title:
        title = name or "Interview"
        findings.append(Finding(None, "title_missing", f"the page has no title; “{title}” is the file’s name"))
    document = InterviewDocument(
        title=title,
        organisation=header.organisation,
        series=header.series,
        introduction="\n\n".join(filter(None, [header.introduction, *(line.text for line in header.preamble)])),
        part=header.part,
        part_total=header.part_total,
        recorded=header.recorded,
        published=header.published,
        published_basis=header.published_basis,
        discussion=header.discussion,
        tags=tuple(header.keywords),
        appearances=_appearances(header),
        recordings=header.recordings,
        segments=segments,
        transcript=transcript,
        comments=entries_of(remarks),
    )
    return Reading(document, (*lost, *header.findings, *findings, *odd, *remarked, *footer))


def _take_voices(header: Header, voices: Voices) -> None:
    """Those whom only the labels name."""
    header.host = header.host or voices.host
    if not header.guests and voices.guest:
        header.guests, header.biographies = (voices.guest,), [Biography()]
    if voices.finding is not None:
        header.findings.append(voices.finding)


def _appearances(header: Header) -> tuple[AppearanceEntry, ...]:
    guests = [
        AppearanceEntry(
            name=guest,
            title=header.guest_titles.get(guest) or biography.caption,
            post_nominals=header.guest_post_nominals if len(header.guests) == 1 else "",
            bio="\n\n".join([*_caption_beside(header, guest, biography), *biography.paragraphs]),
            portrait_alt=biography.portrait_alt,
        )
        for guest, biography in zip(header.guests, header.biographies, strict=True)
    ]
    hosts = (
        [AppearanceEntry(name=header.host, role="interviewer", post_nominals=header.host_post_nominals)]
        if header.host
        else []
    )
    return (*guests, *hosts)


def _caption_beside(header: Header, guest: str, biography: Biography) -> list[str]:
    """The portrait's caption, where another line already says what the guest is."""
    said = header.guest_titles.get(guest, "")
    return [biography.caption] if said and biography.caption and biography.caption not in said else []
