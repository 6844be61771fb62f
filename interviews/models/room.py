"""Whether there is room for a file where it is to be stored, said while its form can still show it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

#: Bytes that no upload takes: the database mostly lies on the same disk, and its next change needs some.
KEPT_FREE = 32 * 1024 * 1024


def check_room(file: Any, storage: Storage = default_storage) -> None:
    """Raises ValidationError where a file that was sent has no room in the storage; who has a bucket is not asked."""
    try:
        folder = Path(storage.path(""))
    except NotImplementedError:
        return
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    free = max(shutil.disk_usage(folder).free - KEPT_FREE, 0)
    if file.size > free:
        message = _(
            "There is no room for this file on the server: it has %(size)s, and there is room for %(free)s. "
            "Nothing of it was kept. Whoever looks after the site can make room."
        )
        told = {"size": filesizeformat(file.size), "free": filesizeformat(free)}
        raise ValidationError(message, code="no_room", params=told)
