"""Sound and pictures that come along with a document, copied into the site's storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile

from interviews import portraits
from interviews.documents.companions import file_beside
from interviews.documents.errors import DocumentError, Finding
from interviews.models.portrait import delete_renditions

_UNFIT = {
    "unknown_format": "is not a picture that can be shown; save it anew as JPEG, PNG or WebP",
    "too_many_pixels": f"has more than {portraits.MOST_PIXELS // 1_000_000} million pixels; save it smaller",
    "broken": "is cut off or damaged; save it anew from the original",
}


@dataclass
class Attachments:
    """Files copied into the site's storage, to be taken back when the rows are.

    A file that cannot be read leaves its row without it, and a finding. Where the storage takes none, nothing of the
    document is stored: a second run would find it unchanged, and the file would be missing for ever.
    """

    beside: Path | None
    copied: list[tuple[Storage, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def attach(self, target: FieldFile, name: str) -> None:
        """Copies the file of that name, without saving the row. Raises DocumentError where the storage takes none."""
        found = file_beside(self.beside, name) if self.beside else None
        if found is None:
            message = f"“{name}” does not lie beside the document; put it there, or upload it in the admin"
            self.findings.append(Finding(None, "file_missing", message))
            return
        try:
            opened = found.open("rb")
        except OSError as error:
            message = f"“{name}” could not be read ({error.strerror}); mend that, or upload it in the admin"
            self.findings.append(Finding(None, "file_missing", message))
            return
        try:
            with opened:
                target.save(name, File(opened), save=False)
        except OSError as error:
            problem = f"“{name}” could not be stored ({error.strerror or error}); mend that, and run the import again"
            raise DocumentError(problem, code="storage_away") from error
        self.copied.append((target.storage, target.name))

    def attach_portrait(self, target: FieldFile, name: str) -> None:
        """The same for a picture, if it is one."""
        found = file_beside(self.beside, name) if self.beside else None
        if found is not None:
            try:
                with found.open("rb") as opened:
                    portraits.check(opened)
            except portraits.UnfitPicture as unfit:
                self.findings.append(Finding(None, "portrait_unreadable", f"“{name}” {_UNFIT[unfit.code]}"))
                return
            except OSError:
                pass  # told when it is copied
        self.attach(target, name)

    def has_same(self, stored: FieldFile, name: str) -> bool:
        """Whether a stored file has the bytes of the one of that name; no file is the same as no name."""
        found = file_beside(self.beside, name) if self.beside else None
        if found is None or not stored:
            return not name and not stored
        try:
            with stored.storage.open(stored.name) as kept:
                return kept.size == found.stat().st_size and kept.read() == found.read_bytes()
        except OSError:
            return False

    def take_back(self) -> None:
        for storage, name in self.copied:
            storage.delete(name)
            delete_renditions(storage, name)
