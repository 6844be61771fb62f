"""A point on the earth as text: ``59.3293, 18.0686``, or a geo URI (RFC 5870) ``geo:59.3293,18.0686;u=100``."""

from __future__ import annotations

import re

_POINT = re.compile(
    r"(?:geo:)?\s*(?P<latitude>[+-]?\d{1,3}(?:\.\d{1,20})?)\s?[,\s]\s?(?P<longitude>[+-]?\d{1,3}(?:\.\d{1,20})?)"
    r"(?:,[+-]?\d{1,9}(?:\.\d{1,20})?)?(?:;.*)?",
    re.ASCII | re.IGNORECASE,
)


def point_in(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees (WGS 84); None where the text gives none, or none on this earth."""
    match = _POINT.fullmatch(text.strip())
    if match is None:
        return None
    latitude, longitude = float(match["latitude"]), float(match["longitude"])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def geo_uri(latitude: float, longitude: float) -> str:
    return f"geo:{degrees(latitude)},{degrees(longitude)}"


def degrees(value: float) -> str:
    """``59.3293``: to seven decimals, a centimetre, and never with an exponent, which no format knows."""
    return f"{value:.7f}".rstrip("0").rstrip(".")
