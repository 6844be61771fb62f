"""Which of the sources that are here already a file is: by its address and its bytes, never by a title or a name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.utils import timezone

from interviews.documents.decoding import decode
from interviews.documents.errors import DocumentError
from interviews.models import ImportLine, Interview, Source


class Identified(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def path(self) -> Path | None: ...


class KnownSources:
    """The sources that some files may be, asked for at once. Belongs into a transaction."""

    def __init__(self, files: Iterable[Identified]) -> None:
        files = list(files)
        sources = Source.objects.select_related("interview").select_for_update(of=("self",)).defer("text", "data")
        self.by_key: dict[str, Source] = {}
        self.by_digest: dict[str, Source] = {}
        for source in sources.filter(key__in=[file.key for file in files]):
            self.by_key[source.key] = source
            self.by_digest[source.digest] = source
        for source in sources.filter(digest__in={file.digest for file in files}).order_by("-pk"):
            self.by_digest[source.digest] = source

    def add(self, file: Identified, interview: Interview) -> None:
        """A source that is about to be stored, so that its copy in the same batch is known."""
        source = Source(key=file.key, digest=file.digest, interview=interview)
        self.by_key.setdefault(file.key, source)
        self.by_digest.setdefault(file.digest, source)

    def find(self, file: Identified) -> Source | None:
        """The source that lies at this address with these bytes; else the one with these bytes that was moved here;
        else the one at this address, which changed; else one with these bytes elsewhere, of which this is a copy."""
        here = self.by_key.get(file.key)
        if here is not None and here.digest == file.digest:
            return here
        twin = self.by_digest.get(file.digest)
        if twin is None or file.path is None or twin.pk is None or _lies_still(twin):
            return here or twin
        if here is not None:  # another file lies where this one was: it is found again by its bytes, or stays as it is
            _move(here, f"{here.key} (until {timezone.now():%Y-%m-%d %H:%M:%S.%f})")
        _move(twin, file.key)
        self.by_key[file.key] = twin
        return twin


def _move(source: Source, key: str) -> None:
    """What was imported from it is found under the new key too, so that it can be taken back."""
    ImportLine.objects.filter(interview=source.interview_id, source_key=source.key).update(source_key=key)
    source.key = key
    source.save(update_fields=["key"])


def _lies_still(source: Source) -> bool:
    """Whether the file that a source came from is still there, with the text it had. What never lay in a file (an
    upload, an item of a feed) has not moved, and nor has what lies in an archive that is there."""
    place, _mark, inner = source.key.removeprefix("file://").partition("!/")
    if not source.key.startswith("file://") or (inner and Path(place).is_file()):
        return True
    path = Path(place)
    try:
        data = path.read_bytes()
        return data in (source.data, source.text.encode()) or decode(data)[0] == source.text
    except (OSError, ValueError, DocumentError):
        return False
