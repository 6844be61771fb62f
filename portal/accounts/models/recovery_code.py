from __future__ import annotations

import secrets
import unicodedata

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser
from django.db import models

HOW_MANY = 10
#: Letters and digits that are not taken for one another: 31 of them, a little under five bits each.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LETTERS = 4, 4


class RecoveryCode(models.Model):
    """A code for who has lost the phone, good for once.

    By its first group it is found, so that one hash is made for a try and not ten; the other three (59 bits) are
    stored as passwords are (OWASP ASVS 5, 6.5.2). django-otp's own static tokens are stored as they are typed.
    """

    on_pages = "never"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    begins = models.CharField(max_length=4)
    rest = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "begins"], name="recovery_code_begins_once")]

    def __str__(self) -> str:
        return f"{self.begins}-…"

    @classmethod
    def made(cls, user: AbstractBaseUser) -> tuple[list[str], list[RecoveryCode]]:
        """Ten new ones, and the rows of them, which are not stored yet: to hash them takes a second or more."""
        begins: set[str] = set()
        while len(begins) < HOW_MANY:
            begins.add(_group())
        codes = ["-".join([first, *(_group() for _ in range(_GROUPS - 1))]) for first in sorted(begins)]
        return codes, [cls(user=user, begins=code[:4], rest=make_password(_bare(code)[4:])) for code in codes]

    @classmethod
    def put(cls, user: AbstractBaseUser, rows: list[RecoveryCode]) -> None:
        """Stores them; those before are worth nothing. Within a transaction."""
        cls.objects.filter(user=user).delete()
        cls.objects.bulk_create(rows)

    @classmethod
    def use(cls, user: AbstractBaseUser, typed: str) -> bool:
        """Whether that was one of the user's; it is none any more. Within a transaction."""
        bare = _bare(typed)
        row = cls.objects.select_for_update().filter(user=user, begins=bare[:4]).first()
        if row is None or not check_password(bare[4:], row.rest):
            return False
        row.delete()
        return True


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))


def _bare(typed: str) -> str:
    """As it was made, however it was typed: in capitals, with spaces or without."""
    text = unicodedata.normalize("NFKC", typed).lower()
    return "".join(letter for letter in text if letter in ALPHABET)
