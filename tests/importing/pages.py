"""Pages to import, in the layout of the archive, written for these tests."""

from __future__ import annotations

from pathlib import Path

from interviews.importing.loading import Request, load
from interviews.importing.report import ReportLine
from interviews.importing.sources import found_in
from interviews.intake import Terms

TERMS = Terms()

PAGE = """Guild of Lamp Keepers (GLK)

Ola Berg, Keeper, Head of Lamps NORTHLIGHT

This week, Jo Doe has an exclusive interview with Ola Berg.

Ola BergOla Berg began as a boy.

To listen to the interview, click on this MP3 file link

Interview Time Index (MM:SS) and Topic

:00:18: Why lighthouses?
"....They were bright....and dry...."

:02:05: What broke first?
"....The rope...."

01:01:06: Ola, thank you.
"""


def write_page(folder: Path, name: str = "ola-berg.txt", text: str = PAGE) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def import_file(path: Path, terms: Terms = TERMS) -> ReportLine:
    """What becomes of a file that holds one interview."""
    with found_in(str(path)) as files:
        (line,) = load(files, Request(terms=terms))
    return line
