"""What all feeds have in common: they are asked for often, and answered only where something is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Enclosure, SyndicationFeed
from django.utils.html import escape

from interviews.feeds.entries import Entry
from interviews.kept import depend_on_all
from interviews.models import Interview
from interviews.numbers import whole_number
from interviews.views.documents import answer
from interviews.views.origin import origin_of

#: Entries of a page: what is new since a reader was last there, after a long holiday too.
PAGE_LENGTH = 50
#: Seconds for which anybody may keep an answer: what is withdrawn is out of all feeds then.
MAX_AGE = 600


@dataclass(frozen=True)
class Asked:
    """A feed as it was asked for: `of` is what it is about, `address` its own, without the page."""

    origin: str
    address: str
    of: Any = None
    page: int = 1
    entries: Sequence[Entry] = ()
    has_more: bool = False

    def address_of_page(self, number: int) -> str:
        if number == 1:
            return self.address
        return f"{self.address}{'&' if '?' in self.address else '?'}page={number}"

    @property
    def pages(self) -> dict[str, str]:
        """Where the older and the newer entries are (RFC 5005, 3); empty where these are all."""
        if self.page == 1 and not self.has_more:
            return {}
        numbers = {"first": 1, "previous": self.page - 1, "next": self.page + 1 if self.has_more else 0}
        return {relation: self.address_of_page(number) for relation, number in numbers.items() if number}


class FollowedFeed(Feed):
    """A table of answers: subclasses say what the feed is `about`, its title, link and entries."""

    PAGE_LENGTH = PAGE_LENGTH
    #: What of the query belongs to the feed's address.
    PARAMETERS: tuple[str, ...] = ()
    #: With what of a query its pages may be kept (`interviews/kept.py`); None: never.
    kept_parameters: frozenset[str] | None = frozenset({"page"})

    def __init__(self, form: type[SyndicationFeed]) -> None:
        self.feed_type = form

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        with translation.override(settings.LANGUAGE_CODE):
            try:
                asked = self.get_object(request, *args, **kwargs)
            except ObjectDoesNotExist as error:
                raise Http404 from error
            feed = self.get_feed(asked, request)
            text = feed.writeString("utf-8")
        changed = max(filter(None, [feed.latest_post_date(), self.changed_at(asked)]))
        response = answer(request, text, self.feed_type.MEDIA_TYPE, changed_at=changed)
        response["Cache-Control"] = f"public, max-age={MAX_AGE}"
        return response if self.kept_parameters is None else depend_on_all(response)

    def get_object(self, request: HttpRequest, **named: str) -> Asked:
        of = self.about(request, **named)
        origin, page = origin_of(request), whole_number(request.GET.get("page", "")) or 1
        address = origin + request.path
        if kept := {name: request.GET[name] for name in self.PARAMETERS if name in request.GET}:
            address = f"{address}?{urlencode(kept)}"
        entries = list(self.entries(Asked(origin, address, of, page)))
        return Asked(origin, address, of, page, entries[: self.PAGE_LENGTH], len(entries) > self.PAGE_LENGTH)

    def about(self, request: HttpRequest, **named: str) -> Any:
        """What the feed is about; raises ObjectDoesNotExist where the public may not see it."""
        return None

    def entries(self, asked: Asked) -> Sequence[Entry]:
        """Those of the page, and one more where there are more."""
        raise NotImplementedError

    def changed_at(self, asked: Asked) -> dt.datetime | None:
        """When anything was last published, changed or withdrawn, be it by the clock: what is gone leaves no date."""
        now = timezone.now()
        shown = Interview.objects.exclude(status__in=Interview.IN_THE_MAKING)
        moments = shown.aggregate(
            changed=Max("updated_at"),
            begun=Max("published_at", filter=Q(published_at__lte=now)),
            ended=Max("withdraws_at", filter=Q(withdraws_at__lte=now)),
        )
        return max(filter(None, moments.values()), default=None)

    # What Django's framework asks of the feed …

    def title(self, asked: Asked) -> str:
        return settings.SITE_NAME

    def description(self, asked: Asked) -> str:
        return self.title(asked)

    def subtitle(self, asked: Asked) -> str | None:
        said = self.description(asked)
        return said if said != self.title(asked) else None

    def link(self, asked: Asked) -> str:
        return asked.origin + reverse("interviews:home")

    def feed_url(self, asked: Asked) -> str:
        return asked.address_of_page(asked.page)

    def feed_guid(self, asked: Asked) -> str:
        return asked.address

    def author_name(self) -> str:
        return settings.SITE_NAME

    def author_link(self, asked: Asked) -> str:
        return asked.origin + reverse("interviews:home")

    def feed_extra_kwargs(self, asked: Asked) -> dict[str, Any]:
        return {"pages": asked.pages}

    # … and of each entry.

    def items(self, asked: Asked) -> Sequence[Entry]:
        return asked.entries

    def item_title(self, entry: Entry) -> str:
        return entry.title

    def item_description(self, entry: Entry) -> str | None:
        """As HTML: that is what readers take it for."""
        return escape(entry.summary) or None

    def item_link(self, entry: Entry) -> str:
        return entry.url

    def item_guid(self, entry: Entry) -> str:
        return entry.id

    #: A link may change with an address; the guid does not, and is none.
    item_guid_is_permalink = False

    def item_pubdate(self, entry: Entry) -> dt.datetime:
        return entry.published

    def item_updateddate(self, entry: Entry) -> dt.datetime:
        return entry.updated

    def item_categories(self, entry: Entry) -> Sequence[str]:
        return entry.tags

    def item_copyright(self, entry: Entry) -> str | None:
        return entry.rights or None

    def item_enclosures(self, entry: Entry) -> list[Enclosure]:
        return [entry.sound.enclosure] if entry.sound else []

    def item_extra_kwargs(self, entry: Entry) -> dict[str, Any]:
        return {"entry": entry}
