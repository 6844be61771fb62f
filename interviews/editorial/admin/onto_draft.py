"""A form that was opened on the published page, sent in for the draft beside it: each row is the draft's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import models
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from interviews.editorial.merging.page import Page
from interviews.editorial.models import OpenedState
from interviews.models import Appearance, Interview, Recording, Segment
from interviews.store.version import version_of

#: What tells that a row of the draft is the same as one of the page, by the prefix of its form.
_SAME: Mapping[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "appearances": (Appearance, ("speaker", "role")),
    "recordings": (Recording, ("file", "url")),
    "segments": (Segment, ("uid",)),
}


def onto_draft(sent: QueryDict, live: Interview, draft: Interview, *, is_new: bool) -> QueryDict:
    """The same fields, naming the rows of the draft. Where the draft is new, it says what the form was opened on.

    What a form of the page said in the version that was sent is carried over too, to be compared with.
    """
    rows = {prefix: _pairs(model, same, live, draft) for prefix, (model, same) in _SAME.items()}
    translated = sent.copy()
    for name in sent:
        prefix, _number, field = [*name.split("-", 2), "", ""][:3]
        if prefix not in rows:
            continue  # what is sent several times, such as what is to be decided, stays so
        if field == "interview":
            translated[name] = str(draft.pk)
        else:
            translated[name] = _of_draft(prefix, field, sent[name], rows)
    version = sent.get("version", "")
    if is_new and version == version_of(live):
        translated["version"] = version_of(draft)
    elif opened_at := parse_datetime(version):
        page = OpenedState.objects.page(live.pk, opened_at)
        OpenedState.objects.carry(_page_of_draft(page, rows) if page else None, draft.pk, opened_at)
    return translated


def _of_draft(prefix: str, field: str, value: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """A value that names a row of the page, naming that of the draft; any other as it is."""
    if field == "id":
        return rows.get(prefix, {}).get(value, value)
    if prefix == "segments" and field == "answered_by":
        return rows["appearances"].get(value, value)
    return value


def _page_of_draft(page: Page, rows: Mapping[str, Mapping[str, str]]) -> Page:
    lists = {
        prefix: tuple(
            replace(
                row,
                key=rows.get(prefix, {}).get(row.key, row.key) if row.key == row.values.get("id") else row.key,
                values={name: _of_draft(prefix, name, value, rows) for name, value in row.values.items()},
            )
            for row in listed
        )
        for prefix, listed in page.lists.items()
    }
    return replace(page, lists=lists)


def _pairs(model: type[models.Model], same: tuple[str, ...], live: Interview, draft: Interview) -> dict[str, str]:
    """The key of the draft's row by the key of the page's."""
    theirs: dict[tuple, list[int]] = {}
    for pk, *told in _rows(model, same, draft):
        theirs.setdefault(tuple(told), []).append(pk)
    pairs = {}
    for pk, *told in _rows(model, same, live):
        if waiting := theirs.get(tuple(told)):
            pairs[str(pk)] = str(waiting.pop(0))
    return pairs


def _rows(model: type[models.Model], same: tuple[str, ...], interview: Interview) -> Iterable[tuple]:
    return model._base_manager.filter(interview=interview).order_by("position", "pk").values_list("pk", *same)
