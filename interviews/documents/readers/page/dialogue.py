"""A conversation labelled with the initials or names of those who speak: which label is whose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from interviews.documents.readers.page.entry_lines import Voices, named_label, plain_label
from interviews.documents.readers.page.page_header import read_header
from interviews.documents.reading import Line
from interviews.names import bare_name

FEWEST = 4  # fewer lines with a colon behind a name are no conversation

_NO_LABELS = {"keywords", "recorded", "published", "discussion"}


def voices_of(lines: Sequence[Line]) -> Voices:
    """The labels of the host and the guests, where enough lines carry them; else none."""
    labels = [named_label(line.text) for line in lines]
    counted = Counter(label for label in labels if label and label.casefold() not in _NO_LABELS)
    first = next((place for place, label in enumerate(labels) if counted[label] > 1), None)
    if first is None:
        return Voices()
    header = read_header(lines[:first])
    whose: dict[str, set[str]] = {}
    for name, voice in [(header.host, ""), *((guest, guest) for guest in header.guests)]:
        for label in labels_of(name):
            whose.setdefault(label, set()).add(voice)
    known = {label: voices.pop() for label, voices in whose.items() if len(voices) == 1}
    used = [known[label] for label in labels if label in known]
    if len(used) < FEWEST or "" not in used or not any(used):
        return Voices()
    return Voices(known)


def labels_of(name: str) -> set[str]:
    """``OB``, ``Olaf``, ``Ola``, ``Berg`` and the whole name, of ``Dr. Olaf (Ola) Berg``; in capitals too."""
    nicknames = re.findall(r"[(\"“]([^()\"“”]{1,30})[)\"”]", name)
    words = re.sub(r"[(\"“][^()\"“”]{1,30}[)\"”]\s?", "", bare_name(name)).split()
    if not words:
        return set()
    initials = "".join(word[0] for word in words if word[0].isupper())
    short = words[0][0] + words[-1][0]
    labels = {name, " ".join(words), words[0], words[-1], *nicknames} | ({initials, short} if len(words) > 1 else set())
    return {plain_label(spelt) for label in labels for spelt in (label, label.upper()) if label}
