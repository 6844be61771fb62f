from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from interviews.models import Interview
from tests.factories import make_editor, make_interview, make_segment


@pytest.fixture
def ann(db: None) -> Any:
    return make_editor("ann", first_name="Ann", last_name="Other")


@pytest.fixture
def colleague(ann: Any) -> Client:
    client = Client()
    client.force_login(ann)
    return client


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(guest="Ola Berg", introduction="On lights.", published=False)
    for n in (1, 2, 3, 4):
        make_segment(interview, n, question=f"Q{n}", answer=f"A{n}.", tags=("sea",))
    return interview
