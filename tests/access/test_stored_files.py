"""A stored file is had by readers while its interview is public, and before and after that by those who may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.utils import timezone

from interviews.editorial.models import DraftLink
from interviews.models import Bio, Interview, Recording
from interviews.store.beside import begin_draft
from portal import media_doors
from portal.remembered import Remembered
from tests.editorial.test_flow import member
from tests.factories import make_appearance, make_bio, make_interview, make_speaker

pytestmark = pytest.mark.django_db

SOUND = b"ID3 a voice that nobody is to hear yet"


def make_heard(**given: Any) -> Interview:
    """An interview with a stored recording, and a guest with a stored portrait."""
    interview = make_interview(**given)
    row = Recording(interview=interview)
    row.file.save("talk.mp3", ContentFile(SOUND))
    guest = make_speaker()
    make_appearance(interview, guest, bio="Keeps a light.")
    interview.appearances.update(bio=make_bio(guest, portrait=(640, 640)))
    return interview


class Reader(Client):
    """Takes the whole of each answer, as whoever asks does: a file that is sent is closed behind it."""

    def request(self, **given: Any) -> Any:
        response = super().request(**given)
        response.whole = response.getvalue()
        return response


@pytest.fixture
def client() -> Reader:
    return Reader()


def at_the_desk(user: Any) -> Reader:
    desk = Reader()
    desk.force_login(user)
    return desk


def files_of(interview: Interview) -> list[str]:
    """The addresses of its recording and of what readers get of its portrait."""
    names = [row.file.name for row in interview.recordings.all()]
    for bio in Bio.objects.filter(appearances__interview=interview):
        names += bio.shown_names
    assert len(names) == 4
    return [default_storage.url(name) for name in names]


def original_of(interview: Interview) -> str:
    return Bio.objects.get(appearances__interview=interview).portrait.url


def answers(client: Client, interview: Interview, **headers: str) -> set[int]:
    return {client.get(address, headers=headers).status_code for address in files_of(interview)}


def address_in(page: str, folder: str) -> Iterator[str]:
    return (found.replace("&amp;", "&") for found in re.findall(rf"/media/{folder}/[^\"\s,]+", page))


def test_readers_have_the_files_of_what_is_published(client: Client) -> None:
    interview = make_heard()
    assert answers(client, interview) == {200}
    page = client.get(interview.get_absolute_url()).whole.decode()
    assert set(files_of(interview)) == {*address_in(page, "recordings"), *address_in(page, "portraits")}
    assert "key=" not in page


@pytest.mark.parametrize("state", ["draft", "withdrawn", "coming", "ended", "trashed", "in review"])
def test_nobody_has_the_files_of_what_is_not(client: Client, state: str) -> None:
    interview = make_heard(published=state not in ("draft", "in review"))
    known = files_of(interview)
    if state == "withdrawn":
        interview.withdraw()
    elif state == "trashed":
        interview.put_into_trash()
    elif state == "in review":
        interview.submit_for_review()
    elif state == "coming":
        Interview.objects.update(published_at=timezone.now() + timedelta(days=1))
    elif state == "ended":
        Interview.objects.update(published_at=timezone.now() - timedelta(days=2))
        Interview.objects.update(withdraws_at=timezone.now() - timedelta(days=1))

    there, nowhere = client.get(known[0]), client.get("/media/recordings/0123456789/talk.mp3")
    assert (there.status_code, there.whole) == (404, nowhere.whole)
    of_one_request = {"Set-Cookie", "X-Request-ID"}
    told = [
        {name: value for name, value in one.headers.items() if name not in of_one_request} for one in (there, nowhere)
    ]
    assert told[0] == told[1]
    for address in [*known, original_of(interview)]:
        for asked in (
            {},
            {"Range": "bytes=0-1"},
            {"If-None-Match": "*"},
            {"If-Modified-Since": "Fri, 1 Jan 2100 00:00:00 GMT"},
        ):
            assert client.get(address, headers=asked).status_code == 404, (address, asked)
        assert client.head(address).status_code == 404
        assert client.get(f"/fr{address}").status_code == 404


def test_what_is_deleted_is_gone_and_what_returns_is_there_again(client: Client) -> None:
    interview = make_heard()
    known = files_of(interview)
    interview.withdraw()
    interview.publish()
    assert {client.get(address).status_code for address in known} == {200}
    interview.delete()
    Bio.objects.update(portrait_alt="A face")  # the person stays, and is heard nowhere
    assert {client.get(address).status_code for address in known} == {404}


def test_a_file_that_no_row_names_is_nobodys(client: Client, settings: Any) -> None:
    make_heard()
    desk = at_the_desk(member("Editor"))
    for name in ("recordings/left/behind.mp3", "portraits/left-behind.jpg", "cover.jpg", ".htaccess"):
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SOUND)
        assert client.get(f"/media/{name}").status_code == 404
        assert desk.get(f"/media/{name}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("recordings//x.mp3", "recordings/../../db.sqlite3", "%2e%2e/db.sqlite3", "recordings/%00.mp3", "/etc/passwd"),
        *("recordings/" + "x" * 5000, "%ff%fe", "recordings/\ud7ff.mp3", "..%5c..%5cdb.sqlite3", "portraits/-1x.webp"),
    ],
)
def test_what_is_no_address_of_a_file_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_the_picture_as_it_was_sent_is_for_the_desk(client: Client) -> None:
    """It has in it where it was taken, and whatever else somebody put there."""
    interview = make_heard()
    address = original_of(interview)
    assert client.get(address).status_code == 404
    assert at_the_desk(member("Editor")).get(address).status_code == 200
    for public in (interview.get_absolute_url(), f"/interviews/{interview.slug}.json", "/sitemap-interviews.xml"):
        assert address not in client.get(public).whole.decode()
    Bio.objects.update(portrait_renditions={})
    assert client.get(address).status_code == 200, "where no copies could be made it is what there is"


def test_the_desk_has_what_it_may_see_and_no_cache_keeps_that() -> None:
    writer = member("Contributor")
    own, other = make_heard(published=False, owner=writer), make_heard(published=False)
    desk = at_the_desk(writer)
    assert answers(desk, own) == {200}
    assert answers(desk, other) == {404}
    editor = at_the_desk(member("Editor"))
    assert answers(editor, other) == {200}
    for address in files_of(other):
        response = editor.get(address, headers={"Range": "bytes=0-3"})
        assert (response.status_code, response["Cache-Control"]) == (206, "private, no-store")
        assert "noindex" in response["X-Robots-Tag"]
    assert answers(at_the_desk(member("Moderator")), other) == {404}


def test_who_left_the_desk_has_nothing_of_it() -> None:
    interview = make_heard(published=False)
    editor = member("Editor")
    desk = at_the_desk(editor)
    assert answers(desk, interview) == {200}
    editor.is_staff = False
    editor.save()
    assert answers(desk, interview) == {404}


def linked(interview: Interview, **given: Any) -> DraftLink:
    until = timezone.now() + timedelta(days=7)
    return DraftLink.objects.create(interview=interview, reader="Ola Berg", **{"expires_at": until, **given})


def keyed_in(client: Client, link: DraftLink) -> list[str]:
    page = client.get(link.get_absolute_url()).whole.decode()
    found = [*address_in(page, "recordings"), *address_in(page, "portraits")]
    assert found
    assert all("?key=" in address for address in found)
    return found


def test_a_guest_who_reads_the_draft_hears_it_until_the_link_ends(client: Client) -> None:
    interview = make_heard(published=False)
    link = linked(interview)
    found = keyed_in(client, link)
    assert {address.partition("?")[0] for address in found} == set(files_of(interview))
    for address in found:
        response = client.get(address, headers={"Range": "bytes=0-3"})
        assert (response.status_code, response["Cache-Control"]) == (206, "private, no-store")

    link.revoke()
    assert {client.get(address).status_code for address in found} == {404}


def test_a_key_opens_its_file_and_no_other(client: Client) -> None:
    one, other = make_heard(published=False), make_heard(published=False)
    link = linked(one)
    key = keyed_in(client, link)[0].partition("?key=")[2]
    wrong = ("", "-", "x", f"{link.pk}-", f"{link.pk}-{'A' * 43}", f"0{key}x", f"{10**30}-x", f"²{key}", "1" * 9000)
    for address in files_of(one)[1:] + files_of(other):
        assert client.get(f"{address}?key={key}").status_code == 404
    for spelling in wrong:
        assert client.get(files_of(one)[0], {"key": spelling}).status_code == 404
    assert client.get(link.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("ends", ["expires", "trashed", "deleted"])
def test_a_key_ends_with_what_it_was_made_for(client: Client, ends: str) -> None:
    interview = make_heard(published=False)
    found = keyed_in(client, linked(interview))
    if ends == "expires":
        DraftLink.objects.update(expires_at=timezone.now())
    elif ends == "trashed":
        interview.put_into_trash()
    else:
        interview.delete()
    assert {client.get(address).status_code for address in found} == {404}


def test_what_is_new_in_a_draft_of_changes_is_heard_by_its_link_alone(client: Client) -> None:
    interview = make_heard()
    draft, _ = begin_draft(interview)
    draft.recordings.all().delete()
    row = Recording(interview=draft)
    row.file.save("talk.mp3", ContentFile(SOUND))
    assert client.get(row.file.url).status_code == 404
    assert client.get(next(iter(interview.recordings.all())).file.url).status_code == 200
    (heard,) = {address for address in keyed_in(client, linked(interview)) if row.file.url in address}
    assert client.get(heard).status_code == 200


def test_it_costs_a_query_however_many_ask(client: Client, django_assert_num_queries: Any) -> None:
    interview = make_heard()
    for address in files_of(interview):
        with django_assert_num_queries(1):
            client.get(address)


# While the database is away


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What is remembered is forgotten first; `[0]` is what its clock says."""
    now = [0.0]
    kept = Remembered(media_doors.HEARD_ON, most=100, clock=lambda: now[0])
    monkeypatch.setattr(media_doors, "_public", kept)
    return now


@contextmanager
def away(error: Exception | None = None) -> Iterator[None]:
    def refused(*_given: object) -> None:
        raise error or OperationalError("connection refused")

    with connection.execute_wrapper(refused):
        yield


@pytest.mark.parametrize("error", [OperationalError("connection refused"), InterfaceError("connection is closed")])
def test_what_was_heard_a_moment_ago_is_heard_on_while_the_database_is_away(
    clock: list[float], error: Exception
) -> None:
    reader = Reader(raise_request_exception=False)
    interview = make_heard()
    heard, *others = files_of(interview)
    assert reader.get(heard).status_code == 200
    with away(error):
        clock[0] += media_doors.HEARD_ON - 1
        answer = reader.get(heard, headers={"Range": "bytes=4-8"})
        assert (answer.status_code, answer.whole) == (206, SOUND[4:9])
        for other in others:  # which nobody asked for
            answer = reader.get(other)
            assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (
                503,
                "5",
                "no-store, private",
            )
        clock[0] += 1
        assert reader.get(heard).status_code == 503


def test_what_was_found_withdrawn_is_heard_no_more_also_while_the_database_is_away(clock: list[float]) -> None:
    reader = Reader(raise_request_exception=False)
    interview = make_heard()
    heard = files_of(interview)[0]
    assert reader.get(heard).status_code == 200
    interview.withdraw()
    assert reader.get(heard).status_code == 404
    with away():
        assert reader.get(heard).status_code == 503


def test_what_the_desk_may_hear_is_remembered_for_nobody(clock: list[float]) -> None:
    heard = files_of(make_heard(published=False))[0]
    desk = at_the_desk(member("Editor"))
    assert desk.get(heard).status_code == 200
    with away():
        for reader in (desk, Reader()):
            reader.raise_request_exception = False
            assert reader.get(heard).status_code == 503


def test_a_fault_of_ours_gives_nothing_out(clock: list[float]) -> None:
    reader = Reader(raise_request_exception=False)
    heard = files_of(make_heard())[0]
    assert reader.get(heard).status_code == 200
    with away(ProgrammingError("no such column")):
        assert reader.get(heard).status_code == 500


def test_only_so_many_are_remembered() -> None:
    kept = Remembered(60, most=2)
    for name in ("one", "two", "one", "three"):
        kept.note(name)
    assert [kept.has(name) for name in ("one", "two", "three")] == [True, False, True]
