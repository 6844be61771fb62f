from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "interviews.editorial"
    label = "editorial"
    verbose_name = _("Editor’s desk")
    default_auto_field = "django.db.models.BigAutoField"
