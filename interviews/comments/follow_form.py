"""The form by which a reader who writes nothing follows a conversation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.comments.fields import Unseen
from interviews.comments.models import Subscription


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Used for these letters alone, and never shown."),
        max_length=Subscription._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not an e-mail address. Write one like name@example.org."),
        },
    )
    topic = Unseen(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="follow-%s")
