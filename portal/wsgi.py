"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from portal.whole_requests import WholeRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = WholeRequests(get_wsgi_application())

from django.conf import settings  # noqa: E402

from portal.page_cache import PageCache  # noqa: E402  what it asks for is there only now
from portal.watching import metrics  # noqa: E402
from portal.watching.application import Watched  # noqa: E402

if settings.PAGE_CACHE:
    application = PageCache(application, memory=settings.PAGE_CACHE)

if settings.ACCESS_LOG or metrics.is_on():
    counted = metrics.begin(application if settings.PAGE_CACHE else None) if metrics.is_on() else None
    application = Watched(application, is_told=bool(settings.ACCESS_LOG), figures=counted)

# All that is loaded by now stays as long as the process: whoever looks for garbage need not look at it each time.
gc.collect()
gc.freeze()
