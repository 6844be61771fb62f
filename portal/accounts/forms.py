from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import second_factor, sessions
from portal.accounts.models import Event, Standing
from portal.accounts.models.event import log
from portal.accounts.views.waiting import in_words

#: What is missing, by the name of its field: a list of what is wrong with a form is read without its labels.
_MISSING = {
    "username": _("Type your username."),
    "password": _("Type your password."),
    "email": _("Type your e-mail address."),
    "code": _("Type the code."),
    "old_password": _("Type your old password."),
    "new_password1": _("Type the new password."),
    "new_password2": _("Type the new password once more."),
}


def _says_what_is_missing(form: forms.Form) -> None:
    for name, field in form.fields.items():
        if name in _MISSING:
            field.error_messages["required"] = _MISSING[name]


def set_focus(form: forms.BaseForm, *, on_the_field: bool) -> None:
    """Of a form that was refused: the first wrong field takes the focus, or none, where a list above does."""
    wrong = [name for name in form.fields if name in form.errors]
    for name, field in form.fields.items():
        field.widget.attrs["autofocus"] = on_the_field and wrong[:1] == [name]


class SignInForm(AuthenticationForm):
    """Django's own; where one must wait it says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _says_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError:
            if seconds := getattr(self.request, "sign_in_wait", 0):
                raise ValidationError(in_words(seconds), code="wait") from None
            raise


class DeskSignInForm(SignInForm, AdminAuthenticationForm):
    """At the desk's own door."""


class WholeSignInForm(DeskSignInForm):
    """All of it at once, where a form is sent after its session ended: no second page could keep what was typed."""

    code = forms.CharField(
        label=_("Code of your second step, if you have one"),
        required=False,
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = self.get_user()
        if user is None:  # a field is empty, which its own error says
            return cleaned
        if sessions.must_enrol(user):
            raise ValidationError(
                _("This site asks for a second step. Sign in on the start page of the desk, and set it up.")
            )
        if Standing.of(user).has_second_factor:
            answer = second_factor.answer(user, cleaned["code"]) if cleaned.get("code") else None
            if answer is None or not answer.right:
                if answer is not None:
                    step_failed(self.request, user)
                wait = in_words(answer.wait) if answer and answer.wait else ""
                raise ValidationError(wait or _("Your account has a second step: its code is missing or not right."))
            user.passed_second_step = True
        return cleaned


def step_failed(request: HttpRequest, user: AbstractBaseUser) -> None:
    log(Event.Kind.STEP_FAILED, request=request, user=user)


class CodeForm(forms.Form):
    """The second step: six digits, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=64,
        help_text=_("The six digits that your authenticator shows now, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )

    def __init__(self, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.answer: second_factor.Answer | None = None
        _says_what_is_missing(self)

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        self.answer = second_factor.answer(self.user, typed)
        if self.answer.wait:
            raise ValidationError(in_words(self.answer.wait), code="wait")
        if not self.answer.right:
            raise ValidationError(
                _("That code is not right, or was used already. Wait for the next one, and check the phone’s clock."),
                code="wrong",
            )
        return typed


def _own_password(request: HttpRequest, user: AbstractBaseUser, typed: str) -> None:
    """Asked as at the door, and counted as there: whoever finds an open session must not guess on."""
    found = authenticate(request, username=user.get_username(), password=typed)
    if found is None or found.pk != user.pk:
        if seconds := getattr(request, "sign_in_wait", 0):
            raise ValidationError(in_words(seconds), code="wait")
        raise ValidationError(gettext("That is not your password."), code="password")


def password_field() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=_("Your password"), strip=False, widget=widget)


class PasswordForm(forms.Form):
    """What only the owner of the account may do asks for the password once more."""

    password = password_field()

    def __init__(self, request: HttpRequest, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        _says_what_is_missing(self)

    def clean_password(self) -> str:
        _own_password(self.request, self.user, self.cleaned_data["password"])
        return self.cleaned_data["password"]


class EnrolForm(forms.Form):
    """The first code of a new secret; with the password, but for those who have given it a moment ago."""

    code = forms.CharField(
        label=_("Code that it shows now"),
        max_length=16,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none"}
        ),
    )
    password = password_field()

    def __init__(self, request: HttpRequest, device: Any, *args: Any, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.device = request, device
        if not asks_password:
            del self.fields["password"]
        _says_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not second_factor.is_answered_by(self.device, cleaned["code"]):
            self.add_error(
                "code", _("That code does not come of this secret. Check the phone’s clock, and try the next.")
            )
        elif "password" in self.fields:
            try:
                _own_password(self.request, self.device.user, cleaned["password"])
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


def _says_what_is_asked(form: forms.Form) -> None:
    """In a sentence, as the pages say everything; Django's own list of rules is no hint of a field."""
    form.fields["new_password1"].help_text = _(
        "At least twelve characters, of any kind: a few words are easier to keep in mind than signs. What many people "
        "use is refused. It can be pasted, and filled in by a password manager."
    )
    form.fields["new_password2"].help_text = _("The same once more.")


class ForgottenForm(PasswordResetForm):
    """Django's own, which finds the accounts of an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        _says_what_is_missing(self)


class _WrongWhereItIsTyped:
    """Django tells of a password that is no good at the field that repeats it."""

    def validate_password_for_user(self, user: AbstractBaseUser, *_field: str) -> None:
        super().validate_password_for_user(user, "new_password1")


class NewPasswordForm(_WrongWhereItIsTyped, SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _says_what_is_asked(self)
        _says_what_is_missing(self)


class ChangePasswordForm(_WrongWhereItIsTyped, PasswordChangeForm):
    """Django's own, which counts wrong old passwords as the door does."""

    def __init__(self, request: HttpRequest, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.request = request
        _says_what_is_asked(self)
        _says_what_is_missing(self)

    def clean_old_password(self) -> str:
        _own_password(self.request, self.user, self.cleaned_data["old_password"])
        return self.cleaned_data["old_password"]
