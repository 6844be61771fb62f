from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = _("Interviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate, pre_migrate

        from interviews.admin.dashboard.imports import last_imports
        from interviews.admin.dashboard.panels import offer
        from interviews.feeds import checks  # noqa: F401  registers the checks of the podcast's settings
        from interviews.models import attribution

        offer(last_imports, 70)
        connection_created.connect(attribution.watch)
        pre_migrate.connect(attribution.tables_change, sender=self)
        post_migrate.connect(attribution.tables_are_there, sender=self)
