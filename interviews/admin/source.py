from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.importing.subjects import subject_of
from interviews.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """What was imported, to be read beside what became of it. Only an import writes here.

    A source can be deleted, since otherwise no interview could be: but a file whose source is gone
    is imported as a new interview.
    """

    list_display = ["key", "interview", "imported_at", "finding_count"]
    list_select_related = ["interview"]
    search_fields = ["key", "interview__title"]
    date_hierarchy = "imported_at"
    list_per_page = 50
    fields = ["key", "interview_link", "imported_at", "digest", "findings_in_words", "original_text"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # The list names hundreds of files; their texts and documents together would be megabytes.
        return super().get_queryset(request).defer("text", "document")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return False

    @admin.display(description=_("findings"))
    def finding_count(self, source: Source) -> int:
        return len(source.findings)

    @admin.display(description=_("interview"))
    def interview_link(self, source: Source) -> SafeString:
        address = reverse("admin:interviews_interview_change", args=[source.interview_id])
        suggested = reverse("admin:interviews_tag_suggested", args=[source.interview_id])
        links = '<a href="{}">{}</a> · <a href="{}">{}</a>'
        return format_html(links, address, source.interview, suggested, gettext("Suggested tags"))

    @admin.display(description=_("findings"))
    def findings_in_words(self, source: Source) -> SafeString | str:
        if not source.findings:
            return gettext("None: everything was understood.")
        lines = ((_place(finding), _about(finding), finding.get("message", "")) for finding in source.findings)
        told = format_html_join("", '<li>{} {}<span lang="en">{}</span></li>', lines)
        return format_html('<ul class="findings">{}</ul>', told)

    @admin.display(description=_("original text"))
    def original_text(self, source: Source) -> SafeString:
        """Numbered, because findings speak of lines."""
        lines = format_html_join(
            "\n",
            '<span class="source-text__line">{:>5}</span>  {}',
            enumerate(source.text.splitlines(), start=1),
        )
        return format_html('<pre class="source-text" tabindex="0">{}</pre>', lines)


def _about(finding: dict) -> SafeString | str:
    subject = subject_of(finding.get("code", ""))
    return format_html("<b>{}</b> · ", subject) if subject else ""


def _place(finding: dict) -> str:
    line = finding.get("line")
    return gettext("Line %(line)s:") % {"line": line} if line else ""
