"""Two editors, for the tests of the queue."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_editor


@pytest.fixture
def editor(client):
    editor = make_editor("ed", first_name="Eva", last_name="Dahl")
    client.force_login(editor)
    return editor


@pytest.fixture
def second():
    """Another editor, at another desk."""
    desk = Client()
    desk.force_login(make_editor("second"))
    return desk
