"""Akismet's opinion of a comment, where a site has a key for it. It gets what it needs for that, and the address."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

from interviews.comments.models import Comment
from interviews.comments.network import address_of
from interviews.lasting import lasting_address

if TYPE_CHECKING:
    import akismet

log = logging.getLogger(__name__)


def opinion(comment: Comment, request: HttpRequest, body: str | None = None) -> str:
    """'ham', 'spam' or 'down'; empty where nobody is asked: no key, or one who signed in.

    `body`: other words than its own, where these are meant.
    """
    if not settings.AKISMET_KEY or comment.voice:
        return ""
    # It brings a whole HTTP client, which a site without a key never needs: a tenth of a second of each start.
    import akismet
    import httpx

    try:
        found = client().comment_check(
            user_ip=address_of(request) or "127.0.0.1",
            comment_type="reply" if comment.parent else "comment",
            comment_author=comment.name,
            comment_author_email=comment.email,
            comment_author_url=comment.url,
            comment_content=comment.body if body is None else body,
            user_agent=request.headers.get("User-Agent", "")[:500],
            permalink=f"{settings.SITE_URL}{lasting_address(comment.interview)}",
            blog_lang=comment.interview.language,
        )
    except (akismet.AkismetError, httpx.HTTPError, ValueError) as error:
        # Never shown for that, never lost: it waits for an editor.
        log.warning("Akismet gave no answer: %s", type(error).__name__)
        return "down"
    return "spam" if found else "ham"


def client() -> akismet.SyncClient:
    """Its own time limit is one second."""
    import akismet

    return akismet.SyncClient(config=akismet.Config(key=settings.AKISMET_KEY, url=settings.SITE_URL))
