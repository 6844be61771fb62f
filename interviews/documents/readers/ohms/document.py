"""The document that an OHMS record makes.

What has no place of its own becomes a line of the provenance (`ohms.PROVENANCE`), or is named in one finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from interviews.documents import languages
from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    PartialDate,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.ohms import PROVENANCE
from interviews.documents.readers.ohms.catalogue_names import names_in, natural_name
from interviews.documents.readers.ohms.dates import Dated, dated, dated_in_words
from interviews.documents.readers.ohms.record import Record
from interviews.documents.readers.ohms.recording import HOSTED, read_recording
from interviews.documents.readers.ohms.words import LONGEST_TAG, words_in

#: Besides all whose names end in ``_alt``.
_OF_TRANSLATIONS = ("transcript_alt_lang", "alt_sync_url")
#: Of no meaning outside the software that wrote them.
_IGNORED = ("version", "translate", "index", "xmllocation", "xmlfilename", "fmt", "mediafile")
_READ = [
    "title",
    "date",
    "date_format",
    "date_nonpreferred_format",
    "repository",
    "series_name",
    "description",
    "language",
    "subject",
    "keyword",
    "interviewee",
    "interviewer",
    "rights",
    "usage",
    "userestrict",
    "rel",
    "duration",
    "media_url",
    "transcript",
    "sync",
    "vtt_transcript",
]
_PLACED = frozenset([*_IGNORED, *_READ, *_OF_TRANSLATIONS, *PROVENANCE, *HOSTED])
#: What every interview is: as a `type` or `format` it says nothing.
_PLAIN = frozenset(("audio", "interview", "moving image", "oral history", "sound", "text", "video"))
_FORBIDDING = frozenset(("1", "yes", "true", "y"))

#: The site keeps the rights on a few lines; a longer text belongs elsewhere.
_LONGEST_RIGHTS = 400
_LONGEST_NAME = 200


def read_people(record: Record) -> tuple[AppearanceEntry, ...]:
    """Who took part: the interviewees as guests, then the interviewers; names that are sorted are turned round."""
    people: dict[tuple[str, str], AppearanceEntry] = {}
    turned: list[str] = []
    first: int | None = None
    for element, role in (("interviewee", "guest"), ("interviewer", "interviewer")):
        for value in record.values.get(element, ()):
            for written in names_in(value.text):
                name = natural_name(written)
                if name != " ".join(written.split()):
                    turned.append(f"“{written}” as {name}")
                    first = first or value.line
                people.setdefault((role, name), AppearanceEntry(name=name, role=role))
    if turned:
        message = f"names were turned round: {', '.join(turned)[:300]}; correct one that is not a person’s"
        record.findings.append(Finding(first, "name_turned", message))
    return tuple(people.values())


def read_record(
    record: Record,
    people: tuple[AppearanceEntry, ...],
    segments: tuple[SegmentEntry, ...] = (),
    transcript: TranscriptEntry | None = None,
) -> InterviewDocument:
    """The document of a record; what is odd is added to its findings."""
    recorded, basis = _recorded(record)
    recordings = read_recording(record)
    series, organisation = record.short("series_name"), record.short("repository")
    rights = _rights(record)
    _say_what_has_no_place(record, transcript)
    return InterviewDocument(
        title=_title(record, people),
        organisation=organisation,
        series=series,
        introduction=record.text("description"),
        language=_language(record),
        rights=rights,
        provenance="\n".join(_provenance(record, with_file=not any(entry.file for entry in recordings))),
        recorded=recorded,
        recorded_basis=basis,
        tags=_tags(record),
        appearances=people,
        recordings=recordings,
        segments=segments,
        transcript=transcript,
    )


def _title(record: Record, people: Iterable[AppearanceEntry]) -> str:
    title = " ".join(record.text("title").split())
    if title:
        return title
    guests = " and ".join(entry.name for entry in people if entry.role == "guest")
    title = guests or record.name or "Interview"
    source = "the names of the guests" if guests else "the file’s name" if record.name else "a word that fits"
    message = f"the record has no title; “{title}” is {source}: enter the title"
    record.findings.append(Finding(record.line, "title_missing", message))
    return title


def _recorded(record: Record) -> tuple[PartialDate | None, str]:
    """When it was recorded, and the date in the archive's own words."""
    basis, (value, line) = record.short("date_nonpreferred_format"), record.value("date")
    found = Dated(None)
    if value:
        try:
            found = dated(value, record.text("date_format"))
        except DocumentError as error:
            found, basis = dated_in_words(value), basis or value[:_LONGEST_NAME]
            if found.date is None:
                message = f"{error.problem}; the interview is kept without it: enter the date of the recording"
                record.findings.append(Finding(line, "bad_date", message))
    if found.date is None and basis:
        found = dated_in_words(basis)
        line = record.value("date_nonpreferred_format").line
    if found.guess:
        record.findings.append(Finding(line, "date_guessed", f"{found.guess}; correct it if it is another day"))
    return found.date, basis


def _language(record: Record) -> str:
    written, line = record.value("language")
    names = [part.strip() for part in written.replace(",", ";").split(";") if part.strip()]
    if not names:
        return "en"
    code = languages.code_of(names[0])
    if not code or len(names) > 1:
        kept = f"“{code}” is kept" if code else "English is taken instead"
        message = f"the language “{written[:60]}” is no single one that is known here; {kept}: set it in the admin"
        record.findings.append(Finding(line, "language_unknown", message))
    return code or "en"


def _rights(record: Record) -> str:
    """The rights, and below them how the archive allows the interview to be used."""
    values = [(name, record.value(name)) for name in ("rights", "usage")]
    kept: list[str] = []
    for name, value in values:
        if not value.text or value.text in kept:
            continue
        if len("\n".join([*kept, value.text])) <= _LONGEST_RIGHTS:
            kept.append(value.text)
        else:
            record.move(name, value.text, value.line)
    if record.text("userestrict").lower() in _FORBIDDING:
        message = "the archive restricts the use of this interview; see that the rights say so before it is published"
        record.findings.append(Finding(record.value("userestrict").line, "use_restricted", message))
    return "\n".join(kept)


def _tags(record: Record) -> tuple[str, ...]:
    """Keywords, then subjects: both are what the interview is about."""
    tags: dict[str, str] = {}
    for name in ("keyword", "subject"):
        for value in record.values.get(name, ()):
            words, found = words_in(value.text, value.line, LONGEST_TAG)
            for word in words:
                tags.setdefault(word.casefold(), word)
            record.findings += found
    return tuple(tags.values())


def _provenance(record: Record, with_file: bool) -> list[str]:
    lines = []
    for name, label in PROVENANCE.items():
        value = " ".join(record.text(name).split())
        if value and (with_file or name != "file_name"):
            lines.append(f"{label}: {value}")
    related = (" ".join(line.split()) for line in record.text("rel").split("\n"))
    return [*lines, *(line for line in related if line), *record.moved]


def _say_what_has_no_place(record: Record, transcript: TranscriptEntry | None) -> None:
    translated = [name for name in record.values if name.endswith("_alt") or name in _OF_TRANSLATIONS]
    left = [name for name in record.values if name not in _PLACED and name not in translated]
    left = [name for name in left if any(value.text.lower() not in _PLAIN for value in record.values[name])]
    if "sync" in record.values and transcript is None:
        left.append("sync")
    if left:
        shown = ", ".join(f"“{name}” ({' '.join(record.text(name)[:60].split())[:40]})" for name in left)
        message = f"left out, for an interview has no place for it: {shown[:400]}; enter elsewhere what you need"
        record.findings.append(Finding(record.value(left[0]).line, "field_left_out", message))
    if translated:
        message = "the translation was left out, for an interview is in one language; make the translation another one"
        record.findings.append(Finding(record.value(translated[0]).line, "translation_left_out", message))
