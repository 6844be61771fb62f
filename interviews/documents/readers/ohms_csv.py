"""A table of OHMS records: the import template of OHMS and Aviary, each row an interview without an index.

Format: OHMS_Import_Template.csv, 43 columns; found by their names, in any order, any of them missing.
"""

from __future__ import annotations

import calendar
import csv
import io
from collections.abc import Iterator, Sequence

from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.ohms.document import read_people, read_record
from interviews.documents.readers.ohms.record import Record, free_key
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SUFFIXES = (".csv",)

#: The element of the record that each column is. The three of the date are read together.
_COLUMNS = {
    "title": "title",
    "year": "",
    "month": "",
    "day": "",
    "date (non-preferred format)": "date_nonpreferred_format",
    "media format": "clip_format",
    "media host": "host",
    "media host account id": "host_account_id",
    "media host player id": "host_player_id",
    "media host item id": "host_clip_id",
    "embed code": "kembed",
    "accession number": "accession",
    "acknowledgement": "funding",
    "duration": "duration",
    "collection": "collection_name",
    "repository": "repository",
    "interviewee": "interviewee",
    "subject": "subject",
    "keywords": "keyword",
    "interviewer": "interviewer",
    "series": "series_name",
    "series id": "series_id",
    "rights": "rights",
    "media filename": "file_name",
    "ohms xml filename": "xmlfilename",
    "transcript sync data": "sync",
    "summary": "description",
    "format": "format",
    "language": "language",
    "type": "type",
    "usage": "usage",
    "collection id": "collection_id",
    "media url": "media_url",
    "use restrictions": "userestrict",
    "collection link": "collection_link",
    "series link": "series_link",
    "language for translation": "transcript_alt_lang",
    "transcript sync data (translation)": "sync_alt",
    "avalon target domain": "avalon_target_domain",
    "user notes": "user_notes",
    "include translation": "translate",
    "cms record id": "cms_record_id",
    "alt sync url": "alt_sync_url",
}
#: The column by which one row, kept alone, is still known.
_KEY = "item key"
_OUR_OWN = frozenset(("title", "interviewee", "interviewer", "accession number", "media format", "media url"))
_ENOUGH = 4  # of these columns; a table of other things has a title, too

_DELIMITERS = ",;\t"
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def recognises(file: SourceFile) -> bool:
    header = file.head.partition("\n")[0]
    return len(_OUR_OWN.intersection(_names(_cells(header, _delimiter(header))))) >= _ENOUGH


def read(file: SourceFile) -> Iterator[Reading]:
    rows = _rows(file.text)
    header = _names(rows[0][1])
    if "title" not in header and "interviewee" not in header:
        problem = "the first line does not name the columns of OHMS (Title, Interviewee, Media URL, ...); add it"
        raise DocumentError(problem, line=1, code="no_header")
    keys: dict[str, None] = {}
    for place, (_line, cells) in enumerate(rows[1:], start=1):
        named = dict(zip(header, cells, strict=False))
        own = named.get(_KEY) or named.get("accession number") or named.get("cms record id") or ""
        free_key(keys, " ".join(own.split()), place)
    for key, (line, cells) in zip(keys, rows[1:], strict=True):
        record = _record(header, cells, line)
        people = read_people(record)
        yield Reading(read_record(record, people), tuple(record.findings), key=key, text=_alone(rows[0][1], cells, key))


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _names(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()).lower() for cell in cells]


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows with anything in them, each with the line on which it begins."""
    delimiter = _delimiter(text.lstrip().partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        problem = f"this is no table in CSV ({error}); look for a lone quotation mark, or export it anew"
        raise DocumentError(problem, line=begins, code="not_csv") from error
    return rows


def _record(header: Sequence[str], cells: Sequence[str], line: int) -> Record:
    record = Record(line=line)
    named: dict[str, str] = {}
    for name, cell in zip(header, cells, strict=False):
        named[name] = cell.strip()
        element = _COLUMNS.get(name, "" if name == _KEY else name)
        if element:
            record.add(element, cell.strip(), line)
    if beyond := [cell.strip() for cell in cells[len(header) :] if cell.strip()]:
        message = f"cells behind the last column were left out: “{beyond[0][:60]}”; the row may be torn apart"
        record.findings.append(Finding(line, "cells_left_out", message))
    record.add("date", _date(record, *(named.get(part, "") for part in ("year", "month", "day"))), line)
    return record


def _date(record: Record, year: str, month: str, day: str) -> str:
    """``2015-09-14``, or as much of it as is known: there is no month without a year, and no day without a month."""
    parts = [year, str(_MONTHS.get(month.lower(), month)), day]
    known = parts[: next((place for place, part in enumerate(parts) if not part), 3)]
    if len(known) < sum(map(bool, parts)):
        message = f"of the date “{' '.join(filter(None, parts))[:60]}” a part is missing; complete it"
        record.findings.append(Finding(record.line, "bad_date", message))
    return "-".join(known)


def _alone(header: Sequence[str], cells: Sequence[str], key: str) -> str:
    """The row as a table of its own."""
    names = _names(header)
    kept = [(name, cell) for name, own, cell in zip(header, names, cells, strict=False) if own != _KEY]
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*(name for name, _cell in kept), _KEY.capitalize()])
    writer.writerow([*(cell for _name, cell in kept), key])
    return written.getvalue()
