"""XML from strangers as a tree: no document type, no entities, no towers; and each element knows its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from interviews.documents.errors import DocumentError, Finding

#: Elements inside one another. Feeds have six, OHMS records five.
DEEPEST = 100
#: Elements in all: 64 MB of an export have some 500,000.
MOST_ELEMENTS = 1_000_000
#: Bytes of one tag with its attributes, or of one comment; text may be as long as it likes.
LONGEST_TAG = 4 * 1024 * 1024
_PIECE = 1024 * 1024
#: What XML does not allow in any place: the control characters but tab and line ends.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_TO_SPACES = bytes(32 if code in _CONTROLS else code for code in range(256))
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class XmlTree:
    """The root, its names as ``{namespace}local``, and the line on which each element begins."""

    root: Element
    lines: dict[Element, int]

    def line(self, element: Element | None) -> int | None:
        return None if element is None else self.lines.get(element)


def parse_xml(data: bytes) -> XmlTree:
    """The tree of an XML file; the encoding is the one it declares. Raises DocumentError with the line.

    Time and memory grow with the file's size, and no faster.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    lines: dict[Element, int] = {}
    depth = 0

    def named(name: str) -> str:
        return f"{{{name}" if "}" in name else name

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            problem = f"elements stand more than {DEEPEST} deep in each other; no known format does that"
            raise DocumentError(problem, line=parser.CurrentLineNumber, code="too_deep")
        if len(lines) == MOST_ELEMENTS:
            problem = f"the XML has more than {MOST_ELEMENTS:,} elements; split it, or check that it is the right file"
            raise DocumentError(problem, line=parser.CurrentLineNumber, code="too_large")
        element = builder.start(named(name), {named(key): value for key, value in attributes.items()})
        lines[element] = parser.CurrentLineNumber

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(named(name))

    def refuse_doctype(*_arguments: object) -> None:
        problem = "the XML has a document type (<!DOCTYPE …>), which could make it explode; take that line out"
        raise DocumentError(problem, line=parser.CurrentLineNumber, code="doctype")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.buffer_text = True
    try:
        _feed(parser, data)
    except expat.ExpatError as error:
        problem = f"this is not well-formed XML ({expat.ErrorString(error.code)}); export it anew, or correct the line"
        raise DocumentError(problem, line=error.lineno, code="not_xml") from error
    except (LookupError, ValueError) as error:
        raise DocumentError(
            "the XML is in an encoding that is not read here; save it as UTF-8", code="not_xml"
        ) from error
    return XmlTree(builder.close(), lines)


def _feed(parser: expat.XMLParserType, data: bytes) -> None:
    """Piece by piece: a tag of a million attributes would need a gigabyte as soon as its end is seen."""
    whole = memoryview(data)
    for begin in range(0, len(data), _PIECE):
        parser.Parse(whole[begin : begin + _PIECE], False)
        if begin + _PIECE - parser.CurrentByteIndex > LONGEST_TAG:
            problem = f"a tag or a comment has more than {LONGEST_TAG:,} bytes; no known format does that"
            raise DocumentError(problem, line=parser.CurrentLineNumber, code="too_large")
    parser.Parse(b"", True)


def without_controls(data: bytes) -> tuple[bytes, list[Finding]]:
    """The file with a space for each control character that XML forbids, and what was mended.

    Exports have them, pasted into a text long ago, and are not read at all while they do. A file in UTF-16 stays as
    it is.
    """
    if b"\0" in data[:4]:
        return data, []
    first = _CONTROL.search(data)
    if first is None:
        return data, []
    count = len(data) - len(data.translate(None, _CONTROLS))
    message = (
        f"{count:,} control character{'' if count == 1 else 's'} (such as U+{first[0][0]:04X}) became "
        f"{'a space' if count == 1 else 'spaces'}; check the words around"
    )
    return data.translate(_TO_SPACES), [Finding(data.count(b"\n", 0, first.start()) + 1, "control_characters", message)]


def local(element: Element) -> str:
    """The element's name without its namespace, in small letters."""
    return element.tag.rpartition("}")[2].lower()


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of that local name, whatever their namespace."""
    return (child for child in element if local(child) == name)


def child(element: Element, name: str) -> Element | None:
    return next(children(element, name), None)


def text_of(element: Element | None) -> str:
    """All text within, white space at the ends cut off; empty for None."""
    return "" if element is None else "".join(element.itertext()).strip()


def child_text(element: Element, name: str) -> str:
    return text_of(child(element, name))
