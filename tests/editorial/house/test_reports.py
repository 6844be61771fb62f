"""The reports: what lacks something, counted, listed and as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.editorial.models import CheckedLink
from interviews.editorial.reports.table import defused
from interviews.editorial.reports.views import REPORTS
from interviews.models import Interview, Tag
from interviews.search.index import refresh
from interviews.store.beside import begin_draft
from tests.factories import make_appearance, make_bio, make_interview, make_recording, make_segment, make_speaker

pytestmark = pytest.mark.django_db

ALL = "/admin/reports/"


def listed(client: Client, name: str, **asked: Any) -> list[str]:
    return [line.label for line in client.get(f"{ALL}{name}/", asked).context["lines"]]


def counts(client: Client) -> dict[str, int]:
    groups = client.get(ALL).context["groups"]
    return {report.name: number for _group, reports in groups for report, number in reports}


def dead_link(url: str) -> CheckedLink:
    return CheckedLink.objects.create(url=url, problem="gone", failing_since=timezone.now() - timedelta(days=9))


def complete(title: str = "Complete") -> Interview:
    """An interview that is in no report."""
    interview = make_interview(title=title, rights="CC BY 4.0")
    make_appearance(interview, make_speaker(f"Guest of {title}"), bio="Keeps a light.")
    make_recording(interview)
    make_segment(interview, 1, tags=("fog", "sea"))
    interview.tags.add("fog")
    refresh([interview])
    return interview


def test_what_is_complete_is_in_no_report_of_interviews(desk: Client) -> None:
    complete()
    assert {name: number for name, number in counts(desk).items() if number} == {"tags-used-once": 1}


def test_each_report_lists_what_lacks_it(desk: Client) -> None:
    complete()
    tagged = make_interview(title="Tagged on a segment", language="und")
    make_segment(tagged, 1, tags=("fog",))
    refresh([tagged])
    announced = make_interview(title="Announced", rights="All", published=False)
    make_recording(announced, url="")
    make_appearance(announced, make_speaker("Ola Berg"))
    begin_draft(make_interview(title="Trashed"))[0].edits.put_into_trash()

    assert listed(desk, "no-tags") == ["Announced"]
    assert set(listed(desk, "no-recording")) == {"Announced", "Tagged on a segment"}
    assert listed(desk, "no-segments") == ["Announced"]
    assert listed(desk, "no-biography") == ["Announced"]
    assert listed(desk, "no-rights") == listed(desk, "no-language") == ["Tagged on a segment"]
    assert listed(desk, "tags-used-once") == ["sea"]
    for name, number in counts(desk).items():
        assert number == len(listed(desk, name)), name


def test_one_guest_who_is_introduced_is_enough_and_who_asks_does_not_count(desk: Client) -> None:
    first, second = make_interview(title="First"), make_interview(title="Second")
    make_appearance(first, make_speaker("Ann"), bio="Keeps a light.")
    make_appearance(first, make_speaker("Bo"))
    make_appearance(second, make_speaker("Cy"))
    make_appearance(second, make_speaker("Di"), role="interviewer", bio="Asks.")
    assert listed(desk, "no-biography") == ["Second"]


@pytest.mark.parametrize(("days", "found"), [("", True), ("90", True), ("180", False), ("7", True), ("x", True)])
def test_drafts_are_left_alone_for_as_long_as_is_asked(desk: Client, days: str, found: bool) -> None:
    long_ago = timezone.now() - timedelta(days=100)
    old = make_interview(published=False, title="Old")
    make_interview(published=False, title="New")
    published = make_interview(title="Page")
    begin_draft(published)
    Interview.objects.exclude(title="New").update(updated_at=long_ago)
    assert listed(desk, "stale-drafts", days=days) == ([old.title] if found else [])
    assert listed(desk, "stale-changes", days=days) == ([published.title] if found else [])


def test_people_and_tags_that_lead_nowhere(desk: Client) -> None:
    make_speaker("Nobody Heard")
    bio = make_bio(make_speaker("Seen"), portrait=(320, 320))
    make_appearance(make_interview(), bio.speaker)
    Tag.objects.create(name="nowhere")
    assert listed(desk, "speakers-in-no-interview") == ["Nobody Heard"]
    assert listed(desk, "portraits-without-words") == ["Seen"]
    assert listed(desk, "tags-used-nowhere") == ["nowhere"]


def test_a_broken_link_leads_to_the_interviews_that_have_it(desk: Client) -> None:
    url = "https://gone.example/a"
    link = dead_link(url)
    CheckedLink.objects.create(url="https://once.example/", problem="gone", failing_since=timezone.now())
    places = {
        "discussed": {"discussion_url": url, "discussion_name": "The Lamp"},
        "introduced": {"introduction": f"See [this]({url})."},
        "provenance": {"provenance": f"From {url}"},
    }
    for title, given in places.items():
        make_interview(title=title, **given)
    make_recording(make_interview(title="heard"), url=url)
    make_segment(make_interview(title="linked"), 1, links=[{"url": url, "text": "a"}])
    make_appearance(make_interview(title="told"), make_speaker(), bio=f"[Home]({url})")
    make_appearance(make_interview(title="at home"), make_speaker(website=url))
    make_interview(title="elsewhere", provenance="https://gone.example/b")

    assert listed(desk, "links") == [url]
    page = desk.get(f"{ALL}links/{link.pk}/")
    assert {line.label for line in page.context["lines"]} == {*places, "heard", "linked", "told", "at home"}
    assert desk.get(f"{ALL}links/{link.pk + 99}/").status_code == 404


def test_a_list_is_parted_into_pages_of_fifty(desk: Client) -> None:
    for number in range(53):
        make_speaker(f"Nobody {number:02}")
    name = "speakers-in-no-interview"
    assert len(listed(desk, name)) == 50
    assert listed(desk, name, page="2") == ["Nobody 50", "Nobody 51", "Nobody 52"]
    assert listed(desk, name, page="x") == listed(desk, name)
    assert f"{ALL}{name}.csv" in desk.get(f"{ALL}{name}/").content.decode()


def test_the_file_has_all_lines_and_no_formula(desk: Client) -> None:
    make_interview(title='=HYPERLINK("https://evil.example/")', published=False)
    for number in range(60):
        make_interview(title=f"Draft {number}, “so”", published=False)
    answer = desk.get(f"{ALL}no-tags.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="no-tags.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head[0] == "No tags"
    assert len(lines) == 61
    titles = [line[0] for line in lines]
    assert '\'=HYPERLINK("https://evil.example/")' in titles
    assert "Draft 7, “so”" in titles
    assert all(line[3].startswith("http://testserver/admin/interviews/interview/") for line in lines)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1"])
def test_a_cell_that_would_be_reckoned_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
    assert defused(f"a{cell}") == f"a{cell}"


def test_a_title_is_words_in_its_own_language(desk: Client) -> None:
    make_interview(title="<script>alert(1)</script>", language="fr")
    page = desk.get(f"{ALL}no-tags/").content.decode()
    assert "<script>alert" not in page
    assert 'lang="fr"' in page


def test_each_report_costs_one_query_to_count_and_two_to_list(desk: Client) -> None:
    complete()
    dead_link("https://gone.example/")
    for _ in range(3):
        make_interview(published=False)
    desk.get(ALL)
    with CaptureQueriesContext(connection) as asked:
        desk.get(ALL)
    assert len(asked) == 3 + len(REPORTS)  # who it is, and how many notices wait
    for name in REPORTS:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"{ALL}{name}/").status_code == 200
        assert len(asked) <= 3 + 2, name


def test_they_are_for_those_who_may_look_at_interviews(onlooker: Client, client: Client) -> None:
    link = dead_link("https://gone.example/")
    addresses = [ALL, f"{ALL}no-tags/", f"{ALL}no-tags.csv", f"{ALL}links/{link.pk}/"]
    for address in addresses:
        assert onlooker.get(address).status_code == 200, address
        assert client.get(address).headers["Location"].startswith("/admin/login/")
    assert onlooker.get(f"{ALL}nothing/").status_code == onlooker.get(f"{ALL}nothing.csv").status_code == 404
    client.force_login(get_user_model().objects.create_user("clerk", is_staff=True))
    for address in [*addresses, f"{ALL}tags-used-once/"]:
        assert client.get(address).status_code == 403, address


def test_people_and_tags_are_for_those_who_may_look_at_them(client: Client) -> None:
    user = get_user_model().objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_interview"))
    client.force_login(user)
    others = {"portraits-without-words", "speakers-in-no-interview", "tags-used-once", "tags-used-nowhere"}
    assert counts(client).keys() == REPORTS.keys() - others
    for name in others:
        assert client.get(f"{ALL}{name}/").status_code == client.get(f"{ALL}{name}.csv").status_code == 403
