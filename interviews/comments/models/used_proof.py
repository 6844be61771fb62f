from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UsedProof(models.Model):
    """A piece of work that was handed in: nobody hands it in twice."""

    on_pages = "never"

    signature = models.CharField(max_length=128, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proof of work")
        verbose_name_plural = _("proofs of work")

    def __str__(self) -> str:
        return self.signature
