"""Lines at the very end of a page that are the site's and not the interview's: who has the copyright, where to go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.documents.errors import Finding
from interviews.documents.readers.page.navigation import is_navigation
from interviews.documents.reading import Line

_MOST = 4  # lines
_LONGEST = 240  # characters of one
_YEAR = r"(?:19|20)\d\d\b"
_FOOTER = re.compile(
    rf"(?:Copyright|COPYRIGHT)(?:\s*(?:©|\([cC]\)|{_YEAR})|\s+of\s+the\b|\s+by\s).*|©.*|\([cC]\)\s*{_YEAR}.*"
    r"|All [Rr]ights [Rr]eserved\.?"
)
_AT_THE_END = re.compile(rf"[^:?]{{0,160}}[.|]\s+(?:Copyright|©)\s*(?:©|\([cC]\))?\s*{_YEAR}.{{0,60}}")


def without_footer(lines: Sequence[Line]) -> tuple[list[Line], list[Finding]]:
    """The lines, those of a footer left blank, and a finding for each."""
    kept = [*lines]
    findings: list[Finding] = []
    for _ in range(_MOST):
        while kept and not kept[-1]:
            kept.pop()
        if not kept or not _is_footer(kept):
            break
        line = kept.pop()
        message = f"the end of the page was left out: “{line.text[:80]}”; add it to the rights if it belongs there"
        findings.insert(0, Finding(line.number, "text_after_answer", message))
    return [*kept, *(Line(line.number, "") for line in lines[len(kept) :])], findings


def _is_footer(lines: Sequence[Line]) -> bool:
    text = lines[-1].text
    if len(text) > _LONGEST:
        return False
    alone = len(lines) == 1 or not lines[-2]
    return bool(_FOOTER.fullmatch(text) or (alone and (_AT_THE_END.fullmatch(text) or is_navigation(text))))
