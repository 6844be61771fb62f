"""The guest of a page that neither an introduction nor a title names: beside the portrait, or in the file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.documents.errors import Finding
from interviews.documents.readers.page.biography import biographies
from interviews.documents.readers.page.guests import HONORIFIC, is_name
from interviews.documents.readers.page.header import Header
from interviews.documents.reading import Line

# A portrait's alternative text glued to the biography: ``Ola BergOla Berg began``.
_TWICE = re.compile(rf"{HONORIFIC}(?P<name>[^\W\d_a-z][\w.’'-]{{0,30}}(?: [\w.’'-]{{1,30}}){{1,3}}?) ?(?P=name)\b")


def take_guest(header: Header, lines: Sequence[Line], file_name: str) -> None:
    """Takes such a guest into the header, whose preamble becomes the biography where the portrait names the guest."""
    glued = next((match["name"] for line in header.preamble if (match := _TWICE.match(line.text))), "")
    written = file_name.title()
    if glued and is_name(glued):
        header.guests = (glued,)
        header.biographies, found = biographies(header.preamble, header.guests)
        header.findings += found
        header.preamble = []
    elif is_name(written) and any(written in line.text for line in lines):
        header.guests = (written,)
        header.biographies, _found = biographies([], header.guests)
    else:
        return
    message = (
        f"{header.guests[0]} is taken for the guest, whom no introduction and no title names; correct it if not so"
    )
    header.findings.append(Finding(None, "guest_guessed", message))
