"""Addresses that leave the site are the plain ones, whichever page made them."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from interviews.exporting.documents import place_of
from interviews.importing.loading import report_line
from interviews.lasting import lasting_address
from interviews.models import Interview
from tests.both_languages import links, make_full_site, text_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parent.parent


@pytest.fixture
def a_full_site() -> Interview:
    return make_full_site()


def test_a_french_page_cites_the_plain_address(client: Client, a_full_site: Interview) -> None:
    page = text_of(client, "/fr/interviews/ola-berg/cite/?segment=lamps")
    fields = re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)
    cited = "".join(field for field in fields if "iframe" not in field)  # what is embedded speaks to those readers
    assert cited.count("http://testserver/interviews/ola-berg/") >= 7
    assert "/fr/" not in cited
    assert "/fr/interviews/ola-berg/?t=1:30#segment-lamps" in links(page)


def test_what_leaves_the_site_is_the_same_whichever_language_made_it(a_full_site: Interview, settings: object) -> None:
    settings.SITE_URL = "https://interviews.example"
    with translation.override("fr"):
        assert a_full_site.get_absolute_url() == "/fr/interviews/ola-berg/"
        assert lasting_address(a_full_site) == "/interviews/ola-berg/"
        assert place_of(a_full_site).url == "https://interviews.example/interviews/ola-berg/"
        line = report_line("page.txt", "created", a_full_site, ())
        assert line.url == "https://interviews.example/interviews/ola-berg/"


def test_a_document_asked_by_a_french_reader_is_the_same(client: Client, a_full_site: Interview) -> None:
    plain = client.get("/interviews/ola-berg.csl.json")
    again = client.get("/interviews/ola-berg.csl.json", headers={"accept-language": "fr"})
    assert again.content == plain.content
    assert json.loads(plain.content)[0]["URL"] == "http://testserver/interviews/ola-berg/"
    assert again.headers["Link"] == '<http://testserver/interviews/ola-berg/>; rel="canonical"'


# Whatever writes addresses that last, by the names that such modules have.
WRITING = re.compile(r"(exporting|importing|feeds|sitemaps?|letters|mail)")


def asks_a_page_itself(path: Path) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("get_absolute_url", "get_listening_url")
    ]


def test_what_writes_for_elsewhere_asks_for_lasting_addresses_only(tmp_path: Path) -> None:
    modules = [
        path
        for path in (ROOT / "interviews").rglob("*.py")
        if WRITING.search(str(path.relative_to(ROOT))) and "admin" not in path.parts
    ]
    assert len(modules) > 15
    assert {str(path): lines for path in modules if (lines := asks_a_page_itself(path))} == {}
    (tmp_path / "feeds.py").write_text("def item_link(item):\n    return item.get_absolute_url()\n")
    assert asks_a_page_itself(tmp_path / "feeds.py") == [2]
