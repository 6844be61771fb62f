"""What search engines are told there is (https://www.sitemaps.org): every page of which the public may know, in each
language, when it last changed, and the portraits on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import override

from interviews.models import Appearance, Interview, Series, Speaker, Tag
from interviews.structured_data import portrait_address

#: Things in one file. Each is told once for every language: at some 700 bytes, far below the 50,000 and the 50 MB.
IN_ONE_FILE = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in one language, with its versions by language code."""

    location: str
    versions: dict[str, str]
    lastmod: Any = None
    images: tuple[str, ...] = ()


class Pages(Sitemap):
    """One section. `rows` gives them in an order in which those that are new come last: files that are full stay."""

    limit = IN_ONE_FILE

    def rows(self) -> QuerySet | list[str]:
        raise NotImplementedError

    def items(self) -> Any:
        return self.rows()

    def entries(self, page: int, origin: str) -> Iterator[Entry]:
        """Those of one file. Raises EmptyPage."""
        for row in self.paginator.page(page).object_list:
            versions = {}
            for code, _name in settings.LANGUAGES:
                with override(code):
                    versions[code] = origin + self.location(row)
            changed, images = self.changed(row), tuple(self.images(row, origin))
            yield from (Entry(address, versions, changed, images) for address in versions.values())

    def changed(self, row: Any) -> Any:
        return getattr(row, "changed_at", None)

    def images(self, row: Any, origin: str) -> Iterable[str]:
        return ()


class Interviews(Pages):
    def rows(self) -> QuerySet:
        return Interview.objects.published().with_people().order_by("pk")

    def changed(self, row: Interview) -> Any:
        return max(row.updated_at, row.published_at)

    def images(self, row: Interview, origin: str) -> Iterable[str]:
        return dict.fromkeys(filter(None, (portrait_address(guest.bio, origin) for guest in row.guests)))


class Speakers(Pages):
    def rows(self) -> QuerySet:
        heard = Appearance.objects.published().filter(speaker=OuterRef("pk"))
        return Speaker.objects.published().annotate(changed_at=_newest(heard, "speaker", "interview__updated_at"))

    def items(self) -> QuerySet:
        return self.rows().order_by("pk")


class SeriesPages(Pages):
    def rows(self) -> QuerySet:
        within = Interview.objects.published().filter(series=OuterRef("pk"))
        return Series.objects.published().annotate(changed_at=_newest(within, "series", "updated_at")).order_by("pk")


class Tags(Pages):
    """Topics and questions. When they last changed would have to be asked of all that they stand on: it is not said."""

    def rows(self) -> QuerySet:
        return Tag.objects.published().order_by("pk")


class Lists(Pages):
    """Pages that show no single thing."""

    def rows(self) -> list[str]:
        kept = {"speakers": Speaker, "tags": Tag.objects.topics(), "questions": Tag.objects.questions()}
        shown = [name for name, rows in kept.items() if getattr(rows, "objects", rows).published().exists()]
        return ["home", "interviews", *shown]

    def location(self, item: str) -> str:
        return reverse(f"interviews:{item}")


def _newest(rows: QuerySet, of: str, column: str) -> Subquery:
    return Subquery(rows.order_by().values(of).annotate(newest=Max(column)).values("newest"))


#: By their names in addresses: `/sitemap-interviews.xml`, `/sitemap-interviews-2.xml`.
SECTIONS: dict[str, type[Pages]] = {
    "lists": Lists,
    "interviews": Interviews,
    "speakers": Speakers,
    "series": SeriesPages,
    "tags": Tags,
}
