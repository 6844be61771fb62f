from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    default = True
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from portal.accounts import checks, signing, triggers  # noqa: F401  registers the checks

        signing.listen()
        pre_migrate.connect(triggers.take_away, sender=self)
        post_migrate.connect(triggers.make, sender=self)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, with our way of signing in."""

    default = False
    default_site = "portal.accounts.desk.Desk"
