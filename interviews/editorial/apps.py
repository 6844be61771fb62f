from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "interviews.editorial"
    label = "editorial"
    verbose_name = _("Editor’s desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interviews.admin.keys.groups import offer
        from interviews.editorial import segment_keys as keys
        from interviews.editorial.dashboard.offered import offer_panels

        offer_panels()
        for group in (keys.ON_A_LINE, keys.WRITING, keys.SINGLE):
            offer(group)
