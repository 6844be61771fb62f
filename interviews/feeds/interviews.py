"""Feeds of interviews: all of them, those of a topic, of a person, of a series. The newest first."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from interviews.feeds.entries import Entry, entry_of, told
from interviews.feeds.followed import PAGE_LENGTH, Asked, FollowedFeed
from interviews.lasting import lasting_address
from interviews.models import Appearance, Interview, Segment, Series, Speaker, Tag
from interviews.models.interview import InterviewQuerySet


class InterviewsFeed(FollowedFeed):
    def description(self, asked: Asked) -> str:
        return _("Recorded interviews with a time index: read what was asked, hear it from any moment.")

    def interviews(self, asked: Asked) -> InterviewQuerySet:
        return Interview.objects.published()

    def entries(self, asked: Asked) -> Sequence[Entry]:
        begin = (asked.page - 1) * PAGE_LENGTH
        page = told(self.interviews(asked)).newest_first()[begin : begin + PAGE_LENGTH + 1]
        return [entry_of(interview, asked.origin) for interview in page]


class _OfOne(InterviewsFeed):
    """About one thing that has a page."""

    def title(self, asked: Asked) -> str:
        return f"{asked.of} · {settings.SITE_NAME}"

    def description(self, asked: Asked) -> str:
        return getattr(asked.of, "description", "") or self.title(asked)

    def link(self, asked: Asked) -> str:
        return asked.origin + lasting_address(asked.of)


class TagFeed(_OfOne):
    """Interviews on the topic, or with a moment on it."""

    def about(self, request: HttpRequest, **named: str) -> Tag:
        return Tag.objects.published().get(slug=named["slug"])

    def title(self, asked: Asked) -> str:
        return f"{asked.of.question or asked.of.name} · {settings.SITE_NAME}"

    def interviews(self, asked: Asked) -> InterviewQuerySet:
        moments = Segment.objects.filter(tagged__tag=asked.of)
        tagged = Q(pk__in=asked.of.tagged_interviews.values("content_object")) | Q(pk__in=moments.values("interview"))
        return super().interviews(asked).filter(tagged)


class SpeakerFeed(_OfOne):
    """Interviews in which the person is heard, whatever the role."""

    def about(self, request: HttpRequest, **named: str) -> Speaker:
        return Speaker.objects.published().get(slug=named["slug"])

    def interviews(self, asked: Asked) -> InterviewQuerySet:
        heard = Appearance.objects.filter(speaker=asked.of)
        return super().interviews(asked).filter(pk__in=heard.values("interview"))


class SeriesFeed(_OfOne):
    def about(self, request: HttpRequest, **named: str) -> Series:
        return Series.objects.published().get(slug=named["slug"])

    def interviews(self, asked: Asked) -> InterviewQuerySet:
        return super().interviews(asked).filter(series=asked.of)
