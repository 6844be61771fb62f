"""A round of all links: what is due, how polite it is, what is kept, and when a link is called dead."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.editorial.links import asking, guard
from interviews.editorial.links.asking import Answer
from interviews.editorial.links.known import known_of
from interviews.editorial.links.round import due, forget_all_but, go_round, keep, linked_addresses
from interviews.editorial.models import CheckedLink
from interviews.retrieve import document_of
from tests.editorial.links.test_asking import this_machine
from tests.editorial.links.web import Web, running, sound, status
from tests.factories import make_appearance, make_bio, make_interview, make_recording, make_segment, make_speaker

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2015, 9, 14, 3, 0, tzinfo=dt.UTC)
URL = "https://lamp.example/"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
GONE, DOWN, THERE = Answer("gone", 404), Answer("down", 503), Answer(status=200)


# --- when a link is dead -------------------------------------------------------------------------------------------


def after(*checks: tuple[dt.timedelta, Answer], url: str = URL) -> CheckedLink:
    row = None
    for since, answer in checks:
        row = keep(url, answer, NOW + since)
    assert row is not None
    return CheckedLink.objects.get(pk=row.pk)


def test_a_link_is_not_called_dead_after_one_day() -> None:
    assert not after((DAY * 0, GONE)).is_dead
    assert not after((DAY * 0, GONE), (HOUR * 19, GONE)).is_dead


def test_what_is_gone_on_a_second_day_is_dead() -> None:
    assert after((DAY * 0, GONE), (DAY, GONE)).is_dead


def test_what_is_out_of_order_is_dead_after_a_week_only() -> None:
    assert not after((DAY * 0, DOWN), (DAY * 6, DOWN)).is_dead
    assert after((DAY * 0, DOWN), (DAY * 6, DOWN), (DAY * 7, DOWN)).is_dead


def test_what_is_there_again_begins_anew() -> None:
    row = after((DAY * 0, GONE), (DAY, GONE), (DAY * 2, THERE))
    assert (row.is_dead, row.failing_since, row.problem, row.status) == (False, None, "", 200)
    assert not after((DAY * 3, GONE)).is_dead


@pytest.mark.parametrize(
    ("url", "dead"),
    [
        ("http://localhost/x", True),
        ("http://192.168.1.7/talk.mp3", True),
        ("http://[fd12::1]/", True),
        ("http://nas.local/talk.mp3", True),
        ("https://audio.lamp.example/", False),  # its public address may be another than the one seen from here
    ],
)
def test_what_no_reader_can_reach_is_dead_at_once(url: str, dead: bool) -> None:
    assert after((DAY * 0, Answer("private")), url=url).is_dead is dead


def test_what_was_known_of_a_recording_stays_while_nothing_else_is_known() -> None:
    row = after((DAY * 0, Answer("", 206, True, 99)), (DAY, Answer("", 429, None, None)), (DAY * 2, DOWN))
    assert (row.accepts_ranges, row.length) == (True, 99)


@pytest.mark.parametrize(
    "given", [{"problem": "gone"}, {"failing_since": NOW}, {"problem": "odd", "failing_since": NOW}]
)
def test_the_database_keeps_no_contradiction(given: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        CheckedLink.objects.create(url=URL, **given)


# --- what is due ---------------------------------------------------------------------------------------------------


def test_those_never_asked_come_first_then_those_that_wait_longest() -> None:
    for days, url in ((8, "a"), (9, "b"), (1, "c")):
        keep(url, THERE, NOW - DAY * days)
    keep("d", GONE, NOW - DAY)
    keep("e", GONE, NOW - HOUR)
    linked = dict.fromkeys("abcdef", False)
    assert due(linked, NOW) == ["f", "b", "a", "d"]


def test_what_nothing_leads_to_any_more_is_forgotten() -> None:
    for url in "abc":
        keep(url, THERE)
    assert forget_all_but(["b"]) == 2
    assert [row.url for row in CheckedLink.objects.all()] == ["b"]


def test_all_links_of_all_interviews_are_found_in_so_many_queries() -> None:
    def add(number: int) -> None:
        interview = make_interview(
            title="Of tides", introduction=f"See <https://intro.example/{number}>.", provenance="https://tape.example",
            discussion_name="The Lamp", discussion_url="https://forum.example/",
        )  # fmt: skip
        speaker = make_speaker(website="https://ola.example/")
        row = make_appearance(interview, speaker)
        row.bio = make_bio(speaker, text="Wrote [it](https://book.example/) and mails <mailto:a@b.example>.")
        row.save()
        make_recording(interview)
        make_segment(
            interview, 1, links=[{"url": "https://ropes.example/"}], answer="Not https://spoken.example/ this."
        )

    add(1)
    with CaptureQueriesContext(connection) as one:
        assert linked_addresses() == {
            "https://forum.example/": False,
            "https://tape.example": False,
            "https://intro.example/1": False,
            "https://ola.example/": False,
            "https://book.example/": False,
            "https://audio.example/talk.mp3": True,
            "https://ropes.example/": False,
        }
    for number in range(2, 8):
        add(number)
    with CaptureQueriesContext(connection) as many:
        assert len(linked_addresses()) == 13
    assert len(one) == len(many)


def test_the_linter_is_told_what_is_known() -> None:
    interview = make_interview(introduction=f"See <{URL}>.")
    make_recording(interview)
    keep(URL, GONE, NOW)
    keep(URL, GONE, NOW + DAY)
    keep("https://audio.example/talk.mp3", Answer("", 200, False), NOW)
    links = known_of([document_of(interview)]).links
    assert {url: (state.dead, state.ranges) for url, state in links.items()} == {
        URL: (True, None),
        "https://audio.example/talk.mp3": (False, False),
    }


# --- how polite it is ----------------------------------------------------------------------------------------------


class Watch:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def gone_round(urls: list[str], ask: Callable[[str, bool], Answer] = lambda *_: THERE) -> list[tuple[float, str]]:
    watch, asked = Watch(), []

    def noted(url: str, sound: bool) -> Answer:
        asked.append((watch.now, url))
        watch.now += 0.1
        return ask(url, sound)

    linked = dict.fromkeys(urls, False)
    list(go_round(urls, linked, noted, delay=2, sleep=watch.sleep, clock=lambda: watch.now))
    return asked


def test_no_server_is_asked_twice_within_the_delay_and_others_are_asked_meanwhile() -> None:
    asked = gone_round([f"https://{host}.example/{n}" for host in "ab" for n in range(3)])
    for host in "ab":
        moments = [moment for moment, url in asked if f"//{host}." in url]
        assert all(later - earlier >= 2 for earlier, later in pairwise(moments))
    assert len(asked) == 6
    assert asked[-1][0] < 5


def test_the_name_of_a_server_is_one_whatever_its_port_and_letters() -> None:
    asked = gone_round(["https://A.example/", "http://a.example:8080/"])
    assert asked[1][0] - asked[0][0] >= 2


def test_who_asks_for_patience_is_left_alone_for_the_round() -> None:
    asked = gone_round([f"https://a.example/{n}" for n in range(5)], lambda *_: Answer("", 429, wait=True))
    assert len(asked) == 1


# --- the command ---------------------------------------------------------------------------------------------------


def check_links(web: Web | None, monkeypatch: pytest.MonkeyPatch, capsys: Any, *arguments: str) -> str:
    """With leave, for this test, to ask a web on this machine."""
    monkeypatch.setattr("interviews.editorial.management.commands.check_links.ask", _asking_here if web else asking.ask)
    monkeypatch.setattr("interviews.editorial.management.commands.check_links.time.sleep", lambda _seconds: None)
    call_command("check_links", *arguments)
    return capsys.readouterr().out


def _asking_here(url: str, agent: str, **given: Any) -> Answer:
    return asking.ask(url, agent, **{**given, "admits": this_machine})


def test_the_command_asks_for_what_is_due_and_tells_what_is_gone(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, settings: Any
) -> None:
    settings.SITE_URL, settings.SITE_NAME = "https://interviews.example", "Φωνές of the sea"
    interview = make_interview(published=False)
    with running({"/there": status(200), "/talk.mp3": sound(ranges=False)}) as web:
        interview.introduction = f"[One]({web.url('/there')}), [two]({web.url('/gone')})."
        interview.save()
        recording = make_recording(interview, url=web.url("/talk.mp3"))
        told = check_links(web, monkeypatch, capsys)
        assert f"gone    404  {web.url('/gone')}  (to be asked again)" in told
        assert "2 there, 1 gone, 0 without an answer" in told
        assert CheckedLink.objects.get(url=recording.url).accepts_ranges is False
        assert {headers["User-Agent"] for _method, _path, headers in web.asked} == {
            "link check of of the sea (+https://interviews.example)"
        }
        before = len(web.asked)
        assert "0 there" in check_links(web, monkeypatch, capsys)  # nothing is due
        assert len(web.asked) == before
        check_links(web, monkeypatch, capsys, "--all", "--limit", "1")
        assert len({path for _method, path, _headers in web.asked[before:]}) == 1

        CheckedLink.objects.update(checked_at=timezone.now() - DAY * 2)
        CheckedLink.objects.filter(problem="gone").update(failing_since=timezone.now() - DAY * 2)
        lines = [json.loads(line) for line in check_links(web, monkeypatch, capsys, "--json").splitlines()]
    assert [(line["url"], line["dead"]) for line in lines] == [(web.url("/gone"), True)]


def test_who_stops_the_command_loses_nothing(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    make_recording(make_interview(), url="https://audio.example/1.mp3")
    make_recording(make_interview(), url="https://audio.example/2.mp3")
    answers = iter([THERE])

    def asked(_url: str, _agent: str, **_given: Any) -> Answer:
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    command = "interviews.editorial.management.commands.check_links"
    monkeypatch.setattr(f"{command}.ask", asked)
    monkeypatch.setattr(f"{command}.time.sleep", lambda _seconds: None)
    with pytest.raises(CommandError) as raised:
        call_command("check_links")
    assert raised.value.returncode == 130
    assert CheckedLink.objects.count() == 1
    assert "1 there, 0 gone, 0 without an answer, 1 left for another day" in capsys.readouterr().out


def test_the_command_asks_nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with running({"/": status(200)}) as web:
        make_recording(make_interview(), url=web.url())
        told = check_links(None, monkeypatch, capsys)
    assert web.asked == []
    assert "1 in private networks (not asked)" in told
    assert CheckedLink.objects.get().is_dead


def test_no_setting_lets_it_into_a_private_network(settings: Any) -> None:
    """What is asked is decided in the code: the hook of these tests is an argument that the command never gives."""
    assert asking.ask.__kwdefaults__["admits"] is guard.is_public
    assert not [name for name in dir(settings) if "PRIVATE" in name or "LOOPBACK" in name]


@pytest.mark.parametrize("arguments", [["--delay", "0"], ["--delay", "x"], ["--limit", "0"]])
def test_the_command_refuses_to_be_impolite(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("check_links", *arguments)
