"""What can be found: a row for each thing that a search may lead to, with its words as the index knows them.

Entries follow from other rows and are written by `interviews.search.index` alone. Each belongs to an interview, and
goes with it; whether the public may find it is asked of the interview when somebody searches.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview
from interviews.models.segment import Segment
from interviews.models.speaker import Bio


class SearchEntry(models.Model):
    """The words are folded (`interviews.search.words`); newer interviews have higher keys.

    Both databases keep an index over the five columns of words that Django does not know of: see the migrations
    (0005, 0009). SQLite's index is kept by triggers of this table, which altering it by a migration would drop: make
    them again there.
    """

    on_pages = "never"

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        SEGMENT = "segment", _("segment")
        BIO = "bio", _("biography")
        COMMENT = "comment", _("comment")

    # Hidden from the other models: an undo of an import, and who asks what hangs on a row, are not to see entries.
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+")
    segment = models.ForeignKey(Segment, models.CASCADE, null=True, related_name="+", db_index=False)
    bio = models.ForeignKey(Bio, models.CASCADE, null=True, related_name="+", db_index=False)
    #: Of a thing that an upper floor keeps: its primary key there.
    other = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=Kind)

    heading = models.TextField(blank=True)
    tags = models.TextField(blank=True)
    people = models.TextField(blank=True)
    body = models.TextField(blank=True)
    #: Words that nobody can type: the kind and the year (see `interviews.search.entries`).
    facts = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(kind="interview"), name="search_entry_of_interview"
            ),
            models.UniqueConstraint(
                fields=["segment"], condition=models.Q(segment__isnull=False), name="search_entry_of_segment"
            ),
            models.UniqueConstraint(
                fields=["bio", "interview"], condition=models.Q(bio__isnull=False), name="search_entry_of_bio"
            ),
            models.UniqueConstraint(
                fields=["kind", "other"], condition=models.Q(other__isnull=False), name="search_entry_of_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.heading[:60]}"
