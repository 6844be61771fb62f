"""HTML from strangers, made harmless before a parser sees it, and with the line of each element.

Parsers of HTML have cases in which they take time that grows with the square of the input: many attributes on one
element, elements inside one another, emphasis that is never closed. So each tag is written anew, with the few
attributes that mean something here; what makes emphasis and links becomes elements without the rules that repeat
unclosed ones in every later paragraph (HTML Living Standard, section 13.2.4.3); and what nobody sees is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from interviews.documents.errors import DocumentError

#: Characters of markup, pictures inside it not counted: a page of the archives has 30,000.
LARGEST = 2_000_000
#: Tags. 50,000 are parsed in a tenth of a second.
MOST_TAGS = 50_000
#: Elements that could stand inside one another, if each that is not closed stays open.
DEEPEST = 10_000

#: The attribute that holds an element's line.
_LINE = "data-line"
_KEPT = frozenset(
    re.findall(
        r"[\w-]+",
        "alt class content datetime dir hidden href http-equiv id lang name property rel role src start style type",
    )
)
#: Elements that are repeated when they are left open. ``<b>`` becomes ``<x-b>``, and is one no longer.
_REPEATED = frozenset(re.findall(r"[\w-]+", "a b big code em font i nobr s small strike strong tt u"))
#: Elements whose content is no markup. They are out of the text before tags are looked at; what is made to look like
#: one afterwards becomes an element like any other. (``<pre>`` too: it swallows a line break.)
_RAW = "script|style|noscript|textarea|xmp|iframe|noembed|noframes|title|svg"
_RENAMED = _REPEATED | {*_RAW.split("|"), "plaintext", "pre", "listing"}
_VOID = frozenset(re.findall(r"[\w-]+", "area base br col embed hr img input link meta param source track wbr"))
_CLOSED_BY_THE_NEXT = frozenset(
    re.findall(r"[\w-]+", "body colgroup dd dt head html li optgroup option p tbody td tfoot th thead tr")
)

_PICTURE_INSIDE = re.compile(r"\bdata:[\w/+.;=,%-]{32,}")
_UNSEEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))(?P<word>[^\s<]*+)"
    rf"|<(?P<raw>{_RAW})(?=[\s/>])(?P<attributes>[^>]*)(?:(?<=/)>|>(?P<content>.*?)(?:</(?P=raw)(?=[\s/>])[^>]*>|\Z)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# Attributes as the standard has them (section 13.2.5.32 and on); nothing in these patterns is tried twice.
_VALUE = r"""\s*+=\s*+(?:"(?P<double>[^"]*+)(?:"|\Z)|'(?P<single>[^']*+)(?:'|\Z)|(?P<bare>[^\s>"'][^\s>]*+))?+"""
_ATTRIBUTE = re.compile(rf"(?P<name>=?[^\s/>=]++)(?:{_VALUE})?+|=")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]++|"
    + re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE.pattern)
    + r")*+)(?P<close>>|\Z)"
)


@dataclass
class HtmlSource:
    """The page as it may be parsed, and what stands in it that is no markup."""

    markup: str = ""
    title: str = ""
    title_line: int | None = None
    structured_data: list[str] = field(default_factory=list)  # JSON-LD, as text


def washed(text: str) -> HtmlSource:
    """The page without what nobody sees. Raises DocumentError for one that is too large or nested too deep."""
    text = _PICTURE_INSIDE.sub("data:", text)
    if len(text) > LARGEST:
        raise DocumentError(_too_much(f"{len(text):,} characters", LARGEST), code="too_large")
    if (tags := text.count("<")) > MOST_TAGS:
        raise DocumentError(_too_much(f"{tags:,} tags", MOST_TAGS), code="too_large")
    source = HtmlSource()

    def unseen(match: re.Match[str]) -> str:
        kind, content = (match["raw"] or "").lower(), match["content"] or ""
        if kind == "title" and source.title_line is None:
            source.title = content
            source.title_line = text.count("\n", 0, match.start()) + 1
        elif kind == "script" and "ld+json" in match["attributes"].lower():
            source.structured_data.append(content)
        # The lines below keep their numbers, and a word in which a comment stood stays one.
        return (match["word"] or "") + "\n" * match[0].count("\n")

    source.markup = _with_lines(_UNSEEN.sub(unseen, text))
    return source


def line_of(node: LexborNode) -> int:
    """The line on which an element of such a source began; 0 where it is not known."""
    return int(node.attributes.get(_LINE) or 0)


def _with_lines(text: str) -> str:
    line, counted = 1, 0
    depth, deepest = 0, 0
    opened: Counter[str] = Counter()

    def tag(match: re.Match[str]) -> str:
        nonlocal line, counted, depth, deepest
        line += text.count("\n", counted, match.start())
        counted = match.start()
        name = match["name"].lower()
        if not match["close"]:
            return ""  # the file ends within the tag
        if match["end"]:
            closes = opened[name] > 0
            opened[name] -= closes
            depth -= closes
            return f"</{_renamed(name)}>"
        if name not in _VOID and name not in _CLOSED_BY_THE_NEXT:
            opened[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        attributes = {_LINE: str(line)}
        for attribute in _ATTRIBUTE.finditer(match["attributes"]):
            key = (attribute["name"] or "").lower()
            if key in _KEPT and key not in attributes:
                value = next((attribute[form] for form in ("double", "single", "bare") if attribute[form]), "")
                attributes[key] = value.replace('"', "&quot;").replace(">", "&gt;").replace("\n", " ")
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{_renamed(name)}{written}>"

    markup = _TAG.sub(tag, text)
    if deepest > DEEPEST:
        raise DocumentError(_too_much(f"{deepest:,} elements inside one another", DEEPEST), code="too_deep")
    return markup


def _renamed(name: str) -> str:
    return f"x-{name}" if name in _RENAMED else name


def _too_much(what: str, most: int) -> str:
    return (
        f"the page has {what}, more than the {most:,} that are read; take out what is not the interview, or save it "
        "as plain text"
    )
