"""docs/editors.md has all findings, in the words of the desk."""

from __future__ import annotations

import re
from pathlib import Path

from interviews.documents.linting import CURES, RULES

TABLE = Path(__file__).parent.parent.parent / "docs" / "editors.md"


def test_the_table_of_findings_is_the_register_of_rules() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (yes)? ?\| (?:\*(.+?)\*)? ?\|", TABLE.read_text("utf-8"), re.MULTILINE)
    told = {code: (about, bool(blocks), button) for code, about, blocks, button in rows}
    assert told == {
        rule.code: (rule.about, rule.blocking, CURES[rule.cure].button if rule.cure else "") for rule in RULES.values()
    }
