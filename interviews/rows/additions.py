"""What an import adds beside the document's own words, as an editor would: tags, and a series."""

from __future__ import annotations

from collections.abc import Sequence

from interviews.models import Interview, Series


def add_to(interview: Interview, tags: Sequence[str], series: str) -> bool:
    """Adds the tags that are missing, and sets the series. Whether anything changed."""
    changed = False
    if tags:
        has = {name.casefold() for name in interview.tags.values_list("name", flat=True)}
        missing = [name for name in tags if name.casefold() not in has]
        interview.tags.add(*missing)
        changed = bool(missing)
    if series and (interview.series is None or interview.series.title != series):
        interview.series = Series.objects.get_or_create(title=series)[0]
        interview.save(update_fields=["series", "updated_at"])
        changed = True
    return changed
