"""A conversation labelled with the initials or names of those who speak: which label is whose, and where it begins."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from interviews.documents.errors import Finding
from interviews.documents.readers.page.bylines import byline_of, person_of
from interviews.documents.readers.page.entry_lines import (
    QUESTION_LABELS,
    Voices,
    asks,
    has_full_stop,
    label_of,
    named_label,
    plain_label,
)
from interviews.documents.readers.page.guests import is_name, name_and_post_nominals
from interviews.documents.readers.page.header import Header
from interviews.documents.readers.page.page_header import introduces, read_header
from interviews.documents.readers.page.wrapping import ends_sentence
from interviews.documents.reading import Line
from interviews.names import bare_name

FEWEST = 4  # fewer lines with a colon behind a name are no conversation
_MOST_ABOVE = 12  # lines with a colon above the sentence that introduces

_NO_LABELS = {"keywords", "tags", "recorded", "published", "part", "discussion"}
_ASKS = {"interviewer", "host", "moderator"}


def voices_of(lines: Sequence[Line], *, guess: bool = True) -> Voices:
    """The labels of the host and the guests, where enough lines carry them; else none.

    With `guess`, one of two who is not named above them may be known by the labels alone.
    """
    labels = [_label_in(line.text) for line in lines]
    same = _spelt_out(labels)
    first = _first_turn(lines, [same[label] for label in labels])
    if first is None:
        return Voices()
    header = read_header(lines[:first])
    known = {**whose_labels(header.host, header.guests), **dict.fromkeys(QUESTION_LABELS, "")}
    used = [known[label] for label in labels[first:] if label in known]
    if "" in used and any(used):
        fewest = 2 if header.introduction and used[0] == "" else FEWEST
        return Voices(known, first) if len(used) >= fewest else Voices()
    return _guessed(lines, labels, same, first, header, known) if guess else Voices()


def whose_labels(host: str, guests: Sequence[str]) -> dict[str, str]:
    """The labels that mean one of these people only, and whom; the host is “”."""
    whose: dict[str, set[str]] = {}
    for name, voice in [(host, ""), *((guest, guest) for guest in guests)]:
        for label in labels_of(name):
            whose.setdefault(label, set()).add(voice)
    return {label: voices.pop() for label, voices in whose.items() if len(voices) == 1}


def _label_in(text: str) -> str:
    """The label of a line that somebody may say; ``Q`` of ``Question 2: Why?``."""
    if (marked := label_of(text)) is not None and asks(marked) and not has_full_stop(marked):
        return QUESTION_LABELS[0]
    label = named_label(text)
    return "" if label.casefold() in _NO_LABELS or (label and person_of(text)) else label


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


def _spelt_out(labels: Sequence[str]) -> dict[str, str]:
    """Each label, and the whole name among them that it is short for: ``JD`` is ``Jo Doe``."""
    names = {label for label in labels if is_name(label)}
    short: dict[str, set[str]] = {}
    for name in names:
        for label in labels_of(name):
            short.setdefault(label, set()).add(name)
    same = {label: label for label in labels}
    same |= {label: min(short[label]) for label in same if label not in names and len(short.get(label, ())) == 1}
    return same


def _first_turn(lines: Sequence[Line], spoken: Sequence[str]) -> int | None:
    """The place of the first line that somebody says; a title (``Ola Berg: Keeper``) is none.

    It stands below the introduction; no line of a header stands between it and the first words of another.
    """
    labelled = [place for place, label in enumerate(spoken) if label]
    introduced = next((place for place, line in enumerate(lines) if line and introduces(line.text)), None)
    if introduced is not None and sum(place < introduced for place in labelled) > _MOST_ABOVE:
        introduced = None
    begin = 0 if introduced is None else introduced + 1
    top = next((place for place, line in enumerate(lines) if line), 0)
    below_it = [place for place in labelled if place >= begin]
    counted = Counter(spoken[place] for place in below_it)
    places = [place for place in below_it if counted[spoken[place]] > 1]
    if not places and introduced is not None:
        places = below_it
    runs = [place for number, place in enumerate(places) if not number or spoken[places[number - 1]] != spoken[place]]
    for place, below in pairwise([*runs, len(lines)]):
        if place == top and not ends_sentence(lines[place].text):
            continue
        credit = next((at for at in range(place + 1, below) if _is_credit(lines[at].text)), None)
        if credit is None or below == len(lines):
            return place
        again = bisect(places, credit)
        if places[again] < below:
            return places[again]
    return None


def _is_credit(text: str) -> bool:
    """Whether a line names who asked or answered, and says nothing else."""
    byline = byline_of(text)
    if byline is None or ends_sentence(text):
        return False
    return is_name(name_and_post_nominals(byline.host or byline.partner)[0])


def _guessed(
    lines: Sequence[Line],
    labels: Sequence[str],
    same: dict[str, str],
    first: int,
    header: Header,
    known: dict[str, str],
) -> Voices:
    """Two voices that alternate, one of whom the header names, or both by their whole names; who asks is a guess."""
    places = [place for place in range(first, len(lines)) if labels[place]]
    counted = Counter(same[labels[place]] for place in places)
    voices = [label for label, count in counted.items() if count > 1]
    turns = [same[labels[place]] for place in places if same[labels[place]] in voices]
    if len(voices) != 2 or sum(above != below for above, below in pairwise(turns)) < FEWEST - 1:
        return Voices()
    whose = {voice: known[voice] for voice in voices if voice in known}
    whose |= {same[label]: known[label] for label in labels[first:] if label in known and same[label] in voices}
    asked = Counter(same[labels[place]] for place in places if lines[place].text.endswith("?"))
    host = min(voices, key=lambda voice: (voice.casefold() not in _ASKS, -asked[voice]))
    why = "who asks more" if host.casefold() not in _ASKS else "as the label says"
    named = [voice for voice in voices if voice in whose]
    if len(named) == 1:
        host = named[0] if whose[named[0]] == "" else next(voice for voice in voices if voice not in named)
        why = "whom the page names as such" if whose[named[0]] == "" else "as the page names the other as the guest"
    elif named or header.host or not all(is_name(voice) or voice.casefold() in _ASKS for voice in voices):
        return Voices()
    guest = next(voice for voice in voices if voice != host)
    answering = whose.get(guest) or guest
    spelt = {label: "" if whole == host else answering for label, whole in same.items() if whole in voices}
    message = (
        f"“{host}” is taken for the interviewer, {why}, and “{guest}” for the guest; correct it in the admin if not so"
    )
    finding = Finding(lines[first].number, "speakers_guessed", message)
    return Voices({**known, **spelt}, first, host if is_name(host) else "", answering, finding)
