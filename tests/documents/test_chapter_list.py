"""When a text is a list of chapters, and when it is a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviews.documents import readers
from interviews.documents.source_file import SourceFile

PAGES = sorted((Path(__file__).parent.parent / "samples" / "page-text").glob("*.txt"))

LIST = "0:00 Intro\n0:18 Why lighthouses?\n12:05 Fog\n"


def format_of(text: str) -> str:
    return readers.format_of(SourceFile(text.encode(), "x.txt"))


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"Ola Berg, Keeper\n\nChapters:\n{LIST}",
        LIST.replace("\n", "\r\n"),
        "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Intro\n",
        "00:00:00.000 Intro\n00:00:01.000 Fog\n00:00:02.000 Rain",
        "1. 0:00 - Intro\n2. 0:18 | Fog\n3. 1:00 – Rain",
        LIST * 400,
        f"Ola Berg talks about fog.\n\nSubscribe! https://x.example\n\n{LIST}\n#fog #lamps\nMusic: Mia Ek\n© x\n",
        f"{'We lit the lamp. ' * 30}\n\n{LIST}\n{'Thanks to all. ' * 30}\n\nFilmed by Mia Ek.\n\nBye.\n",
    ],
)
def test_lines_of_times_and_short_titles_are_a_list(text: str) -> None:
    assert format_of(text) == "chapter-list"


@pytest.mark.parametrize(
    "text",
    [
        "0:00 Intro\n0:18 Why lighthouses?\n",  # too few
        LIST + "They were bright.\nAnd dry.\n",
        LIST.replace("0:", ":0:"),  # a page's stamps
        "0:00: Intro\n0:18: Why?\n0:30: Fog\n",
        '0:00 Intro\n"....Dry...."\n0:18 Why?\n"....Bright...."\n0:30 Fog\n"...."\n',
        f"This week, Jo Doe has an exclusive interview with Ola Berg.\n{LIST}",
        f"{LIST}13:00 {'long ' * 40}\n{'14:00 ' + 'long ' * 40}\n",
        f"Ola Berg talks about fog.\n\n{LIST}\n\nQ: Why?\nA: They were bright.\n",
        f"Ola Berg talks about fog.\n\nHe is old.\n\n{LIST.replace('0:00', '0:05')}",  # it begins later
        f"Ola Berg talks about fog.\n\nHe is old.\n\n{LIST.replace('12:05', '0:18')}",  # no moment twice
        f"Ola Berg talks about fog.\n\nHe is old.\n\n{LIST}\n{'They were bright. ' * 400}",  # a transcript below
        "",
    ],
)
def test_other_text_is_a_page(text: str) -> None:
    assert format_of(text) == "page-text"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_page_is_taken_for_a_list_or_a_track(path: Path) -> None:
    assert readers.format_of(SourceFile(path.read_bytes(), path.name)) == "page-text"
