"""What a site knows beside its interviews: speakers, series, tags and names of podcasts, as data and back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import models

from interviews.attachments import Attachments
from interviews.documents.data import UNFIT
from interviews.documents.errors import DocumentError
from interviews.models import Bio, Podcast, Series, Speaker, SpeakerAlias, Tag, TagSynonym
from interviews.models.former_slug import all_former_slugs, take_former
from interviews.models.slugs import SLUG
from interviews.models.tag import known_tag, synonym_of
from interviews.names import name_key
from interviews.rows.fitting import refuse_what_does_not_fit
from interviews.rows.traces import Traces

FORMAT = "interview-site"
VERSION = 1
#: The file in an exported folder or archive that holds it.
SITE_INDEX = "site.json"

_SPEAKER = ("name", "slug", "sort_name", "website")
_BIO = ("text", "language", "portrait_alt")
_SERIES = ("title", "slug", "description")
_TAG = ("name", "slug", "description", "question")


def site_data() -> tuple[dict[str, Any], dict[str, str]]:
    """Speakers with the biographies that introduce them in no interview, series, tags, podcasts; and the portraits:
    their name beside the data, their name in the site's storage."""
    files: dict[str, str] = {}
    unused = models.Prefetch("bios", Bio.objects.filter(appearances=None).order_by("pk"), to_attr="unused")
    synonyms: dict[int, list[str]] = defaultdict(list)
    for tag, name in TagSynonym.objects.order_by("key").values_list("tag", "name"):
        synonyms[tag].append(name)
    aliases: dict[int, list[str]] = defaultdict(list)
    for speaker, name in SpeakerAlias.objects.order_by("key").values_list("speaker", "name"):
        aliases[speaker].append(name)
    former = {model: all_former_slugs(model) for model in (Speaker, Series, Tag)}

    def told(row: models.Model, names: tuple[str, ...], **lists: list[str]) -> dict[str, Any]:
        lists["former_slugs"] = former[type(row)][row.pk]
        return {**_told(row, names), **{name: values for name, values in lists.items() if values}}

    speakers = []
    for speaker in _in_order(Speaker.objects.prefetch_related(unused)):
        bios = [_bio(bio, speaker, number, files) for number, bio in enumerate(speaker.unused, start=1)]
        speakers.append({**told(speaker, _SPEAKER, aliases=aliases[speaker.pk]), **({"bios": bios} if bios else {})})
    data = {
        "format": FORMAT,
        "version": VERSION,
        "speakers": speakers,
        "series": [told(series, _SERIES) for series in _in_order(Series.objects.all())],
        "tags": [told(tag, _TAG, synonyms=synonyms[tag.pk]) for tag in _in_order(Tag.objects.all())],
    }
    if podcasts := list(Podcast.objects.select_related("series")):
        named = ({"series": row.series.title if row.series else "", "guid": row.guid} for row in podcasts)
        data["podcasts"] = sorted(named, key=lambda podcast: podcast["series"])
    return data, files


def _in_order(rows: models.QuerySet) -> list[Any]:
    """By their addresses, in the same order on every database."""
    return sorted(rows, key=lambda row: row.slug)


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


def take_site_data(data: Any, files: Attachments, traces: Traces) -> bool:
    """Makes what is missing; what is here already stays as editors left it. Whether anything was made.

    Belongs into a transaction. Raises DocumentError where the data does not fit.
    """
    if not isinstance(data, Mapping) or data.get("version") != VERSION:
        problem = f"this is no site's data of version {VERSION}; export it anew, or bring this site up to date"
        raise DocumentError(problem, code="other_version")
    made = False
    for entry in _entries(data, "series"):
        made |= _make(Series, "title", entry, _SERIES, traces)
    for entry in _entries(data, "tags"):
        made |= _make(Tag, "name", entry, _TAG, traces)
    for entry in _entries(data, "speakers"):
        made |= _make(Speaker, "slug", entry, _SPEAKER, traces)
        if bios := _entries(entry, "bios"):
            made |= _make_bios(Speaker.objects.get(slug=entry["slug"]), bios, files, traces)
    for entry in _entries(data, "podcasts"):
        made |= _make_podcast(entry, traces)
    return made


def _entries(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise DocumentError(f"“{name}” is not a list of objects", code="bad_field")
    return entries


def _make(
    model: type[models.Model], identity: str, entry: Mapping[str, Any], names: tuple[str, ...], traces: Traces
) -> bool:
    given = {name: entry.get(name, "") for name in names}
    if not all(isinstance(value, str) and not UNFIT.search(value) for value in given.values()):
        raise DocumentError(f"one of the {model._meta.verbose_name_plural} is not told in text", code="bad_field")
    if not given[identity]:
        raise DocumentError(f"one of the {model._meta.verbose_name_plural} has no {identity}", code="bad_field")
    taken = models.Q(**{identity: given[identity]}) | models.Q(slug=given["slug"])
    if model.objects.filter(taken).exists():
        return False
    row = model(**given)
    refuse_what_does_not_fit(row)
    if given["slug"] and not SLUG.fullmatch(given["slug"]):
        raise DocumentError(
            f"“{given['slug'][:60]}” is no address; write small letters, digits and hyphens", code="bad_field"
        )
    row.save()
    traces.made([row])
    take_former(row, _texts(entry, "former_slugs"))
    if isinstance(row, Speaker):
        for name in {name_key(name): name for name in _texts(entry, "aliases")}.values():
            alias = SpeakerAlias(speaker=row, name=name)
            refuse_what_does_not_fit(alias)
            alias.save()
            traces.made([alias])
    if isinstance(row, Tag):
        for name in _texts(entry, "synonyms"):
            if synonym_of(name) is None and known_tag(name) is None:
                synonym = TagSynonym(tag=row, name=name)
                refuse_what_does_not_fit(synonym)
                synonym.save()
                traces.made([synonym])
    return True


def _make_podcast(entry: Mapping[str, Any], traces: Traces) -> bool:
    """What directories call a podcast; one that has a name here keeps it."""
    title = entry.get("series", "")
    series = Series.objects.filter(title=title).first() if title else None
    try:
        guid = str(uuid.UUID(entry["guid"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise DocumentError("one of the podcasts has no guid, or one that is no UUID", code="bad_field") from error
    taken = Podcast.objects.filter(models.Q(series=series) | models.Q(guid=guid)).exists()
    if taken or (title and series is None):
        return False
    traces.made([Podcast.objects.create(series=series, guid=guid)])
    return True


def _texts(entry: Mapping[str, Any], name: str) -> list[str]:
    texts = entry.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) and not UNFIT.search(text) for text in texts):
        raise DocumentError(f"“{name}” is not a list of texts", code="bad_field")
    return texts


def _make_bios(speaker: Speaker, entries: list[Mapping[str, Any]], files: Attachments, traces: Traces) -> bool:
    """Each is one of those that are here already, or is made: a person may have two that say the same."""
    here = list(speaker.bios.order_by("pk"))
    made = False
    for told in entries:
        bio, portrait = _told_bio(speaker, told), str(told.get("portrait", ""))
        same = next((one for one in here if _says(one) == _says(bio) and files.has_same(one.portrait, portrait)), None)
        if same is not None:
            here.remove(same)
            continue
        if portrait:
            files.attach_portrait(bio.portrait, portrait)
        bio.save()
        traces.made([bio])
        made = True
    return made


def _told_bio(speaker: Speaker, told: Mapping[str, Any]) -> Bio:
    given = {name: str(told.get(name, "")) for name in _BIO}
    try:
        as_of = dt.date.fromisoformat(str(told["as_of"])) if "as_of" in told else None
    except ValueError as error:
        raise DocumentError(f"a biography of {speaker}: as_of is no date ({error})", code="bad_field") from error
    if any(UNFIT.search(value) for value in given.values()):
        raise DocumentError(f"a biography of {speaker} is not told in text", code="bad_field")
    bio = Bio(speaker=speaker, as_of=as_of, **given)
    refuse_what_does_not_fit(bio)
    return bio


def _says(bio: Bio) -> tuple[Any, ...]:
    return (bio.as_of, *(getattr(bio, name) for name in _BIO))
