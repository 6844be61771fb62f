"""Whatever happens, the next request is told what is true, and what did not change stays where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from interviews.comments.models import Comment
from interviews.models import Interview, Segment
from interviews.search.index import refresh
from interviews.store.due import publish_due_changes
from tests.factories import make_comment, make_interview, make_segment
from tests.portal.page_cache.conftest import Site
from tests.portal.page_cache.world import World, addresses, comparable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """The time stands still, but where it is moved on by so many seconds."""
    now = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    monkeypatch.setattr("portal.page_cache.application.time.time", lambda: now[0].timestamp())

    def move(seconds: float) -> None:
        now[0] += dt.timedelta(seconds=seconds)

    return move


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_two_processes_tell_at_every_moment_what_a_page_made_anew_tells(
    make_node: Callable, django_alone: Site, clock: Callable, settings: Any, seed: int
) -> None:
    world = World(seed)
    nodes = [make_node(), make_node()]
    everywhere = addresses()
    ready = 0  # answers that were at hand, when something happened
    for _ in range(25 if seed else 15):
        ready += sum(len(node.application._ready.answers) for node in nodes)
        clock(1)  # what is younger than a second is not yet sent with its date
        publish_due_changes()
        if world.chance.random() < 0.2:
            clock(world.chance.randrange(1, 60))
            world.told.append("time passes")
            publish_due_changes()  # as the site does once a second
        else:
            world.happen()
        settings.RENDERED_PAGES = False
        for address in world.chance.sample(everywhere, 8):
            true = django_alone.get(address)
            settings.RENDERED_PAGES = True
            for node in (*nodes, *nodes):
                told = node.get(address)
                assert told.status == true.status, (address, world.told)
                if told.status == 200:
                    assert comparable(told.body) == comparable(true.body), (address, world.told)
            settings.RENDERED_PAGES = False
    assert ready > 0


@pytest.fixture
def talks() -> tuple[Interview, Interview]:
    one, other = make_interview(guest="Ola Berg", slug="one"), make_interview(guest="Mia Ek", slug="other")
    for row, word in ((one, "lamps"), (other, "tides")):
        make_segment(row, 18, question=f"What of {word}?", answer="Nothing.")
        make_comment(row, status="pending", body="A first word.")
        refresh([row])
    return one, other


ONE, OTHER = "/interviews/one/", "/interviews/other/"


def _edit(one: Interview) -> None:
    Segment.objects.filter(interview=one).update(answer="Something.", answer_html="<p>Something.</p>")
    refresh([one])


def _approve(one: Interview) -> None:
    Comment.objects.get(interview=one).decide("approved")


def _post(one: Interview) -> None:
    make_comment(one, status="pending", body="Another word.")


@pytest.mark.parametrize(
    ("deed", "turned", "still"),
    [
        (_approve, [ONE, f"/fr{ONE}", f"{ONE}comments/", "/feeds/comments.atom", "/"], [OTHER, f"{OTHER}comments/"]),
        (Interview.withdraw, [ONE, f"{ONE}cite/", "/", "/interviews/", "/feeds/interviews.atom"], [OTHER]),
        (Interview.feature, ["/"], [OTHER]),
        (_post, [], [ONE, OTHER, "/", f"{ONE}comments/", "/feeds/comments.atom"]),
        (Interview.publish, [], [ONE, OTHER, "/"]),
    ],
)
def test_a_change_turns_the_pages_that_show_it_and_leaves_the_others(
    node: Site, talks: tuple[Interview, Interview], deed: Callable, turned: list[str], still: list[str]
) -> None:
    for address in (*turned, *still):
        node.get(address)
        assert node.get(address).how == "hit", address
    deed(talks[0])
    assert [node.get(address).how for address in turned] == ["miss"] * len(turned)
    assert [node.get(address).how for address in still] == ["hit"] * len(still)


def test_a_change_that_says_nothing_of_whom_it_concerns_turns_every_page(
    node: Site, talks: tuple[Interview, Interview]
) -> None:
    node.get(OTHER)
    Segment.objects.filter(interview=talks[0]).update(answer="Past every door.")
    assert node.get(OTHER).how == "miss"


def test_what_editors_do_among_themselves_turns_no_page(node: Site, talks: tuple[Interview, Interview]) -> None:
    node.get(ONE)
    draft = make_interview(published=False)
    node.get(ONE)
    refresh([draft])
    draft.submit_for_review()
    assert node.get(ONE).how == "hit"


def test_a_scheduled_publication_turns_the_page_at_its_second(node: Site, clock: Callable) -> None:
    coming = make_interview(guest="Ola Berg", slug="one", published=False)
    coming.publish(at=timezone.now() + dt.timedelta(seconds=30))
    moment = coming.published_at
    assert node.get("/interviews/").body.count(b"Ola Berg") == 0
    assert node.get(ONE).status == 404
    clock((moment - timezone.now()).total_seconds() - 0.5)
    assert node.get("/interviews/").how == "hit"
    clock(0.6)
    assert b"Ola Berg" in node.get("/interviews/").body
    assert node.get(ONE).status == 200


def test_what_was_rolled_back_turned_nothing_that_stays_wrong(node: Site, talks: tuple[Interview, Interview]) -> None:
    from django.db import transaction

    before = node.get(ONE).body
    with pytest.raises(RuntimeError), transaction.atomic():
        _edit(talks[0])
        raise RuntimeError
    assert comparable(node.get(ONE).body) == comparable(before)


def test_a_page_that_was_begun_before_a_change_is_not_kept_after_it(
    make_node: Callable, talks: tuple[Interview, Interview], django_alone: Site
) -> None:
    def slow(environ: dict, start_response: Callable) -> Any:
        response = django_alone.application(environ, start_response)
        if environ["PATH_INFO"] == ONE and b"Nothing." in response.content:
            _edit(talks[0])
        return response

    node = make_node(application=slow)
    assert b"Nothing." in node.get(ONE).body
    assert b"Something." in node.get(ONE).body
