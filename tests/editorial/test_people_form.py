"""Those who take part, changed at the desk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interviews.models import Appearance, Interview
from tests.editorial.sent_form import opened, send
from tests.factories import make_appearance, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


@pytest.fixture
def panel(db: None) -> Interview:
    """Three guests: Ada, Bo and Cy."""
    interview = make_interview(published=False)
    for name in ("Ada", "Bo", "Cy"):
        make_appearance(interview, make_speaker(name), title=f"Was {name}")
    return interview


def names(interview: Interview) -> list[str]:
    return [row.speaker.name for row in interview.appearances.select_related("speaker")]


def in_turn(fields: dict[str, str], *order: int) -> dict[str, str]:
    """The speakers of the first rows, in another order."""
    return {f"appearances-{to}-speaker": fields[f"appearances-{source}-speaker"] for to, source in enumerate(order)}


@pytest.mark.parametrize(
    ("turn", "expected"), [((1, 0), ["Bo", "Ada", "Cy"]), ((1, 2, 0), ["Bo", "Cy", "Ada"]), ((2, 1, 0), list("CBA"))]
)
def test_guests_can_change_places_in_one_save(
    desk: Client, panel: Interview, turn: tuple[int, ...], expected: list[str]
) -> None:
    before = list(panel.appearances.values_list("pk", "title"))
    segment = make_segment(panel, answered_by=panel.appearances.first())
    fields = opened(desk, page_of(panel))

    assert send(desk, page_of(panel), fields | in_turn(fields, *turn)).status_code == 302

    assert [name[: len(want)] for name, want in zip(names(panel), expected, strict=True)] == expected
    assert list(panel.appearances.values_list("pk", "title")) == before, "the rows are the same"
    segment.refresh_from_db()
    assert segment.answered_by_id == before[0][0]


def test_two_roles_of_one_person_can_be_exchanged(desk: Client) -> None:
    interview = make_interview(published=False, guest="Ada")
    make_appearance(interview, interview.appearances.get().speaker, role=Appearance.Role.MODERATOR)
    fields = opened(desk, page_of(interview))

    exchanged = {"appearances-0-role": "moderator", "appearances-1-role": "guest"}
    assert send(desk, page_of(interview), fields | exchanged).status_code == 302

    assert list(interview.appearances.values_list("role", flat=True)) == ["moderator", "guest"]


def test_a_guest_can_take_the_place_of_one_who_is_deleted_in_the_same_save(desk: Client, panel: Interview) -> None:
    fields = opened(desk, page_of(panel))
    taken = {"appearances-0-speaker": fields["appearances-1-speaker"], "appearances-1-DELETE": "on"}

    assert send(desk, page_of(panel), fields | taken).status_code == 302

    assert names(panel) == ["Bo", "Cy"]


def test_a_guest_can_give_a_place_to_a_new_row(desk: Client, panel: Interview) -> None:
    fields = opened(desk, page_of(panel))
    new = {"appearances-3-speaker": fields["appearances-0-speaker"], "appearances-3-role": "guest"}
    other = {"appearances-0-speaker": str(make_speaker("Di").pk)}

    assert send(desk, page_of(panel), fields | new | other).status_code == 302

    assert sorted(names(panel)) == ["Ada", "Bo", "Cy", "Di"]


def test_two_guests_who_become_the_same_person_are_refused_in_words(desk: Client, panel: Interview) -> None:
    fields = opened(desk, page_of(panel))

    html = send(desk, page_of(panel), fields | in_turn(fields, 1)).content.decode()

    assert "Bo is already here in this role." in html
    assert names(panel) == ["Ada", "Bo", "Cy"]


def test_a_person_whom_a_colleague_added_meanwhile_is_refused_in_words(desk: Client, panel: Interview) -> None:
    speaker = make_speaker("Di")
    fields = opened(desk, page_of(panel))
    new = {"appearances-3-speaker": str(speaker.pk), "appearances-3-role": "guest"}
    make_appearance(panel, speaker)

    html = send(desk, page_of(panel), fields | new).content.decode()

    assert "Di is already here in this role." in html
    assert names(panel) == ["Ada", "Bo", "Cy", "Di"]


def test_a_person_who_is_added_comes_with_the_newest_biography(desk: Client, panel: Interview) -> None:
    dora = make_speaker("Dora")
    dora.bios.create(text="Older.", as_of="2001-01-01")
    newest = dora.bios.create(text="Newer.", as_of="2011-01-01")
    fields = opened(desk, page_of(panel)) | {"appearances-3-speaker": str(dora.pk), "appearances-3-role": "guest"}

    assert send(desk, page_of(panel), fields).status_code == 302

    assert panel.appearances.get(speaker=dora).bio == newest
