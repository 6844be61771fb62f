"""Two editors, for the tests of the queue; a comment whose author wants letters, for those of letters."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_comment, make_editor, make_interview
from tests.letters import make_subscription


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


@pytest.fixture
def first(db):
    """A comment of Mia's, who wants to hear of replies."""
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    comment = make_comment(interview, email="mia@example.org")
    make_subscription(interview, comment=comment)
    return comment
