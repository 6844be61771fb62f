from __future__ import annotations

import datetime as dt
import json

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.editorial.merging.page import Page, Row
from interviews.models import Interview


class OpenedStateQuerySet(models.QuerySet):
    def page(self, interview: int, version: dt.datetime | None) -> Page | None:
        """What forms said that were opened at this version; None where nobody opened one."""
        row = self.filter(interview=interview, version=version).first() if version else None
        return row.page if row else None

    def keep(self, interview: int, version: dt.datetime, page: Page, breadth: int) -> None:
        """For whoever saves a form of this version when there is a newer one.

        Only where the interview is in this version still: what was read over the time of a save is no state.
        """
        current = Interview.objects.filter(pk=interview).values_list("updated_at", flat=True).first()
        if current == version:
            told = {"text": _written(page), "breadth": breadth, "opened_at": timezone.now()}
            self.update_or_create(interview_id=interview, version=version, defaults=told)

    def carry(self, page: Page | None, interview: int, version: dt.datetime) -> None:
        """What the form of the published page said stands for the draft beside it too, where nothing does yet."""
        if page is not None:
            told = {"text": _written(page), "breadth": len(page.fields)}
            self.get_or_create(interview_id=interview, version=version, defaults=told)


class OpenedState(models.Model):
    """What the form of an interview said in one of its versions: what two editors have in common.

    Kept when the first one opens that version. Who may change less sees fewer fields: `breadth` counts them, and the
    widest form is kept.
    """

    on_pages = "never"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", verbose_name=_("interview"))
    version = models.DateTimeField(_("version"))
    text = models.TextField(_("form"))
    breadth = models.PositiveIntegerField(_("fields"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    objects = OpenedStateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("opened state")
        verbose_name_plural = _("opened states")
        constraints = [
            models.UniqueConstraint(fields=["interview", "version"], name="opened_state_once_in_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.version.isoformat()}"

    @property
    def page(self) -> Page:
        told = json.loads(self.text)
        lists = {name: tuple(Row(key, values) for key, values in rows) for name, rows in told["lists"].items()}
        return Page(told["fields"], lists)


def _written(page: Page) -> str:
    lists = {name: [[row.key, dict(row.values)] for row in rows] for name, rows in page.lists.items()}
    return json.dumps({"fields": dict(page.fields), "lists": lists}, ensure_ascii=False)
