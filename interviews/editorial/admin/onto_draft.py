"""A form that was opened on the published page, sent in for the draft beside it: each row is the draft's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.http import QueryDict

from interviews.models import Appearance, Interview, Recording, Segment
from interviews.store.version import version_of

#: What tells that a row of the draft is the same as one of the page, by the prefix of its form.
_SAME: Mapping[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "appearances": (Appearance, ("speaker", "role")),
    "recordings": (Recording, ("file", "url")),
    "segments": (Segment, ("uid",)),
}


def onto_draft(sent: QueryDict, live: Interview, draft: Interview, *, is_new: bool) -> QueryDict:
    """The same fields, naming the rows of the draft. Where the draft is new, it says what the form was opened on."""
    rows = {prefix: _pairs(model, same, live, draft) for prefix, (model, same) in _SAME.items()}
    translated = sent.copy()
    for name in sent:
        prefix, _number, field = [*name.split("-", 2), "", ""][:3]
        known = rows.get(prefix, {})
        if field == "interview" and prefix in rows:
            translated[name] = str(draft.pk)
        elif field == "id":
            translated[name] = known.get(sent[name], sent[name])
        elif prefix == "segments" and field == "answered_by":
            translated[name] = rows["appearances"].get(sent[name], sent[name])
    if is_new and sent.get("version") == version_of(live):
        translated["version"] = version_of(draft)
    return translated


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
