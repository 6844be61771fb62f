"""The portrait of a biography, in the size in which its place on the page shows it."""

from __future__ import annotations

from typing import Any

from django import template

from interviews.models import Bio

register = template.Library()

# The squares of static/css: below 40rem, and otherwise, in rem of the page (17 px). What `sizes` calls rem is what the
# browser starts with, 16 px, since no style sheet is there yet when it chooses.
_SQUARES = {"large": (6.5, 11.0), "small": (6.5, 6.5)}
_REM = 17 / 16


@register.inclusion_tag("partials/portrait.html")
def portrait(bio: Bio | None, square: str = "large", *, lazy: bool = False) -> dict[str, Any]:
    """`square` is large or small; `lazy` for a place far down the page. Nothing where there is no portrait.

    A portrait without words of its own is passed over by screen readers: the name stands beside it.
    """
    if bio is None or not bio.portrait:
        return {}
    known = bio.portrait_as_shown
    address = bio.portrait.storage.url
    return {
        "bio": bio,
        "square": square,
        "lazy": lazy,
        "width": known.get("width"),
        "height": known.get("height"),
        "srcset": ", ".join(f"{address(copy['name'])} {copy['width']}w" for copy in known.get("renditions", ())),
        "sizes": _sizes(square, known["width"] / known["height"]) if known else "",
    }


def _sizes(square: str, proportion: float) -> str:
    """How wide the whole picture is where its shorter side fills the square; the square's own width if it stands."""
    narrow, wide = (f"{side * _REM * max(proportion, 1):.4g}rem" for side in _SQUARES[square])
    return wide if narrow == wide else f"(max-width: 39.99rem) {narrow}, {wide}"
