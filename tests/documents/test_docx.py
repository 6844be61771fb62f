"""Word documents: what is recognised, what is refused, and that no file does harm. Samples: test_samples.py."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from tests.documents.docx_files import INTRODUCTION, docx, link, paragraph, part, run, samples, table, zipped

SAMPLES = Path(__file__).parent.parent / "samples" / "docx"
ENTRY = paragraph(":00:10: Why?")


def reading_of(data: bytes, name: str = "talk.docx") -> Reading:
    (reading,) = readers.read(SourceFile(data, name), "docx")
    return reading


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(("name", "data"), samples().items())
def test_the_samples_are_what_the_script_writes(name: str, data: bytes) -> None:
    """Compared unpacked: how tightly a file is packed depends on the machine."""
    kept, made = (zipfile.ZipFile(io.BytesIO(one)) for one in ((SAMPLES / f"{name}.docx").read_bytes(), data))
    assert {entry: kept.read(entry) for entry in kept.namelist()} == {
        entry: made.read(entry) for entry in made.namelist()
    }


def test_a_word_file_is_told_by_its_content_whatever_its_name() -> None:
    assert readers.format_of(SourceFile(docx(ENTRY), "talk.txt")) == "docx"
    assert readers.format_of(SourceFile(b"Ola Berg", "talk.docm")) == "docx"
    assert readers.format_of(SourceFile(zipped({"content.xml": "<x/>"}), "talk.zip")) != "docx"


def test_a_reading_keeps_no_text() -> None:
    assert (reading_of(docx(INTRODUCTION + ENTRY)).text, reading_of(docx(INTRODUCTION + ENTRY)).key) == ("", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_docx"),
        (b"Ola Berg", "not_docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "not_docx"),
        (docx(ENTRY)[:-100], "not_docx"),
        (zipped({"word/other.xml": "<x/>"}), "not_docx"),
        (docx(paragraph("A recipe for soup.")), "not_an_interview"),
        (docx(""), "not_an_interview"),
        (docx(ENTRY, parts={"word/document.xml": "<w:document"}), "not_docx"),
        (docx(ENTRY, parts={"word/document.xml": "<document/>"}), "not_docx"),
        (docx(ENTRY, parts={"word/styles.xml": '<?xml version="1.0" encoding="no"?><x/>'}), "not_docx"),
        (docx('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="many"/></w:tcPr></w:tc></w:tr></w:tbl>'), "not_docx"),
        (docx('<w:p><w:r><w:sym w:font="Wingdings" w:char="smile"/></w:r></w:p>'), "not_docx"),
    ],
)
def test_what_is_no_interview_in_word_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(data)
    assert refusal.value.code == code
    assert len(refusal.value.problem) > 15


@pytest.mark.parametrize(
    "where", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"]
)
def test_a_document_type_is_refused_in_every_part(where: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(DocumentError) as refusal:
        reading_of(docx(ENTRY, parts={where: bomb}))
    assert refusal.value.code == "doctype"


@pytest.mark.parametrize("name", ["/word/x.xml", "../x.xml", "word/../../x.xml", "word\\..\\x", "C:/x", "\\x"])
def test_a_part_whose_name_leads_away_is_refused(name: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(docx(ENTRY, parts={name: "x"}))
    assert refusal.value.code == "archive_name"


def test_a_part_that_stands_twice_is_refused() -> None:
    packed = io.BytesIO(docx(ENTRY))
    with pytest.warns(UserWarning), zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(DocumentError) as refusal:
        reading_of(packed.getvalue())
    assert refusal.value.code == "archive_name"


def _encrypted() -> bytes:
    """Every part marked as protected, in its own header and in the directory."""
    data = bytearray(docx(ENTRY))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = data.find(mark)
        while begin >= 0:
            data[begin + place] |= 1
            begin = data.find(mark, begin + 4)
    return bytes(data)


_STORED = zipfile.ZIP_STORED  # or else it is the ratio that is refused
BOMBS = {
    "a ratio of a thousand": ("archive_bomb", docx(ENTRY, parts={"word/document.xml": " " * 4_000_000})),
    "text of thirteen million bytes": ("archive_bomb", docx(paragraph("Ola Berg " * 1_500_000), kind=_STORED)),
    "a hundred parts of text": (
        "archive_bomb",
        docx(ENTRY, parts={f"word/x{number}.xml": "<x>Ola Berg</x>" * 10_000 for number in range(100)}, kind=_STORED),
    ),
    "many parts": ("archive_bomb", docx(ENTRY, parts={f"word/media/{number}.png": b"" for number in range(2_500)})),
    "many elements": ("too_large", docx("<w:x/>" * 450_000, kind=_STORED)),
    "many paragraphs": ("too_large", docx("<w:p/>" * 60_000, kind=_STORED)),
    "many attributes": (
        "too_large",
        docx("<w:p " + " ".join(f'a{number}=""' for number in range(60_000)) + "/>", kind=_STORED),
    ),
    "unusual packing": ("not_docx", zipped({"word/document.xml": part("document", "")}, zipfile.ZIP_LZMA)),
    "protected parts": ("archive_encrypted", _encrypted()),
    "nesting": ("too_deep", docx("<w:sdt><w:sdtContent>" * 40 + ENTRY + "</w:sdtContent></w:sdt>" * 40)),
    "deep nesting": ("too_deep", docx("<w:p>" * 100_000 + "</w:p>" * 100_000, kind=_STORED)),
    "nested fields": ("too_deep", docx(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 30))),
    "instructions read again and again": (
        "too_large",
        docx(
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
                f"<w:r><w:instrText>{'x' * 10_000}</w:instrText></w:r>",
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' * 300,
            ),
            kind=_STORED,
        ),
    ),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(kind: str) -> None:
    code, data = BOMBS[kind]
    began = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError) as refusal:
            reading_of(data)
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert refusal.value.code == code
    assert time.process_time() - began < 8


def test_a_long_document_is_read_in_bounded_time() -> None:
    said = "".join(
        paragraph(run(f":{minute:02}:00:"), f" Lamp {minute}?") + paragraph("Bright. " * 80) for minute in range(60)
    )
    began = time.process_time()
    assert len(reading_of(docx(INTRODUCTION + said * 8)).document.segments) == 480
    assert time.process_time() - began < 8


def test_pictures_are_neither_unpacked_nor_counted_as_text() -> None:
    picture = zipped({"x": b"0" * 10}) + b"\0" * 20_000_000
    assert reading_of(docx(INTRODUCTION + ENTRY, parts={"word/media/image1.bmp": picture})).document.segments


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "\\\\host\\x"])
def test_a_link_that_could_do_harm_is_plain_words(address: str) -> None:
    body = INTRODUCTION + paragraph("Ola Berg has a ", link("page", "page"), ".") + ENTRY
    assert reading_of(docx(body, links={"page": address})).document.appearances[0].bio == "Ola Berg has a page."


def test_markup_in_words_is_words() -> None:
    body = INTRODUCTION + paragraph("Ola Berg wrote <b>lamp</b> & <script>x</script>.".replace("<b", " <b")) + ENTRY
    assert reading_of(docx(body)).document.appearances[0].bio == "Ola Berg wrote <b>lamp</b> & <script>x</script>."


def test_a_style_map_inside_the_file_is_not_followed() -> None:
    data = docx(INTRODUCTION + ENTRY, parts={"mammoth/style-map": "p => script:fresh"})
    assert reading_of(data).document == reading_of(docx(INTRODUCTION + ENTRY)).document


def test_a_word_in_several_runs_is_one_word() -> None:
    body = INTRODUCTION + paragraph(run(":00"), run(":10: W", bold=True), run("hy?"))
    assert [segment.question for segment in reading_of(docx(body)).document.segments] == ["Why?"]


def test_damaged_properties_do_not_hinder() -> None:
    data = docx(INTRODUCTION + ENTRY, parts={"docProps/core.xml": "<!DOCTYPE x><x>"})
    assert codes(reading_of(data)) == []


_BODY = st.lists(
    st.sampled_from(
        [
            INTRODUCTION,
            ENTRY,
            paragraph(run("Jo:", bold=True), " Why?"),
            paragraph(run("Ola:", bold=True), " So."),
            paragraph("So?", style="heading 1"),
            paragraph("x", style="List Paragraph", numbered=True),
            paragraph(link("a", "x"), "<w:r><w:br/></w:r>"),
            table(("0:10", "Why?|So."), ("x",)),
            "<w:tbl/>",
            "<w:r/>",
            "<w:tr><w:tc/></w:tr>",
            '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            '<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>',
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>",
        ]
    )
    | st.text(alphabet="aé:?0 ", max_size=10).map(paragraph),
    max_size=12,
)


@given(_BODY)
def test_no_document_makes_the_reader_raise_anything_else(body: list[str]) -> None:
    data = docx("".join(body), links={"a": "https://x.example/"})
    try:
        first = reading_of(data)
    except DocumentError as error:
        assert error.problem
        return
    assert reading_of(data) == first


@given(
    st.sampled_from(sorted(SAMPLES.glob("*.docx"))), st.integers(0, 6_000), st.integers(0, 60), st.binary(max_size=20)
)
def test_no_damage_to_a_file_makes_the_reader_raise_anything_else(
    path: Path, begin: int, length: int, put: bytes
) -> None:
    data = path.read_bytes()
    try:
        reading_of(data[:begin] + put + data[begin + length :])
    except DocumentError as error:
        assert error.problem


@given(st.sampled_from(sorted(samples())), st.integers(0, 4_000), st.integers(0, 40), st.text(max_size=20))
def test_no_damage_inside_a_file_makes_the_reader_raise_anything_else(
    name: str, begin: int, length: int, put: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(samples()[name])) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    text = members["word/document.xml"].decode()
    members["word/document.xml"] = (text[:begin] + put + text[begin + length :]).encode("utf-8", "replace")
    try:
        reading_of(zipped(members))
    except DocumentError as error:
        assert error.problem
