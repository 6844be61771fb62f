"""The structured data of a page, as a browser's own reading of HTML finds it."""

from __future__ import annotations

import json
from typing import Any

from selectolax.lexbor import LexborHTMLParser


def json_ld_of(page: str) -> list[dict[str, Any]]:
    scripts = LexborHTMLParser(page).css('script[type="application/ld+json"]')
    return [json.loads(script.text()) for script in scripts]
