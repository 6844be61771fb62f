"""What is known of the links of documents, as the linter is told it."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.documents.document import InterviewDocument
from interviews.documents.linting import LinkState, Outside
from interviews.documents.linting.links import addresses_in
from interviews.editorial.models import CheckedLink

#: Addresses in one query: SQLite of old takes no more values.
AT_ONCE = 900


def known_of(documents: Iterable[InterviewDocument]) -> Outside:
    """In one query, as long as there are not more than some hundred links; none where there is no link."""
    urls = list(dict.fromkeys(url for document in documents for url, _place in addresses_in(document)))
    links = {}
    for place in range(0, len(urls), AT_ONCE):
        for row in CheckedLink.objects.of(urls[place : place + AT_ONCE]):
            links[row.url] = LinkState(dead=row.is_dead, ranges=row.accepts_ranges)
    return Outside(links)
