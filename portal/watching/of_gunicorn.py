"""gunicorn's own lines, written as those of the portal. Requests are told by `portal.watching.application`."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.glogging import Logger

from portal.watching.lines import formatter


class Lines(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(os.environ.get("LOG_FORMAT") or "line"))
