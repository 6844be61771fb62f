"""What is in a backup, with the hash of each file. PURE: knows no Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
#: Of the manifest itself. A later one that adds things without which a backup is misunderstood counts on.
FORMAT = 1


class BackupError(Exception):
    """In words for whoever runs the command: what is wrong, where, and the cure."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a backup: its name below the folder it belongs to, bytes, SHA-256, and when the site’s was changed."""

    name: str
    size: int
    sha256: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`number` counts on with each backup of a folder, whatever the clock says. `missing`: names that the database has,
    of which the site had no file."""

    number: int
    made_at: str
    version: str
    engine: str
    migrations: Mapping[str, tuple[str, ...]]
    database: Kept
    media: tuple[Kept, ...] = ()
    missing: tuple[str, ...] = ()
    secret_key: Kept | None = None

    @property
    def size(self) -> int:
        return self.database.size + sum(file.size for file in self.media)

    def written(self) -> str:
        data = {"format": FORMAT, **asdict(self)}
        return json.dumps({**data, "sha256": _digest(data)}, indent=1, ensure_ascii=False) + "\n"


def read(folder: Path) -> Manifest:
    """The manifest of the backup in that folder. Raises BackupError where there is none, or another one."""
    path = folder / NAME
    try:
        data = json.loads(path.read_text("utf-8"))
        told = data.pop("sha256")
        if data["format"] > FORMAT:
            raise BackupError(f"{path} was written by a newer version of the portal. Restore it with that one.")
        if told != _digest(data):
            raise BackupError(f"{path} is damaged: it is not as it was written. Take another backup.")
        del data["format"]
        files = {"media": tuple(Kept(**file) for file in data.pop("media")), "database": Kept(**data.pop("database"))}
        key = data.pop("secret_key")
        migrations = {app: tuple(names) for app, names in data.pop("migrations").items()}
        missing = tuple(data.pop("missing"))
        data.update(migrations=migrations, missing=missing, secret_key=Kept(**key) if key else None, **files)
        return Manifest(**data)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BackupError(f"There is no backup in {folder}: it has no {NAME}. Name the folder with one.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{path} cannot be read ({error}). Take another backup.") from error


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
