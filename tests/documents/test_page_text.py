"""Pages of text: what is refused, and how damage is told. The samples are in test_samples.py."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile


def reading_of(data: bytes) -> Reading:
    (reading,) = readers.read(SourceFile(data, "page.txt"), "page-text")
    return reading


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", None),
        (b" \n\n\t ", "empty", None),
        (b"\xff\xfe", "empty", None),
        (b"one\ntwo\n\x00\x01\x02", "binary", 3),
        ("one\ntwo\n\0".encode("utf-8-sig"), "binary", 3),
        ("one\ntwo\n\0".encode("utf-16"), "binary", 3),
        ("one\ntwo\n\0".encode("utf-32"), "binary", 3),
        (bytes(range(1, 32)) * 20 + b"\x9f", "binary", None),
        (b"fine\nnot \x81 at all", "wrong_encoding", 2),
        (b"\xff\xfea\xd8", "wrong_encoding", None),
        (b"A recipe for soup.\n\nBoil water. Wait.\n", "not_an_interview", None),
        (b"INFORMATION by J. Doe\n\nTen things to know\n\nKites fly.\n", "not_an_interview", None),
        (b"x" * (8 * 1024 * 1024 + 1), "too_large", None),
    ],
)
def test_a_file_that_is_no_interview_is_refused_in_words(data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(data)
    assert (refusal.value.code, refusal.value.line) == (code, line)
    assert len(refusal.value.problem) > 15


PAGE = "This week, Jo Doe has an exclusive interview with Ola Berg.\n:00:10: Hélène’s lamp?\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_page_is_read_in_each_usual_encoding(encoding: str) -> None:
    reading = reading_of(PAGE.encode(encoding))
    assert reading.document.segments[0].question == "Hélène’s lamp?"
    codes = [finding.code for finding in reading.findings]
    assert codes == (["read_as_windows_1252"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_characters_that_were_lost_before_are_reported_with_their_line(encoding: str) -> None:
    reading = reading_of(PAGE.replace("’", "\ufffd").encode(encoding))
    assert [(finding.line, finding.code) for finding in reading.findings] == [(2, "characters_lost")]


@pytest.mark.parametrize("words", ["país", "París", "García", "Luís", "mít"])
def test_letters_that_a_language_has_are_not_called_damaged(words: str) -> None:
    assert reading_of(PAGE.replace("Hélène", words).encode()).findings == ()


def test_a_heading_in_capitals_or_with_a_colon_is_one_and_a_sentence_is_none() -> None:
    introduction = PAGE.splitlines()[0]
    for line, bio in [
        ("Interview Time Index (MM:SS) and Topic", ""),
        ("Podcast time index:", ""),
        ("PARTIAL EXTRACTS AND QUOTES FROM THE TALK", ""),
        ("Quotes from her are on every pier", "Quotes from her are on every pier"),
        ("He wrote a time index once", "He wrote a time index once"),
        ("The time index of the pier was made by her", "The time index of the pier was made by her"),
    ]:
        page = f"{introduction}\n\n{line}\n\n:00:10: Why?\n"
        assert reading_of(page.encode()).document.appearances[0].bio == bio, line


@pytest.mark.parametrize(
    ("said", "name", "title"),
    [
        ("the lamp pioneer Dr. Ola Berg", "Dr. Ola Berg", ""),
        ("Ola Berg – Keeper", "Ola Berg", "Keeper"),
        ("Ola van der Berg, Chief Executive and Managing Director, Pier Inc", "Ola van der Berg", None),
        ("Ola Berg, which is rare", "Ola Berg", "which is rare"),
        ("James Dean", "James Dean", ""),
        ("van Dyke Parks", "van Dyke Parks", ""),
    ],
)
def test_a_name_ends_where_its_description_begins(said: str, name: str, title: str | None) -> None:
    page = f"This week, Jo Doe has an exclusive interview with {said}.\n:00:10: Why?\n"
    reading = reading_of(page.encode())
    guest, _host = reading.document.appearances
    assert guest.name == name
    assert title is None or guest.title == title
    assert reading.findings == ()


@pytest.mark.parametrize("said", ["Ola and Mia Berg", "the people of the pier", "Ola Berg Mia Ek Per Lund Jo Doe Al"])
def test_a_doubtful_name_is_reported(said: str) -> None:
    page = f"This week, Jo Doe has an exclusive interview with {said}.\n:00:10: Why?\n"
    findings = reading_of(page.encode()).findings
    assert [(finding.line, finding.code) for finding in findings] == [(1, "guest_doubtful")]


@pytest.mark.parametrize(
    "line",
    [
        "Q: a A: b " * 10_000,
        "INTERVIEWS by " * 8_000,
        ":00:10: a " * 10_000,
        "transcript by " * 8_000,
        "1/1/2000 " * 10_000,
        "part 1 of " * 10_000,
        "Dr. A. " * 15_000,
        ".mp3" * 20_000,
        '"....' * 20_000,
        "1:" * 40_000,
        ", Ola Berg" * 9_000,
        "To listen to the link " + "a." * 40_000,
    ],
)
@pytest.mark.slow
def test_a_hostile_line_is_read_in_no_time(line: str) -> None:
    page = f"{PAGE}{line} has an interview with Ola Berg\n\n{line}\n".encode()
    began = time.process_time()
    with suppress(DocumentError):  # some of them hold more entries than an interview may
        reading_of(page)
    assert time.process_time() - began < 8  # quadratic, it would take minutes


@pytest.mark.parametrize(
    "line",
    [
        "-" * 100_000,
        "part 1" * 20_000,
        "Ola Berg" * 12_000,
        "'s " * 30_000,
        "Ola Berg, " * 10_000,
        "a’s views" * 10_000,
    ],
)
@pytest.mark.slow
def test_a_hostile_title_is_read_in_no_time(line: str) -> None:
    began = time.process_time()
    reading_of(f"{line}\nInterview with {line}\n\n{PAGE}".encode())
    assert time.process_time() - began < 8


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_do_not_matter(ending: str) -> None:
    page = PAGE.replace("\n", ending).encode()
    assert reading_of(page) == reading_of(PAGE.encode())


def test_a_time_in_prose_above_the_index_is_no_entry() -> None:
    introduction = "This week, Jo Doe has an exclusive interview with Ola Berg."
    page = f"{introduction}\n10:30 was when we met.\nInterview Time Index\n:00:10: Well?\n"
    document = reading_of(page.encode()).document
    assert [segment.question for segment in document.segments] == ["Well?"]
    assert document.appearances[0].bio == "10:30 was when we met."


@pytest.mark.parametrize(
    ("line", "name", "post_nominals"),
    [
        ("Interview by J. Doe", "J. Doe", ""),
        ("Interview with Jo Doe, X.Y.", "Jo Doe", "X.Y."),
        ("INTERVIEWS by JO DOE, FABC, X.Y.Z., MVQ, DF/NNN,", "JO DOE", "FABC, X.Y.Z., MVQ, DF/NNN"),
        ("Interviews by Jo Doe, ITQ/IP3P", "Jo Doe", "ITQ/IP3P"),
        ("Exclusive Interview by Jo Doe, F.A.B., DFNPA", "Jo Doe", "F.A.B., DFNPA"),
    ],
)
def test_the_interviewer_has_a_line_in_many_spellings(line: str, name: str, post_nominals: str) -> None:
    document = reading_of(f"Guild\n{line}\nOla Berg: Keeper\n\n:00:10: Why?\n".encode()).document
    (host,) = document.people("interviewer")
    assert (host.name, host.post_nominals) == (name, post_nominals)
    assert (document.organisation, document.title) == ("Guild", "Ola Berg: Keeper")


@pytest.mark.parametrize(
    ("title", "part", "total"),
    [
        ("Ola Berg: Keeper – Part 1 of 2 interview series", 1, 2),
        ("Ola Berg (Part 3/4)", 3, 4),
        ("Ola Berg, Part Two", 2, None),
        ("[Interview] Part 6: Ola Berg", 6, None),
        ("Ola Berg, part of the Guild", None, None),
        ("Ola Berg, Counterpart 2", None, None),
    ],
)
def test_a_title_says_which_part_it_is(title: str, part: int | None, total: int | None) -> None:
    document = reading_of(f"{title}\n\n{PAGE}".encode()).document
    assert (document.title, document.part, document.part_total) == (title, part, total)


@pytest.mark.parametrize(
    "line",
    [
        "He wrote software for transcription, and approximately ten books at that time.",
        "Ola was transcribed by hand.",
        "The transcript was made by Mia Ek.",
        "Her approximate age is known.",
    ],
)
def test_a_biography_that_speaks_of_transcripts_is_no_notice(line: str) -> None:
    introduction, entry = PAGE.splitlines()
    reading = reading_of(f"{introduction}\n\n{line}\n\n{entry}\n".encode())
    assert (reading.document.appearances[0].bio, reading.findings) == (line, ())


def test_a_line_that_quotes_a_question_and_an_answer_is_not_divided() -> None:
    introduction, entry = PAGE.splitlines()
    line = "He said: Q: and A: are letters."
    assert reading_of(f"{introduction}\n\n{line}\n\n{entry}\n".encode()).document.appearances[0].bio == line


_LINES = st.sampled_from(
    [
        "Q: So? A: So. Q: And? A: Yes. Discussion: fog",
        "4/7/2003 8:05:09 AM",
        "Careers: Interviews",
        "INTERVIEWS by JO DOE, FABC, DF/NNN,",
        "Ola Berg: Keeper – Part 1 of 2",
        "This transcript was generated by AI; time stamps are approximate.",
        "[00:00:05] Jo Doe: Welcome.",
        "[00:00:09] Ola Berg: Thank you.",
        "Part: 1 of 2",
        "This week, Jo Doe has an exclusive interview with Ola Berg.",
        ":00:10: Why?",
        "01:75:10: Never?",
        '"....Because....',
        '...."',
        '"',
        "Q: So?",
        "Q:",
        "10:30 we met",
        "JD: So?",
        "OB: So.",
        '"Yes" is the word, not "no"',
        "Discussion: fog",
        "Ola BergOla Berg is",
        "Keywords: fog, fog",
        "A: So.",
        "****",
        "[Ed. Note: x]",
        "PART TWO",
        "To listen to the interview, click on this MP3 file link",
        "The latest blog on the interview can be found March 41, 2006 in the Corner where",
        "Interview with Ola Berg by Jo Doe",
        "Recorded 41 March 2004 in Malmö by Jo Doe",
        "Interviewer: Jo Doe",
        "Jo Doe: So?",
        "Ola Berg: So.",
        "Copyright 2004",
        "",
    ]
)


@given(st.lists(_LINES | st.text(max_size=40), max_size=30))
def test_no_page_makes_the_reader_raise_anything_else(lines: list[str]) -> None:
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    try:
        first = reading_of(data)
    except DocumentError:
        return
    assert reading_of(data) == first


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise_anything_else(data: bytes) -> None:
    try:
        reading_of(data)
    except DocumentError as error:
        assert error.problem


@pytest.mark.parametrize("words", ["Fog is thick.", "The light of Berg, Ola.", ""])
def test_a_guest_is_taken_from_the_file_name_only_where_the_text_has_it(words: str) -> None:
    page = f"The keeper speaks\n\nQ: Why?\nA: {words or 'I am Ola Berg.'}\n"
    (reading,) = readers.read(SourceFile(page.encode(), "ola-berg.txt"))
    assert [entry.name for entry in reading.document.appearances] == ([] if words else ["Ola Berg"])
