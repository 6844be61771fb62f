"""Where the database is away the site says so, and does not call it its own fault."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client


def _raising(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Client:
    def view(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("interviews.views.searching.parse", view)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("error", [OperationalError("the server closed the connection"), InterfaceError("closed")])
def test_a_page_that_needs_an_absent_database_may_be_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    answer = _raising(monkeypatch, error).get("/search/?q=lamp")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing is lost" in answer.content.decode()


def test_an_error_of_ours_is_still_one(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _raising(monkeypatch, ValueError("ours")).get("/search/?q=lamp")
    assert answer.status_code == 500
    assert "Retry-After" not in answer
