from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F


class Standing(models.Model):
    """What a session must still agree with: see `portal/accounts/sessions.py`. An account without a row has `FIRST`.

    The database itself counts `epoch` up where an account is switched off or on (`portal/accounts/triggers.py`).
    """

    on_pages = "never"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="standing", db_constraint=True
    )
    #: A session of an earlier one is over.
    epoch = models.PositiveIntegerField(default=0, db_default=0)
    has_second_factor = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.epoch}"

    @classmethod
    def of(cls, user: AbstractBaseUser) -> Standing:
        """As stored now, or as new; costs no query where the user was loaded with it."""
        try:
            return user.standing
        except cls.DoesNotExist:
            return cls(user=user)

    @classmethod
    def turn_over(cls, user: AbstractBaseUser, **changed: bool) -> Standing:
        """Ends every session of the user, within the transaction of what is the reason for it."""
        cls.objects.get_or_create(user=user)
        cls.objects.filter(user=user).update(epoch=F("epoch") + 1, **changed)
        user.standing = cls.objects.get(user=user)
        return user.standing
