"""The language of an interview, and what is set in it: quotation marks and elisions are those of a language.

The models know nobody above them: what stands there and hangs on an interview joins with `follow`, in the `ready`
of its `AppConfig`.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.fields import render_again
from interviews.models.interview import Interview
from interviews.models.segment import Segment

#: The shape of a language tag (BCP 47): a language of two or three letters, perhaps with subtags.
check_language_tag = RegexValidator(
    r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z",
    _("“%(value)s” is not a language tag. Write one like “en” or “fr-CA”."),
    code="language",
)

_followers: list[type[models.Model]] = [Segment]


def follow(model: type[models.Model]) -> None:
    """Rows of `model` have a column named `interview`, and are rendered in that interview's language."""
    if model not in _followers:
        _followers.append(model)


def set_again(interview: Interview) -> None:
    """Renders all that follows the interview's language. Belongs into the transaction that changed it."""
    for model in _followers:
        rows = list(model._base_manager.select_for_update().filter(interview=interview))
        for row in rows:
            row.interview = interview
        render_again(rows)
