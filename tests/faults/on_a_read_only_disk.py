"""What a site says whose folder is on a read-only file system: `python -m tests.faults.on_a_read_only_disk …`.

Started by `tests.faults.test_read_only` where the mount is; tells it as JSON.
"""

from __future__ import annotations

import io
import json
import os
import sys

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.utils import setup_test_environment

from tests.editorial.sent_form import opened, send
from tests.importing_admin.steps import ADD

NEAR = {"Sec-Fetch-Site": "same-origin"}


def said(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.getvalue().decode()  # type: ignore[attr-defined]


def all_of_it(slug: str, pk: str, recording: str, session: str, source: str, words: str) -> dict[str, tuple[int, str]]:
    reader, desk = Client(raise_request_exception=False), Client(raise_request_exception=False)
    desk.cookies[settings.SESSION_COOKIE_NAME] = session
    page, change = f"/interviews/{slug}/", f"/admin/interviews/interview/{pk}/change/"
    told = {
        path: said(reader.get(path)) for path in ("/", page, "/search/?q=lamp", "/feeds/interviews.atom", "/readyz")
    }
    told["recording"] = said(reader.get(f"/media/{recording}", headers={"Range": "bytes=2-4"}))
    comment = {"name": "Mia Ek", "body": words}
    told["comment"] = said(reader.post(f"{page}comments/", comment, headers=NEAR))
    fields = opened(desk, change)
    told["save"] = said(send(desk, change, fields | {"introduction": words}))
    sound = SimpleUploadedFile("talk.mp3", b"x" * 2000)
    told["upload"] = said(send(desk, change, fields | {"recordings-1-file": sound, "introduction": words}))
    told["import"] = said(desk.post(ADD, {"pasted": words}))
    told["sign in"] = said(reader.post("/admin/login/", {"username": "ed", "password": "wrong"}, headers=NEAR))
    heard = io.StringIO()
    try:
        call_command("import_interview", source, stdout=heard, stderr=heard)
        told["command"] = 0, heard.getvalue()
    except CommandError as error:
        told["command"] = error.returncode, heard.getvalue()
    return told


if __name__ == "__main__":
    setup_test_environment()
    print(json.dumps(all_of_it(*sys.argv[1:])))
