"""Word documents (.docx): mammoth makes HTML of them, which is read as a page is.

WordprocessingML: ECMA-376 part 1, section 17. Of tracked changes what was inserted stays and what was deleted goes;
comments, notes, pictures and the headers and footers of pages are not taken, and findings say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import mammoth
from selectolax.lexbor import LexborHTMLParser, LexborNode

from interviews.documents.decoding import decode
from interviews.documents.document import PartialDate
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.languages import code_of
from interviews.documents.readers.blocks.addresses import linked_recordings, with_addresses
from interviews.documents.readers.blocks.page import read_blocks
from interviews.documents.readers.blocks.page_facts import PageFacts
from interviews.documents.readers.blocks.pictures import with_portraits
from interviews.documents.readers.blocks.recordings import with_recordings
from interviews.documents.readers.html.blocks import page_of
from interviews.documents.readers.html.source import washed
from interviews.documents.readers.page.time_index import keywords_in
from interviews.documents.readers.word.container import Container, opened
from interviews.documents.reading import Reading, lines_of
from interviews.documents.source_file import SourceFile
from interviews.documents.xml_tree import child_text, parse_xml

SUFFIXES = (".docx", ".docm")

#: The title is the heading of the first level, and Word's headings follow below it.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='title'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        *(
            f"p[style-name='{word} {level}'] => h{level + 1}:fresh"
            for word in ("Heading", "heading")
            for level in range(1, 6)
        ),
    ]
)
_NOTES = "li[id^='footnote-'], li[id^='endnote-']"
_NOTE_MARKS = "x-a[href^='#footnote-'], x-a[href^='#endnote-']"


def recognises(file: SourceFile) -> bool:
    return file.data.startswith(b"PK\x03\x04") and b"word/document" in file.data


def read(file: SourceFile) -> Iterator[Reading]:
    container = opened(file.data)
    root = LexborHTMLParser(washed(_html_of(container)).markup).body
    if root is None:
        raise DocumentError("the document has no text; check that it is the right file", code="not_an_interview")
    facts = _facts(container)
    facts.findings += [*_left_out(container), *_notes_taken_out(root)]
    page = page_of(root)
    blocks = [replace(block, line=None) for block in page.blocks]
    facts.findings += _damage_in("\n".join(block.text for block in blocks))
    reading = read_blocks([with_addresses(block, "") for block in blocks], file.stem, facts)
    reading = with_recordings(reading, list(dict.fromkeys(linked_recordings(blocks, ""))), ())
    pictures = [replace(picture, address="", alt=_alt(picture.alt), line=None) for picture in page.pictures]
    reading = with_portraits(reading, pictures, first_shows=True)
    yield replace(reading, findings=(*reading.findings, *_pictures_left(reading, len(pictures))))


def _html_of(container: Container) -> str:
    try:
        result = mammoth.convert_to_html(
            container.repacked(),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda _image: {}),
        )
    except RecursionError as error:
        raise DocumentError("the Word file is nested too deep; save it as plain text", code="too_deep") from error
    except Exception as error:  # whatever damage it comes upon, as the kind of error that was nearest
        problem = f"the Word file cannot be read ({type(error).__name__}: {error}); open it in Word and save it anew"
        raise DocumentError(problem[:400], code="not_docx") from error
    html: str = result.value
    return html


def _alt(text: str) -> str:
    """Without the line that Word adds to what it made up itself."""
    return text.removesuffix("Description automatically generated").rstrip(" .")


def _facts(container: Container) -> PageFacts:
    """What the file's properties say (Dublin Core in ``docProps/core.xml``)."""
    facts = PageFacts("the properties of the Word file")
    if not container.properties:
        return facts
    try:
        root = parse_xml(container.properties).root
    except DocumentError:
        return facts  # the document itself is whole
    facts.title = _line(child_text(root, "title"))
    facts.author = _line(child_text(root, "creator"))
    facts.language = code_of(child_text(root, "language"))
    facts.tags = keywords_in(_line(child_text(root, "keywords")))
    created = child_text(root, "created").partition("T")[0]
    if created:
        try:
            facts.published = PartialDate.parse(created)
        except DocumentError as error:
            facts.findings.append(Finding(None, "bad_date", f"in the properties of the Word file: {error.problem}"))
    return facts


def _line(text: str) -> str:
    return lines_of(" ".join(text.split()))[0].text


def _left_out(container: Container) -> Iterator[Finding]:
    """What the file holds beside its text."""
    elements = container.elements
    if container.has_macros:
        yield Finding(
            None, "macros_left_out", "the document has macros; its text was read, and nothing of them run or kept"
        )
    if changes := elements["ins"] + elements["del"] + elements["moveTo"] + elements["moveFrom"]:
        message = (
            f"{_counted(changes, 'tracked change')}: what was inserted is in, what was deleted is not; accept or "
            "reject the changes in Word if it should be otherwise"
        )
        yield Finding(None, "tracked_changes", message)
    if container.comments:
        message = f"{_counted(container.comments, 'comment')} in the margin left out; they stay in the Word file"
        yield Finding(None, "margin_comments_left_out", message)
    if container.margins:
        message = f"headers or footers left out: “{container.margins[0][:70]}”; add what matters to the text"
        yield Finding(None, "page_header_left_out", message)
    if formulas := elements["oMath"]:
        message = f"{_counted(formulas, 'formula')} left out; write them as text"
        yield Finding(None, "formulas_left_out", message)


def _damage_in(text: str) -> Iterator[Finding]:
    """What an earlier conversion did to the characters."""
    if text.strip():
        yield from (replace(finding, line=None) for finding in decode(text.encode())[1])


def _notes_taken_out(root: LexborNode) -> Iterator[Finding]:
    """Takes footnotes and endnotes, and the numbers that point to them, out of the text."""
    notes = root.css(_NOTES)
    words = " ".join(notes[0].text().split()).rstrip("↑ ") if notes else ""
    for node in [*notes, *root.css(_NOTE_MARKS)]:
        node.decompose()
    if notes:
        message = f"{_counted(len(notes), 'footnote')} left out, first “{words[:80]}”; add what matters to the text"
        yield Finding(None, "footnotes_left_out", message)


def _pictures_left(reading: Reading, count: int) -> Iterator[Finding]:
    said = sum(finding.code == "portrait_left_out" for finding in reading.findings)
    if count > said:
        yield Finding(None, "pictures_left_out", f"{_counted(count - said, 'picture')} in the text left out")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
