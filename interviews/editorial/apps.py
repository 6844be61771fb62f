from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "interviews.editorial"
    label = "editorial"
    verbose_name = _("Editor’s desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interviews.admin.finding import places
        from interviews.admin.keys import groups
        from interviews.admin.seen import AT_THE_DESK
        from interviews.editorial import flow, notices
        from interviews.editorial import segment_keys as keys
        from interviews.editorial.dashboard.offered import offer_panels
        from interviews.store import history, publication

        offer_panels()
        for group in (keys.ON_A_LINE, keys.WRITING, keys.SINGLE):
            groups.offer(group)
        places.offer(places.Place(_("My notices"), "desk_notices", AT_THE_DESK))
        publication.listen(flow.changes_published)
        history.listen(flow.waits_again)
        for listeners, told in (
            (flow.on_move, notices.told_of_a_move),
            (flow.on_assignment, notices.told_of_an_assignment),
        ):
            if told not in listeners:
                listeners.append(told)
