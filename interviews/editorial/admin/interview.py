"""The page of an interview at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.moving import keep_address
from interviews.admin.named import names_seen
from interviews.admin.tag_names import shown
from interviews.editorial.admin.beside import DraftsBeside, is_edited_beside, is_listing
from interviews.editorial.admin.bulk import BulkChanging
from interviews.editorial.admin.chapters import FileChapters
from interviews.editorial.admin.featuring import FeaturingMixin
from interviews.editorial.admin.flow import FlowPages, OnTheDesk
from interviews.editorial.admin.history.restoring import RestoringPages
from interviews.editorial.admin.notes.pages import NotesPages
from interviews.editorial.admin.paste import PastePages
from interviews.editorial.admin.people import AppearanceInline
from interviews.editorial.admin.publication import PublicationPage
from interviews.editorial.admin.publishing import moment_in_words, seen_by_the_public, state_of
from interviews.editorial.admin.readiness.pages import ReadinessPages
from interviews.editorial.admin.recordings import RecordingInline
from interviews.editorial.admin.segments import SegmentFormSet, SegmentInline
from interviews.editorial.admin.sharing import SharingPages
from interviews.editorial.admin.together.signed_out import EditingTogether
from interviews.editorial.admin.trash import TrashMixin
from interviews.editorial.admin.version import InterviewForm
from interviews.models import Appearance, Interview, Revision, Segment, Series
from interviews.models.language import set_again
from interviews.models.tag import tag_rows
from interviews.search.index import refresh
from interviews.store.history import Revising

#: What other verbs keep: a comment approved while this form is being saved must still be counted.
KEPT = {
    *("id", "status", "featured_at", "comment_count", "created_at"),
    *("withdraws_at", "withdrawal_notice", "trashed_at", "edits", "based_on", "goes_live_at"),
    *("owner", "assigned_to"),
}
EDITED = [column.name for column in Interview._meta.concrete_fields if column.name not in KEPT]


@admin.register(Interview)
class InterviewAdmin(
    FileChapters,
    RestoringPages,
    ReadinessPages,
    DraftsBeside,
    EditingTogether,
    PublicationPage,
    FlowPages,
    SharingPages,
    NotesPages,
    PastePages,
    BulkChanging,
    TrashMixin,
    FeaturingMixin,
):
    form = InterviewForm
    inlines = [AppearanceInline, RecordingInline, SegmentInline]
    actions = [*FeaturingMixin.actions, "assign_selected", "change_selected", *TrashMixin.own_actions]
    autocomplete_fields = ["series"]
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        # As PostgreSQL has it; SQLite would take more.
        models.PositiveSmallIntegerField: {"max_value": 32_767, "widget": AdminIntegerFieldWidget},
    }
    list_display = ["title", "state", "published_at", "segments_counted", "comments_counted"]
    list_filter = [
        OnTheDesk,
        "status",
        ("featured_at", admin.EmptyFieldListFilter),
        ("series", admin.RelatedOnlyFieldListFilter),
        "language",
    ]
    list_per_page = 50
    date_hierarchy = "published_at"
    search_fields = ["title"]  # shows the box; see get_search_results
    search_help_text = _("Title, address, people, questions")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "version",
                    "title",
                    "slug",
                    ("language", "organisation"),
                    "introduction",
                    "tag_names",
                ]
            },
        ),
        (_("Series"), {"fields": [("series", "part")]}),
        (
            _("When"),
            {
                "fields": [
                    ("recorded_on", "recorded_precision"),
                    ("first_published_on", "first_published_precision"),
                    "published_at",
                ],
            },
        ),
        (
            _("Where it was discussed before"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("discussion_name", "discussion_url"),
                    ("discussion_starts_on", "discussion_ends_on"),
                ],
            },
        ),
        (_("Rights"), {"classes": ["collapse"], "fields": ["rights"]}),
    ]

    class Media:
        css = {"all": [f"css/admin-{name}.css" for name in ("segments", "desk-player", "desk-dialogs", "tag-names")]}
        js = [Script(f"js/admin-{name}.js", type="module") for name in ("segments", "tag-names", "unsaved")]
        js += [f"js/admin-{name}.js" for name in ("preview", "open-row", "draft", "presence", "merge")]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "series":
            kwargs["queryset"] = names_seen(request, Series.objects.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- the list -------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.with_facts() if is_listing(request) else rows

    def get_ordering(self, request: HttpRequest) -> list:
        return Interview.objects.newest_first().query.order_by

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Rows in which each word is found somewhere. Subqueries: joins would multiply people by segments."""
        for word in search_term.split()[:20]:  # each is a subquery
            people = Appearance.objects.filter(
                Q(name__icontains=word) | Q(speaker__name__icontains=word), interview=OuterRef("pk")
            )
            asked = Segment.objects.filter(
                Q(question__icontains=word) | Q(label__icontains=word), interview=OuterRef("pk")
            )
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(slug__icontains=word) | Q(Exists(people)) | Q(Exists(asked))
            )
        return queryset, False

    @admin.display(description=_("status"), ordering="status")
    def state(self, interview: Interview) -> str:
        return state_of(interview)

    @admin.display(description=_("segments"), ordering="segment_count")
    def segments_counted(self, interview: Interview) -> SafeString:
        return _counted(interview.segment_count, ngettext("segment", "segments", interview.segment_count))

    @admin.display(description=_("comments"), ordering="comment_count")
    def comments_counted(self, interview: Interview) -> SafeString:
        return _counted(interview.comment_count, ngettext("comment", "comments", interview.comment_count))

    # --- the form -------------------------------------------------------------------------------------------

    def view_on_site(self, interview: Interview) -> str | None:
        """Only what the public sees has a page; a draft is not found there, even by its editor."""
        return interview.live.get_absolute_url() if interview.live.is_published else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "POST" and request.FILES:  # a form that is shown again cannot bring its files along
            message = gettext("The chosen file was not kept: choose it again before you save.")
            self.message_user(request, message, messages.WARNING)
        interview = context.get("original")
        form = context["adminform"].form
        segments = next(
            (rows.formset for rows in context["inline_admin_formsets"] if isinstance(rows.formset, SegmentFormSet)),
            None,
        )
        may_publish = self.has_publish_permission(request) and self.has_change_permission(request, interview)
        live = interview.live if interview is not None else None
        public = live is not None and live.status == Interview.Status.PUBLISHED
        context |= {
            "stale": form.is_bound and bool(getattr(form, "held", "")),
            "segment_flags": sorted(segments.mark().items()) if segments is not None else [],
            "show_publish": may_publish and (not public or live.is_published),
            "show_withdraw": may_publish and public,
        }
        if interview is not None:
            context |= {
                "show_save_and_add_another": False,  # the next one comes from the list, or from a document
                "live": live,
                "may_publish": may_publish,
                "may_take_out": live.status == Interview.Status.TRASHED and self.has_delete_permission(request, live),
                "goes_live_at": moment_in_words(interview.goes_live_at),
                "state": state_of(live),
                "seen_by_the_public": seen_by_the_public(live),
                "is_draft_beside": interview.edits_id is not None,
                "is_edited_beside": is_edited_beside(interview),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Interview | None = None) -> list:
        """Who may only look has no form to be compared with what is stored; what readers see moves by verbs alone."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        without = set() if self.has_change_permission(request, obj) else {"version"}
        if is_edited_beside(obj):
            without |= {"slug", "published_at"}
        return [
            (name, {**of, "fields": [field for field in of["fields"] if field not in without]})
            for name, of in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Interview | None = None) -> list[str]:
        """A moment to come withdraws, one gone by publishes: it is for those who may."""
        return [] if self.has_publish_permission(request) else ["published_at"]

    @admin.display(description=_("tags"))
    def tag_names(self, interview: Interview) -> str:
        """For those who may only look."""
        return shown(tag.name for tag in interview.tags.all())

    def save_model(self, request: HttpRequest, obj: Interview, form: ModelForm, change: bool) -> None:
        reason = Revision.Reason.EDITED if change else Revision.Reason.CREATED
        form.revising = Revising(obj, reason, by=request.user)
        if change:
            form.revising.before()
            obj.save(update_fields=EDITED)
            keep_address(obj, form)
        else:
            obj.owner = request.user
            super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        interview = form.instance
        if "tag_names" in form.changed_data:
            tag_rows({interview.pk: form.cleaned_data["tag_names"]}, Interview)
        if change and "language" in form.changed_data:
            set_again(interview)
        refresh([interview])
        was = (interview.status, interview.goes_live_at)
        form.revising.after(interview)
        self.tell_of_unready(request, interview, was)


def _counted(number: int, noun: str) -> SafeString:
    """The noun is shown only where a narrow list has no columns (see admin-lists.css)."""
    return format_html('{} <span class="counted__noun">{}</span>', number, noun)
