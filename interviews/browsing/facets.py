"""What a list of interviews could be narrowed by further, with counts.

A facet's counts are taken under the choices of all the others: beside a value stands how many interviews it adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from django.db.models import Count, Exists, Model, OuterRef, Q
from django.utils.translation import get_language_info, gettext, gettext_lazy

from interviews.browsing.archive import DATED, Part
from interviews.browsing.choices import FACETS, NO, YES, Choices
from interviews.browsing.counting import EACH, by_value, counted, most_frequent
from interviews.browsing.narrowing import narrowed, people_of
from interviews.facets import Facet, Value
from interviews.models import Appearance, Interview, Recording, Series, Speaker, Tag, TagOfInterview
from interviews.models.former_slug import now_at
from interviews.numbers import whole_number

#: Values of a facet that are told.
MOST = 40

SORT_LABELS = {
    "newest": gettext_lazy("Newest"),
    "oldest": gettext_lazy("Oldest"),
    "discussed": gettext_lazy("Most discussed"),
    "longest": gettext_lazy("Longest"),
}
#: What is chosen of these is said of one appearance: she, as a guest.
_PEOPLE = ("speaker", "role")
_NAMED: dict[str, tuple[type[Model], str]] = {
    "speaker": (Speaker, "name"),
    "tag": (Tag, "name"),
    "series": (Series, "title"),
}


def moved(choices: Choices, facets: Iterable[Facet]) -> Choices:
    """The choices with slugs of today, where one that finds nothing is a former one; a topic's synonyms too."""
    for value in (value for facet in facets for value in facet.chosen if facet.name in _NAMED and not value.count):
        now = now_at(_NAMED[value.facet][0], value.value)
        if now is not None and now.slug != value.value:
            choices = choices.removing(value.facet, value.value).adding(value.facet, now.slug)
    return choices


# --- counting -------------------------------------------------------------------------------------------------


def facets_of(choices: Choices) -> list[Facet]:
    """Those of which there is a choice, in the order of `FACETS`; in at most 18 queries, whatever was chosen."""
    return [facet for name in FACETS if (facet := facet_of(name, choices)).chosen or len(facet.values) > 1]


def facet_of(name: str, choices: Choices) -> Facet:
    found = _COUNTING[name](choices)
    for nothing in (None, ""):
        del found[nothing]
    counts = +found
    chosen = choices.of(name)
    if name in _NAMED:
        return Facet(name, [_value(name, *told, choices) for told in _named(name, counts, chosen)])
    values = dict(most_frequent(counts, MOST, str))
    told = {str(value): count for value, count in values.items()}
    told |= {value: counts.get(value, counts.get(whole_number(value), 0)) for value in chosen if value not in told}
    return Facet(name, [_value(name, value, _label(name, value), count, choices) for value, count in told.items()])


def _named(name: str, counts: Counter[int], chosen: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Rows that have a name of their own. One that is hidden, or not there, is called what the address calls it."""
    model, column = _NAMED[name]
    most = most_frequent(counts, MOST, int)
    known = {pk: row for pk, *row in model.objects.filter(pk__in=dict(most)).values_list("pk", "slug", column)}
    told = {known[pk][0]: (known[pk][1], count) for pk, count in most if pk in known}
    if missing := [slug for slug in chosen if slug not in told]:
        shown = model.objects.published().filter(slug__in=missing).values_list("pk", "slug", column)
        told |= {slug: (slug, 0) for slug in missing}
        told |= {slug: (label, counts[pk]) for pk, slug, label in shown}
    return [(slug, label, count) for slug, (label, count) in told.items()]


def _value(name: str, value: str, label: str, count: int, choices: Choices) -> Value:
    is_chosen = value in choices.of(name)
    turned = choices.removing(name, value) if is_chosen else choices.adding(name, value)
    return Value(name, value, label, count, is_chosen, turned.address())


def _label(name: str, value: str) -> str:
    if name == "role":
        return str(dict(Appearance.Role.choices).get(value, value)).capitalize()
    if name == "audio":
        return gettext("With a recording") if value == YES else gettext("Without a recording")
    return language_name(value) if name == "language" else value


def language_name(code: str) -> str:
    """``French`` of ``fr``, ``French (fr-CA)`` of ``fr-CA``; the code where Django knows no name."""
    try:
        name = get_language_info(code)["name_translated"]
    except KeyError:
        return code
    name = name[:1].upper() + name[1:]
    return name if "-" not in code else f"{name} ({code})"


def _count_people(column: str) -> Callable[[Choices], Counter]:
    def count(choices: Choices) -> Counter:
        rows = people_of(choices.without(column))
        rest = choices.without(*_PEOPLE)
        rows = Appearance.objects.all() if rows is None else rows
        return counted(rows, column, narrowed(rest) if rest else None, once=True)

    return count


def _count_tags(choices: Choices) -> Counter:
    rest = choices.without("tag")
    counts = counted(TagOfInterview.objects.all(), "tag", narrowed(rest) if rest else None)
    for question in Tag.objects.questions().values_list("pk", flat=True):
        del counts[question]
    return counts


def _count_column(facet: str, column: str = "") -> Callable[[Choices], Counter]:
    def count(choices: Choices) -> Counter:
        rows = narrowed(choices.without(facet))
        return by_value(rows, column or facet, EACH)

    return count


def _count_years(choices: Choices) -> Counter:
    rows = narrowed(choices.without("year")).annotate(year=Part(DATED, part="year"))
    return by_value(rows, "year", EACH)


def _count_sound(choices: Choices) -> Counter:
    rest = choices.without("audio")
    rows = narrowed(rest)
    if rest:
        heard = Q(Exists(Recording.objects.playable().filter(interview=OuterRef("pk"))))
        told = rows.aggregate(all=EACH, heard=Count("pk", filter=heard))
    else:  # all that can be heard, but for the few that are hidden
        hidden = Q(interview__in=Interview.objects.hidden().values("pk"))
        every, not_shown = Count("interview", distinct=True), Count("interview", distinct=True, filter=hidden)
        told = Recording.objects.playable().aggregate(every=every, not_shown=not_shown)
        told = {"all": rows.count(), "heard": told["every"] - told["not_shown"]}
    return Counter({YES: told["heard"], NO: told["all"] - told["heard"]})


_COUNTING: dict[str, Callable[[Choices], Counter]] = {
    "speaker": _count_people("speaker"),
    "role": _count_people("role"),
    "tag": _count_tags,
    "series": _count_column("series"),
    "organisation": _count_column("organisation"),
    "year": _count_years,
    "language": _count_column("language"),
    "audio": _count_sound,
}
