"""What gunicorn serves."""

import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402

from portal.page_cache import PageCache  # noqa: E402  what it asks for is there only now

if connection.vendor == "sqlite":  # refused now, in words, where it cannot be kept safe, and not at each request
    with suppress(DatabaseError):  # that it cannot be read just now may pass
        connection.ensure_connection()
    connection.close()

if settings.PAGE_CACHE:
    application = PageCache(application, memory=settings.PAGE_CACHE)

# All that is loaded by now stays as long as the process: whoever looks for garbage need not look at it each time.
gc.collect()
gc.freeze()
