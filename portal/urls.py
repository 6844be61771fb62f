"""The whole address space on one screen."""

from django.contrib import admin
from django.urls import include, path

from portal.media import media

urlpatterns = [
    path("", include("interviews.urls")),
    path("", include("interviews.comments.urls")),
    path("media/<path:path>", media, name="media"),
    path("admin/", admin.site.urls),
]
