"""Tags that are offered while an editor types one."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.text import slugify

from interviews.admin.named import names_seen
from interviews.models import Tag, TagSynonym

OFFERED = 8
#: Names that are compared, of those that hold what was typed.
COMPARED = 200
#: Of a name that is being typed.
LONGEST = 100


class OfferedTags(admin.ModelAdmin):
    """`GET tag/names/?q=` answers with `names`: each a tag's `name`, and the `synonym` by which it was found."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.names_view)
        return [path("names/", view, name="interviews_tag_names"), *super().get_urls()]

    def names_view(self, request: HttpRequest) -> JsonResponse:
        allowed = ("view_tag", "change_interview", "add_interview", "change_own_interview")
        if not any(request.user.has_perm(f"interviews.{name}") for name in allowed):
            raise PermissionDenied
        typed = request.GET.get("q", "").strip()[:LONGEST]
        seen = names_seen(request, Tag.objects.all())
        names = [{"name": name, "synonym": synonym} for name, synonym in offered(typed, seen)] if typed else []
        return JsonResponse({"names": names})


def offered(typed: str, tags: QuerySet) -> list[tuple[str, str]]:
    """Names of `tags` that hold what was typed, or have a synonym that does; those that begin so come first.

    In two queries."""
    stem = slugify(typed)  # SQLite knows no case but that of ASCII; a slug has no other
    spelt = Q(name__icontains=typed) | Q(slug__contains=stem) if stem else Q(name__icontains=typed)
    found = dict.fromkeys(tags.filter(spelt).values_list("name", flat=True)[:COMPARED], "")
    synonyms = TagSynonym.objects.filter(Q(name__icontains=typed) | Q(key__contains=typed.casefold()))
    for synonym, name in synonyms.filter(tag__in=tags).values_list("name", "tag__name")[:COMPARED]:
        found.setdefault(name, synonym)

    def place(pair: tuple[str, str]) -> tuple[bool, int, str]:
        name, synonym = pair
        begins = any(
            slugify(word).startswith(stem) if stem else word.startswith(typed) for word in (name, synonym) if word
        )
        return not begins, len(name), name.casefold()

    return sorted(found.items(), key=place)[:OFFERED]
