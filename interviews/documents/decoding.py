"""Bytes to text: byte order mark, UTF-8, then Windows-1252, and never a silent replacement."""

from __future__ import annotations

import codecs
import unicodedata

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
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _normal(_strictly(data.removeprefix(codecs.BOM_UTF8), encoding)), []
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise DocumentError(
            "the file is not text (it holds a zero byte); save the document as plain text",
            line=line,
            code="binary",
        )
    findings: list[Finding] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text, findings = _windows(data, data[: error.start].count(b"\n") + 1)
    if not text.strip():
        raise DocumentError("the file is empty", code="empty")
    return _normal(text), findings + _damaged(text)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"the file says it is {encoding.upper()} but is not; save it again as UTF-8",
            code="wrong_encoding",
        ) from error
    if not text.strip():
        raise DocumentError("the file is empty", code="empty")
    return text


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


def _damaged(text: str) -> list[Finding]:
    position = text.find("\N{REPLACEMENT CHARACTER}")
    if position < 0:
        return []
    count = text.count("\N{REPLACEMENT CHARACTER}")
    message = (
        f"{count} characters were already lost when this file was made (shown as \N{REPLACEMENT CHARACTER}); "
        "find an older copy, or type them again"
    )
    return [Finding(text.count("\n", 0, position) + 1, "characters_lost", message)]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
