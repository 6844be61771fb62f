"""Addresses that people can read: words of a name, numbered where two would be the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.text import slugify

#: What an address may be that a person wrote.
SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)
LONGEST = 80  # an address is read aloud and printed


def free_slug(rows: QuerySet, text: str, otherwise: str) -> str:
    """A slug for `text` that no other of `rows` has, or had: ``ola-berg``, then ``ola-berg-2``.

    `otherwise` serves names of which no Latin letter is left.
    """
    return free_slugs(rows, [text], otherwise)[0]


def free_slugs(rows: QuerySet, texts: Sequence[str], otherwise: str, wanted: Sequence[str] = ()) -> list[str]:
    """A slug for each text that no other of `rows` has, or had, nor another of the texts.

    Those `wanted` (one for each text, perhaps empty) are taken to the letter where they are slugs, and free.
    """
    wanted = [slug if SLUG.fullmatch(slug) else "" for slug in wanted or [""] * len(texts)]
    stems = [slugify(slug or text)[:LONGEST].strip("-") or otherwise for slug, text in zip(wanted, texts, strict=True)]
    taken = _taken(rows, slug__in={*stems, *wanted})
    numbered: set[str] = set()  # stems whose numbered slugs are known too
    slugs = []
    for stem, whole in zip(stems, wanted, strict=True):
        slug = whole or stem
        if slug in taken and stem not in taken:
            slug = stem
        elif slug in taken:
            if stem not in numbered:
                taken |= _taken(rows, slug__startswith=f"{stem}-")
                numbered.add(stem)
            number = 2
            while (slug := f"{stem}-{number}") in taken:
                number += 1
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _taken(rows: QuerySet, **these: object) -> set[str]:
    """Those of `these` slugs that lead to one of the rows, now or as a former address; in one query."""
    from interviews.models.former_slug import FormerSlug

    now = rows.filter(**these).order_by().values_list("slug", flat=True)
    former = FormerSlug.objects.of(rows.model).filter(**these).order_by().values_list("slug", flat=True)
    return set(now.union(former, all=True).order_by())
