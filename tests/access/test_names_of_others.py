"""Who may see some interviews only reads nothing at the desk of what others are working on: no word, and no name."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from interviews.models import Appearance, Interview, Series, Speaker, Tag
from tests.access.canary import CANARY, Archive, Canary
from tests.access.site import finish
from tests.editorial.doors.site import Site, doors
from tests.editorial.sent_form import opened, send
from tests.editorial.test_flow import member, page_of, signed_in
from tests.factories import make_appearance, make_bio, make_interview, make_speaker

pytestmark = pytest.mark.django_db

_FIELD = "app_label=interviews&model_name={}&field_name={}&term=" + CANARY
ASKED = [
    *(f"/admin/autocomplete/?{_FIELD.format(*pair)}" for pair in (("appearance", "speaker"), ("interview", "series"))),
    *(f"/admin/interviews/{kind}/?q={CANARY}" for kind in ("speaker", "tag", "series", "interview")),
    *(f"/admin/interviews/tag/names/?q={CANARY}", f"/admin/find/results/?q={CANARY}", f"/admin/find/?q={CANARY}"),
    *("/admin/media/?tab=recordings", "/admin/media/?tab=portraits", "/admin/media/?tab=portraits&missing=1"),
    *("/admin/reports/portraits-without-words/", "/admin/reports/tags-used-once/", "/admin/calendar/", "/admin/"),
    *("/admin/reports/tags-used-once.csv", "/admin/interviews/speaker/?o=4", "/admin/interviews/interview/bulk/"),
]


@pytest.fixture
def canary(settings: Any, tmp_path: Any) -> Canary:
    settings.DATA_DIR = tmp_path
    return Canary(Archive().shared)


def test_a_contributor_reads_nothing_of_a_draft_of_another_at_any_door(canary: Canary, settings: Any) -> None:
    site = Site()
    client = site.client("Contributor")
    addresses = [*ASKED, *(site.address(door, "own", "Contributor") for door in dict.fromkeys(doors()))]
    speaker, tag = Speaker.objects.get(slug=f"{CANARY}guest"), Tag.objects.get(slug=f"{CANARY}tag")
    for kind, row in (("speaker", speaker), ("tag", tag), ("series", canary.interview.series)):
        addresses += [f"/admin/interviews/{kind}/{row.pk}/{page}/" for page in ("change", "history")]
    shared = Speaker.objects.get(slug="open")
    addresses += [f"/admin/interviews/speaker/{shared.pk}/change/"]
    for address in addresses:
        response = client.get(address, follow=True)
        words = response.getvalue().decode()
        # The word alone is what was typed, which pages repeat; nothing of the draft is called so.
        assert canary.found_in(words) - {CANARY} == set(), address
        finish(response)


def test_an_editor_finds_all_of_it(canary: Canary) -> None:
    desk = signed_in(member("Editor"))
    for address in ASKED[:8]:
        assert canary.found_in(desk.get(address).getvalue().decode()) - {CANARY}, address


def test_a_contributor_finds_what_is_public_what_is_their_own_and_what_stands_nowhere() -> None:
    writer = member("Contributor")
    own = make_interview(published=False, owner=writer, series=Series.objects.create(title="Lamps of mine"))
    public = make_interview(series=Series.objects.create(title="Lamps for all"))
    other = make_interview(published=False, series=Series.objects.create(title="Lamps of others"))
    Series.objects.create(title="Lamps of nobody")
    for interview, whose in ((own, "mine"), (public, "all"), (other, "others")):
        make_appearance(interview, make_speaker(f"Ola lamps {whose}"))
        interview.tags.add(Tag.objects.create(name=f"lamps {whose}"))
    make_speaker("Ola lamps nobody")
    Tag.objects.create(name="lamps nobody")
    desk = signed_in(writer)
    for address in (
        "/admin/autocomplete/?app_label=interviews&model_name=appearance&field_name=speaker&term=lamps",
        "/admin/autocomplete/?app_label=interviews&model_name=interview&field_name=series&term=lamps",
        "/admin/interviews/tag/names/?q=lamps",
    ):
        found = desk.get(address).content.decode()
        assert [whose in found for whose in ("mine", "all", "nobody", "others")] == [True, True, True, False], address


@pytest.mark.parametrize("field", ["series", "appearances-0-speaker"])
def test_a_key_that_was_guessed_is_no_choice(field: str) -> None:
    writer = member("Contributor")
    own = make_interview(published=False, guest="Ola Berg", owner=writer)
    hidden = Series.objects.create(title="Top secret")
    secret = make_interview(published=False, guest="Nobody Yet", series=hidden)
    speaker = secret.appearances.get().speaker
    desk = signed_in(writer)
    fields = opened(desk, page_of(own)) | {field: str(hidden.pk if field == "series" else speaker.pk)}
    answer = send(desk, page_of(own), fields)
    assert answer.status_code == 200
    assert "Top secret" not in answer.content.decode()
    own.refresh_from_db()
    assert own.series is None
    assert not Appearance.objects.filter(interview=own, speaker=speaker).exists()
    assert Interview.objects.filter(series=hidden).count() == 1


def test_how_somebody_is_introduced_in_a_draft_of_another_is_no_choice() -> None:
    writer = member("Contributor")
    speaker = make_speaker("Ola Berg")
    own, secret = make_interview(published=False, owner=writer), make_interview(published=False)
    for interview, text in ((own, "Keeps a light."), (secret, "Resigned yesterday.")):
        make_appearance(interview, speaker)
        interview.appearances.update(bio=make_bio(speaker, text=text))
    page = signed_in(writer).get(page_of(own)).content.decode()
    assert "Keeps a light." in page
    assert "Resigned" not in page
    form = signed_in(member("Editor")).get(reverse("admin:interviews_speaker_change", args=[speaker.pk]))
    assert "Resigned" in form.content.decode()
