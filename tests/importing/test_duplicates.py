"""The same interview from two places is proposed; two interviews of one guest are never taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviews.models import Interview
from tests.importing.pages import import_file, write_page

pytestmark = pytest.mark.django_db

BIO = "Ola Berg began as a boy on the skerries and has kept lamps, ropes and ledgers ever since, in three harbours."
TALK = """
:00:18: Why lighthouses, of all the things that a harbour town could have offered to a boy with good eyes?
"....They were bright and dry and nobody else wanted to climb the stairs in the wind, so they gave me the keys...."

:02:05: What broke first when the great storm came over the mole in the winter of that year?
"....The rope of the bell, and then the bell itself, which we found in the spring under two fathoms of water...."
"""
OTHER = """
:00:20: Why lighthouses, of all the things that a harbour town could have offered to a boy with good eyes?
"....Ask my mother, who counted the ships from the kitchen and would not let me learn to swim before I could tell...."

:03:00: Which lessons do you give to those who come to the tower after you with their instruments?
"....Write everything down in ink, put the date in front and sign it, even when nothing at all has happened...."
"""


def page(host: str, body: str) -> str:
    return f"{host}\n\nOla Berg, Keeper\n\nThis week, Jo Doe has an exclusive interview with Ola Berg.\n\n{BIO}\n{body}"


def codes(line: object) -> list[str]:
    return [finding.code for finding in line.findings]


def test_the_same_talk_from_another_host_is_proposed_and_both_stay(tmp_path: Path) -> None:
    import_file(write_page(tmp_path, "one.txt", page("Guild of Lamp Keepers", TALK)))
    line = import_file(write_page(tmp_path, "two.txt", page("Harbour News", TALK + "\n:09:00: Thank you, Ola.\n")))
    assert (line.outcome, codes(line)[-1:]) == ("created", ["possible_duplicate"])
    assert "“ola-berg”" in line.findings[-1].message
    assert Interview.objects.count() == 2


def test_another_talk_with_the_same_guest_is_not(tmp_path: Path) -> None:
    import_file(write_page(tmp_path, "one.txt", page("Guild of Lamp Keepers", TALK)))
    line = import_file(write_page(tmp_path, "two.txt", page("Guild of Lamp Keepers", OTHER)))
    assert line.outcome == "created"
    assert "possible_duplicate" not in codes(line)
