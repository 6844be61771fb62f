"""The whole address space on one screen."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from interviews.admin import on_the_site
from interviews.admin.finding import views as finding
from interviews.admin.keys import views as keys
from interviews.admin.media import views as stored
from interviews.editorial.reports import views as reports
from interviews.editorial.scheduled import views as scheduled
from interviews.editorial.views import notices
from portal.media_doors import stored_file
from portal.watching import probes
from portal.watching.addresses import HEALTHZ, METRICS, READYZ

urlpatterns = [
    # Pages: in the site's own language at their plain address, in another below its code (`/fr/`).
    *i18n_patterns(
        path("", include("interviews.urls")),
        path("", include("interviews.comments.urls")),
        path("", include("interviews.editorial.urls")),
        path("", include("portal.accounts.urls")),
        path("", include("portal.accounts.desk_urls")),
        path("admin/find/", admin.site.admin_view(finding.page), name="desk_find"),
        path("admin/find/results/", admin.site.admin_view(finding.results), name="desk_find_results"),
        path("admin/media/", admin.site.admin_view(stored.page), name="desk_media"),
        path("admin/calendar/", admin.site.admin_view(scheduled.page), name="desk_calendar"),
        path("admin/reports/", admin.site.admin_view(reports.all_of_them), name="desk_reports"),
        path("admin/reports/<str:name>/", admin.site.admin_view(reports.one), name="desk_report"),
        path("admin/reports/<str:name>.csv", admin.site.admin_view(reports.file), name="desk_report_file"),
        path("admin/reports/links/<int:pk>/", admin.site.admin_view(reports.link), name="desk_link"),
        path("admin/keys/", admin.site.admin_view(keys.page), name="desk_keys"),
        path("admin/notices/", admin.site.admin_view(notices.page), name="desk_notices"),
        path(
            "admin/r/<int:content_type_id>/<path:object_id>/",
            admin.site.admin_view(on_the_site.page_of),
            name="desk_on_site",
        ),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
    # Everything else is in no language of the interface, and has one address.
    path("", include("interviews.document_urls")),
    path("", include("interviews.comments.document_urls")),
    path("media/<path:path>", stored_file, name="media"),
    # Answered before all of these by `probes.Probes`, and named here to be seen.
    path(HEALTHZ[1:], probes.healthz, name="healthz"),
    path(READYZ[1:], probes.readyz, name="readyz"),
    path(METRICS[1:], probes.metrics, name="metrics"),
]

handler500 = "portal.faults.failed"
