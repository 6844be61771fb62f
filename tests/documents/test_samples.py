"""Each sample beside what it should become. A file that is read wrongly becomes another sample.

``tests/samples/FORMAT/name.ext`` is read, and ``name.expected.json`` says what becomes of it: an object with
`document` and `findings` (line and code), or a list of them where the file holds several interviews.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviews.documents import readers
from interviews.documents.data import as_data, from_data
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(path for path in SAMPLES.glob("*/*") if not path.name.endswith(".expected.json"))


def told(reading: Reading) -> dict[str, Any]:
    """A reading as the samples write it."""
    data: dict[str, Any] = {"key": reading.key} if reading.key else {}
    if reading.publication is not None:
        data["publication"] = as_data(reading.publication)
    findings = [[finding.line, finding.code] for finding in reading.findings]
    return {**data, "document": as_data(reading.document), "findings": findings}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_is_recognised_and_becomes_what_stands_beside_it(path: Path) -> None:
    file = SourceFile(path.read_bytes(), path.name)
    assert readers.format_of(file) == path.parent.name
    readings = [told(reading) for reading in readers.read(file)]
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    assert readings == (expected if isinstance(expected, list) else [expected])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_document_is_the_same_after_its_data_form(path: Path) -> None:
    for reading in readers.read(SourceFile(path.read_bytes(), path.name)):
        assert from_data(json.loads(json.dumps(as_data(reading.document)))) == reading.document


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_item_of_a_file_can_be_read_again_from_its_own_text(path: Path) -> None:
    for reading in readers.read(SourceFile(path.read_bytes(), path.name)):
        if reading.key:
            (again,) = readers.read(SourceFile(reading.text.encode(), path.name), path.parent.name)
            assert (again.key, again.document) == (reading.key, reading.document)
