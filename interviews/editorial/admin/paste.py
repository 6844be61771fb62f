"""What is pasted into the time index: read as an import reads it, and given back as entries. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, islice
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext

from interviews import timecode
from interviews.admin.importing.forms import LARGEST_TEXT
from interviews.admin.importing.subjects import in_words
from interviews.admin.tag_names import shown
from interviews.documents.document import CueEntry, InterviewDocument, SegmentEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers import read
from interviews.documents.source_file import SourceFile
from interviews.models import Segment

#: Entries that are shown: more than any time index has, less than what would stop a browser.
MOST = 1_000
#: What is told of a whole interview, and of entries whose words are here already.
_NOT_TOLD = frozenset({"title_missing", "transcript_kind_guessed", "entry_without_text"})


class PastePages(admin.ModelAdmin):
    """`POST interview/paste/` with `text`: `entries` as the form writes them, `findings` with their lines."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.paste_view)
        return [path("paste/", view, name="interviews_interview_paste"), *super().get_urls()]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        text = request.POST.get("text", "")
        size = len(text.encode())
        if size > LARGEST_TEXT:
            told = gettext("This has %(size)s bytes, more than the %(most)s that can be pasted. Import it as a file.")
            message = told % {"size": f"{size:,}", "most": f"{LARGEST_TEXT:,}"}
            return JsonResponse({"entries": [], "findings": [_told(None, message)]}, status=413)
        if not text.strip():
            return JsonResponse({"entries": [], "findings": [_told(None, gettext("There is no text yet."))]})
        try:
            reading = next(read(SourceFile(text.encode(), "pasted.txt")), None)
        except DocumentError as error:
            wrong = Finding(error.line, error.code, error.problem)
            return JsonResponse({"entries": [], "findings": [_found(wrong)]})
        findings = [one for one in (reading.findings if reading else ()) if one.code not in _NOT_TOLD]
        told = [_found(finding) for finding in findings]
        entries = list(islice(entries_in(reading.document), MOST + 1)) if reading else []
        if len(entries) > MOST:
            words = ngettext(
                "Only the first %(most)d entry is shown.", "Only the first %(most)d entries are shown.", MOST
            )
            told.insert(0, _told(None, words % {"most": MOST}))
        return JsonResponse({"entries": entries[:MOST], "findings": told})


def entries_in(document: InterviewDocument) -> Iterator[dict[str, str]]:
    """The segments; of a transcript alone its turns, an entry each."""
    if document.segments or document.transcript is None:
        yield from map(_of_segment, document.segments)
        return
    number = 0

    def turn(cue: CueEntry) -> Any:
        nonlocal number
        number += 1
        return cue.speaker or number  # where nobody says who speaks, each stands by itself

    for _who, cues in groupby(document.transcript.cues, turn):
        said = list(cues)
        yield _entry(said[0].start, said[-1].end, Segment.Kind.STATEMENT, answer=" ".join(cue.text for cue in said))


def _of_segment(entry: SegmentEntry) -> dict[str, str]:
    named = {"label": entry.label, "question": entry.question, "answer": entry.answer}
    return _entry(entry.start, entry.end, entry.kind, **named, tag_names=shown(entry.tags))


def _entry(start: timedelta | None, end: timedelta | None, kind: str, **given: str) -> dict[str, str]:
    """By the names of the form's fields."""
    return {"start": _written(start), "end": _written(end), "kind": str(kind), **given}


def _written(moment: timedelta | None) -> str:
    return "" if moment is None else timecode.written(moment)


def _found(finding: Finding) -> dict[str, Any]:
    return _told(finding.line, in_words(replace(finding, line=None)))


def _told(line: int | None, message: str) -> dict[str, Any]:
    return {"line": line, "message": message}
