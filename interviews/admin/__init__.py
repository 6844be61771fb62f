"""The nouns of the domain at the editor's desk, a file each (interviews: `interviews.editorial.admin`)."""

from django.conf import settings
from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from interviews.admin.import_batch import ImportBatchAdmin
from interviews.admin.series import SeriesAdmin
from interviews.admin.source import SourceAdmin
from interviews.admin.speaker import SpeakerAdmin
from interviews.admin.tag import TagAdmin

__all__ = ["ImportBatchAdmin", "SeriesAdmin", "SourceAdmin", "SpeakerAdmin", "TagAdmin"]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Editor’s desk")
admin.site.site_url = reverse_lazy("interviews:home")  # in the editor's language
