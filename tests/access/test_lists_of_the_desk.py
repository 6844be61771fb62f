"""No parameter of a list of the desk, whatever stands in it, is a failure of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.editorial.doors.site import Site
from tests.factories import make_editor

pytestmark = pytest.mark.django_db

#: No database holds such a number as a key, a year, a day, or a moment.
HUGE = ["9" * 15, "9" * 20, "9" * 400, "9" * 5000, "-" + "9" * 30, "0x7f", "1e999", "2_0", "²", "NaN", "inf"]
STRANGE = [
    *HUGE,
    "",
    "0",
    "-1",
    "10000",
    "\0",
    "a\0b",
    "\ud7ff",
    "%",
    "'",
    '"',
    "true",
    "[]",
    "{}",
    "None",
    "9999-99-99",
    "x" * 3000,
]
LOOKUPS = [
    "",
    "__exact",
    "__in",
    "__gt",
    "__isnull",
    "__year",
    "__month",
    "__day",
    "__date",
    "__week",
    "__contains",
    "__regex",
    "__nowhere",
]
#: What Django's lists know beside the filters.
OWN = ["q", "o", "p", "all", "e", "_popup", "_to_field", "_facets", "_changelist_filters"]


def lists() -> list[str]:
    return sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


def parameters(desk: ModelAdmin) -> Iterator[str]:
    names = {*OWN, *(field.name for field in desk.model._meta.get_fields())}
    for one in desk.list_filter:
        kind = one[0] if isinstance(one, tuple) else one
        name = kind if isinstance(kind, str) else kind.parameter_name
        names |= {name, *(f"{name}{lookup}" for lookup in LOOKUPS), f"{name}__id__exact", f"{name}__isempty"}
    if desk.date_hierarchy:
        names |= {f"{desk.date_hierarchy}{lookup}" for lookup in LOOKUPS}
    yield from sorted(names)


def failures(client: Client, address: str, asked: list[dict[str, Any]]) -> list[str]:
    found = []
    for one in asked:
        with transaction.atomic():
            response = client.get(address, one)
            if response.status_code >= 500:
                found.append(f"{response.status_code} {urlencode(one)[:200]}")
            transaction.set_rollback(True)
    return found


def superuser() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_editor("all-of-it"))
    return client


@pytest.mark.parametrize("name", lists())
def test_a_number_that_no_database_holds_is_no_failure(name: str, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    desk = next(one for one in admin.site._registry.values() if name == f"{one.opts.app_label}_{one.opts.model_name}")
    known = [*parameters(desk)]
    known = known if len(known) < 60 else [name for name in known if "__" in name]
    asked = [{name: HUGE[number % len(HUGE)]} for number, name in enumerate(known)]
    assert failures(superuser(), reverse(f"admin:{name}_changelist"), asked) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", lists())
def test_nothing_in_the_address_of_a_list_is_a_failure(name: str, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    Site()
    desk = next(one for one in admin.site._registry.values() if name == f"{one.opts.app_label}_{one.opts.model_name}")
    # Each value with many parameters, and each parameter with several values: all pairs take an hour.
    asked = [
        {one: STRANGE[(number * 7 + turn * 5) % len(STRANGE)]}
        for number, one in enumerate(parameters(desk))
        for turn in range(5)
    ]
    assert failures(superuser(), reverse(f"admin:{name}_changelist"), asked) == []


def test_a_wrong_lookup_leads_to_the_list_and_says_so() -> None:
    desk = superuser()
    listed = reverse("admin:interviews_interview_changelist")
    for wrong in ({"published_at__year": "9" * 20}, {"status__regex": "("}, {"e": "1", "published_at__year": "9" * 20}):
        response = desk.get(listed, wrong)
        assert (response.status_code, response.headers.get("Location")) == (302, f"{listed}?e=1"), wrong
    assert desk.get(f"{listed}?e=1").status_code == 200
    assert desk.get(listed, {"published_at__year": "2026"}).status_code == 200


def test_a_fault_of_our_own_is_still_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise ValueError("our own")

    desk = superuser()
    monkeypatch.setattr(ModelAdmin, "get_changelist_instance", fail)
    assert desk.get(reverse("admin:interviews_series_changelist")).status_code == 500
