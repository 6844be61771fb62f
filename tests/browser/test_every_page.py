"""Every kind of page, on a desk and in a hand, in light and dark: whole, quiet, and nothing beside the edge."""

from __future__ import annotations

import pytest

from tests.factories import make_comment, make_editor, make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = [
    "/",
    "/interviews/",
    "/interviews/ola-berg/",
    "/interviews/ola-berg/comments/",
    "/speakers/",
    "/speakers/ola-berg/",
    "/tags/",
    "/tags/fog/",
]
ADMIN = [
    "/admin/",
    "/admin/interviews/interview/",
    "/admin/interviews/interview/add/",
    "/admin/interviews/speaker/",
    "/admin/interviews/speaker/add/",
    "/admin/interviews/tag/",
    "/admin/comments/comment/",
]
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def a_full_site() -> object:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", organisation="The Guild of Keepers", slug="ola-berg")
    make_recording(interview, url="")
    for number in range(6):
        make_segment(interview, 60 * number, question=f"Why {'so very ' * 12}long, question {number}?", tags=("fog",))
    make_comment(interview, body="https://a-very-long-address.example/" + "x" * 200)
    return interview


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_public_pages_fit_and_the_console_is_silent(
    a_full_site: object, open_page: object, live_server: object, width: int, scheme: str
) -> None:
    page = open_page("/", viewport={"width": width, "height": 844}, color_scheme=scheme)
    elsewhere: list[str] = []
    page.on("request", lambda request: request.url.startswith(live_server.url) or elsewhere.append(request.url))
    for address in PUBLIC:
        page.goto(address)
        assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, address
        assert page.locator("h1").count() == 1, address
        assert page.title(), address
    assert elsewhere == [], "a reader's visit is nobody else's business"


def test_the_admin_obeys_the_strict_policy(a_full_site: object, open_page: object) -> None:
    make_editor("ed")
    page = open_page("/admin/")
    page.fill("[name=username]", "ed")
    page.fill("[name=password]", "a long pass phrase")
    page.click("[type=submit]")
    for address in (*ADMIN, f"/admin/interviews/interview/{a_full_site.pk}/change/"):
        response = page.goto(address)
        assert response.status == 200, address
        page.wait_for_load_state("networkidle")
