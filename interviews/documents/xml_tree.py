"""XML from strangers as a tree: no document type, no entities, no towers; and each element knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from interviews.documents.errors import DocumentError

#: Elements inside one another. Feeds have six, OHMS records five.
DEEPEST = 100


@dataclass(frozen=True)
class XmlTree:
    """The root, its names as ``{namespace}local``, and the line on which each element begins."""

    root: Element
    lines: dict[Element, int]

    def line(self, element: Element | None) -> int | None:
        return None if element is None else self.lines.get(element)


def parse_xml(data: bytes) -> XmlTree:
    """The tree of an XML file; the encoding is the one it declares. Raises DocumentError with the line."""
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
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = f"this is not well-formed XML ({expat.ErrorString(error.code)}); export it anew, or correct the line"
        raise DocumentError(problem, line=error.lineno, code="not_xml") from error
    except (LookupError, ValueError) as error:
        raise DocumentError(
            "the XML is in an encoding that is not read here; save it as UTF-8", code="not_xml"
        ) from error
    return XmlTree(builder.close(), lines)


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
