"""Which of a person's biographies an entry of a document means: nobody is introduced twice in the same words."""

from __future__ import annotations

from django.db import models

from interviews.attachments import Attachments
from interviews.documents.document import AppearanceEntry
from interviews.models import Appearance, Bio, Speaker


def is_introduced(entry: AppearanceEntry) -> bool:
    return bool(entry.bio or entry.portrait or entry.portrait_alt or entry.bio_as_of or entry.bio_language)


class Biographies:
    """Those of some speakers that are here, and those that are about to be."""

    def __init__(self, speakers: set[int], texts: set[str]) -> None:
        self._by_text: dict[tuple[int, str], list[Bio]] = {}
        self._unused: set[int] = set()
        if speakers and texts:
            used = models.Exists(Appearance.objects.filter(bio=models.OuterRef("pk")))
            found = Bio.objects.filter(speaker__in=speakers, text__in=texts).annotate(is_used=used)
            for bio in found.order_by("pk"):
                self.add(bio)
                if not bio.is_used:
                    self._unused.add(bio.pk)

    def add(self, bio: Bio) -> None:
        self._by_text.setdefault((bio.speaker_id, bio.text), []).append(bio)

    def find(
        self, speaker: Speaker, entry: AppearanceEntry, language: str, files: Attachments, *, exactly: bool
    ) -> Bio | None:
        """The biography of these words, language, date and picture.

        What the entry leaves out may be anything, unless it is meant `exactly`; then one that introduces the person
        nowhere is not taken either.
        """
        unknown: tuple[object, ...] = () if exactly else (None, "")
        for bio in self._by_text.get((speaker.pk, entry.bio), ()) if entry.bio else ():
            if not (exactly and bio.pk in self._unused) and _alike(bio, entry, language, files, unknown):
                return bio
        return None


def _alike(bio: Bio, entry: AppearanceEntry, language: str, files: Attachments, unknown: tuple[object, ...]) -> bool:
    """Whether a biography of the same words is the same: one in another language, of another date, with another
    picture is another."""
    return (
        bio.language == (entry.bio_language or language)
        and entry.bio_as_of in (*unknown, bio.as_of)
        and entry.portrait_alt in (*unknown, bio.portrait_alt)
        and (entry.portrait in unknown or files.has_same(bio.portrait, entry.portrait))
    )
