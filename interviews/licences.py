"""Licences that an interview's rights name, for feeds and structured data. PURE."""

from __future__ import annotations

import re
from typing import NamedTuple

_CREATIVE_COMMONS = re.compile(
    r"\bCC[ -]?(?P<terms>BY(?:[ -](?:NC|ND|SA))*)[ -](?P<version>\d\.\d)\b"
    r"|creativecommons\.org/licenses/(?P<path>by(?:-(?:nc|nd|sa))*)/(?P<path_version>\d\.\d)\b",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\bCC[ -]?0\b|creativecommons\.org/publicdomain/zero/1\.0\b", re.IGNORECASE)


class Licence(NamedTuple):
    """`slug` is the SPDX identifier in small letters, as the podcast namespace wants it."""

    slug: str
    url: str


def licence_in(rights: str) -> Licence | None:
    """None where the text names none that is known: nothing is guessed from a notice."""
    if _ZERO.search(rights):
        return Licence("cc0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    found = _CREATIVE_COMMONS.search(rights)
    if found is None:
        return None
    terms = (found["terms"] or found["path"]).lower().replace(" ", "-")
    version = found["version"] or found["path_version"]
    return Licence(f"cc-{terms}-{version}", f"https://creativecommons.org/licenses/{terms}/{version}/")
