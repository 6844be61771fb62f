"""What the top of a page says, gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from interviews.documents.document import DiscussionEntry, PartialDate, RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.page.biography import Biography
from interviews.documents.reading import Line


@dataclass
class Header:
    """What the lines above the time index said."""

    organisation: str = ""
    series: str = ""
    title: str = ""
    part: int | None = None
    part_total: int | None = None
    introduction: str = ""
    preamble: list[Line] = field(default_factory=list)  # paragraphs that introduce, and do not say whom
    host: str = ""
    host_post_nominals: str = ""
    guests: tuple[str, ...] = ()
    guest_post_nominals: str = ""
    guest_titles: dict[str, str] = field(default_factory=dict)
    biographies: list[Biography] = field(default_factory=list)
    keywords: dict[str, None] = field(default_factory=dict)  # a set that keeps the order
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    published_basis: str = ""
    recordings: tuple[RecordingEntry, ...] = ()
    discussion: DiscussionEntry | None = None
    findings: list[Finding] = field(default_factory=list)
