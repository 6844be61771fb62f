"""The keys of the desk are told in one list; what obeys them is tried in tests/browser/test_keys.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from interviews.comments import queue_keys
from interviews.editorial import segment_keys
from tests.factories import make_interview

pytestmark = pytest.mark.django_db

SCRIPTS = Path(__file__).parents[3] / "static" / "js"


def told(page: str) -> list[str]:
    """The headings of the groups of keys."""
    return re.findall(r'<table class="keys__group[^"]*"><caption>([^<]+)', page)


def sheet(client: Client, address: str) -> list[str]:
    page = client.get(address, follow=True).content.decode()
    return told(page[page.index('<dialog class="keys"') :])


def test_the_sheet_tells_the_keys_of_the_page(desk: Client) -> None:
    everywhere = ["On every page of the desk", "On every page of the desk, single keys"]
    assert sheet(desk, "/admin/") == everywhere
    assert sheet(desk, "/admin/interviews/tag/add/") == [*everywhere, "In a form"]
    segments = [
        f"Time index: {words}"
        for words in ("on the line of an entry", "while writing", "single keys, outside of fields")
    ]
    form = f"/admin/interviews/interview/{make_interview(published=False).pk}/change/"
    assert sheet(desk, form) == [*everywhere, "In a form", *segments]
    queue = ["Queue of comments, single keys", "On a comment of the queue, single keys"]
    assert sheet(desk, "/admin/comments/comment/queue/") == [*everywhere, *queue]


def test_only_keys_that_one_can_make_use_of_are_told(onlooker: Client, client: Client) -> None:
    form = f"/admin/interviews/interview/{make_interview(published=False).pk}/change/"
    assert "Time index: while writing" not in sheet(onlooker, form)
    user = get_user_model().objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(user)
    assert sheet(client, "/admin/comments/comment/queue/")[-1] == "Queue of comments, single keys"


def test_without_script_the_link_leads_to_a_page_of_all(desk: Client, client: Client) -> None:
    assert 'href="/admin/keys/" data-keys-open' in desk.get("/admin/").content.decode()
    page = desk.get("/admin/keys/").content.decode()
    page = page[: page.index('<dialog class="keys"')]
    assert len(told(page)) == 8
    assert "<kbd>Ctrl</kbd>+<kbd>Shift</kbd>+<kbd>Enter</kbd>" in page
    assert client.get("/admin/keys/").headers["Location"].startswith("/admin/login/")


def test_who_has_not_signed_in_sees_no_sheet(client: Client) -> None:
    assert "data-keys" not in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    ("script", "name", "groups"),
    [
        ("admin-segments-keys.js", "LETTERS", [segment_keys.SINGLE]),
        ("admin-queue.js", "ACTS", [queue_keys.MOVING, queue_keys.DECIDING]),
    ],
)
def test_the_single_keys_that_are_told_are_those_that_are_obeyed(script: str, name: str, groups: list) -> None:
    body = re.search(rf"const {name} = \{{(.*?)\n\}};", (SCRIPTS / script).read_text("utf-8"), re.DOTALL)[1]
    obeyed = set(re.findall(r'(?:^|[\s{,])(?:"(.)"|(\w)): ', body))
    written = {key.lower() for group in groups for keys, _words in group.lines for key in keys.split()}
    assert {quoted or plain for quoted, plain in obeyed} == written
    assert all(group.single for group in groups)
