"""What the environment says, or words for whoever set it: a value that means nothing is named, with what it may be.

An address may hold a password: of one that cannot be read the variable is named, and not what it says.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from portal.databases import Database, databases

_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
_NO_KEY = (
    "SECRET_KEY is not set, and none can be kept in {folder}: {error}. Run this as the user whose folder it is, "
    "name another DATA_DIR, or set SECRET_KEY."
)


class Environment(environ.Env):
    """Each of these raises ImproperlyConfigured where the variable is set to what means nothing."""

    def get_value(self, var: str, *given: Any, **options: Any) -> Any:
        try:
            return super().get_value(var, *given, **options)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is {self.ENVIRON.get(var)!r}, which is no number.") from error

    def one_of(self, var: str, known: Collection[str], *, default: str) -> str:
        value: str = self.str(var, default=default)
        if value not in known:
            raise ImproperlyConfigured(f"{var} is {value!r}: it may be {' or '.join(known)}.")
        return value

    def zone(self, var: str, *, default: str) -> str:
        """The name of a time zone."""
        value: str = self.str(var, default=default)
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError) as error:
            raise ImproperlyConfigured(f"{var} is {value!r}, which is no time zone such as Europe/Paris.") from error
        return value

    def folder(self, var: str, *, default: Path) -> Path:
        """Of an empty name the folder would be whichever one the command is run from."""
        return Path(self.str(var, default="") or default)

    def site(self, var: str) -> str:
        """An address of the web without a slash at its end; empty where none is given."""
        value: str = self.str(var, default="").rstrip("/")
        try:
            urlsplit(value)
        except ValueError as error:
            known = "https://interviews.example.org"
            raise ImproperlyConfigured(f"{var} is {value!r}, which is no address such as {known}.") from error
        return value

    def address(self, var: str, read: Callable[[str], dict[str, Any]], of: str, *, default: str = "") -> dict[str, Any]:
        """What `read` makes of it; nothing where there is none and no default."""
        value: str = self.str(var, default="") or default
        try:
            return read(value) if value else {}
        except (ValueError, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{var} is no address of {of}.") from error

    def database(self, var: str) -> Database:
        """Empty where none is named."""
        return self.address(
            var,
            _database,
            "a database that the portal can use: sqlite:///a/path, or postgres://user:password@host/name",
        )


def all_databases(primary: Database, replica: Database, pool: int) -> dict[str, Database]:
    """`DATABASES`. Raises ImproperlyConfigured where these do not go together."""
    try:
        return databases(primary, replica or None, pool=pool)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


def _database(address: str) -> Database:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would be told with all that the address says, the password too
        read: Database = environ.Env.db_url_config(address)
    if read.get("ENGINE") not in _ENGINES:
        raise ValueError
    return read


def key_kept_in(folder: Path) -> str:
    """A key made once and kept beside the data, for a site that was given none. `check --deploy` asks for one.

    Raises ImproperlyConfigured where it can be neither read nor kept.
    """
    try:
        return _kept(folder, folder / "secret_key")
    except OSError as error:
        raise ImproperlyConfigured(_NO_KEY.format(folder=folder, error=error.strerror)) from error


def _kept(folder: Path, kept: Path) -> str:
    try:
        return kept.read_text("ascii").strip()
    except FileNotFoundError:
        pass
    key = get_random_secret_key()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f"secret_key.{os.getpid()}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    try:
        os.link(fresh, kept)  # of two processes starting at once, one wins and both read the same key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return kept.read_text("ascii").strip()
