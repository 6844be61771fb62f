"""A page that is a transcript from beginning to end, often a machine's: a moment, a name, what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews import timecode
from interviews.documents.document import CueEntry, SegmentEntry, TranscriptEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.page.entry_lines import NAMED, STAMP
from interviews.documents.reading import Line

_FEWEST = 4  # stamps with a name behind them
_LONGEST_NOTICE = 300
_TRANSCRIPT = re.compile(r"\btranscri(?:pts?|bed|ptions?)\b", re.IGNORECASE)
_BY_MACHINE = re.compile(
    r"\btranscri(?:pts?|bed|ptions?)\b.{0,40}\b"
    r"(?:by (?:an? )?(?:A\.?I\.?|machine|computer|software|speech)|automatically"
    r"|(?:A\.?I\.?|machine|auto|computer)[ -](?:generated|made|produced|created|transcribed)\b)"
    r"|\b(?:A\.?I\.?|machine|auto|computer|automatically)[ -](?:generated|made|produced|created)?\s?transcri",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"\b(?:time[ -]?(?:stamps?|codes?)|times)\b.{0,30}\bapproximate\b"
    r"|\bapproximate (?:time[ -]?(?:stamps?|codes?)|times)\b",
    re.IGNORECASE,
)


def is_notice(text: str) -> bool:
    """Whether a line says how the page was made: that a machine transcribed it, or that its times are approximate."""
    if len(text) > _LONGEST_NOTICE:
        return False
    return bool(_BY_MACHINE.search(text) or _APPROXIMATE.search(text))


def transcript_of(body: Sequence[Line], notices: Sequence[Line]) -> TranscriptEntry | None:
    """The transcript that a page announces and then is; None where it is a time index, or announces none."""
    if not any(_TRANSCRIPT.search(line.text) for line in notices):
        return None
    stamped = [STAMP.fullmatch(line.text) for line in body]
    named = [NAMED.fullmatch(match["text"]) if match else None for match in stamped]
    count = sum(match is not None for match in named)
    if count < _FEWEST or count < 0.8 * sum(match is not None for match in stamped):
        return None
    cues: list[tuple[re.Match[str] | None, str, list[str]]] = []
    for line, stamp, name in zip(body, stamped, named, strict=True):
        if stamp is not None or not cues:
            text = name["text"] or "" if name else stamp["text"] if stamp else line.text
            cues.append((stamp, name["who"] if name else "", [text]))
        else:
            cues[-1][2].append(line.text)
    kind = "machine" if any(_BY_MACHINE.search(line.text) for line in notices) else "verbatim"
    return TranscriptEntry(kind=kind, cues=tuple(_cue(*cue) for cue in cues if any(cue[2])))


def _cue(stamp: re.Match[str] | None, speaker: str, lines: list[str]) -> CueEntry:
    try:
        start = timecode.parse(stamp["stamp"]) if stamp else None
    except timecode.TimecodeError:
        start = None
    return CueEntry(start=start, speaker=speaker, text=" ".join(filter(None, lines)))


def notice_entries(notices: Sequence[Line]) -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    """The notices of a page that is no transcript, as editor's notes; a finding for each, whatever the page is."""
    findings = [
        Finding(
            line.number,
            "times_approximate",
            f"the page says of itself: “{line.text[:120]}”; check its times and words against the recording",
        )
        for line in notices
    ]
    return tuple(SegmentEntry(kind="note", question=line.text) for line in notices), findings
