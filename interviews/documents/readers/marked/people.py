"""The people whom a front matter names, and who is meant by a label in the text (``**Jo:**``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from interviews.documents.document import ROLES, AppearanceEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.marked.front_matter import Given
from interviews.documents.readers.page.dialogue import labels_of
from interviews.documents.readers.page.entry_lines import plain_label
from interviews.documents.readers.page.guests import name_and_post_nominals

#: The names of a front matter under which people stand, with their role; of “people” each says it.
ROLES_BY_KEY = {
    "guests": "guest",
    "guest": "guest",
    "speakers": "guest",
    "speaker": "guest",
    "interviewees": "guest",
    "interviewee": "guest",
    "interviewers": "interviewer",
    "interviewer": "interviewer",
    "hosts": "interviewer",
    "host": "interviewer",
    "panellists": "panellist",
    "panelists": "panellist",
    "moderators": "moderator",
    "moderator": "moderator",
    "people": "",
}
#: Those who ask.
ASKING = ("interviewer", "moderator")

_FIELDS = (
    "name",
    "speaker",
    "speaker_name",
    "role",
    "title",
    "organisation",
    "post_nominals",
    "website",
    "bio",
    "bio_as_of",
    "bio_language",
    "portrait",
    "portrait_alt",
)
_SYNONYMS = {
    "organization": "organisation",
    "url": "website",
    "photo": "portrait",
    "image": "portrait",
    "alt": "portrait_alt",
    "biography": "bio",
}


@dataclass
class People:
    """Those named so far, in their order."""

    findings: list[Finding] = field(default_factory=list)
    entries: list[AppearanceEntry] = field(default_factory=list)

    def add(self, key: str, given: Given) -> None:
        """The value that stands under one of ROLES_BY_KEY."""
        items = given.value if isinstance(given.value, list) else [given] if given.value != "" else []
        for item in items:
            entry = self._entry(item, ROLES_BY_KEY[key])
            if entry is not None:
                self.entries.append(entry)

    def _entry(self, given: Given, role: str) -> AppearanceEntry | None:
        if isinstance(given.value, str):
            name, post_nominals = name_and_post_nominals(" ".join(given.value.split()))
            said = {"name": name, "post_nominals": post_nominals}
        else:
            said = self._fields(given)
        if not said.get("name"):
            self._left_out(given, "a person without a name was left out; write “name: ...”")
            return None
        said_role = said.pop("role", "").casefold()
        if said_role and said_role not in ROLES and said_role not in ROLES_BY_KEY:
            self._left_out(
                given, f"“{said_role[:40]}” is none of the roles {', '.join(ROLES)}; {said['name']} is a guest"
            )
        role = said_role if said_role in ROLES else ROLES_BY_KEY.get(said_role) or role or "guest"
        day = self._day(given, said.pop("bio_as_of", ""))
        return AppearanceEntry(role=role, bio_as_of=day, **said)

    def _fields(self, given: Given) -> dict[str, str]:
        said: dict[str, str] = {}
        for name, item in given.value.items() if isinstance(given.value, dict) else ():
            key = name if name in _FIELDS else _SYNONYMS.get(name.strip().casefold(), name.strip().casefold())
            if key not in _FIELDS or not isinstance(item.value, str):
                self._left_out(item, f"“{name[:40]}” of a person was left out: it is none of {', '.join(_FIELDS)}")
            else:
                said[key] = item.value.strip() if key == "bio" else " ".join(item.value.split())
        return said

    def _day(self, given: Given, text: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            message = f"“{text[:40]}” is not a day (write 2015-09-14)"
            self.findings.append(Finding(given.line, "bad_date", message))
            return None

    def _left_out(self, given: Given, message: str) -> None:
        self.findings.append(Finding(given.line, "field_left_out", message))


def only_answering(appearances: Iterable[AppearanceEntry]) -> str:
    """The name of the only one who can have answered; empty where there are several, or none."""
    answering = [entry.name for entry in appearances if entry.role not in ASKING]
    return answering[0] if len(answering) == 1 else ""


class Labels:
    """Whom a label names. Who is unknown is added to the people, and said in a finding."""

    def __init__(self, appearances: Iterable[AppearanceEntry]) -> None:
        self.appearances = [*appearances]
        self.findings: list[Finding] = []
        self._known: dict[str, AppearanceEntry] = {}
        self._exact = {entry.name: entry for entry in reversed(self.appearances)}
        whose: dict[str, set[str]] = {}
        for entry in self.appearances:
            for label in labels_of(entry.name):
                whose.setdefault(label, set()).add(entry.name)
        for label, names in whose.items():
            if len(names) == 1:
                self._known[label] = self._exact[names.pop()]

    def entry(self, label: str, line: int, *, asks: bool) -> AppearanceEntry:
        """The person meant; `asks` says whether an unknown one is taken for the interviewer."""
        known = self._exact.get(label) or self._known.get(plain_label(label))
        if known is not None:
            return known
        added = AppearanceEntry(name=label, role="interviewer" if asks else "guest")
        self.appearances.append(added)
        self._exact[label] = added
        taken = "the interviewer" if asks else "a guest"
        message = f"“{label[:60]}” is named nowhere else, and is taken for {taken}; name the people in the front matter"
        self.findings.append(Finding(line, "speakers_guessed", message))
        return added


def with_bio(entry: AppearanceEntry, bio: str) -> AppearanceEntry:
    """The entry, its biography followed by this text."""
    return replace(entry, bio="\n\n".join(part for part in (entry.bio, bio) if part))
