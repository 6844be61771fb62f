"""Sound and pictures that come along with a document, copied into the site's storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile

from interviews.documents.companions import file_beside


@dataclass
class Attachments:
    """Files copied into the site's storage, to be taken back when the rows are."""

    beside: Path | None
    copied: list[tuple[Storage, str]] = field(default_factory=list)

    def attach(self, target: FieldFile, name: str) -> bool:
        """Copies the file of that name, without saving the row. False where it does not lie there."""
        found = file_beside(self.beside, name) if self.beside else None
        if found is None:
            return False
        with found.open("rb") as opened:
            target.save(name, File(opened), save=False)
        self.copied.append((target.storage, target.name))
        return True

    def take_back(self) -> None:
        for storage, name in self.copied:
            storage.delete(name)
