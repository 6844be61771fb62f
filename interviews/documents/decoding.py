"""Bytes to text: byte order mark, UTF-8, then Windows-1252, and never a silent replacement."""

from __future__ import annotations

import codecs
import re
import unicodedata

from interviews.characters import composed
from interviews.documents.errors import DocumentError, Finding

#: A page of the archives is 28 KB; a thousand times that is no interview page.
LARGEST = 8 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The whole category Cc but tab and line break. A carriage return is a line break before this is asked.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Byte 0x92 (’) read as Mac Roman is í; byte 0xB2 (²) read as Windows-1250 is ˛. Only where English has an
# apostrophe, for país and Luís are words.
_DAMAGED = re.compile(
    r"(?<=[A-Za-z]{4})í(?=s\b)|(?<=n)í(?=t\b)|(?<=[A-Za-z])í(?=(?:re|ve|ll)\b)|(?<=\bI)í(?=[md]\b)"
    r"|(?<=\b[Ii]t)í(?=s\b)|(?<=\b[Hh]e)í(?=s\b)|(?<=\b[Ll]et)í(?=s\b)|˛"
)


def decode(data: bytes) -> tuple[str, list[Finding]]:
    """The text of a file, in Unicode normal form C, and what was noticed on the way.

    Raises DocumentError for what is empty, too large, binary, or in no encoding that is read here.
    """
    if len(data) > LARGEST:
        raise DocumentError(
            f"the file has {len(data):,} bytes, more than the {LARGEST:,} that a page of text may have; "
            "split it, or check that it is the right file",
            code="too_large",
        )
    findings: list[Finding] = []
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        text = _strictly(data.removeprefix(codecs.BOM_UTF8), marked)
    elif b"\0" in data:
        raise _binary(data[: data.index(b"\0")].count(b"\n"))
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            text, findings = _windows(data, data[: error.start].count(b"\n") + 1)
    if "\0" in text:
        raise _binary(text.count("\n", 0, text.index("\0")))
    if not text.strip():
        raise DocumentError("the file is empty; save the document into it again", code="empty")
    text, cleaned = _without_controls(_normal(text))
    return text, [*findings, *cleaned, *_damaged(text)]


def _binary(lines_before: int) -> DocumentError:
    return DocumentError(
        "the file is not text (it holds a zero byte); save the document as plain text",
        line=lines_before + 1,
        code="binary",
    )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"the file says it is {encoding.upper()} but is not; save it again as UTF-8",
            code="wrong_encoding",
        ) from error


def _windows(data: bytes, line: int) -> tuple[str, list[Finding]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DocumentError(
            "the file is neither UTF-8 nor Windows-1252 text; save it again as UTF-8",
            line=data[: error.start].count(b"\n") + 1,
            code="wrong_encoding",
        ) from error
    controls = sum(unicodedata.category(character) == "Cc" and character not in "\t\n\r\f" for character in text)
    if controls > len(text) / 100:
        raise DocumentError(
            "the file is not text (it is full of control characters); save the document as plain text",
            code="binary",
        )
    message = "not UTF-8 from here on; read as Windows-1252: check accents and quotation marks"
    return text, [Finding(line, "read_as_windows_1252", message)]


def _without_controls(text: str) -> tuple[str, list[Finding]]:
    """The text with a space for each control character but tab and line break: no page means to say one."""
    cleaned, count = _CONTROLS.subn(" ", text)
    if not count:
        return text, []
    message = (
        f"{_counted(count, 'control character')} (such as U+{ord(text[_first(_CONTROLS, text)]):04X}) became spaces; "
        "check the words around them"
    )
    return cleaned, [Finding(_line_of(text, _first(_CONTROLS, text)), "control_characters", message)]


def _damaged(text: str) -> list[Finding]:
    """What an earlier conversion did to the characters. The text stays as it is: only a reader can mend it."""
    findings = []
    if lost := text.count("\N{REPLACEMENT CHARACTER}"):
        message = (
            f"{_counted(lost, 'character')} {'was' if lost == 1 else 'were'} already lost when this file was made "
            "(shown as \N{REPLACEMENT CHARACTER}); find an older copy, or type what is missing"
        )
        line = _line_of(text, text.index("\N{REPLACEMENT CHARACTER}"))
        findings.append(Finding(line, "characters_lost", message))
    # Most texts hold neither letter, and the pattern looks behind at every place.
    suspicious = "í" in text or "˛" in text
    if suspicious and (damaged := [match.start() for match in _DAMAGED.finditer(text)]):
        begin = damaged[0]
        shown = text[max(begin - 15, 0) : begin + 16].replace("\n", " ").strip()
        meant = "’" if text[begin] == "í" else "²"
        message = (
            f"{_counted(len(damaged), 'character')} of this text seem{'s' if len(damaged) == 1 else ''} damaged, first "
            f"in “{shown}”, where “{meant}” may be meant; the text is kept: correct the document or the entry"
        )
        findings.append(Finding(_line_of(text, begin), "damaged_characters", message))
    return findings


def _first(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else 0


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"


def _normal(text: str) -> str:
    return composed(text.replace("\r\n", "\n").replace("\r", "\n"))
