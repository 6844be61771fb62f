"""What the Nu HTML checker says of every kind of page: nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.browser.conftest import program, tool
from tests.browser.kinds_of_pages import DESK, ON_AN_EMPTY_SITE, PUBLIC, WITHOUT_BROWSER, FullSite, Kind

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

#: What Django's own templates for editors are known for, and what is no fault of the page around them.
OF_DJANGO = (
    # The lists of models at the side have a third heading and no third column (admin/app_list.html).
    "A table row was 2 columns wide, which is less than the column count established by the first row (3).",
    # A hidden field has a label as well, in a row that is hidden with it (admin/includes/fieldset.html).
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control.",
    # What a field with completion holds before something is chosen (admin.widgets.AutocompleteSelect).
    "Element “option” without attribute “label” must not be empty.",
    # Advice, no fault: Django 6.1 writes one of its `<meta>` as XML would have it (admin/base.html).
    "Trailing slash on void elements has no effect and interacts badly with unquoted attribute values.",
)


def complaints_of(pages: dict[str, str], folder: Path, but: tuple[str, ...] = ()) -> str:
    """One line for each error and warning in the pages, which go by name; Java is slow to start, and does so once."""
    files = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, "utf-8")
        files[file.name] = name
    command = [program("java"), "-jar", str(tool("vnu-jar/build/dist/vnu.jar")), "--format", "json"]
    done = subprocess.run([*command, *(folder / file for file in files)], capture_output=True, text=True, timeout=120)
    return "\n".join(
        f"{files[Path(message['url']).name]}, line {message.get('lastLine')}: {message['message']} "
        f"| {' '.join(message.get('extract', '').split())}"
        for message in json.loads(done.stderr)["messages"]
        if message["message"] not in but
    )


def html_of(kind: Kind, address: str, client: Client) -> str:
    answer = client.get(address) if kind.sent is None else client.post(address, kind.sent, headers=kind.headers)
    assert answer.status_code == kind.status, kind.name
    return answer.content.decode()


def test_a_fault_is_found(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>A page</title><p id=a><p id=a>"
    assert "Duplicate ID" in complaints_of({"a page": page}, tmp_path)


def test_the_pages_of_readers_are_clean(site: FullSite, tmp_path: Path) -> None:
    reader = Client(enforce_csrf_checks=True)
    pages = {kind.name: html_of(kind, site.address_of(kind), reader) for kind in (*PUBLIC, *WITHOUT_BROWSER)}
    complaints = complaints_of(pages, tmp_path)
    assert not complaints, complaints


def test_the_pages_of_an_empty_site_are_clean(client: Client, tmp_path: Path) -> None:
    complaints = complaints_of({kind.name: html_of(kind, kind.address, client) for kind in ON_AN_EMPTY_SITE}, tmp_path)
    assert not complaints, complaints


def test_the_pages_of_editors_are_clean(site: FullSite, tmp_path: Path) -> None:
    pages = {kind.name: html_of(kind, site.address_of(kind), site.desk) for kind in DESK}
    pages["desk: signing in"] = html_of(Kind("", "/admin/login/"), "/admin/login/", Client())
    complaints = complaints_of(pages, tmp_path, but=OF_DJANGO)
    assert not complaints, complaints
