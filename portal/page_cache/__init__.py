"""Whole pages, kept in front of Django, and never longer than they stand: docs/decisions/0019-page-cache.md."""

from portal.page_cache.application import PageCache

__all__ = ["PageCache"]
