"""The steps of an import, as a browser without script would take them."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interviews.models import ImportBatch, Upload
from tests.editorial.sent_form import fields_of

ADD = "/admin/interviews/importbatch/add/"
LIST = "/admin/interviews/importbatch/"


def address_of(upload: Upload) -> str:
    return f"{LIST}upload/{upload.token}/"


def page_of(batch: ImportBatch) -> str:
    return f"{LIST}{batch.pk}/change/"


def send(client: Client, content: str | bytes, name: str = "ola-berg.txt", **options: Any) -> Upload:
    """Uploads a file; the upload that now waits for its decision."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(ADD, {"file": SimpleUploadedFile(name, data), **options})
    assert answer.status_code == 302, re.findall(r'class="errorlist.*?</ul>', answer.content.decode(), re.DOTALL)
    return Upload.objects.get(token=answer["Location"].split("/")[-2])


def seen(client: Client, upload: Upload) -> str:
    answer = client.get(address_of(upload))
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client: Client, upload: Upload, button: str, **changes: Any) -> Any:
    """Presses a button of the preview, with what stands in its form but for the changes."""
    fields = fields_of(seen(client, upload), "correction_form")
    ticked = {name: "on" for name in ("new_version", "overwrite", "publish") if name in fields}
    fields |= ticked | changes
    return client.post(address_of(upload), {**fields, button: "1"}, follow=True)


def imported(client: Client, content: str | bytes, name: str = "ola-berg.txt", **options: Any) -> ImportBatch:
    decide(client, send(client, content, name, **options), "_confirm")
    return ImportBatch.objects.order_by("-pk")[0]


def row_counts() -> dict[str, int]:
    """How many rows each table of the site has, but for the waiting uploads."""
    models = [model for app in ("interviews", "comments", "taggit") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model.objects.count() for model in models if model is not Upload}
