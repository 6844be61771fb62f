"""Public schemas that are kept outside the project: what is written is valid by them, where they are at hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).parents[3] / "shared" / "reference" / "schemas"


def _schema(name: str) -> Path:
    if not (_FOLDER / name).exists():
        pytest.skip(f"the public schema {name} is kept outside the project, and is not here")
    return _FOLDER / name


@cache
def csl_schema() -> Any:
    return json.loads(_schema("csl-data.json").read_text("utf-8"))


def require_valid_ohms(text: str) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = _ohms_schema()
    assert schema.validate(etree.fromstring(text.encode())), schema.error_log


@cache
def _ohms_schema() -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(_schema("ohms-6.0.xsd"))))
