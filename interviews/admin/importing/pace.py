"""How far long work is, in an editor's words: “340 of 2,000, 210 a second, about 8 s left”."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext

from interviews.progress import Pace


def pace_in_words(pace: Pace) -> str:
    """The count, and of the rest what can be told."""
    if not pace.count and pace.total is None:
        return ""
    count = _number(pace.count)
    if pace.total is not None:
        count = gettext("%(count)s of %(total)s") % {"count": count, "total": _number(pace.total)}
    return ", ".join(filter(None, (count, _rate(pace.rate), _left(pace.left))))


def _rate(rate: float | None) -> str:
    if rate is None:
        return ""
    if rate >= 1:
        return gettext("%(rate)s a second") % {"rate": _number(rate)}
    return gettext("%(rate)s a minute") % {"rate": _number(rate * 60)}


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        span = gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    elif minutes:
        span = gettext("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
    else:
        span = gettext("%(seconds)d s") % {"seconds": rest}
    return gettext("about %(span)s left") % {"span": span}


def _number(number: float) -> str:
    return number_format(round(number), use_l10n=True, force_grouping=True)
