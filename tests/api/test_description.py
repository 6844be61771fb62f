"""The description of the API, and the API, held against each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from interviews.api.endpoints import ENDPOINTS
from interviews.api.openapi import ROOT, description
from portal.wsgi import application
from tests.api.test_reading import archive

__all__ = ["archive"]
DOCUMENT = (Path(__file__).parent.parent.parent / "docs/api.md").read_text("utf-8")
SERVER = f"http://testserver/{ROOT}".rstrip("/")


def test_it_is_where_it_says_and_names_every_address(client: Client) -> None:
    told = client.get(f"/{ROOT}openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert told["servers"] == [{"url": SERVER}]
    assert set(told["paths"]) == {f"/{endpoint.path}" for endpoint in ENDPOINTS}
    assert client.get(f"/{ROOT}").headers["Content-Type"].startswith("application/json")


def test_its_schemas_are_schemas_and_every_reference_leads_to_one() -> None:
    told = description(SERVER)
    schemas = told["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for name in re.findall(r"#/components/schemas/(\w+)", str(told)):
        assert name in schemas
    for path in told["paths"].values():
        for parameter in path["get"]["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])
            Draft202012Validator(parameter["schema"]).validate(parameter["example"])


def test_the_page_for_people_names_every_address_and_every_parameter() -> None:
    for endpoint in ENDPOINTS:
        assert f"`/{endpoint.path}`" in DOCUMENT, endpoint.path
        for parameter in endpoint.parameters:
            assert f"`{parameter.name}`" in DOCUMENT, parameter.name


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_whatever_is_asked_the_answer_is_as_described(endpoint: Any, settings: Any) -> None:
    """Schemathesis asks what the description allows, and what it forbids."""
    import schemathesis
    from hypothesis import HealthCheck, given
    from hypothesis import settings as bounded
    from schemathesis import GenerationMode

    settings.ALLOWED_HOSTS = ["*"]
    schema = schemathesis.openapi.from_wsgi(f"/{ROOT}openapi.json", application)
    operation = schema[f"/{endpoint.path}"]["GET"]
    for mode in GenerationMode:

        @given(case=operation.as_strategy(generation_mode=mode))
        @bounded(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})  # what asks here unpacks nothing

        ask()
