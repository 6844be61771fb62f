"""What a site knows beside its interviews: speakers, series and tags, as data and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from interviews.attachments import Attachments
from interviews.documents.errors import DocumentError
from interviews.models import Bio, Series, Speaker, Tag
from interviews.rows.fitting import refuse_what_does_not_fit

FORMAT = "interview-site"
VERSION = 1
#: The file in an exported folder or archive that holds it.
SITE_INDEX = "site.json"

_SPEAKER = ("name", "slug", "sort_name", "website")
_BIO = ("text", "language", "portrait_alt")
_SERIES = ("title", "slug", "description")
_TAG = ("name", "slug", "description")


def site_data() -> tuple[dict[str, Any], dict[str, str]]:
    """Speakers with the biographies that introduce them in no interview, series, tags; and the portraits: their name
    beside the data, their name in the site's storage."""
    files: dict[str, str] = {}
    unused = models.Prefetch("bios", Bio.objects.filter(appearances=None).order_by("as_of", "text"), to_attr="unused")
    speakers = []
    for speaker in Speaker.objects.prefetch_related(unused).order_by("slug"):
        bios = [_bio(bio, speaker, number, files) for number, bio in enumerate(speaker.unused, start=1)]
        speakers.append({**_told(speaker, _SPEAKER), **({"bios": bios} if bios else {})})
    data = {
        "format": FORMAT,
        "version": VERSION,
        "speakers": speakers,
        "series": [_told(series, _SERIES) for series in Series.objects.order_by("slug")],
        "tags": [_told(tag, _TAG) for tag in Tag.objects.order_by("slug")],
    }
    return data, files


def _told(row: models.Model, names: tuple[str, ...]) -> dict[str, str]:
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def _bio(bio: Bio, speaker: Speaker, number: int, files: dict[str, str]) -> dict[str, str]:
    data = _told(bio, _BIO)
    if bio.as_of:
        data["as_of"] = bio.as_of.isoformat()
    if bio.portrait:
        name = f"{speaker.slug}-{number}.{bio.portrait.name.rpartition('.')[2]}"
        files[name] = bio.portrait.name
        data["portrait"] = name
    return data


def take_site_data(data: Any, files: Attachments) -> bool:
    """Makes what is missing; what is here already stays as editors left it. Whether anything was made.

    Belongs into a transaction. Raises DocumentError where the data does not fit.
    """
    if not isinstance(data, Mapping) or data.get("version") != VERSION:
        problem = f"this is no site's data of version {VERSION}; export it anew, or bring this site up to date"
        raise DocumentError(problem, code="other_version")
    made = False
    for entry in _entries(data, "series"):
        made |= _make(Series, "title", entry, _SERIES)
    for entry in _entries(data, "tags"):
        made |= _make(Tag, "name", entry, _TAG)
    for entry in _entries(data, "speakers"):
        made |= _make(Speaker, "slug", entry, _SPEAKER)
        speaker = Speaker.objects.filter(slug=entry.get("slug", "")).first()
        for told in _entries(entry, "bios") if speaker else []:
            made |= _make_bio(speaker, told, files)
    return made


def _entries(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise DocumentError(f"“{name}” is not a list of objects", code="bad_field")
    return entries


def _make(model: type[models.Model], identity: str, entry: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    given = {name: entry.get(name, "") for name in names}
    if not all(isinstance(value, str) and value.isascii() | value.isprintable() for value in given.values()):
        raise DocumentError(f"one of the {model._meta.verbose_name_plural} is not told in text", code="bad_field")
    if not given[identity]:
        raise DocumentError(f"one of the {model._meta.verbose_name_plural} has no {identity}", code="bad_field")
    taken = models.Q(**{identity: given[identity]}) | models.Q(slug=given["slug"])
    if model.objects.filter(taken).exists():
        return False
    row = model(**given)
    refuse_what_does_not_fit(row)
    row.save()
    return True


def _make_bio(speaker: Speaker, told: Any, files: Attachments) -> bool:
    given = {name: str(told.get(name, "")) for name in _BIO}
    try:
        as_of = dt.date.fromisoformat(str(told["as_of"])) if "as_of" in told else None
    except ValueError as error:
        raise DocumentError(f"a biography of {speaker}: as_of is no date ({error})", code="bad_field") from error
    bio = Bio(speaker=speaker, as_of=as_of, **given)
    if speaker.bios.filter(text=bio.text, as_of=bio.as_of).exists():
        return False
    if told.get("portrait"):
        files.attach_portrait(bio.portrait, str(told["portrait"]))
    refuse_what_does_not_fit(bio)
    bio.save()
    return True
