"""Media on a disk of one's own."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage

from interviews.mediafiles import address_with_key


class LocalMedia(FileSystemStorage):
    def url(self, name: str | None) -> str:
        address: str = super().url(name)
        return address_with_key(address, name or "")
