from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.uploads import UploadsFromStaffOnly
from tests.factories import make_interview

pytestmark = pytest.mark.django_db


class Visitor:
    def __init__(self, is_staff: bool) -> None:
        self.is_staff = is_staff


@pytest.mark.parametrize(("is_staff", "taken"), [(True, ["portrait"]), (False, [])])
def test_only_the_files_of_staff_are_taken(is_staff: bool, taken: list[str]) -> None:
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append((request.POST["name"], list(request.FILES)))
        return HttpResponse()

    data = {"name": "Ola", "portrait": SimpleUploadedFile("ola.jpg", b"x" * 1000)}
    request = RequestFactory().post("/", data)
    request.user = Visitor(is_staff)
    UploadsFromStaffOnly(page)(request)
    assert seen == [("Ola", taken)]


def test_a_strangers_comment_with_a_file_is_a_comment_without_one(client: Client) -> None:
    interview = make_interview()
    data = {"name": "Mia Ek", "body": "Well said.", "file": SimpleUploadedFile("big.bin", b"x" * 5_000_000)}
    address = f"{interview.get_absolute_url()}comments/"
    response = client.post(address, data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 303
    assert interview.comments.get().body == "Well said."
