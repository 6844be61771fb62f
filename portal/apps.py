from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from interviews.models.generation import listen
        from portal import checks  # noqa: F401  registers the checks of a deployment
        from portal.page_cache.told_by_redis import Speaking

        if settings.REDIS_URL:
            listen(Speaking())
