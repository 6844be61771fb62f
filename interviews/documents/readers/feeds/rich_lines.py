"""A text as lines, each plain and in our Markdown, and what stands in it that is no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RichLine:
    """One line; `number` is its place in the source (from 1)."""

    number: int
    plain: str = ""
    markdown: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain)


@dataclass(frozen=True, slots=True)
class Picture:
    address: str
    alt: str = ""


@dataclass
class RichText:
    """`sounds` are addresses and media types of players, `linked_sounds` of links; `frames` are other sites'."""

    lines: list[RichLine] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    sounds: dict[str, str] = field(default_factory=dict)
    linked_sounds: dict[str, str] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)

    @property
    def markdown(self) -> str:
        return markdown_of(self.lines)


def markdown_of(lines: Sequence[RichLine]) -> str:
    return "\n".join(line.markdown for line in lines).strip("\n")
