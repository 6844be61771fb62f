"""Rules on who takes part."""

from __future__ import annotations

from collections.abc import Iterator

from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.documents.linting.rule import Found, Outside, Place, gettext_noop, rule

#: The roles of those who are asked.
ASKED = ("guest", "panellist")
#: Kinds of segment of which an answer is expected.
ANSWERED = ("question", "statement")


def asked(document: InterviewDocument) -> list[tuple[int, AppearanceEntry]]:
    """Those who are asked, each with its number among all who take part."""
    return [
        (number, person)
        for number, person in enumerate(document.appearances)
        if person.role in ASKED and person.name.strip()
    ]


@rule(
    "guest_missing",
    blocking=True,
    about=gettext_noop("no guest"),
    message=gettext_noop("Nobody is named as guest or panellist."),
    advice=gettext_noop("Add who was heard: the page, feeds and citations name the guest."),
)
def guest_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    if not asked(document):
        yield Place(of="people"), {}


@rule(
    "answerer_missing",
    about=gettext_noop("who answers is not said"),
    message=gettext_noop("Nothing says who answers here."),
    advice=gettext_noop(
        "Several people could: choose one at each answer. Readers and quotations take the first guest."
    ),
    cure="answerer",
)
def answerer_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    """Of one guest it goes without saying, unless other answers are said to be somebody's."""
    guests = asked(document)
    named = any(segment.answered_by for segment in document.segments)
    if len(guests) < 2 and not (guests and named):
        return
    for number, segment in enumerate(document.segments):
        if segment.answer.strip() and segment.kind in ANSWERED and not segment.answered_by:
            place = Place("segment", "answered_by", number, segment.uid, segment.start)
            yield place, {"cure": len(guests) == 1}


@rule(
    "biography_missing",
    about=gettext_noop("no biography"),
    message=gettext_noop("%(name)s has no biography."),
    advice=gettext_noop("Choose one at the person, or write it on the speaker’s page: readers ask who is speaking."),
)
def biography_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    for number, person in asked(document):
        if not person.bio.strip():
            yield Place("person", "bio", number), {"name": person.name}


@rule(
    "portrait_alt_missing",
    blocking=True,
    about=gettext_noop("a portrait without words"),
    message=gettext_noop("The portrait of %(name)s has no words for those who cannot see it."),
    advice=gettext_noop("Say what it shows under “Portrait in words” on the speaker’s page."),
)
def portrait_alt_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    for number, person in enumerate(document.appearances):
        if person.portrait and not person.portrait_alt.strip():
            yield Place("person", "portrait_alt", number), {"name": person.name}
