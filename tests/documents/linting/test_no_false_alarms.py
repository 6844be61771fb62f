"""Interviews that are well made are not told that they are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviews.documents import readers
from interviews.documents.data import from_data
from interviews.documents.linting import as_findings, lint
from interviews.documents.source_file import SourceFile

ROOT = Path(__file__).parent.parent.parent.parent
DEMONSTRATION = [
    path for path in sorted((ROOT / "docs" / "demonstration").iterdir()) if path.suffix in (".txt", ".md", ".json")
]
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*/*.expected.json"))
#: What is true of the demonstration: it names no rights, most of it cannot be heard, and its questions are long.
TRUE = {"rights_missing", "recording_missing", "label_missing"}


@pytest.mark.parametrize(
    "path", [path for path in DEMONSTRATION if path.name != "README.md"], ids=lambda path: path.name
)
def test_of_the_demonstration_nothing_untrue_is_told(path: Path) -> None:
    file = SourceFile(path.read_bytes(), path.name)
    told = {flaw.code for reading in readers.read(file, readers.format_of(file)) for flaw in lint(reading.document)}
    assert told <= TRUE


def documents_of(path: Path) -> list[object]:
    told = json.loads(path.read_text("utf-8"))
    told = told if isinstance(told, list) else told.get("documents", [told])
    return [one.get("document", one) for one in told]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_whatever_was_read_can_be_looked_at(path: Path) -> None:
    """Times that contradict each other, entries without words, strange languages: none of it breaks a rule."""
    for data in documents_of(path):
        document = from_data(data)
        assert all(str(finding) for finding in as_findings(lint(document)))
