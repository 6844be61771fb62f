"""What a WebVTT file says of itself, beside its cues: in its first lines and in NOTE blocks.

WebVTT (W3C, section 4.1) keeps NOTE for comments, and no names for what stands in them; `Title:`, `Rights:`,
`Language:` and `Kind:` are the usual ones. OHMS 6.0 sets its transcript between ``NOTE TRANSCRIPTION BEGIN`` and
``END``, and writes footnotes into a NOTE as ``<annotation ref="1">``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.documents.cue_text import unescaped
from interviews.documents.cues import places
from interviews.documents.document import TRANSCRIPT_KINDS
from interviews.documents.errors import Finding
from interviews.documents.languages import code_of
from interviews.documents.reading import Line

_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z -]{1,20}?)\s?:\s?(?P<value>\S.*)")
_KEYS = {
    "title": "title",
    "language": "language",
    "kind": "kind",
    "transcript": "transcript",
    "series": "series",
    "publisher": "organisation",
    "rights": "rights",
    "licence": "rights",
    "license": "rights",
    "copyright": "rights",
}
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b).*", re.IGNORECASE)
_NOTE = re.compile(r"^NOTE(?: |$)")  # some write it on each line
_MARKER = re.compile(r"(?P<what>TRANSCRIPTION|ANNOTATIONS) (?P<where>BEGIN|END)")
_MACHINE = re.compile(
    r"\b(?:auto(?:matically)?[- ]?(?:generated|transcribed|captioned)|machine[- ](?:made|generated|transcribed)|"
    r"(?:generated|transcribed|made) (?:automatically|by (?:a )?machine)|speech[- ]recognition|asr)\b",
    re.IGNORECASE,
)


@dataclass
class Notes:
    """The fields by their names here; `left` are the lines that say something for which a document has no place."""

    fields: dict[str, str] = field(default_factory=dict)
    left: list[Line] = field(default_factory=list)
    annotations: list[Line] = field(default_factory=list)
    machine: bool = False
    _annotating: bool = False

    def take_header(self, lines: Sequence[Line]) -> None:
        """The lines from ``WEBVTT`` to the first blank one. What no reader knows is for a player: it is passed over."""
        heading = lines[0].text.removeprefix("WEBVTT").strip()
        if heading.startswith(("-", "–", "—", ":")):
            self.fields["heading"] = unescaped(heading.lstrip("-–—: "))
        for text in (*heading.split(";"), *(line.text for line in lines[1:])):
            self._take(text.strip())

    def take_note(self, lines: Sequence[Line]) -> None:
        for line in (Line(line.number, _NOTE.sub("", line.text, count=1)) for line in lines):
            if marker := _MARKER.fullmatch(line.text):
                self._annotating = marker["what"] == "ANNOTATIONS" and marker["where"] == "BEGIN"
            elif self._annotating and line:
                self.annotations.append(line)
            elif line and not self._take(line.text):
                self.left.append(line)

    def _take(self, text: str) -> bool:
        """Whether a line gave something. The first that gives a field counts."""
        match = _FIELD.fullmatch(text)
        name = _KEYS.get(match["key"].lower(), "") if match else ""
        if match and name:
            self.fields.setdefault(name, unescaped(match["value"]).strip())
        elif _COPYRIGHT.fullmatch(text):
            self.fields.setdefault("rights", unescaped(text))
        elif _MACHINE.search(text):
            self.machine = True
        else:
            return False
        return True

    @property
    def is_of_chapters(self) -> bool | None:
        """Whether the file says what its cues are; None where it does not."""
        kind = self.fields.get("kind", "").lower()
        if kind:
            return kind.startswith("chapter")
        return True if self.mentions("chapter") else None

    def mentions(self, word: str) -> bool:
        texts = [self.fields.get("heading", ""), *(line.text for line in self.left[:20])]
        return any(re.search(rf"\b{word}s?\b", text, re.IGNORECASE) for text in texts)

    @property
    def language(self) -> str:
        return code_of(self.fields.get("language", ""))

    @property
    def transcript_kind(self) -> str:
        """As it is said; empty where it is not."""
        said = self.fields.get("transcript", "").lower()
        if said in TRANSCRIPT_KINDS:
            return said
        return "machine" if self.machine or _MACHINE.search(said) else ""

    def findings(self) -> list[Finding]:
        found = []
        if self.left:
            where = places([line.number for line in self.left])
            message = f"a note was left out ({where}): “{self.left[0].text[:60]}”; enter it where it belongs"
            found.append(Finding(self.left[0].number, "notes_left_out", message))
        if self.annotations:
            where = places([line.number for line in self.annotations])
            message = (
                f"annotations were left out ({where}), a transcript has no place for them: "
                f"“{self.annotations[0].text[:60]}”"
            )
            found.append(Finding(self.annotations[0].number, "footnotes_left_out", message))
        return found
