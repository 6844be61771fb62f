"""What an import adds beside the document's own words, as an editor would: tags, and a series."""

from __future__ import annotations

from collections.abc import Sequence

from interviews.models import Interview, Series
from interviews.rows.fitting import write_tags
from interviews.rows.traces import Traces


def lacks(interview: Interview, tags: Sequence[str], series: str) -> bool:
    """Whether one of the tags is missing, or the interview stands in another series."""
    if _stands_elsewhere(interview, series):
        return True
    return bool(tags) and not {name.casefold() for name in tags} <= {name.casefold() for name in _tags_of(interview)}


def add_to(interview: Interview, tags: Sequence[str], series: str, traces: Traces) -> None:
    """Adds the tags that are missing, and sets the series. Raises DocumentError where a tag does not fit."""
    if tags:
        traces.made(write_tags({interview.pk: [*_tags_of(interview), *tags]}, Interview))
    if _stands_elsewhere(interview, series):
        interview.series = series_titled(series, traces)
        interview.save(update_fields=["series", "updated_at"])


def series_titled(title: str, traces: Traces) -> Series:
    """The series of that title, made where there is none."""
    series, is_new = Series.objects.get_or_create(title=title)
    traces.made([series] if is_new else [])
    return series


def _stands_elsewhere(interview: Interview, series: str) -> bool:
    return bool(series) and (interview.series is None or interview.series.title != series)


def _tags_of(interview: Interview) -> list[str]:
    return list(interview.tags.values_list("name", flat=True))
