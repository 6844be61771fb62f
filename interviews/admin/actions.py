"""What the two Djangos disagree on about actions."""

from __future__ import annotations

from typing import Any


def asked_for(action_location: Any) -> dict[str, Any]:
    """What `get_actions` hands on: Django 6.1 says for which place it asks; 5.2 knows no places."""
    return {} if action_location is None else {"action_location": action_location}
