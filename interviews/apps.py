from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = _("Interviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interviews.admin.dashboard.imports import last_imports
        from interviews.admin.dashboard.panels import offer
        from interviews.feeds import checks  # noqa: F401  registers the checks of the podcast's settings

        offer(last_imports, 70)
