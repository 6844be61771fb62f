"""Lines of a text that say nothing of their own: the heading of a part, a label alone, the front matter's keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.documents.markdown_text import FACT_NAMES
from interviews.documents.readers import chapter_list
from interviews.documents.readers.marked.sections import kind_of_heading
from interviews.documents.readers.page.entry_lines import is_heading, label_of, topic_of
from interviews.documents.readers.page.remarks import is_remarks_heading

_FENCE = "---"
_LONGEST = 200
_EMPTY_KEY = re.compile(r"CHAPTER\d{2,3}(?:NAME|URL)=", re.IGNORECASE)
_COLUMNS = frozenset(("answer", "question", "quote", "speaker", "time", "topic"))


def structure_of(lines: Sequence[str]) -> set[int]:
    """The numbers (from 1) of the lines that are structure where nothing else became of them."""
    numbers = {number for number, line in enumerate(lines, start=1) if is_structure(line)}
    if lines and lines[0].rstrip() == _FENCE:
        end = next((place for place, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), 0)
        numbers |= set(range(1, end + 2)) if end else set()
    return numbers


def is_structure(line: str) -> bool:
    """Whether a line says only what stands below or behind it."""
    if len(line) > _LONGEST:
        return False
    text = " ".join(line.split())
    heading = text.lstrip("#").lstrip()
    if is_heading(heading):
        return not topic_of(heading)
    if is_remarks_heading(heading) or chapter_list.is_heading(heading):
        return True
    if heading != text and kind_of_heading(heading)[0]:
        return True
    label = label_of(text)
    if _EMPTY_KEY.fullmatch(text):
        return True
    return (label is not None and not label["text"]) or _is_fact(text) or _is_head_of_table(text)


def _is_fact(text: str) -> bool:
    """``- Kind: note``, as a list below an entry has it."""
    return text.startswith("- ") and text[2:].partition(":")[0].casefold() in FACT_NAMES


def _is_head_of_table(text: str) -> bool:
    cells = [cell.strip().casefold() for cell in text.strip("|").split("|")]
    return text.startswith("|") and _COLUMNS.issuperset(cells)
