from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "interviews.editorial"
    label = "editorial"
    verbose_name = _("Editor’s desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interviews.admin.finding.places import Place, offer

        offer(Place(_("My notices"), "desk_notices", ["interviews.view_interview", "interviews.change_interview"]))
