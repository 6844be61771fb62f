"""What a list could be narrowed by further, and is: as the list of interviews and the search show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy

#: Values of a facet that are shown at once; the others are told on demand.
SHOWN = 6

LABELS = {
    "speaker": gettext_lazy("Speaker"),
    "role": gettext_lazy("Role"),
    "tag": gettext_lazy("Topic"),
    "series": gettext_lazy("Series"),
    "organisation": gettext_lazy("Organisation"),
    "year": gettext_lazy("Year"),
    "language": gettext_lazy("Language"),
    "audio": gettext_lazy("Recording"),
    "in": gettext_lazy("Where"),
}
#: Whose values are an editor's words, in the language of the site; and whose are names, in any.
_IN_WORDS, _NAMES = ("tag", "series"), ("speaker", "organisation")


@dataclass(frozen=True, slots=True)
class Value:
    """One that can be chosen, or was; `address` is that of the list with it, or without it where it was chosen."""

    facet: str
    value: str
    label: str
    count: int
    is_chosen: bool
    address: str
    are_more: bool = False  # than were counted

    @property
    def facet_label(self) -> str:
        return LABELS[self.facet]

    @property
    def language(self) -> str | None:
        """The one its label is written in: empty where that is not known, None where it is the page's."""
        return settings.LANGUAGE_CODE if self.facet in _IN_WORDS else "" if self.facet in _NAMES else None


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent come first; those chosen are among them, whatever their count."""

    name: str
    values: list[Value] = field(default_factory=list)

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def chosen(self) -> list[Value]:
        return [value for value in self.values if value.is_chosen]

    @property
    def shown(self) -> list[Value]:
        return self.values[:SHOWN]

    @property
    def more(self) -> list[Value]:
        return self.values[SHOWN:]
