"""What stands against publishing what a source says, for the preview of an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext

from interviews import timecode
from interviews.admin.flaws import message_of
from interviews.documents.linting import Flaw, grouped


@dataclass(frozen=True)
class ToldRule:
    """What one rule found, at the first of its places; `time` is that of a segment."""

    blocking: bool
    about: str
    count: int
    time: str
    message: str
    advice: str


def told_rules(flaws: Iterable[Flaw]) -> list[ToldRule]:
    told = []
    for group in grouped(flaws):
        first = group.flaws[0]
        told.append(
            ToldRule(
                blocking=group.rule.blocking,
                about=capfirst(gettext(group.rule.about)),
                count=group.count,
                time=timecode.written(first.place.moment) if first.place.moment is not None else "",
                message=message_of(first),
                advice=gettext(group.rule.advice),
            )
        )
    return told
