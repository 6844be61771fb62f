from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from interviews.admin.finding.places import Place, offer
        from interviews.admin.seen import AT_THE_DESK
        from interviews.models.generation import listen
        from portal import checks  # noqa: F401  registers the checks of a deployment
        from portal.page_cache.told_by_redis import Speaking

        offer(Place(_("Second step"), "desk_second_factor", [*AT_THE_DESK, "comments.view_comment"]))
        offer(Place(_("Log of accounts"), "desk_account_log", ["accounts.view_event"]))
        offer(Place(_("Waits at the door"), "desk_sign_in_waits", ["accounts.view_event"]))
        if settings.REDIS_URL:
            listen(Speaking())
