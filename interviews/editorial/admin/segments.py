"""The time index: segments as rows, written back with as many queries for one as for a hundred."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews import timecode
from interviews.admin.tag_names import TagNamesField, shown
from interviews.editorial.admin.rows import AGAIN, RowForm, RowFormSet, RowInline
from interviews.models import Appearance, Recording, Segment
from interviews.models.fields import render
from interviews.models.tag import tag_rows

#: What an editor can change here.
WRITTEN = ["position", "start", "end", "kind", "label", "question", "answer", "answered_by"]
HIGHEST = 1_000_000
#: Kinds of which an answer is expected.
_NAMES = {"synopsis": _("synopsis"), "subjects": _("subjects"), "links": _("links"), "places": _("places")}
ANSWERED = (Segment.Kind.QUESTION, Segment.Kind.STATEMENT)


class SegmentForm(RowForm):
    spoken = ("label", "question", "answer")
    position = forms.IntegerField(
        label=_("Position"), required=False, min_value=0, max_value=HIGHEST, help_text=_("Empty: at the end.")
    )
    answered_by = forms.TypedChoiceField(label=_("Who answers"), required=False, empty_value=None)
    # Not “tags”: a form asks the database for the value of a model's own field, here once for each row.
    tag_names = TagNamesField()

    class Meta:
        widgets = {
            "question": forms.Textarea(attrs={"rows": 3}),
            "answer": forms.Textarea(attrs={"rows": 10}),
        }

    def __init__(self, *args: Any, people: dict[str, Appearance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags: list[str] = []
        self.open_notes = 0
        answerer = self.fields["answered_by"]
        answerer.choices = [
            ("", _("not said")),
            *((key, person.credited_name) for key, person in people.items()),
        ]
        answerer.coerce = lambda key: people.get(str(key))  # what is stored is a number, what is sent a text
        if self.instance._state.adding:
            self.initial["position"] = None
        else:
            self.initial["tag_names"] = shown(tag.name for tag in self.instance.own_tags)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        start, end = given.get("start"), given.get("end")
        if start is not None and end is not None and end < start:
            self.add_error("end", gettext("This ends before it starts."))
        if not self.errors and not any(given.get(name) for name in ("label", "question", "answer")):
            self.add_error("question", gettext("Write a label, a question or an answer."))
        return given

    @property
    def moment(self) -> str:
        return "" if self.instance.start is None else timecode.written(self.instance.start)

    @property
    def more(self) -> str:
        """What the entry has and this form does not show: it would go with the entry, or be lost by a merge."""
        names = ("synopsis", "subjects", "links", "places")
        return ", ".join(str(_NAMES[name]) for name in names if getattr(self.instance, name))

    @property
    def word_count(self) -> int:
        return len(self.instance.answer.split())


class SegmentFormSet(RowFormSet):
    @cached_property
    def rows(self) -> list[Segment]:
        rows = super().rows
        if rows:
            self.instance.gather_tags(rows)
        return rows

    @cached_property
    def people(self) -> dict[str, Appearance]:
        """Those who take part, by key: asked once for all rows, unless the list of people did."""
        if self.instance.pk is None:
            return {}
        people = getattr(self.instance, "people_at_hand", None)
        if people is None:
            people = Appearance.objects.filter(interview=self.instance).select_related("speaker")
        return {str(person.pk): person for person in people}

    @cached_property
    def recording(self) -> Recording | None:
        """The one that the times are moments of: the first that plays, as on the page."""
        if self.instance.pk is None:
            return None
        return Recording.objects.playable().filter(interview=self.instance).first()

    @property
    def awaiting(self) -> list[str]:
        return [str(kind.value) for kind in ANSWERED]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "people": self.people}

    def save(self, commit: bool = True) -> list[Segment]:
        """As Django promises, but in bulk: deletions, changes, additions, order, and tags."""
        instances = super().save(commit=False)
        if commit:
            self._write()
        return instances

    def _write(self) -> None:
        changed = [segment for segment, _names in self.changed_objects]
        for segment in (*changed, *self.new_objects):
            segment.interview = self.instance
        self._forget_people_who_left([*changed, *self.new_objects])
        gone = {segment.pk for segment in self.deleted_objects}
        if gone:
            Segment.objects.filter(pk__in=gone).delete()
        moved = self._number([row for row in self.rows if row.pk not in gone])
        if changed:
            both = {segment.pk: segment for segment in (*moved, *changed)}.values()
            Segment.objects.bulk_update(both, [*WRITTEN, *render(both)])
        elif moved:
            Segment.objects.bulk_update(moved, ["position"])
        self._name_again()
        Segment.objects.bulk_create(self.new_objects)
        tags = {
            form.instance.pk: form.cleaned_data["tag_names"]
            for form in self.saved_forms
            if "tag_names" in form.changed_data
        }
        if tags:
            tag_rows(tags, Segment)

    def _name_again(self) -> None:
        """A segment that someone else deleted, and that stays after all, has the uid that it had."""
        taken = {segment.uid for segment in self.rows}
        for form in self.extra_forms:
            uid = form.cleaned_data.get(AGAIN, "") if form.instance in self.new_objects else ""
            if re.fullmatch("[0-9A-Za-z_-]+", uid) and uid not in taken:
                form.instance.uid = uid
                taken.add(uid)

    def _forget_people_who_left(self, segments: list[Segment]) -> None:
        """The same form may have deleted the appearance of the one who answers: a row that is gone has no key."""
        for segment in segments:
            if segment.answered_by_id and segment.answered_by.pk is None:
                segment.answered_by = None

    def _number(self, stored: list[Segment]) -> list[Segment]:
        """Numbers all segments from 1 in their order, and returns the stored ones whose number changed.

        A segment that was given a taken number comes to stand there: the other one makes room.
        """
        before = {form.instance.pk: form.initial.get("position") or 0 for form in self.initial_forms}

        def place(segment: Segment) -> tuple[int, int, int]:
            if segment.pk is None:
                new = segment.position
                return (HIGHEST + 1 if new is None else new, -1 if new is not None else 1, 0)
            if segment.position is None:
                return (HIGHEST + 1, 0, segment.pk)
            old, now = before.get(segment.pk, segment.position), segment.position
            return (now, (now > old) - (now < old), segment.pk)

        moved = []
        for number, segment in enumerate(sorted([*stored, *self.new_objects], key=place), start=1):
            if segment.position != number or before.get(segment.pk, number) != number:
                moved.append(segment)
            segment.position = number
        return [segment for segment in moved if segment.pk is not None]

    def mark(self) -> Counter[str]:
        """Gives each row its `flags`, in words; returns how many have each. For a form about to be shown.

        What is typed later is flagged by the same rule in the browser (static/js/admin-segments-times.js).
        """
        latest: timedelta | None = None
        seen: set[timedelta] = set()
        length = self.recording.duration if self.recording else None
        for form in self.initial_forms:
            segment, start = form.instance, form.instance.start
            form.flags = []
            if start is None:
                form.flags.append(gettext("no time"))
            elif start in seen:
                form.flags.append(gettext("same time twice"))
            elif latest is not None and start < latest:
                form.flags.append(gettext("out of order"))
            if start is not None:
                seen.add(start)
                latest = start if latest is None else max(start, latest)
            if start is not None and length is not None and start > length:
                form.flags.append(gettext("beyond the recording’s end"))
            if segment.kind in ANSWERED and not segment.answer:
                form.flags.append(gettext("no answer"))
        return Counter(flag for form in self.initial_forms for flag in form.flags)


class SegmentInline(RowInline):
    model = Segment
    form = SegmentForm
    formset = SegmentFormSet
    summary_template = "admin/rows/segment.html"
    verbose_name_plural = _("time index")
    toolbar = "admin/segments/tools.html"
    beneath = "admin/segments/notice.html"
    beside = "admin/segments/beside.html"
    row_end = "admin/segments/notes.html"
    extra = 2  # enough to go on with where there is no script
    fields = [
        ("start", "end", "kind", "answered_by", "position"),
        ("label", "tag_names"),
        "question",
        "answer",
    ]

    @admin.display(description=_("tags"))
    def tag_names(self, segment: Segment) -> str:
        """For those who may only look."""
        return shown(tag.name for tag in segment.own_tags)
