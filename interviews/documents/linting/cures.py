"""What a machine can mend safely: from a document and what was found there, the document as it is better."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.linting.people import asked
from interviews.documents.linting.rule import Flaw, gettext_noop
from interviews.documents.linting.sound import end_of
from interviews.documents.linting.tongues import language_of
from interviews.documents.linting.words import label_of


@dataclass(frozen=True, slots=True)
class Cure:
    """`button` says what pressing it does. `mend` is given the flaws to be cured, and the lengths of recordings, by
    number, that were read from their files. One that is `everywhere` mends all places at once."""

    button: str
    mend: Callable[[InterviewDocument, Collection[Flaw], Mapping[int, timedelta]], InterviewDocument]
    everywhere: bool = False


def cured(
    document: InterviewDocument, flaws: Collection[Flaw], lengths: Mapping[int, timedelta] | None = None
) -> InterviewDocument:
    """The document without those of the flaws that can be cured; all are of one rule. The same where none can."""
    curable = [flaw for flaw in flaws if flaw.is_curable]
    return CURES[curable[0].rule.cure].mend(document, curable, lengths or {}) if curable else document


def sorted_by_time(
    document: InterviewDocument, _flaws: Collection[Flaw], _lengths: Mapping[int, timedelta]
) -> InterviewDocument:
    """Those without a time stay behind the one they follow, those of one time in their order."""
    blocks: list[tuple[timedelta, list[SegmentEntry]]] = [(timedelta(0), [])]
    for segment in document.segments:
        if segment.start is not None:
            blocks.append((segment.start, []))
        blocks[-1][1].append(segment)
    first, *rest = blocks  # what stands before the first time stays there
    in_order = [first, *sorted(rest, key=lambda block: block[0])]
    return replace(document, segments=tuple(segment for _start, block in in_order for segment in block))


def _in_segments(
    document: InterviewDocument, flaws: Collection[Flaw], mend: Callable[[SegmentEntry], SegmentEntry]
) -> InterviewDocument:
    concerned = {flaw.place.number for flaw in flaws}
    segments = (mend(one) if number in concerned else one for number, one in enumerate(document.segments))
    return replace(document, segments=tuple(segments))


def labelled(
    document: InterviewDocument, flaws: Collection[Flaw], _lengths: Mapping[int, timedelta]
) -> InterviewDocument:
    return _in_segments(
        document,
        flaws,
        lambda one: replace(one, label=label_of(one.label or one.question or one.synopsis or one.answer)),
    )


def answerer_named(
    document: InterviewDocument, flaws: Collection[Flaw], _lengths: Mapping[int, timedelta]
) -> InterviewDocument:
    ((_number, guest),) = asked(document)
    return _in_segments(
        document,
        flaws,
        lambda one: replace(
            one, answered_by=guest.name, answered_by_speaker=guest.speaker, answered_by_role=guest.role
        ),
    )


def trimmed(
    document: InterviewDocument, flaws: Collection[Flaw], _lengths: Mapping[int, timedelta]
) -> InterviewDocument:
    return _in_segments(document, flaws, lambda one: replace(one, end=end_of(document)))


def in_its_language(
    document: InterviewDocument, _flaws: Collection[Flaw], _lengths: Mapping[int, timedelta]
) -> InterviewDocument:
    return replace(document, language=language_of(document) or document.language)


def measured(
    document: InterviewDocument, _flaws: Collection[Flaw], lengths: Mapping[int, timedelta]
) -> InterviewDocument:
    recordings = (
        replace(entry, duration=lengths.get(number, entry.duration)) for number, entry in enumerate(document.recordings)
    )
    return replace(document, recordings=tuple(recordings))


CURES = {
    "sort": Cure(gettext_noop("Sort by time"), sorted_by_time, everywhere=True),
    "label": Cure(gettext_noop("Take the first words"), labelled),
    "answerer": Cure(gettext_noop("It is the guest"), answerer_named),
    "trim": Cure(gettext_noop("End it with the recording"), trimmed),
    "language": Cure(gettext_noop("Take the language of its words"), in_its_language),
    "length": Cure(gettext_noop("Read it from the file"), measured),
}
