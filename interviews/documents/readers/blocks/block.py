"""What a page shows, whatever it was made with: lines of text, with what a plain text does not say of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """The words of a link, and the address as the page writes it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; its address as the page writes it, and its alternative text."""

    address: str
    alt: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """Audio or video; its address as the page writes it, and the media type if the page says one."""

    address: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text (or a blank one) with its line in the file, None where that is not known.

    `heading` is a level, or 0; `label` the bold words with which the line begins, where a colon ends them; `mark`
    what stands before an item of a list.
    """

    text: str = ""
    line: int | None = None
    heading: int = 0
    bold: bool = False
    label: str = ""
    mark: str = ""
    links: tuple[Link, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass
class Page:
    """What a page shows, in its order."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    sounds: list[Sound] = field(default_factory=list)
