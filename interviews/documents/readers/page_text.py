"""A page of an interview archive as plain text: a header, a biography, a time index with excerpts.

Layouts and damage were described from an archive of some hundreds of such pages (2002 to 2016).
"""

from __future__ import annotations

from pathlib import PurePath

from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.page_header import Header, is_index_heading, read_header
from interviews.documents.readers.time_index import begins_segment, read_segments
from interviews.documents.reading import Line, Reading, lines_of


def read(text: str, name: str) -> Reading:
    """What a page says. Raises DocumentError where neither an introduction nor a single entry is found."""
    lines = lines_of(text)
    above, body, findings = _divided(lines)
    header = read_header(above)
    guest = header.guests[0] if len(header.guests) == 1 else ""
    segments, odd = read_segments(body, answered_by=guest)
    if not segments and not (header.introduction and header.guests):
        raise DocumentError(
            "this is not an interview page: it has no time index (“:00:18: What came first?”), no questions "
            "(“Q: ...”), and no sentence that says who is interviewed",
            code="not_an_interview",
        )
    if not segments:
        findings.append(Finding(None, "no_segments", "no time index and no questions were found"))
    title = header.title or " and ".join(header.guests)
    if not title:
        title = PurePath(name).stem.replace("_", " ").replace("-", " ").strip() or "Interview"
        findings.append(Finding(None, "title_missing", f"the page has no title; “{title}” is the file’s name"))
    document = InterviewDocument(
        title=title,
        organisation=header.organisation,
        series=header.series,
        introduction=header.introduction,
        recorded=header.recorded,
        published=header.published,
        discussion=header.discussion,
        tags=header.keywords,
        appearances=_appearances(header),
        recordings=(header.recording,) if header.recording else (),
        segments=segments,
    )
    return Reading(document, (*header.findings, *findings, *odd))


def _divided(lines: list[Line]) -> tuple[list[Line], list[Line], list[Finding]]:
    """The lines above the body and those of the body; the heading between them says nothing and goes."""
    for place, line in enumerate(lines):
        if is_index_heading(line):
            topic = line.text.partition(":")[2].strip() if line.text.lower().startswith("discussion:") else ""
            found = [Finding(line.number, "heading_left_out", f"not used: “{topic[:60]}”")] if topic else []
            return lines[:place], lines[place + 1 :], found
    first = next((place for place, line in enumerate(lines) if begins_segment(line)), len(lines))
    return lines[:first], lines[first:], []


def _appearances(header: Header) -> tuple[AppearanceEntry, ...]:
    guests = [AppearanceEntry(name=guest) for guest in header.guests]
    if len(guests) == 1:
        guests = [
            AppearanceEntry(
                name=header.guests[0],
                title=header.guest_title,
                post_nominals=header.guest_post_nominals,
                bio="\n\n".join(header.bio),
                portrait_alt=header.portrait_alt,
            )
        ]
    elif guests and header.bio:
        # One biography for several people: it stands with the first until an editor divides it.
        guests[0] = AppearanceEntry(name=header.guests[0], bio="\n\n".join(header.bio))
    hosts = (
        [AppearanceEntry(name=header.host, role="interviewer", post_nominals=header.host_post_nominals)]
        if header.host
        else []
    )
    return (*guests, *hosts)
