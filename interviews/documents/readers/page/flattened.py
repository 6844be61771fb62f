"""Text whose line ends were lost: questions, answers and headings all on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from interviews.documents.errors import Finding
from interviews.documents.readers.page.entry_lines import LABELS, asks
from interviews.documents.reading import Line

_FEWEST = 3  # labels or stamps that a line has inside it, before it is taken for several lines
_LABEL = re.compile(rf"(?<=[\s.?!\"”])(?P<who>{LABELS})\s?\d{{0,3}}\s?:\s")
_STAMP = re.compile(r"(?<=[\s\"”]):?(?:\d{1,2}:)?\d{2}:\d{2}:\s")
# Where a line began, of what stands between them.
_BEGINS = re.compile(
    r"(?<=[\s.?!\"”])(?:"
    rf"(?:(?:{LABELS})\s?\d{{0,3}}\s?|discussion|DISCUSSION|Discussion):\s"
    r"|(?:Podcast |Interview )?[Tt]ime [Ii]ndex\b|Interview Time Index\b"
    r"|This (?:week|month|time), "
    r"|[\"“](?:\.{3}|…)"
    r"|:?(?:\d{1,2}:)?\d{2}:\d{2}:\s"
    r")"
)
_BYLINE = re.compile(r"(?:EXCLUSIVE )?INTERVIEWS? (?:BY|by|WITH|with) ")
# ``X.Y.Kite maker``, ``CNPTitle``: the letters behind a name, and a title glued to them.
_GLUED = re.compile(r"(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[A-Z]\.)(?=[A-Z][a-z]{2})")


def restored(lines: Sequence[Line]) -> tuple[list[Line], list[Finding]]:
    """The lines, those that hold several divided; each part has the number of the line it comes from."""
    whole: list[Line] = []
    findings: list[Finding] = []
    for line in lines:
        parts = _parts(line.text)
        if len(parts) > 1:
            message = (
                f"the ends of lines were lost: this one was divided into {len(parts)}, where questions, answers and "
                "times begin; check where one ends and the next begins"
            )
            findings.append(Finding(line.number, "lines_restored", message))
        for number, part in enumerate(parts):
            whole += [Line(line.number, ""), Line(line.number, part)] if number else [Line(line.number, part)]
    return whole, findings


def _parts(text: str) -> list[str]:
    if ":" not in text or not (_is_conversation(text) or len(_STAMP.findall(text)) >= _FEWEST):
        return [text]
    begins = [0, *(match.start() for match in _BEGINS.finditer(text)), len(text)]
    parts = [text[begin:end].strip() for begin, end in pairwise(begins)]
    return [*_heading(parts[0]), *(part for part in parts[1:] if part)]


def _is_conversation(text: str) -> bool:
    asked = [asks(match) for match in _LABEL.finditer(text)]
    return len(asked) >= _FEWEST and len({*asked}) == 2


def _heading(text: str) -> list[str]:
    """What stands above the introduction: a site's name, the interviewer's line, the title."""
    byline = _BYLINE.search(text)
    if byline is None:
        return [text] if text else []
    above, below = text[: byline.start()].strip(), text[byline.start() :]
    glued = _GLUED.search(below, len(byline[0]))
    lines = [above, below[: glued.start()], below[glued.start() :]] if glued else [above, below]
    return [line.strip() for line in lines if line.strip()]
