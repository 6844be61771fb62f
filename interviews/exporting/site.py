"""Interviews into a target: each alone in any format, or all of a site in a form that loads into an empty one."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage

from interviews.documents.writers import WRITERS, Writer
from interviews.exporting.documents import file_name_of, place_of, whole_document
from interviews.exporting.targets import Target
from interviews.models import Interview
from interviews.site_data import SITE_INDEX, site_data


def export_each(interviews: Iterable[Interview], writer: Writer, target: Target) -> Iterator[tuple[str, bool]]:
    """Writes each, as ``slug.suffix``; gives each slug, and whether the format could say anything of it."""
    for interview in interviews:
        document, _files = whole_document(interview)
        fits = writer.fits(document)
        if fits:
            text = writer.write(document, place_of(interview))
            target.write(file_name_of(interview, writer), io.BytesIO(text.encode()))
        yield interview.slug, fits


def export_site(target: Target) -> Iterator[tuple[str, bool]]:
    """Everything: an index of the site, and a folder for each interview with its files; drafts and all comments too."""
    data, portraits = site_data()
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    target.write(SITE_INDEX, io.BytesIO(text.encode()))
    _copy(portraits, "", target)
    for interview in Interview.objects.kept().select_related("series").order_by("slug").iterator(chunk_size=100):
        document, files = whole_document(interview)
        text = WRITERS["json"].write(document, place_of(interview, with_publication=True))
        folder = f"interviews/{interview.slug}/"
        target.write(f"{folder}{interview.slug}.json", io.BytesIO(text.encode()))
        _copy(files, folder, target)
        yield interview.slug, True


def _copy(files: dict[str, str], folder: str, target: Target) -> None:
    for name, stored in files.items():
        with default_storage.open(stored) as file:
            target.write(folder + name, file)
