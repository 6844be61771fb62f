"""The settings as a process of its own sees them, from an environment of which everything is known."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONG_SECRET = "k7-Wq" * 12  # an example, long enough and with enough different signs for Django's own check
WHOLE = {
    "SECRET_KEY": LONG_SECRET,
    "SITE_URL": "https://interviews.example",
    "TRUSTED_PROXIES": "127.0.0.1",
    "STAFF_SECOND_FACTOR": "required",
}
SHOW = """
import json
from django.conf import settings
from django.db import connection
names = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS", "TIME_ZONE")
shown = {name: getattr(settings, name) for name in names}
shown["engine"] = connection.vendor
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            shown[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
    shown["mode"] = connection.transaction_mode
print(json.dumps(shown))
"""


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    clean = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=60)


def shown(data: Path, **environment: str) -> dict[str, object]:
    done = manage("shell", "-v", "0", "-c", SHOW, DATA_DIR=str(data), **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_an_empty_environment_is_safe(tmp_path: Path) -> None:
    first = shown(tmp_path / "data")
    assert first["DEBUG"] is False
    assert first["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    key = tmp_path / "data" / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert first["SECRET_KEY"] == key.read_text("ascii")
    assert len(first["SECRET_KEY"]) >= 50
    assert shown(tmp_path / "data")["SECRET_KEY"] == first["SECRET_KEY"]
    assert list((tmp_path / "data").glob("secret_key.*")) == []


def test_sqlite_waits_its_turn_and_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = shown(tmp_path)
    assert (database["journal_mode"], database["synchronous"], database["foreign_keys"]) == ("wal", 2, 1)
    assert (database["busy_timeout"], database["mode"]) == (20_000, "IMMEDIATE")


def test_an_https_address_switches_on_what_only_https_can_keep(tmp_path: Path) -> None:
    site = shown(tmp_path, SITE_URL="https://interviews.example", SECRET_KEY=LONG_SECRET, TIME_ZONE="Europe/Paris")
    assert site["ALLOWED_HOSTS"] == ["interviews.example"]
    assert site["CSRF_TRUSTED_ORIGINS"] == ["https://interviews.example"]
    assert site["SESSION_COOKIE_SECURE"] is True
    assert (site["SECRET_KEY"], site["TIME_ZONE"]) == (LONG_SECRET, "Europe/Paris")
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        (WHOLE, ""),
        ({**WHOLE, "SECRET_KEY": ""}, "portal.W001"),
        ({**WHOLE, "SITE_URL": ""}, "portal.W002"),
        ({**WHOLE, "TRUSTED_PROXIES": ""}, "portal.W003"),
        ({**WHOLE, "STAFF_SECOND_FACTOR": ""}, "accounts.W002"),
        ({**WHOLE, "STAFF_SECOND_FACTOR": "optional"}, ""),  # said in so many words, it was thought of
    ],
)
def test_a_deployment_is_checked_for_its_secret_its_address_its_proxy_and_the_second_step(
    tmp_path: Path, environment: dict[str, str], complaint: str
) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path), **environment)
    assert (done.returncode == 0) == (not complaint), done.stderr
    assert complaint in done.stderr


def test_passwords_are_hashed_slowly_with_a_salt_each(tmp_path: Path) -> None:
    """Asked of a process of its own: the tests themselves hash fast."""
    twice = "from django.contrib.auth.hashers import make_password as m; print(m('words'), m('words'))"
    done = manage("shell", "-v", "0", "-c", twice, DATA_DIR=str(tmp_path), **WHOLE)
    one, other = done.stdout.split()
    algorithm, rounds, salt, digest = one.split("$")
    assert algorithm == "pbkdf2_sha256"
    assert int(rounds) >= 600_000  # what OWASP asks of it, as of 2023
    assert len(salt) >= 22 and len(digest) >= 43  # 128 and 256 bits
    assert other.split("$")[2] != salt


def test_without_https_no_proxy_is_known_of(tmp_path: Path) -> None:
    for environment in ({}, {"SITE_URL": "http://interviews.example"}):
        assert "portal.W003" not in manage("check", "--deploy", DATA_DIR=str(tmp_path), **environment).stderr
        assert manage("check", DATA_DIR=str(tmp_path), **environment).stderr == ""
