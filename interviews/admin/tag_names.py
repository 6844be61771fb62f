"""Tags as they are typed: names with commas between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags

from interviews.models.tag import check_tag_name


def shown(names: Iterable[str]) -> str:
    """The names as `TagNamesField` reads them; only a name with a comma in it needs quotation marks."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


class TagNamesField(forms.CharField):
    """A sorted list of names. Differences of case or order alone are no change."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"label": _("Tags"), "required": False, "help_text": _("With commas between them."), **kwargs}
        )

    def clean(self, value: Any) -> list[str]:
        # Without any comma taggit would split at spaces, and “climate change” would become two tags.
        names = parse_tags(f"{super().clean(value)},")
        for name in names:
            check_tag_name(name)
        return sorted({name.casefold(): name for name in names}.values(), key=str.casefold)

    def prepare_value(self, value: Any) -> Any:
        return shown(value) if isinstance(value, list) else value

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return _folded(initial) != _folded(data)


def _folded(text: str | None) -> set[str]:
    return {name.casefold() for name in parse_tags(f"{text or ''},")}
