"""One OHMS record, from XML or from a row of a table: its values, by the names of the elements.

Element names are those of the record, 5.1 to 6.0; the columns of the import template are mapped to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from interviews.documents.errors import Finding

_LONGEST_LINE = 200


class Value(NamedTuple):
    """A text of the source with its line there."""

    text: str
    line: int | None = None


@dataclass
class Record:
    """The values of a record by element name. `line` is where it begins, `name` stands in for a missing title;
    `alone` says that the file holds no other one."""

    line: int | None = None
    name: str = ""
    alone: bool = False
    values: dict[str, list[Value]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)  # lines for the provenance that stand nowhere else

    def add(self, name: str, text: str, line: int | None = None) -> None:
        if text:
            self.values.setdefault(name, []).append(Value(text, line))

    def value(self, name: str) -> Value:
        return next(iter(self.values.get(name, ())), Value("", self.line))

    def text(self, name: str) -> str:
        return self.value(name).text

    def short(self, name: str, longest: int = _LONGEST_LINE) -> str:
        """The text where it is short enough for its place; else it is moved to the provenance."""
        text, line = self.value(name)
        text = " ".join(text.split())
        if len(text) <= longest:
            return text
        self.move(name, text, line)
        return ""

    def move(self, name: str, text: str, line: int | None) -> None:
        self.moved.append(f"{name.replace('_', ' ').capitalize()}: {' '.join(text.split())}")
        message = f"“{name}” is too long for its place and was put into the provenance: “{text[:60]}…”; shorten it"
        self.findings.append(Finding(line, "moved_to_provenance", message))


def free_key(keys: dict[str, None], number: str, place: int) -> None:
    """Adds what tells a record from the others of its file: its number, or its place where it has none or not alone."""
    key = number[:_LONGEST_LINE] or str(place)
    if key in keys:
        key = f"{key} ({place})"
    while key in keys:
        key += "*"
    keys[key] = None
