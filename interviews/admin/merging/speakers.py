"""People who are one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.merging.pages import Fact, Merging, fact, former_addresses, other_facts
from interviews.models import Appearance, Bio, Speaker
from interviews.store.merging import meetings, merge_speakers

_KNOWN = {"interviews.Appearance", "interviews.Bio", "interviews.FormerSlug", "interviews.SpeakerAlias"}


class SpeakerMerging(Merging):
    merge_lead = _(
        "One person stays, with the own name, address and website. All that hangs on the others moves there, "
        "their addresses lead there, and a document that gives their name means the one who stays. In each interview "
        "people go on to be credited as they were."
    )

    def facts(self, row: Speaker) -> list[Fact]:
        heard = Appearance.objects.filter(speaker=row).select_related("interview", "speaker").newest_first()
        bios = Bio.objects.filter(speaker=row).defer("html")
        portraits = bios.exclude(portrait="")
        return [
            fact(_("appearances"), heard, _line, _address),
            fact(_("biographies"), bios),
            fact(_("portraits"), portraits, lambda bio: bio.portrait_alt or gettext("without words")),
            fact(_("other names"), row.aliases.all()),
            former_addresses(row),
            *other_facts(row, _KNOWN),
        ]

    def stays_first(self, rows: Sequence[Speaker]) -> int:
        """Who was heard most; of several the one who is here longest."""
        return min(rows, key=lambda row: (-row.appearances.count(), row.pk)).pk

    def conflicts(self, rows: Sequence[Speaker]) -> list[str]:
        message = gettext(
            "In “%(title)s” there are %(names)s, each as %(role)s. One line stays, that of who stays; what "
            "is empty there is filled from the other, and whose answers these are is kept."
        )
        return [
            message
            % {
                "title": lines[0].interview.title,
                "names": ", ".join(f"“{line.credited_name}”" for line in lines),
                "role": lines[0].get_role_display(),
            }
            for lines in meetings(rows)
        ]

    def in_question(self, rows: Sequence[Speaker]) -> list[str]:
        websites = sorted({row.website for row in rows if row.website})
        if len(websites) < 2:
            return []
        message = gettext("They have different websites (%(websites)s): are they one person? Only one of them is kept.")
        return [message % {"websites": ", ".join(websites)}]

    def alike(self, rows: Sequence[Speaker]) -> QuerySet:
        """Those of the same last name."""
        last = rows[0].name_key.rpartition(" ")[2]
        return Speaker.objects.filter(name_key__endswith=last).order_by("sort_name", "pk")

    def merge(self, stays: Speaker, others: Sequence[Speaker]) -> None:
        merge_speakers(stays, others)


def _line(row: Appearance) -> str:
    credited = gettext(", credited as %(name)s") % {"name": row.name} if row.name else ""
    return f"{row.interview.title} ({row.get_role_display()}){credited}"


def _address(row: Appearance) -> str:
    return reverse("admin:interviews_interview_change", args=[row.interview_id])
