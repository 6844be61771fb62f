"""Nothing that the public can ask tells of a draft: no word of it, no number, and not that it is there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from interviews.models import Bio, Interview, RenderedPage
from tests.access.canary import CANARY, Archive, Canary, told, typed
from tests.test_nothing_hidden_is_shown import SEEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Archive:
    settings.SENDS_LETTERS, settings.DATA_DIR = True, tmp_path
    # What a page says of the day, and what a form is signed with, is the same in all answers that are compared.
    now = timezone.now()
    archive = Archive()
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr("time.time", now.timestamp)
    return archive


def everything(client: Client, archive: Archive) -> dict[str, Any]:
    """All answers, by method and address: status, words and headers (ETags among them)."""
    return {
        f"{method} {address}": told(client, address, method)
        for address in dict.fromkeys(archive.addresses())
        if address != "readyz"  # of the machine: it tells how much room its disk has
        for method in ("get", "head")
    }


def different(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {address: _where(one[address], other[address]) for address in one if one[address] != other[address]}


def _where(one: Any, other: Any) -> Any:
    if one[1] == other[1]:
        return one[0], other[0], {name for name in {**one[2], **other[2]} if one[2].get(name) != other[2].get(name)}
    place = next(
        (at for at, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b),
        min(map(len, (one[1], other[1]))),
    )
    return one[1][max(place - 60, 0) : place + 60], other[1][max(place - 60, 0) : place + 60]


def test_the_canary_is_in_every_field(archive: Archive) -> None:
    """A field that is new stands in the list, or says here why it is no word."""
    assert Canary(archive.shared).missing() == set()


@pytest.mark.slow
def test_no_byte_of_what_is_public_tells_that_there_is_a_draft(client: Client, archive: Archive) -> None:
    before = everything(client, archive)
    assert sum(SEEN in words for _status, words, _headers in before.values()) > 60
    assert different(before, everything(client, archive)) == {}, "what is asked twice is answered the same"
    canary = Canary(archive.shared)
    assert different(before, everything(client, archive)) == {}
    for _status, words, headers in everything(client, archive).values():
        assert canary.found_in(words + str(headers)) == set()

    canary.interview.delete()
    assert different(before, everything(client, archive)) == {}


def test_who_is_after_it_finds_nothing(client: Client, archive: Archive) -> None:
    def asked() -> dict[str, Any]:
        return {address: told(client, address) for address in typed()}

    before = asked()
    canary = Canary(archive.shared)
    assert different(before, asked()) == {}
    canary.interview.publish()
    assert different(before, asked()) != {}, "it would be found"
    canary.interview.withdraw()
    assert different(before, asked()) == {}


@pytest.mark.parametrize("kind", ["interviews", "speakers", "series", "tags", "questions", "feeds/tags", "api/1/tags"])
def test_its_address_is_as_any_that_leads_nowhere(client: Client, archive: Archive, kind: str) -> None:
    """In words, in headers, and when it is asked for what was cached."""
    ends = {"interviews": ("slug", "formerslug"), "speakers": ("guest",), "series": ("series",)}.get(
        kind, ("tag", "asked")
    )
    shape = "/{}.atom" if kind.startswith("feeds") else "/{}" if kind.startswith("api") else "/{}/"
    for end in ends:
        address, elsewhere = kind + shape.format(f"{CANARY}{end}"), kind + shape.format(f"{CANARY}{end[::-1]}x")
        nowhere = told(client, elsewhere)
        there = told(client, address)
        assert there[0] == nowhere[0] == 404
    canary = Canary(archive.shared)
    for end in ends:
        address, elsewhere = kind + shape.format(f"{CANARY}{end}"), kind + shape.format(f"{CANARY}{end[::-1]}x")
        there, nowhere = told(client, address), told(client, elsewhere)
        assert there[0] == nowhere[0] == 404
        assert there[1].replace(f"{CANARY}{end}", "") == nowhere[1].replace(f"{CANARY}{end[::-1]}x", "")
        assert there[2].keys() == nowhere[2].keys()
        assert canary.found_in(there[1].replace(f"{CANARY}{end}", "")) == set()
        assert told(client, address, "head")[0] == 404


@pytest.mark.slow
def test_what_was_withdrawn_leaves_nothing_but_the_notice(client: Client, archive: Archive) -> None:
    canary = Canary(archive.shared)
    canary.interview.publish()
    shown = everything(client, archive)
    assert any(canary.found_in(words) for _status, words, _headers in shown.values()), "it is seen while it is public"
    canary.interview.withdraw()
    Interview.objects.filter(pk=canary.interview.pk).update(withdrawal_notice="Taken back.")
    for address, (_status, words, headers) in everything(client, archive).items():
        assert canary.found_in(words + str(headers)) == set(), address
    status, words, headers = told(client, f"interviews/{CANARY}slug/")
    assert status == 410
    assert canary.found_in(words.replace(f"{CANARY}slug", "") + str(headers)) == set()


def test_pages_that_were_stored_do_not_outlive_it(client: Client, archive: Archive, settings: Any) -> None:
    """Those that a process keeps in front of Django are asked for in tests/portal/page_cache."""
    settings.RENDERED_PAGES = True
    canary = Canary(archive.shared)
    slug = f"{CANARY}slug"
    addresses = ["", "tags/", "interviews/", "series/", "speakers/", f"interviews/{slug}/", "sitemap-tags.xml"]
    canary.interview.publish()
    for _twice in range(2):
        assert [address for address in addresses if CANARY not in told(client, address)[1]] == []
    assert RenderedPage.objects.filter(interview=canary.interview).exists()
    canary.interview.withdraw()
    Interview.objects.filter(pk=canary.interview.pk).update(withdrawal_notice="Taken back.")
    for _twice in range(2):
        for address in addresses:
            assert canary.found_in(told(client, address)[1].replace(slug, "")) == set(), address


def test_files_of_a_draft_are_not_had_by_their_names(client: Client, archive: Archive) -> None:
    canary = Canary(archive.shared)
    names = [row.file.name for row in canary.interview.recordings.exclude(file="")]
    for bio in Bio.objects.filter(appearances__interview=canary.interview):
        names += [bio.portrait.name, *bio.shown_names]
    assert len(names) > 2
    for name in names:
        assert told(client, f"media/{name}")[0] == 404
        assert not re.search(CANARY, told(client, f"media/{name}")[1])


def test_the_canary_would_be_seen(client: Client, archive: Archive) -> None:
    canary = Canary(archive.shared)
    canary.interview.publish()
    found: set[str] = set()
    for address in (
        f"interviews/{CANARY}slug/",
        f"interviews/{CANARY}slug.json",
        "tags/",
        "speakers/",
        "sitemap-tags.xml",
    ):
        found |= canary.found_in(told(client, address)[1])
    assert {"interviews.Interview.title", "interviews.Segment.label", "interviews.Cue.text"} <= found
    assert {"interviews.Interview.organisation", "interviews.Tag.name"} <= found
