"""Media on a disk of this machine: a file is there whole and written down before any row can name it, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string

from interviews.mediafiles import address_with_key
from portal.on_disk import on_disk

#: What is being written has such a name; no row ever has.
PARTIAL = ".partial-"


class LocalMedia(FileSystemStorage):
    """Django’s, with the promises that a bucket gives by itself."""

    def url(self, name: str | None) -> str:
        address: str = super().url(name)
        return address_with_key(address, name or "")

    def _save(self, name: str, content: File) -> str:
        """A full disk, or a kill, leaves nothing under that name. Raises OSError."""
        partial = self._written(name, content)
        try:
            while True:
                try:
                    self._name(partial, name)
                    break
                except FileExistsError:
                    name = self.get_available_name(name)
        finally:
            with suppress(FileNotFoundError):
                os.remove(self.path(partial))
        self._note(name)
        return name

    def replace(self, name: str, content: bytes) -> None:
        """Stores this under that name, in place of what may be there: whoever reads it finds the one or the other."""
        partial = self._written(name, ContentFile(content))
        try:
            os.replace(self.path(partial), self.path(name))
        except BaseException:
            os.remove(self.path(partial))
            raise
        self._note(name)

    def _written(self, name: str, content: Any) -> str:
        folder, _slash, _base = name.rpartition("/")
        partial = f"{folder}/{PARTIAL}{get_random_string(12)}".lstrip("/")
        try:
            super()._save(partial, content)
            on_disk(self.path(partial))
        except BaseException:
            with suppress(OSError):
                os.remove(self.path(partial))
            raise
        return partial

    def _name(self, partial: str, name: str) -> None:
        """Raises FileExistsError."""
        try:
            os.link(self.path(partial), self.path(name))
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(self.path(name)):
                raise FileExistsError(name) from None
            os.rename(self.path(partial), self.path(name))

    def _note(self, name: str) -> None:
        """The folder may be new, and so may be the one that it is in."""
        parts = name.split("/")[:-1]
        for depth in range(len(parts), -1, -1):
            on_disk(os.path.join(self.location, *parts[:depth]))
