"""Tables of OHMS records: what is refused, what a row says, and how rows are told apart."""

from __future__ import annotations

import pytest

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

COLUMNS = "Title,Interviewee,Interviewer,Accession Number,Year,Month,Day,CMS Record ID"


def rows_of(text: str) -> list[Reading]:
    return list(readers.read(SourceFile(text.encode(), "table.csv"), "ohms-csv"))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", None),
        ("Start,Question,Answer\n1,Why?,So.\n", "no_header", 1),
        (f'{COLUMNS}\nLamps,Ola Berg\n"Fog", "Mia" Ek\n"never closed\n', "not_csv", 4),
        (f'{COLUMNS}\nLamps,"Ola "Berg"\n', "not_csv", 2),
    ],
)
def test_a_table_that_is_none_is_refused_in_words(text: str, code: str, line: int | None) -> None:
    with pytest.raises(DocumentError) as refusal:
        rows_of(text)
    assert (refusal.value.code, refusal.value.line) == (code, line)


@pytest.mark.parametrize(
    ("header", "is_ohms"),
    [
        (COLUMNS, True),
        (COLUMNS.replace(",", ";"), True),
        (COLUMNS.replace(",", "\t"), True),
        (f"\ufeff{COLUMNS}", True),
        ('"Title","Media Format","Media URL","Interviewee"', True),
        ("media url, interviewee ,INTERVIEWER,Title", True),
        ("Title,Author,Year", False),
        ("Start,Question,Answer,Interviewee", False),
    ],
)
def test_a_table_is_told_by_its_columns(header: str, is_ohms: bool) -> None:
    assert (readers.format_of(SourceFile(f"{header}\n".encode(), "table")) == "ohms-csv") is is_ohms


def test_a_header_without_rows_holds_no_interview() -> None:
    assert rows_of(f"{COLUMNS}\n") == []


def test_a_row_is_known_by_its_number_or_else_by_its_place() -> None:
    rows = rows_of(f"{COLUMNS}\nA,Ola Berg,,X 1,,,,7\nB,Ola Berg,,,,,,7\n\nC,Ola Berg,,,,,,\nD,Ola Berg,,X 1,,,,\n")
    assert [row.key for row in rows] == ["X 1", "7", "3", "X 1 (4)"]


def test_a_finding_names_the_line_on_which_its_row_begins() -> None:
    rows = rows_of(f'{COLUMNS}\n"A\nB",Ola Berg\n,"Berg,\nOla"\n')
    assert [[finding.line for finding in row.findings] for row in rows] == [[], [4]]


@pytest.mark.parametrize(
    ("date", "recorded", "found"),
    [
        ("2015,9,14", "2015-09-14", []),
        ("2015,September,14", "2015-09-14", []),
        ("2015,09,", "2015-09", []),
        ("2015,,", "2015", []),
        (",,", "", []),
        ("2015,,14", "2015", ["bad_date"]),
        (",9,14", "", ["bad_date"]),
        ("about 1975,,", "1975", ["date_guessed"]),
        ("long ago,,", "", ["bad_date"]),
    ],
)
def test_a_date_is_as_precise_as_its_columns(date: str, recorded: str, found: list[str]) -> None:
    (row,) = rows_of(f"{COLUMNS}\nLamps,Ola Berg,,,{date},\n")
    assert str(row.document.recorded or "") == recorded
    assert [finding.code for finding in row.findings] == found
