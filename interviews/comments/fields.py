"""Fields of what strangers type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from interviews.comments import typed
from interviews.comments.models import WEB_SCHEMES


class VisibleText(forms.CharField):
    """Text freed of what nobody can see, so that it need not be refused for it; then not longer than `longest`.

    `shown`: the words that its readers see, where markup is taken out; of marks alone nothing is left.
    """

    def __init__(
        self, *, freed: Callable[[str], str], longest: int, shown: Callable[[str], str] = str, **kwargs: Any
    ) -> None:
        self.freed, self.longest, self.shown = freed, longest, shown
        super().__init__(**{**kwargs, "strip": False})  # as it strips the first line's indentation only

    def to_python(self, value: Any) -> str:
        typed_text = super().to_python(value)
        # Freeing takes time, so what can only be too long is refused before.
        if len(typed_text) > 4 * self.longest:
            raise self._too_long(typed_text)
        text = self.freed(typed_text)
        if len(text) > self.longest:
            raise self._too_long(text)
        if not typed.says_something(text):
            return ""
        if not typed.says_something(self.shown(text)):
            raise ValidationError(self.error_messages["shows_nothing"], code="shows_nothing")
        return text

    def _too_long(self, text: str) -> ValidationError:
        numbers = {"length": len(text), "longest": self.longest, "over": len(text) - self.longest}
        params = {key: number_format(number, force_grouping=True) for key, number in numbers.items()}
        message = _("%(length)s characters were typed; %(longest)s fit. Shorten it by %(over)s.")
        return ValidationError(self.error_messages.get("too_long", message), code="max_length", params=params)


class Unseen(forms.CharField):
    """What no reader types: whatever a robot puts there is no reason to refuse a comment."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value)[:200].replace("\0", "")


class WebAddress(forms.URLField):
    default_validators = [URLValidator(schemes=WEB_SCHEMES)]
