"""Addresses that people can read: words of a name, numbered where two would be the same."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.text import slugify

LONGEST = 80  # an address is read aloud and printed


def free_slug(rows: QuerySet, text: str, otherwise: str) -> str:
    """A slug for `text` that no other of `rows` has: ``ola-berg``, then ``ola-berg-2``.

    `otherwise` serves names of which no Latin letter is left.
    """
    stem = slugify(text)[:LONGEST].strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
