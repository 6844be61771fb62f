"""Who is told that a draft goes onto its page.

What stands above joins with `listen`, in the `ready` of its `AppConfig`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interviews.models import Interview

_Told = Callable[[Interview, Any], None]
_listening: list[_Told] = []


def listen(listener: _Told) -> None:
    """From now on it is given each draft whose words stand on the page, and who published them, in that transaction."""
    if listener not in _listening:
        _listening.append(listener)


def publishing(draft: Interview, by: Any) -> None:
    for listener in _listening:
        listener(draft, by)
