"""A word that nobody else uses, put wherever a reader or an editor could put theirs, is in no line of the log."""

from __future__ import annotations

import json
import logging
import smtplib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.signing import TimestampSigner
from django.db import DataError, IntegrityError, OperationalError
from django.test import Client

from interviews.comments.models import SitePolicy
from tests.factories import make_interview, make_segment
from tests.portal.page_cache.conftest import Site
from tests.portal.watching.conftest import Heard

pytestmark = pytest.mark.django_db(transaction=True)

NAME, WORD = "Zyxwena Quorl", "zyxwvu"
MAIL, ADDRESS, ADDRESS_6 = "zyxwena@quorl.example", "203.0.113.77", "2001:db8::77:9"
SECRETS = ("zyxwena", "quorl", WORD, ADDRESS, ADDRESS_6)

FROM = {
    "user_agent": f"Mozilla/5.0 ({NAME})",
    "referer": f"https://mail.example/{MAIL}?{WORD}",
    "x_forwarded_for": ADDRESS,
    "x_request_id": MAIL,
    "accept_language": WORD,
    "cookie": f"mine={WORD}",
}


@pytest.fixture(autouse=True)
def interview() -> Any:
    SitePolicy(mode="open").save()
    row = make_interview(guest="Ola Berg", slug="ola-berg")
    make_segment(row, 18, question="Who lit the lamp?", answer="I did.")
    return row


def told(heard: Heard) -> list[dict[str, Any]]:
    """All lines, once it is sure that none of them tells."""
    for lines in heard.lines.values():
        for line in lines:
            for secret in SECRETS:
                assert secret not in line.lower(), line
    return [json.loads(line) for line in heard.lines["json"]]


#: Wherever somebody may say something by an address alone.
ADDRESSES = [
    f"/search/?q={WORD}",
    f"/fr/search/?q={WORD}&page={WORD}",
    f"/search/proposals.json?q={WORD}",
    f"/feeds/search.atom?q={WORD}",
    f"/api/1/search?q={WORD}",
    f"/api/1/interviews?limit={WORD}",
    f"/api/1/{WORD}",
    f"/{WORD}/",
    f"/{WORD}",
    f"/interviews/{WORD}/",
    f"/interviews/ola-berg/?find={WORD}",
    f"/interviews/?speaker={WORD}&page={WORD}",
    f"/drafts/{WORD}:AAAA/",
    f"/comments/confirm/{WORD}/",
    f"/fr/comments/unsubscribe/{WORD}/",
    f"/notices/end/{WORD}/",
    f"/media/recordings/{WORD}/talk.mp3",
    f"/static/{WORD}.css",
    f"/admin/?next=/{WORD}",
    f"/admin/{WORD}/",
    f"/oembed?url=https://{WORD}.example/",
    f"/speakers/{WORD}/?{MAIL}",
    f"/healthz?{WORD}",
]


@pytest.mark.parametrize("how", ["GET", "HEAD", "POST", "PUT"])
def test_what_was_asked_for_is_in_no_line(how: str, watched: Callable[..., Site], heard: Heard) -> None:
    site = watched()
    for address in ADDRESSES:
        site.get(address, how, **FROM)
    lines = told(heard)
    assert len([line for line in lines if line["logger"] == "portal.access"]) == len(ADDRESSES)


def test_neither_is_the_name_by_which_the_site_was_asked(watched: Callable[..., Site], heard: Heard) -> None:
    site = watched()
    for host in (f"{WORD}.example", f"{WORD} example", f"{MAIL}:80"):
        assert site.get("/search/", **{**FROM, "host": host}).status == 400
    assert told(heard)


FORMS = [
    ("/interviews/ola-berg/comments/", {"name": NAME, "email": MAIL, "body": f"{WORD}, said {NAME}", "follow": "on"}),
    ("/interviews/ola-berg/comments/write/", {"name": NAME, "body": WORD}),
    ("/interviews/ola-berg/comments/follow/", {"email": MAIL}),
    ("/interviews/ola-berg/comments/1/report/", {"reason": WORD}),
    ("/account/sign-in/", {"username": MAIL, "password": WORD}),
    ("/admin/login/", {"username": NAME, "password": WORD}),
    (f"/comments/unsubscribe/{WORD}/", {"all": WORD}),
]


@pytest.mark.parametrize("checks", [True, False])
def test_what_was_filled_in_is_in_no_line(checks: bool, heard: Heard) -> None:
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    for path, form in FORMS:
        client.post(path, form, headers={"user-agent": NAME, "referer": f"https://x/?{WORD}"}, REMOTE_ADDR=ADDRESS)
    lines = told(heard)
    assert not checks or any("CSRF" in line["message"] for line in lines)


class Odd(Exception):
    pass


def _chained() -> None:
    try:
        {}[MAIL]
    except KeyError as error:
        raise Odd(f"{NAME} of {ADDRESS}") from error


def _while_handling() -> None:
    try:
        int(WORD)
    except ValueError:
        raise Odd(NAME)  # noqa: B904  (that is what is tried)


def _raising(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


FAULTS: dict[str, Callable[[], None]] = {
    "a value": _raising(ValueError(f"{WORD} is no number")),
    "a key": _raising(KeyError(MAIL)),
    "a row that is there already": _raising(IntegrityError(f"DETAIL: Key (email)=({MAIL}) already exists.")),
    "a value too long": _raising(DataError(f"value too long: {WORD}")),
    "a database away": _raising(OperationalError(f"closed\nLINE 1: SELECT '{WORD}'")),
    "a search that cannot be read": _raising(OperationalError(f'fts5: syntax error near "{WORD}"')),
    "letters": _raising(UnicodeEncodeError("ascii", NAME, 0, 1, WORD)),
    "refused letters": _raising(smtplib.SMTPRecipientsRefused({MAIL: (550, WORD.encode())})),
    "a file": _raising(FileNotFoundError(2, "No such file", f"/srv/{WORD}")),
    "one of another": _chained,
    "one behind another": _while_handling,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_went_wrong_is_told_without_what_it_went_wrong_with(
    fault: str, watched: Callable[..., Site], heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviews.views.searching.parse", lambda *_given: FAULTS[fault]())
    answer = watched().get(f"/search/?q={WORD}", **FROM)
    assert answer.status in (500, 503)
    lines = told(heard)
    (failure,) = [line for line in lines if "traceback" in line]
    assert failure["level"] == "ERROR"
    assert __file__ in failure["traceback"]  # where it came from
    assert failure["request"] == answer.headers["X-Request-ID"]


def test_a_failure_behind_a_key_tells_the_page_and_not_the_key(
    watched: Callable[..., Site], heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ValueError(WORD)

    monkeypatch.setattr(TimestampSigner, "unsign", fail)
    monkeypatch.setattr("django.core.signing.Signer.unsign", fail)
    site = watched()
    for path in (f"/drafts/{WORD}:AAAA/", f"/notices/end/{WORD}/", f"/comments/unsubscribe/{WORD}/"):
        site.get(path, **FROM)
    lines = told(heard)
    failures = [line["message"] for line in lines if "traceback" in line]
    assert failures
    assert all(message.startswith("Internal Server Error: /") for message in failures)


def test_a_letter_that_is_refused_is_told_by_its_number(heard: Heard, posting: Any, monkeypatch: Any) -> None:
    refused = smtplib.SMTPRecipientsRefused({MAIL: (550, NAME.encode())})
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _raising_anyhow(refused))
    with posting():
        Client().post(
            "/interviews/ola-berg/comments/follow/", {"email": MAIL}, headers={"sec-fetch-site": "same-origin"}
        )
    lines = told(heard)
    assert any("was refused" in line["message"] for line in lines)


def _raising_anyhow(error: Exception) -> Callable[..., None]:
    def fail(*_given: object, **_named: object) -> None:
        raise error

    return fail


def test_the_lines_of_the_server_itself_tell_nothing_either(heard: Heard) -> None:
    of_gunicorn = logging.getLogger("gunicorn.error")
    of_gunicorn.addHandler(heard)
    try:
        of_gunicorn.warning("Invalid request from ip=%s: %s", ADDRESS, f"bad header for {MAIL}")
        of_gunicorn.warning("Invalid request from ip=%s: %s", ADDRESS_6, ValueError(WORD))
        of_gunicorn.error("Error handling request %s", f"/search/?{urlencode({'q': NAME})}")
        of_gunicorn.error("Error handling request %s", f"/drafts/{WORD}/")
    finally:
        of_gunicorn.removeHandler(heard)
    assert len(told(heard)) >= 4


def test_what_is_looked_for_would_be_found(heard: Heard) -> None:
    """Were the lines written as Python does by itself."""
    logging.getLogger("portal.test").warning("%s", WORD)
    with pytest.raises(AssertionError):
        told(heard)
