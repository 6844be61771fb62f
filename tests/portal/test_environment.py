"""What the environment says and means nothing is refused in words: no command ends in a traceback for it."""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.environment import Environment, key_kept_in
from tests.portal.test_settings import ROOT, manage

SECRET = "a-password-that-no-screen-shows"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"READY_DISK_MB": "much"}, "READY_DISK_MB is 'much', which is no number."),
        ({"TIME_ZONE": "Mars/Phobos"}, "TIME_ZONE is 'Mars/Phobos', which is no time zone"),
        ({"DATABASE_URL": f"postgres://site:{SECRET}@db.example:port/site"}, "DATABASE_URL is no address"),
        (
            {"DATABASE_URL": f"odd://site:{SECRET}@db.example/site"},
            "DATABASE_URL is no address of a database that the portal can use",
        ),
        ({"EMAIL_URL": f"site:{SECRET}@mail.example"}, "EMAIL_URL is no address of a mail server"),
        ({"DATABASE_POOL": "4"}, "DATABASE_POOL is set, but DATABASE_URL names no PostgreSQL"),
        ({"SITE_URL": "https://[x"}, "SITE_URL is 'https://[x', which is no address"),
        ({"LANGUAGE_CODE": "xx"}, "LANGUAGE_CODE is 'xx': it may be en or fr."),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD': it may be DEBUG or INFO"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml': it may be line or json."),
        ({"DATA_DIR": "/dev/null/data"}, "SECRET_KEY is not set, and none can be kept in /dev/null/data"),
    ],
)
def test_a_variable_that_means_nothing_is_named_and_no_password_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], complaint: str
) -> None:
    nothing_else = {
        "DATABASE_URL": "",
        "REPLICA_URL": "",
        "SECRET_KEY": "",
    }  # the caller's own: tests run on PostgreSQL too
    for name, value in {"DATA_DIR": str(tmp_path), **nothing_else, **given}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(complaint)) as told:
        runpy.run_path(str(ROOT / "portal" / "settings.py"))
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("command", ["doctor", "migrate"])
def test_a_command_ends_with_these_words_and_no_traceback(tmp_path: Path, command: str) -> None:
    done = manage(command, DATA_DIR=str(tmp_path), DATABASE_URL=f"postgres://site:{SECRET}@db.example:port/site")
    assert done.returncode == 1
    assert "WRONG settings: DATABASE_URL is no address of a database" in done.stderr
    assert "docs/deploying.md" in done.stderr
    assert "Traceback" not in done.stderr and SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("address", ["mysql://site@db.example/site", "postgis://site@db.example/site", "file:///site"])
def test_a_database_of_another_kind_is_no_database(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Environment.ENVIRON, "DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is no address"):
        Environment().database("DATABASE_URL")


def test_what_means_something_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"N": "12", "ZONE": "Europe/Paris", "KIND": "b", "EMPTY": ""}.items():
        monkeypatch.setitem(Environment.ENVIRON, name, value)
    env = Environment()
    assert env.int("N", default=1) == 12
    assert env.zone("ZONE", default="UTC") == "Europe/Paris"
    assert env.one_of("KIND", ("a", "b"), default="a") == "b"
    assert env.one_of("NOT_THERE", ("a", "b"), default="a") == "a"
    assert env.folder("EMPTY", default=Path("/data")) == Path("/data")


def test_a_key_that_another_user_keeps_says_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_options: object) -> str:
        raise PermissionError(13, "Permission denied")

    key = key_kept_in(tmp_path)
    assert key_kept_in(tmp_path) == key
    assert os.listdir(tmp_path) == ["secret_key"]
    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(ImproperlyConfigured, match=r"Permission denied.*as the user whose folder it is"):
        key_kept_in(tmp_path)
