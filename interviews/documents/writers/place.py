from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from interviews.documents.reading import Publication


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands while it is written: what a citation names beside the interview itself.

    `url` is the whole address of its page, `site` the name of the site; both are empty for a file for oneself.
    `accessed` is the day of the visit, for citations.
    """

    url: str = ""
    site: str = ""
    accessed: dt.date | None = None
    publication: Publication | None = None

    def moment(self, seconds: float) -> str:
        """The address of a moment of the interview, in whole seconds."""
        return f"{self.url}?t={int(seconds)}" if self.url else ""
