"""Thirty-two people at once: no error, nothing lost or doubled, counts and parents as they ought to be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from interviews.comments.following import ask_reader
from interviews.comments.models import Comment, Letter, ModerationEvent, Overtaken, Report, Seen, SitePolicy
from interviews.search.index import refresh
from tests.comments.test_writing import write
from tests.factories import make_comment, make_editor, make_interview
from tests.letters import make_subscription
from tests.search.upkeep import assert_exact

ROOT = Path(__file__).resolve().parents[2]
IN_A_FILE = "SQLITE_IN_A_FILE"
PEOPLE = 32

pytestmark = [pytest.mark.slow]
several = pytest.mark.skipif(
    connection.vendor == "sqlite" and IN_A_FILE not in os.environ,
    reason="A test's SQLite is in memory, where no two may write; the last test here takes one in a file",
)


def at_once(tasks: Sequence[Callable[[], object]]) -> list[object]:
    """What each gives, with a connection of its own to the database."""

    def alone(task: Callable[[], object]) -> object:
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(alone, tasks))


@several
@pytest.mark.django_db(transaction=True)
def test_thirty_two_write_reply_approve_and_report() -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    refresh([interview.pk])
    root = make_comment(interview)
    waiting = [make_comment(interview, status="pending", body=f"Waits {number}.") for number in range(8)]
    editor = make_editor()

    def post(number: int) -> int:
        return write(Client(), interview, name=f"Reader {number}", body=f"New {number}.", email="").status_code

    def reply(number: int) -> int:
        return write(Client(), interview, body=f"Reply {number}.", parent=root.pk, email="").status_code

    def approve(number: int) -> bool:
        return waiting[number].decide("approved", by=editor)

    def report(number: int) -> int:
        address = f"{root.get_absolute_url()}report/"
        headers = {"Sec-Fetch-Site": "same-origin"}
        return Client().post(address, {"reason": "spam"}, headers=headers).status_code

    tasks = [lambda n=n, do=do: do(n) for n in range(8) for do in (post, reply, approve, report)]
    answers = at_once(tasks)
    assert {answer for answer in answers if not isinstance(answer, bool)} == {303, 200}
    assert answers.count(True) == 8
    for row in Comment.objects.exclude(parent=None):
        assert (row.parent_id, row.root_id, row.depth) == (root.pk, root.pk, 1)
    bodies = sorted(Comment.objects.values_list("body", flat=True))
    expected = [f"{what} {n}." for what in ("New", "Reply", "Waits") for n in range(8)] + [root.body]
    assert bodies == sorted(expected)
    for comment in Comment.objects.filter(body__startswith="New"):
        assert comment.reasons == ["no_stamp"]  # the form of this test says not when it was given out
        comment.decide("approved")
    Comment.objects.filter(body__startswith="Reply").first().decide("approved")
    interview.refresh_from_db()
    assert interview.comment_count == Comment.objects.approved().count() == 18
    assert Report.objects.count() == 8
    assert_exact()


@several
@pytest.mark.django_db(transaction=True)
def test_who_follows_and_who_writes_do_not_wait_for_each_other(settings) -> None:
    settings.SENDS_LETTERS, settings.SITE_URL = True, "https://interviews.example"
    interview = make_interview()
    editor = make_editor()
    suspected = [make_comment(interview, status="spam", email=f"s{number}@example.org") for number in range(10)]
    for comment in suspected:
        make_subscription(interview, comment.email, comment=comment, confirmed_at=None)

    def write_one(number: int) -> int:
        return write(Client(), interview, name=f"Reader {number}", body=f"New {number}.", follow="on").status_code

    def follow(number: int) -> bool:
        return ask_reader(f"f{number}@example.org", interview, [f"{number:032}"])

    def show(number: int) -> bool:
        return suspected[number].decide("approved", by=editor)

    answers = at_once([lambda n=n, do=do: do(n) for n in range(10) for do in (write_one, follow, show)])
    assert answers.count(True) == 20
    assert answers.count(303) == 10
    asked = Letter.objects.exclude(subscription=None)
    assert asked.filter(subscription__comment=None).count() == 10
    assert asked.filter(comment__in=suspected).count() == 10


@several
@pytest.mark.django_db(transaction=True)
def test_a_click_that_thirty_two_machines_repeat_is_one_comment() -> None:
    interview = make_interview()
    answers = at_once([lambda: write(Client(), interview).status_code] * PEOPLE)
    assert set(answers) == {303}
    assert Comment.objects.count() == 1


@several
@pytest.mark.django_db(transaction=True)
def test_a_network_gets_no_more_than_its_limit_however_many_ask_at_once() -> None:
    interview = make_interview()

    def post(number: int) -> int:
        typed = {"name": "Mia Ek", "body": f"Number {number}."}
        headers = {"Sec-Fetch-Site": "same-origin"}
        client = Client(REMOTE_ADDR="203.0.113.5")
        return client.post(f"{interview.get_absolute_url()}comments/", typed, headers=headers).status_code

    answers = at_once([lambda n=n: post(n) for n in range(PEOPLE)])
    assert sorted(answers) == [303] + [429] * (PEOPLE - 1)
    assert Comment.objects.count() == 1


@several
@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_the_second_is_told_and_nothing_flips() -> None:
    comment = make_comment(make_interview(), status="pending")
    seen = Seen(comment.revision, comment.status)
    editors = [make_editor("one"), make_editor("two")]

    def decide(number: int) -> str:
        try:
            comment_here = Comment.objects.get(pk=comment.pk)
            comment_here.decide(("approved", "rejected")[number], by=editors[number], seen=seen)
        except Overtaken:
            return "told"
        return "done"

    assert sorted(at_once([lambda n=n: decide(n) for n in range(2)])) == ["done", "told"]
    assert ModerationEvent.objects.filter(actor__in=editors).count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite" or IN_A_FILE in os.environ, reason="It is about SQLite in a file")
def test_all_of_this_holds_on_sqlite_as_a_site_has_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", __file__, "-n", "0", "-m", "slow", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, IN_A_FILE: str(tmp_path / "test.sqlite3")}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "5 passed, 1 skipped" in done.stdout
