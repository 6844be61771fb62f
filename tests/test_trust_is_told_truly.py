"""`docs/trust.md` names tests, and each is there; its table has all of OWASP ASVS 5.0.0, level 1 and 2, once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOLD = (ROOT / "docs" / "trust.md").read_text("utf-8")
TABLE = TOLD.split("\n## OWASP ASVS")[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
LEFT_OUT = re.compile(r"^\*Does not apply:\* (.+)$", re.MULTILINE)
STATES = {"shown", "read", "partly", "gap", "yours"}

#: The numbers of OWASP ASVS 5.0.0, by chapter and section: the last that level 2 asks for (those of level 3 alone all
#: stand behind it), and which of them level 1 asks for already.
SECTIONS = {
    1: {1: (2, ""), 2: (9, "1 2 3 4 5"), 3: (11, "1 2"), 4: (3, ""), 5: (2, "1")},
    2: {1: (3, "1"), 2: (3, "1 2"), 3: (4, "1"), 4: (1, "")},
    3: {2: (2, "1 2"), 3: (4, "1"), 4: (6, "1 2"), 5: (5, "1 2 3"), 7: (2, "")},
    4: {1: (3, "1"), 2: (1, ""), 3: (2, ""), 4: (4, "1")},
    5: {1: (1, ""), 2: (3, "1 2"), 3: (2, "1 2"), 4: (3, "")},
    6: {
        1: (3, "1"),
        2: (12, "1 2 3 4 5 6 7 8"),
        3: (4, "1 2"),
        4: (4, "1 2"),
        5: (5, ""),
        6: (3, ""),
        8: (4, ""),
    },
    7: {1: (3, ""), 2: (4, "1 2 3 4"), 3: (2, ""), 4: (5, "1 2"), 5: (2, ""), 6: (2, "")},
    8: {1: (2, "1"), 2: (3, "1 2"), 3: (1, "1"), 4: (1, "")},
    9: {1: (3, "1 2 3"), 2: (4, "1")},
    10: {1: (2, ""), 2: (2, ""), 3: (4, ""), 4: (11, "1 2 3 4 5"), 5: (5, ""), 6: (2, ""), 7: (3, "")},
    11: {1: (2, ""), 2: (3, ""), 3: (3, "1 2"), 4: (4, "1"), 5: (1, ""), 6: (1, "")},
    12: {1: (3, "1"), 2: (2, "1 2"), 3: (4, "")},
    13: {1: (1, ""), 2: (5, ""), 3: (2, ""), 4: (5, "1")},
    14: {1: (2, ""), 2: (4, "1"), 3: (3, "1")},
    15: {1: (3, "1"), 2: (3, "1"), 3: (7, "1")},
    16: {1: (1, ""), 2: (5, ""), 3: (4, ""), 4: (3, ""), 5: (3, "")},
    17: {1: (1, ""), 2: (4, ""), 3: (2, "")},
}


def required() -> dict[str, int]:
    """Each number with its level."""
    return {
        f"{chapter}.{section}.{number}": 1 if str(number) in at_once.split() else 2
        for chapter, sections in SECTIONS.items()
        for section, (last, at_once) in sections.items()
        for number in range(1, last + 1)
    }


def left_out() -> list[str]:
    """Numbers of what does not apply; `all of V10` stands for those of a chapter."""
    found = []
    for line in LEFT_OUT.findall(TABLE):
        found += re.findall(r"\b\d+\.\d+\.\d+\b", line)
        for chapter in re.findall(r"all of V(\d+)", line):
            found += [number for number in required() if number.split(".")[0] == chapter]
    return found


@cache
def found_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(
        node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    )


def test_every_test_that_is_named_is_there() -> None:
    named = set(NAMED.findall(TOLD))
    assert len(named) > 100
    missing = sorted(f"{path}::{name}" for path, name in named if name not in found_in(path))
    assert missing == [], f"docs/trust.md names {len(missing)} tests that are not there:\n" + "\n".join(missing)


def test_a_test_is_named_in_one_way_alone() -> None:
    """What is written otherwise would not be looked for."""
    assert re.findall(r"\w+\.py::\w+", TOLD) == [
        f"{path.rpartition('/')[2]}::{name}" for path, name in NAMED.findall(TOLD)
    ]


def test_every_requirement_of_level_1_and_2_is_told_once() -> None:
    numbers = Counter([row[0] for row in ROW.findall(TABLE)] + left_out())
    assert len(required()) == 253
    assert sorted(required().keys() - numbers.keys()) == [], "these are missing"
    assert sorted(numbers.keys() - required().keys()) == [], "these are none of level 1 or 2"
    assert sorted(number for number, times in numbers.items() if times > 1) == [], "these stand there twice"


def test_every_chapter_is_there_in_its_order_and_says_what_of_it_does_not_apply() -> None:
    chapters = re.split(r"^### V(\d+) ", TABLE, flags=re.MULTILINE)
    assert [int(number) for number in chapters[1::2]] == list(SECTIONS)
    for number, text in zip(chapters[1::2], chapters[2::2], strict=True):
        assert [row[0] for row in ROW.findall(text) if row[0].split(".")[0] != number] == []
        assert len(LEFT_OUT.findall(text)) <= 1


def test_a_row_has_its_level_and_what_its_state_asks_for() -> None:
    rows = ROW.findall(TABLE)
    assert len(rows) == len(re.findall(r"^\| \d", TABLE, re.MULTILINE)), "a row is not of six columns"
    wrong = []
    for number, level, _asked, _done, state, evidence in rows:
        if int(level) != required().get(number):
            wrong.append(f"{number}: level {level}")
        if state not in STATES:
            wrong.append(f"{number}: {state} is no state")
        if state == "shown" and not NAMED.search(evidence):
            wrong.append(f"{number}: is shown by no test")
        if state in ("partly", "gap", "yours") and "Closed by" not in evidence:
            wrong.append(f"{number}: does not say what would close it")
        if state in ("read", "gap") and NAMED.search(evidence):
            wrong.append(f"{number}: names a test, and is {state}")
    assert wrong == [], "\n".join(wrong)


def test_the_figures_above_the_table_are_those_of_the_table() -> None:
    told = dict(re.findall(r"^\| \*\*(\w[\w ]*)\*\* \| (\d+) \|", TABLE, re.MULTILINE))
    counted = Counter(row[4] for row in ROW.findall(TABLE))
    assert {name: int(number) for name, number in told.items()} == {
        **{state: counted[state] for state in STATES},
        "does not apply": len(left_out()),
    }
