"""Who is told that a draft goes onto its page.

What stands above joins with `tell`, in the `ready` of its `AppConfig`.
"""

from __future__ import annotations

from collections.abc import Callable

from interviews.models import Interview

_Told = Callable[[Interview], None]
_listening: list[_Told] = []


def tell(listener: _Told) -> None:
    """From now on it is given each draft whose words stand on the page, in the transaction that publishes them."""
    if listener not in _listening:
        _listening.append(listener)


def publishing(draft: Interview) -> None:
    for listener in _listening:
        listener(draft)
