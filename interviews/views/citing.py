"""What a reader takes along to cite an interview, or words of one of its entries."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import strip_tags
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from interviews import timecode
from interviews.documents import citation
from interviews.documents.citing import quotation
from interviews.documents.citing.quotation import LONGEST_CHOICE, Quotation
from interviews.documents.citing.references import Reference, references
from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.writers import bibtex
from interviews.exporting.documents import place_of
from interviews.kept import depend_on, kept
from interviews.models import Interview, Segment
from interviews.retrieve import document_of
from interviews.templatetags.moments import when
from interviews.views.embedding import Frame, frame_of
from interviews.views.origin import origin_of

#: Where each style has its two forms: at the end of a work, and where the work cites.
_PLACES = {
    "APA": (gettext_lazy("APA 7, reference list"), gettext_lazy("APA 7, in the text")),
    "MLA": (gettext_lazy("MLA 9, works cited"), gettext_lazy("MLA 9, in the text")),
    "Chicago": (gettext_lazy("Chicago 17, bibliography"), gettext_lazy("Chicago 17, note")),
}


@dataclass(frozen=True, slots=True)
class Copied:
    """A text to be copied; `name` tells its field from the others of the page, `is_code` is not for people to read."""

    name: str
    label: str
    text: str
    is_code: bool = False


@kept("segment")
@require_safe
def cite(request: HttpRequest, slug: str) -> HttpResponse:
    """`segment` is the uid of an entry, `words` are those of its answer; without them, the whole."""
    shown = get_object_or_404(Interview.objects.published().select_related("series").with_people(), slug=slug)
    document = document_of(shown)
    uid = request.GET.get("segment", "")
    entry = next((entry for entry in document.segments if uid and entry.uid == uid), None)
    place = place_of(shown, origin_of(request), entry=entry)
    excerpt = quotation.shown(entry.answer, document.language) if entry else ""
    choice = request.GET.get("words", "").strip()
    chosen = quotation.found(choice, excerpt) if len(choice) <= LONGEST_CHOICE else ""
    frame = _frame(shown, document, entry, origin_of(request))
    quoted = Quotation(chosen or excerpt, _source(shown, document, entry), place.url, document.language)
    context = {
        "interview": shown,
        "entry": entry,
        "entry_url": Segment(interview=shown, uid=entry.uid, start=entry.start).get_absolute_url() if entry else "",
        "no_such_entry": bool(uid) and entry is None,
        "excerpt": excerpt,
        "quoted": quoted,
        "longest": LONGEST_CHOICE,
        "too_long": len(choice) > LONGEST_CHOICE,
        "not_found": bool(choice) and not chosen,
        "quotations": [
            Copied("plain", _("Plain text"), quotation.plain(quoted)),
            Copied("markdown", _("Markdown"), quotation.markdown(quoted), is_code=True),
            Copied("html", _("HTML"), quotation.html(quoted), is_code=True),
        ],
        "references": [
            copied
            for reference in references(document, place, _timestamp(entry))
            for copied in _of_reference(reference)
        ],
        "bibtex": Copied("bibtex", bibtex.NAME, bibtex.write(document, place).rstrip(), is_code=True),
        "frame": frame,
        "embed": Copied("frame", _("Frame (HTML)"), frame.html, is_code=True),
    }
    return depend_on(render(request, "interviews/cite.html", context), shown)


def _frame(interview: Interview, document: InterviewDocument, entry: SegmentEntry | None, origin: str) -> Frame:
    is_film = citation.medium(document) == "Video"
    if entry is None:
        return frame_of(interview, origin, is_film=is_film)
    heading = entry.label or entry.question or entry.answer
    return frame_of(interview, origin, heading=heading, query=urlencode({"segment": entry.uid}), is_film=is_film)


def _source(interview: Interview, document: InterviewDocument, entry: SegmentEntry | None) -> str:
    """Who spoke, to whom, when, and at which moment: ``Ola Berg, in conversation with Jo Doe, June 2015, at 1:30``."""
    heard = [guest.credited_name for guest in interview.guests]
    asked = [host.credited_name for host in interview.hosts]
    if entry and (entry.answered_by or heard):
        parts = [entry.answered_by or get_text_list(heard, _("and"))]
    else:
        parts = [document.title]
    if asked:
        parts.append(_("in conversation with %(names)s") % {"names": get_text_list(asked, _("and"))})
    parts.append(strip_tags(when(interview)))
    if entry and entry.start is not None:
        parts.append(_("at %(moment)s") % {"moment": _timestamp(entry)})
    return ", ".join(filter(None, parts))


def _timestamp(entry: SegmentEntry | None) -> str:
    """In whole seconds, as citations have it."""
    return timecode.written(entry.start).partition(".")[0] if entry and entry.start is not None else ""


def _of_reference(reference: Reference) -> tuple[Copied, Copied]:
    style = reference.style.name
    listed, cited = _PLACES[style]
    return (
        Copied(f"{style.lower()}-listed", listed, reference.listed),
        Copied(f"{style.lower()}-cited", cited, reference.cited),
    )
