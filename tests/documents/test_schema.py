"""The published schema takes what the portal writes, and nothing that its reader would refuse for its shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client

from interviews.documents import readers
from interviews.documents.data import as_data
from interviews.documents.document import InterviewDocument
from interviews.documents.schema import schema
from interviews.documents.source_file import SourceFile
from interviews.documents.writers import WRITERS
from interviews.documents.writers.place import Place
from tests.documents.test_data import FULL

SAMPLES = Path(__file__).parent.parent / "samples"
DOCUMENTS = sorted(SAMPLES.glob("*/*.expected.json"))


def fits(data: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(schema()).is_valid(data))


def test_the_schema_itself_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_document_of_the_samples_fits(path: Path) -> None:
    told = json.loads(path.read_text("utf-8"))
    for reading in told if isinstance(told, list) else [told]:
        assert fits({"format": "interview-document", "version": 1, "interview": reading["document"]})


@pytest.mark.parametrize("document", [FULL, InterviewDocument(title="Fog")])
def test_what_is_written_fits_and_is_read_again_the_same(document: InterviewDocument) -> None:
    text = WRITERS["json"].write(document, Place())
    assert fits(json.loads(text))
    (reading,) = readers.read(SourceFile(text.encode(), "x.json"))
    assert reading.document == document
    assert WRITERS["json"].write(reading.document, Place()) == text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": 3},
        {},
        {"title": "x", "tittle": "y"},
        {"title": "x", "segments": {}},
        {"title": "x", "segments": [{"start": "1:75"}]},
        {"title": "x", "appearances": [{"name": "Ola", "role": "ghost"}]},
        {"title": "x", "recorded": "15-9"},
    ],
)
def test_what_the_reader_refuses_for_its_shape_does_not_fit(wrong: dict[str, Any]) -> None:
    assert not fits({"format": "interview-document", "version": 1, "interview": wrong})


def test_the_site_publishes_it(client: Client) -> None:
    response = client.get("/schemas/interview-document-1.json")
    assert response["Content-Type"] == "application/schema+json; charset=utf-8"
    assert json.loads(response.content) == schema()


def test_everything_a_document_can_hold_is_tried_here() -> None:
    """So that a field added later is not forgotten in the tests above."""

    def names(data: Any) -> set[str]:
        if isinstance(data, dict):
            return set(data) | {name for value in data.values() for name in names(value)}
        return {name for value in data for name in names(value)} if isinstance(data, list) else set()

    known = {name for one in schema()["$defs"].items() if one[0] != "Publication" for name in one[1]["properties"]}
    assert known - names(as_data(FULL)) == set()
