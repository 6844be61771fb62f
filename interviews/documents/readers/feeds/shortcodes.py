"""WordPress shortcodes: ``[audio mp3="…"]``, ``[caption …]``: what they say of recordings, and the text without them.

Format: developer.wordpress.org, “Shortcode API”. Brackets are common in interviews (``[laughs]``, ``[Ed. Note: …]``),
so only what is known, has a value (``[name key="…"]``) or is closed (``[/name]``) is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from interviews.documents.readers.feeds.values import is_sound, web_address

#: Their names alone are enough.
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        "audio caption wp_caption embed gallery playlist powerpress podcast_player podcast_episode ss_player video",
    )
)
#: What stands inside is text or an address, and stays; the marks say nothing more.
_TRANSPARENT = frozenset(("caption", "wp_caption", "embed"))
_SOUNDS = frozenset(("audio", "video", "powerpress", "podcast_player"))
#: A player of the post's own recording.
_OWN_PLAYERS = frozenset(("powerpress", "podcast_player", "podcast_episode", "ss_player"))
_SHORTCODE = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][a-z0-9_-]{1,39})(?P<rest>(?:[\s/=][^\[\]]*)?)\]", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?P<key>[\w-]{1,40})\s?=\s?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'/]+\S*))"
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>|]+", re.IGNORECASE)


@dataclass
class Unwrapped:
    """The text without shortcodes, the recordings in them (address and type), and the names of those not understood."""

    text: str
    sounds: dict[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)


def unwrapped(text: str, base: str = "") -> Unwrapped:
    """Linear; line ends stay where they are."""
    closed = {match["name"].lower() for match in _SHORTCODE.finditer(text) if match["end"]}
    found = Unwrapped("")

    def said(match: re.Match[str]) -> str:
        name, rest = match["name"].lower(), match["rest"]
        values = {
            attribute["key"].lower(): attribute["double"] or attribute["single"] or attribute["bare"] or ""
            for attribute in _ATTRIBUTE.finditer(rest)
        }
        if not (name in _KNOWN or name in closed or values):
            return match[0]
        lines = "\n" * match[0].count("\n")
        if match["end"] or name in _TRANSPARENT:
            return lines
        sounds = _sounds_in(rest, values, base) if name in _SOUNDS else []
        found.sounds |= dict.fromkeys(sounds, "")
        if not sounds and name not in _OWN_PLAYERS:
            found.unknown[name] += 1
        return lines

    found.text = _SHORTCODE.sub(said, text)
    return found


def _sounds_in(rest: str, values: dict[str, str], base: str) -> list[str]:
    named = [web_address(value, base) for key, value in values.items() if key in ("src", "url") or is_sound(value)]
    bare = _ADDRESS.search(rest) if not any(named) else None
    return [address for address in (*named, bare[0] if bare else "") if address]
