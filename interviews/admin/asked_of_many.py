"""Questions that several interviewers asked: found by their words, put under one heading by an editor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from interviews.models import DismissedSuggestion, Interview, Revision, Segment, Tag, TaggedSegment
from interviews.numbers import whole_number
from interviews.questions import Question, Questions
from interviews.search.index import refresh
from interviews.store.history import Revising

#: Questions that are compared at once, the newest first: as many as take a few seconds.
MOST_QUESTIONS = 3_000
#: Groups shown on one page.
MOST_GROUPS = 20
#: What a segment is dismissed under whose question is not asked of many; no tag is called so.
NOT_OF_MANY = "?"


@dataclass
class Group:
    """Questions that seem to ask the same; with the `tag` they would come under, where it is known already.

    `name` and `question` are what the editor typed, where it has to be typed again, and `problem` is why.
    """

    segments: list[Segment]
    tag: Tag | None = None
    name: str = ""
    question: str = ""
    problem: str = ""
    ticked: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ticked = self.ticked or {segment.pk for segment in self.segments}

    @property
    def key(self) -> str:
        return f"tag-{self.tag.pk}" if self.tag else f"segment-{self.segments[0].pk}"

    @property
    def interviews(self) -> int:
        return len({segment.interview_id for segment in self.segments})


def groups() -> list[Group]:
    """More answers to known questions first, then questions that nobody gathered yet."""
    dismissed = DismissedSuggestion.objects.filter(key=NOT_OF_MANY).values("segment")
    asked = Segment.objects.filter(kind=Segment.Kind.QUESTION, question__gt="", interview__in=Interview.objects.kept())
    asked = asked.exclude(pk__in=dismissed)
    tags = {tag.pk: tag for tag in Tag.objects.questions()}
    known = dict(TaggedSegment.objects.filter(tag__in=tags).values_list("content_object", "tag"))
    rows = list(asked.select_related("interview").order_by("-interview_id", "position")[:MOST_QUESTIONS])
    by_key: dict[object, Segment] = {row.pk: row for row in rows}
    told = [Question(row.pk, row.interview_id, row.question) for row in rows]
    headings = [Question(("tag", tag.pk), ("tag", tag.pk), tag.question) for tag in tags.values()]
    questions = Questions([*told, *headings])

    found = [Group(segments, tags[pk]) for pk, segments in _more_of_known(questions, known, by_key).items()]
    taken = {*known, *(segment.pk for group in found for segment in group.segments)}
    fresh = Questions(question for question in told if question.key not in taken)
    for group in fresh.groups()[: max(0, MOST_GROUPS - len(found))]:
        found.append(Group([by_key[question.key] for question in group]))
    return found


def _more_of_known(
    questions: Questions, known: dict[int, int], by_key: dict[object, Segment]
) -> dict[int, list[Segment]]:
    """The questions without a heading that are near one, or near what stands under it; by the tag."""
    nearest: dict[int, tuple[float, int]] = {}
    examples = [(key, tag) for key, tag in known.items() if key in by_key]
    headings = [(key, key[1]) for key in questions.questions if isinstance(key, tuple)]
    for key, tag in [*headings, *examples]:
        for other, nearness in questions.like(key).items():
            if isinstance(other, int) and other not in known:
                nearest[other] = max(nearest.get(other, (0.0, 0)), (nearness, tag))
    more: dict[int, list[Segment]] = {}
    for segment, (_nearness, tag) in sorted(nearest.items(), key=lambda item: (-item[1][0], item[0])):
        more.setdefault(tag, []).append(by_key[segment])
    return more


class AskedOfMany(admin.ModelAdmin):
    """The page “Asked of many”, for the admin of tags."""

    change_list_template = "admin/interviews/tag/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.asked_of_many_view)
        return [path("asked-of-many/", view, name="interviews_tag_asked_of_many"), *super().get_urls()]

    def asked_of_many_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perms(["interviews.change_interview", "interviews.add_tag", "interviews.change_tag"]):
            raise PermissionDenied
        found = groups()
        if request.method == "POST":
            # Where others decided meanwhile, the group is another one, and is shown as it is now.
            group = next((one for one in found if one.key == request.POST.get("group")), None)
            if group is None:
                messages.warning(request, gettext("These questions changed meanwhile; look at them again."))
                return HttpResponseRedirect(request.path)
            if self._gathered(request, group):
                return HttpResponseRedirect(request.path)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": Tag._meta,
            "title": gettext("Asked of many"),
            "groups": found,
        }
        return TemplateResponse(request, "admin/interviews/tag/asked_of_many.html", context)

    def _gathered(self, request: HttpRequest, group: Group) -> bool:
        """Whether it was done; else the group says why not, and holds what was typed."""
        ticked = {pk for pk in map(whole_number, request.POST.getlist("segment")) if pk}
        chosen = [segment for segment in group.segments if segment.pk in ticked]
        group.name, group.question = (request.POST.get(name, "").strip() for name in ("name", "question"))
        group.ticked = ticked
        shown = any(segment.interview.is_published for segment in chosen)
        if not chosen:
            group.problem = gettext("Tick the questions that are meant.")
        elif "_dismiss" not in request.POST and shown and not request.user.has_perm("interviews.publish_interview"):
            group.problem = gettext("Readers would see this at once, so it is for those who may publish.")
        elif "_dismiss" in request.POST:
            dismiss(chosen)
            words = ngettext(
                "%(count)d question is not shown again.", "%(count)d questions are not shown again.", len(chosen)
            )
            messages.success(request, words % {"count": len(chosen)})
        else:
            try:
                tag = gather(chosen, group.tag or _named(group.name, group.question), by=request.user)
            except ValidationError as error:
                group.problem = " ".join(error.messages)
            else:
                self.log_change(request, tag, gettext("Gathered answers."))
                words = ngettext(
                    "%(count)d answer gathered under “%(question)s”.",
                    "%(count)d answers gathered under “%(question)s”.",
                    len(chosen),
                )
                messages.success(request, words % {"count": len(chosen), "question": tag.question})
        return not group.problem


def _named(name: str, question: str) -> Tag:
    """The tag of that name with that question. Raises ValidationError where one of them is missing or does not fit."""
    if not (name and question):
        raise ValidationError(gettext("Give the question in plain words, and a short name for it."))
    tag = Tag.objects.filter(name__iexact=name).first() or Tag(name=name)
    tag.question = tag.question or question
    tag.full_clean(exclude=["slug"])
    return tag


@transaction.atomic
def gather(segments: Sequence[Segment], tag: Tag, by: Any = None) -> Tag:
    """Puts the segments under the question of that tag, which is saved with it."""
    tag.save()
    keys = {segment.interview_id for segment in segments}
    interviews = list(Interview.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    revising = [Revising(interview, Revision.Reason.EDITED, by=by) for interview in interviews]
    for one in revising:
        one.before()
    rows = [TaggedSegment(tag=tag, content_object=segment) for segment in segments]
    TaggedSegment.objects.bulk_create(rows, ignore_conflicts=True)
    # Whoever has the interview's form open shall see that its tags are others now.
    Interview.objects.filter(pk__in=keys).update(updated_at=timezone.now())
    refresh(Interview.objects.filter(pk__in=keys))
    for one in revising:
        one.after()
    return tag


def dismiss(segments: Iterable[Segment]) -> None:
    """They are not taken for what many are asked again."""
    DismissedSuggestion.dismiss((segment, NOT_OF_MANY) for segment in segments)
