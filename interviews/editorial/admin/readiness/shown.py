"""Findings in words for editors, each with the field where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from interviews import timecode
from interviews.admin.flaws import message_of
from interviews.documents.document import InterviewDocument
from interviews.documents.linting import CURES, Flaw, Group, Place, grouped
from interviews.models import Speaker

#: Lists of the form, as the places in a document are called.
_LISTS = {"people": "appearances", "person": "appearances", "recordings": "recordings", "recording": "recordings"}
_LISTS |= {"segments": "segments", "segment": "segments"}
#: Fields of the interview that its form has.
_FIELDS = frozenset({"title", "language", "introduction", "rights", "discussion_url"})
#: What a segment's row shows in the place of what it does not.
_INSTEAD = {"links": "label"}
#: What stands on the page of the speaker; the form of an interview only chooses it.
_OF_SPEAKER = frozenset({"portrait_alt", "website", "bio_text"})
#: Letters of a segment by which it is told which is meant.
_ENOUGH = 90


@dataclass(frozen=True)
class ShownFlaw:
    """`key` names the place for the cure, empty where there is none for it alone; `url` leads to the field."""

    time: str
    heading: str
    message: str
    url: str
    key: str


@dataclass(frozen=True)
class ShownGroup:
    """All that one rule found; `button` is what its cure is called, empty where there is none."""

    code: str
    blocking: bool
    about: str
    advice: str
    button: str
    flaws: list[ShownFlaw]

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it speaks of the interview, and so of one place that need not be named."""
        return len(self.flaws) == 1 and not (self.flaws[0].time or self.flaws[0].heading)


@dataclass(frozen=True)
class Readiness:
    """What stands in the way, and what is advised."""

    blocking: list[ShownGroup]
    advisory: list[ShownGroup]

    @property
    def blocking_count(self) -> int:
        return sum(len(group.flaws) for group in self.blocking)

    @property
    def advisory_count(self) -> int:
        return sum(len(group.flaws) for group in self.advisory)


def readiness_of(document: InterviewDocument, flaws: Iterable[Flaw], *, form: str = "") -> Readiness:
    """`form` is the address of the interview's form, empty where that is the page itself."""
    flaws = list(flaws)
    wanted = {document.appearances[flaw.place.number or 0].speaker for flaw in flaws if flaw.place.field in _OF_SPEAKER}
    speakers = dict(Speaker.objects.filter(slug__in=wanted).values_list("slug", "pk")) if wanted else {}
    shown = [_group(group, document, speakers, form) for group in grouped(flaws)]
    return Readiness([group for group in shown if group.blocking], [group for group in shown if not group.blocking])


def in_words(flaws: Iterable[Flaw]) -> str:
    """``no guest, no biography (3)``: for a message and the log."""
    told = ((gettext(group.rule.about), group.count) for group in grouped(flaws))
    return ", ".join(f"{about} ({count})" if count > 1 else about for about, count in told)


def _group(group: Group, document: InterviewDocument, speakers: dict[str, int], form: str) -> ShownGroup:
    rule = group.rule
    return ShownGroup(
        code=rule.code,
        blocking=rule.blocking,
        about=capfirst(gettext(rule.about)),
        advice=gettext(rule.advice),
        button=gettext(CURES[rule.cure].button) if group.is_curable else "",
        flaws=[_flaw(flaw, document, speakers, form) for flaw in group.flaws],
    )


def _flaw(flaw: Flaw, document: InterviewDocument, speakers: dict[str, int], form: str) -> ShownFlaw:
    place = flaw.place
    heading = ""
    if place.of == "segment":
        segment = document.segments[place.number or 0]
        words = segment.label or segment.question or segment.answer
        heading = words if len(words) <= _ENOUGH else f"{words[:_ENOUGH].rstrip()}…"
        heading = heading or gettext("segment %(number)s") % {"number": (place.number or 0) + 1}
    return ShownFlaw(
        time=timecode.written(place.moment) if place.moment is not None else "",
        heading=heading,
        message=message_of(flaw),
        url=_address(place, document, speakers, form),
        key=place.key if flaw.is_curable and not CURES[flaw.rule.cure].everywhere else "",
    )


def _address(place: Place, document: InterviewDocument, speakers: dict[str, int], form: str) -> str:
    """A browser that goes to a field opens the row, or the fieldset, that it lies folded in."""
    if place.number is None:
        if place.of in _LISTS:
            return f"{form}#{_LISTS[place.of]}-group"
        return f"{form}#id_{place.field}" if place.field in _FIELDS else form or "#content"
    if place.of == "person" and place.field in _OF_SPEAKER:
        speaker = speakers.get(document.appearances[place.number].speaker)
        if speaker is not None:
            field = "id_website" if place.field == "website" else "bios-group"
            return f"{reverse('admin:interviews_speaker_change', args=[speaker])}#{field}"
    field = _INSTEAD.get(place.field, "bio" if place.of == "person" else place.field)
    return f"{form}#id_{_LISTS[place.of]}-{place.number}-{field}"
