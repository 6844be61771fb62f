"""One XML part of a Word document, looked through before it is read: nothing in it may cost more than it is worth."""

from __future__ import annotations

import re
from collections import Counter
from xml.parsers import expat

from interviews.documents.errors import DocumentError

#: Elements and attributes of all parts of text, for each of which mammoth needs half a kilobyte.
MOST_ELEMENTS = 250_000
#: Paragraphs, runs of words and cells, for each of which it needs 60 microseconds; five hours of talk have fewer.
MOST_RUNS = 50_000
#: Elements inside one another: tables in text boxes in tables have some thirty.
DEEPEST = 60
#: Fields (links, numbers of pages) inside one another, and characters of their instructions.
DEEPEST_FIELDS = 20
MOST_INSTRUCTIONS = 2_000_000

_PIECE = 64 * 1024
_LONGEST_TAG = 256 * 1024


def too_much(what: str) -> str:
    """The words for a refusal."""
    return f"the Word file has {what}, more than a document needs; save it anew, or as plain text"


class Part:
    """One part while it is looked through: well-formed, without a document type, and within the limits."""

    def __init__(self, name: str) -> None:
        self.seen = self.runs = 0
        self.elements: Counter[str] = Counter()
        self._name = name
        self._fields = self._instructions = self._read_instructions = 0
        self._written: list[str] = []
        self._open: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.EntityDeclHandler = self._refuse_doctype

    def look_through(self, data: bytes) -> None:
        whole = memoryview(data)
        try:
            for begin in range(0, len(data), _PIECE):
                self._parser.Parse(whole[begin : begin + _PIECE], False)
                if begin + _PIECE - self._parser.CurrentByteIndex > _LONGEST_TAG + _PIECE:
                    raise DocumentError(too_much(f"a tag of more than {_LONGEST_TAG:,} bytes"), code="too_large")
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            problem = f"“{self._name}” in the Word file is damaged ({expat.ErrorString(error.code)}); save it anew"
            raise DocumentError(problem, code="not_docx") from error
        except (LookupError, ValueError) as error:
            raise DocumentError(f"“{self._name}” is in an unknown encoding; save it anew", code="not_docx") from error

    @property
    def words(self) -> str:
        """The text, if it is more than numbers of pages."""
        text = " ".join("".join(self._written).split())
        return text if re.search(r"[^\W\d_]{2}", text) else ""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.elements[name] += 1
        self.seen += 1 + len(attributes)
        self._open.append(name)
        if self.seen > MOST_ELEMENTS:
            raise DocumentError(too_much(f"more than {MOST_ELEMENTS:,} elements"), code="too_large")
        self.runs += name in ("p", "r", "tc", "hyperlink")
        if self.runs > MOST_RUNS:
            raise DocumentError(too_much(f"more than {MOST_RUNS:,} paragraphs and runs"), code="too_large")
        if len(self._open) > DEEPEST:
            raise DocumentError(too_much(f"elements more than {DEEPEST} deep in each other"), code="too_deep")
        if name == "fldChar":
            self._field(next((value for key, value in attributes.items() if key.endswith("}fldCharType")), ""))

    def _field(self, kind: str) -> None:
        """A field begins, ends, or turns from its instructions to its text; the instructions are read each time."""
        self._fields = max(0, self._fields + (kind == "begin") - (kind == "end"))
        if self._fields > DEEPEST_FIELDS:
            raise DocumentError(too_much(f"fields more than {DEEPEST_FIELDS} deep in each other"), code="too_deep")
        self._read_instructions += self._instructions
        self._instructions = 0 if kind == "begin" else self._instructions
        if self._read_instructions > MOST_INSTRUCTIONS:
            raise DocumentError(
                too_much(f"instructions of fields of more than {MOST_INSTRUCTIONS:,} characters"), code="too_large"
            )

    def _end(self, _tag: str) -> None:
        name = self._open.pop()
        if name == "p":
            self._written.append(" ")

    def _characters(self, text: str) -> None:
        name = self._open[-1]
        if name == "t":
            self._written.append(text)
        elif name == "instrText":
            self._instructions += len(text)

    def _refuse_doctype(self, *_arguments: object) -> None:
        problem = "the Word file has a document type inside (<!DOCTYPE …>), which could make it explode; save it anew"
        raise DocumentError(problem, code="doctype")
