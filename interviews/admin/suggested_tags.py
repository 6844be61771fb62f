"""Tags that an interview's words suggest for its segments, to be accepted or dismissed by an editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext

from interviews.admin.named import names_seen
from interviews.models import DismissedSuggestion, Interview, Revision, Segment, Tag, TagSynonym
from interviews.models.attribution import attributed
from interviews.models.tag import tag_rows
from interviews.search.index import refresh
from interviews.store.history import Revising
from interviews.suggestions import KnownTags, suggested, tag_key


@dataclass
class Suggestions:
    """The segments of which something is suggested, each with the names."""

    by_segment: list[tuple[Segment, list[str]]] = field(default_factory=list)

    @property
    def repeated(self) -> list[tuple[str, int]]:
        """The names that are suggested more than once, and how often; the most frequent first."""
        counted = Counter(name for _segment, names in self.by_segment for name in names)
        often = [(name, count) for name, count in counted.items() if count > 1]
        return sorted(often, key=lambda pair: (-pair[1], pair[0].casefold()))

    def chosen(self, everywhere: set[str], single: set[str]) -> dict[Segment, list[str]]:
        """Of what is suggested, what was ticked: a name in all segments, or in one (``12:UNCTAD``)."""
        picked = {
            segment: [name for name in names if name in everywhere or f"{segment.pk}:{name}" in single]
            for segment, names in self.by_segment
        }
        return {segment: names for segment, names in picked.items() if names}


def suggestions_for(interview: Interview, tags: QuerySet) -> Suggestions:
    """Of these tags. In five queries, whatever the length."""
    segments = list(interview.segments.all())
    interview.gather_tags(segments)
    synonyms = dict(TagSynonym.objects.filter(tag__in=tags.order_by()).values_list("name", "tag__name"))
    known = KnownTags(tags.order_by("pk").values_list("name", flat=True), synonyms)
    dismissed: dict[int, set[str]] = {}
    rows = DismissedSuggestion.objects.filter(segment__interview=interview).values_list("segment_id", "key")
    for segment_pk, key in rows:
        dismissed.setdefault(segment_pk, set()).add(key)
    found = Suggestions()
    for segment in segments:
        has = {tag_key(tag.name) for tag in segment.own_tags} | dismissed.get(segment.pk, set())
        if names := suggested(f"{segment.question}\n{segment.answer}", known, without=has):
            found.by_segment.append((segment, names))
    return found


class SuggestedTags(admin.ModelAdmin):
    """The page “Suggested tags” of an interview, for the admin of tags."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.suggested_view)
        return [path("suggested/<int:pk>/", view, name="interviews_tag_suggested"), *super().get_urls()]

    def suggested_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        interview = get_object_or_404(Interview, pk=pk)
        if not self.admin_site.get_model_admin(Interview).has_change_permission(request, interview):
            raise PermissionDenied
        if request.method == "POST":
            self._decided(request, interview)
            return HttpResponseRedirect(request.path)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": Interview._meta,
            "title": gettext("Suggested tags"),
            "interview": interview,
            "suggestions": suggestions_for(interview, names_seen(request, Tag.objects.all())),
        }
        return TemplateResponse(request, "admin/importing/suggested_tags.html", context)

    def _decided(self, request: HttpRequest, interview: Interview) -> None:
        with attributed(), transaction.atomic():
            interview = Interview.objects.select_for_update().get(pk=interview.pk)  # no save in between
            found = suggestions_for(interview, names_seen(request, Tag.objects.all()))
            chosen = found.chosen(set(request.POST.getlist("everywhere")), set(request.POST.getlist("tag")))
            count = sum(len(names) for names in chosen.values())
            if not count:
                self.message_user(request, gettext("Nothing was ticked, and nothing changed."), messages.WARNING)
                return
            if "_accept" in request.POST:
                if interview.is_published and not request.user.has_perm("interviews.publish_interview"):
                    raise PermissionDenied  # readers see it at once
                revising = Revising(interview, Revision.Reason.EDITED, by=request.user)
                revising.before()
                _tag(chosen)
                refresh([interview])
                # Whoever has the interview's form open shall see that its tags are others now.
                interview.save(update_fields=["updated_at"])
                revising.after(interview)
                words = ngettext("%(count)d tag added.", "%(count)d tags added.", count) % {"count": count}
                self.log_change(request, interview, words)
            elif "_dismiss" in request.POST:
                _dismiss(chosen)
                words = ngettext(
                    "%(count)d suggestion dismissed; it is not made again.",
                    "%(count)d suggestions dismissed; they are not made again.",
                    count,
                ) % {"count": count}
            else:
                return
        self.message_user(request, words, messages.SUCCESS)


def _tag(chosen: dict[Segment, list[str]]) -> None:
    names = {segment.pk: [*(tag.name for tag in segment.own_tags), *added] for segment, added in chosen.items()}
    tag_rows(names, Segment)


def _dismiss(chosen: dict[Segment, list[str]]) -> None:
    DismissedSuggestion.dismiss((segment, tag_key(name)[:200]) for segment, names in chosen.items() for name in names)
