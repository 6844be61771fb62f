"""Which interviews a stored file belongs to, and whether readers may have it."""

from __future__ import annotations

from django.db.models import QuerySet

from interviews import portraits
from interviews.models import Bio, Interview, Recording


def is_public(name: str) -> bool:
    """Whether the file stands in what the public may see: a recording, or a portrait as readers get it."""
    if _is_portrait(name):
        return any(name in bio.shown_names for bio in _bios(name).published())
    return Recording.objects.published().filter(file=name).exists()


def interviews_with(name: str) -> QuerySet:
    """The interviews, in whatever state, that have this recording, or this portrait or the picture of which it is a
    copy."""
    if _is_portrait(name):
        return Interview.objects.filter(appearances__bio__in=_bios(name).values("pk"))
    return Interview.objects.filter(recordings__file=name)


def _is_portrait(name: str) -> bool:
    return name.startswith("portraits/")


def _bios(name: str) -> QuerySet:
    return Bio.objects.filter(portrait__in=portraits.originals_of(name))
