"""A line of the log: what it has, and what it never has."""

from __future__ import annotations

import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory
from django.urls import resolve

from portal.watching import numbers
from portal.watching.lines import FORMATS, formatter
from portal.watching.redacting import said_by, scrubbed


def record(message: Any = "Something %s", *given: Any, error: BaseException | None = None, **more: Any) -> Any:
    told = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, message, given, told)
    made.__dict__.update(more)
    return made


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException:
        return sys.exc_info()[1]  # type: ignore[return-value]


def test_json_is_one_object_a_line_with_the_number_of_the_request() -> None:
    mark = numbers.current.set("0123456789abcdef")
    try:
        line = formatter("json").format(record("Something %s", "broke\nhere"))
    finally:
        numbers.current.reset(mark)
    assert "\n" not in line
    told = json.loads(line)
    assert told.keys() == {"time", "level", "logger", "message", "request"}
    assert (told["level"], told["logger"], told["request"]) == ("WARNING", "portal.test", "0123456789abcdef")
    assert told["message"] == "Something broke\nhere"
    assert told["time"].endswith("Z")


def test_nobody_makes_up_a_line() -> None:
    line = formatter("line").format(record("%s", "a\n2026-01-01 ERROR root: made up\x1b[2J\u2028"))
    assert "\n" not in line and "\x1b" not in line and "\u2028" not in line


def test_between_requests_there_is_no_number() -> None:
    assert "request" not in json.loads(formatter("json").format(record("Something %s", "else")))


@pytest.mark.parametrize("kind", FORMATS)
def test_of_an_exception_its_kind_and_place_are_told_and_not_what_it_says(kind: str) -> None:
    error = raised(ValueError("Mia Ek typed this"), raised(KeyError("mia@example.org")))
    line = formatter(kind).format(record("Failed %s", error, error=error))
    assert "Mia" not in line and "example.org" not in line
    assert "ValueError" in line and "KeyError" in line and "test_lines.py" in line and "That led to" in line


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("database is locked"), "OperationalError: database is locked"),
        (OperationalError("10.0.0.5 is not there\nDETAIL: x"), "OperationalError: 10.0.0.5 is not there"),
        (OperationalError('fts5: syntax error near "Mia"'), "OperationalError: fts5: syntax error near […]"),
        (IntegrityError("Key (email)=(mia@example.org) already exists."), "IntegrityError"),
        (OSError(28, "No space left on device", "/srv/mia"), "OSError: No space left on device"),
        (AttributeError("no attribute 'x'"), "AttributeError: no attribute 'x'"),
        (KeyError("Mia Ek"), "KeyError"),
        (UnicodeDecodeError("utf-8", b"Mia", 0, 1, "bad"), "UnicodeDecodeError"),
    ],
)  # fmt: skip
def test_what_says_something_of_a_machine_is_told(error: Exception, told: str) -> None:
    assert said_by(error) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("to mia.ek+list@example.org failed", "to […] failed"),
        ("from ip=203.0.113.9: bad", "from ip=[…]: bad"),
        ("from 2001:db8::1:9 now", "from […] now"),
        ("GET /search/?q=lamp+mia done", "GET /search/?[…] done"),
        ("/fr/drafts/nobody:AAAA/ and /media/recordings/abc/talk.mp3", "/fr/drafts/[…] and /media/[…]"),
        ("/comments/unsubscribe/12-x.AAAA/", "/comments/unsubscribe/[…]"),
        ("/notices/end/12-x.AAAA/", "/notices/end/[…]"),
        ("Python 3.11.7, at 12:30:05, is it?", "Python 3.11.7, at 12:30:05, is it?"),
    ],
)
def test_other_texts_lose_what_is_somebodys(text: str, told: str) -> None:
    assert scrubbed(text) == told


@pytest.mark.parametrize(
    ("path", "found", "failed"),
    [
        ("/drafts/nobody:AAAA/", "/drafts/[…]", "/drafts/[…]"),
        ("/interviews/ola/comments/12/edit/", "/interviews/[…]/comments/12/edit/", "/interviews/ola/comments/12/edit/"),
    ],
)
def test_of_an_address_what_only_its_owner_knows_is_left_out(path: str, found: str, failed: str) -> None:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    line = formatter("line").format(record("Not Found: %s", path, request=request))
    assert line.endswith(f": Not Found: {found}")
    line = formatter("json").format(record("Failed: %s", path, request=request, error=raised(ValueError("x"))))
    assert json.loads(line)["message"] == f"Failed: {failed}"


def test_an_address_at_which_nothing_is_may_be_anything() -> None:
    request = RequestFactory().get("/mia-ek-lives-here/")
    line = formatter("line").format(record("Not Found: %s", request.path, request=request))
    assert line.endswith(": Not Found: […]")


def test_developers_are_told_all() -> None:
    error = raised(ValueError("Mia Ek typed this"))
    assert "Mia Ek typed this" in formatter("line", plain=True).format(record("Failed", error=error))


def test_another_form_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="LOG_FORMAT is 'xml': it may be line or json"):
        formatter("xml")


def test_what_is_about_a_request_has_its_number_wherever_it_is_logged() -> None:
    request = SimpleNamespace(META={"portal.number": "fedcba9876543210"}, path="/", resolver_match=None)
    assert json.loads(formatter("json").format(record("x", request=request)))["request"] == "fedcba9876543210"
