"""Where the database is away the site says so, and does not call it its own fault."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, InternalError, OperationalError
from django.test import Client

from portal.buckets import BucketAway


class ReadOnly(Exception):
    """As psycopg tells of a server that was made read only."""

    sqlstate = "25006"


def read_only() -> InternalError:
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = ReadOnly()
    return error


def _raising(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Client:
    def view(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("interviews.views.searching.parse", view)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the server closed the connection"),
        InterfaceError("closed"),
        read_only(),
        BucketAway("talk.mp3: could not connect"),
        OSError(28, "No space left on device", "talk.mp3"),
        OSError(30, "Read-only file system", "talk.mp3"),
    ],
)
def test_a_page_that_needs_an_absent_database_may_be_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    answer = _raising(monkeypatch, error).get("/search/?q=lamp")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing is lost" in answer.content.decode()


@pytest.mark.parametrize(
    "error", [ValueError("ours"), FileNotFoundError(2, "No such file"), OSError("ours"), InternalError("ours")]
)
def test_an_error_of_ours_is_still_one(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    answer = _raising(monkeypatch, error).get("/search/?q=lamp")
    assert answer.status_code == 500
    assert "Retry-After" not in answer


@pytest.mark.parametrize(("error", "status"), [(OperationalError("closed"), 503), (ValueError("Mia Ek"), 500)])
def test_a_program_is_told_in_its_form(monkeypatch: pytest.MonkeyPatch, error: Exception, status: int) -> None:
    def view(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("interviews.api.answering._read", view)
    answer = Client(raise_request_exception=False).get("/api/1/interviews")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["status"], told["request"]) == (status, answer["X-Request-ID"])
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store, private"
    assert "Mia" not in answer.content.decode()


def test_the_page_leads_on_and_gives_back_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _raising(monkeypatch, OperationalError("closed"))
    page = client.get("/search/?q=lamp").content.decode()
    assert 'href="/search/?q=lamp"' in page
    assert "<textarea" not in page

    def away(*_given: object, **_named: object) -> None:
        raise OperationalError("closed")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
    words = "It was in the winter of that year, and nobody told it since."
    answer = client.post("/interviews/ola-berg/comments/", {"body": words, "name": "Mia Ek"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert f">{words}</textarea>" in page
    assert "it was not saved" in page
    assert "/static/css/form.css" in page
    assert 'href="/interviews/ola-berg/comments/"' not in page  # which would send nothing
    assert 'href="/"' in page
