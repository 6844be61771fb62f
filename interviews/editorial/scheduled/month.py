"""A month as weeks of days. PURE"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
#: Python counts from Monday, Django's formats from Sunday.
_MONDAY_IN_PYTHON = 6


@dataclass(frozen=True, slots=True)
class Month:
    """Of a year from 1900 to 2999: whatever is scheduled lies there."""

    year: int
    number: int

    @classmethod
    def written(cls, text: str) -> Month | None:
        """``2026-12``; None where the text is no month."""
        found = _WRITTEN.fullmatch(text)
        return cls._of(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def _of(cls, year: int, number: int) -> Month | None:
        return cls(year, number) if 1900 <= year < 3000 and 1 <= number <= 12 else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def after(self) -> dt.date:
        """The first day of the month that follows."""
        return dt.date(self.year + self.number // 12, self.number % 12 + 1, 1)

    @property
    def next(self) -> Month | None:
        return self._of(self.after.year, self.after.month)

    @property
    def previous(self) -> Month | None:
        last = self.first - dt.timedelta(days=1)
        return self._of(last.year, last.month)

    def weeks(self, first_weekday: int) -> list[list[dt.date]]:
        """Whole weeks, with the days of other months at both ends; `first_weekday` is 0 for Sunday, 1 for Monday."""
        laid_out = calendar.Calendar((first_weekday + _MONDAY_IN_PYTHON) % 7)
        return laid_out.monthdatescalendar(self.year, self.number)
