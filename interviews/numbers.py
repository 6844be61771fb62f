"""Whole numbers as they are typed, in addresses and forms."""

from __future__ import annotations

#: Any database and any script holds a number of so many digits; more are nobody's page and no row's key.
MOST_DIGITS = 15


def whole_number(text: str) -> int | None:
    """The number, where the text is nothing but its digits (0 to 9, without a sign); else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
