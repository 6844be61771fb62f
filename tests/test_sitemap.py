"""What search engines are told there is, and where not to look."""

from __future__ import annotations

import re
import urllib.robotparser
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from interviews import sitemaps
from interviews.models import Interview, Series, Tag
from tests.both_languages import make_full_site
from tests.factories import make_bio, make_interview

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def read(client: Client, address: str) -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def files_of(client: Client) -> list[str]:
    found = read(client, "/sitemap.xml").xpath("s:sitemap/s:loc/text()", namespaces=SPACES)
    return [address.removeprefix(HOST) for address in found]


def pages_of(client: Client) -> list[str]:
    found = [
        location
        for address in files_of(client)
        for location in read(client, address).xpath("s:url/s:loc/text()", namespaces=SPACES)
    ]
    assert len(set(found)) == len(found)
    return [address.removeprefix(HOST) for address in found]


def test_every_page_is_told_in_both_languages_and_is_there(client: Client) -> None:
    make_full_site()
    pages = pages_of(client)
    plain = {page for page in pages if not page.startswith("/fr/")}
    assert plain == {
        "/",
        "/interviews/",
        "/interviews/ola-berg/",
        "/questions/",
        "/series/lights-of-the-north/",
        "/speakers/",
        "/speakers/jo-doe/",
        "/speakers/ola-berg/",
        "/tags/",
        "/tags/fog/",
        "/questions/lessons/",
    }
    assert set(pages) - plain == {f"/fr{page}" for page in plain}
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200
        assert f'<link rel="canonical" href="{HOST}{page}">' in response.text


def test_each_names_its_versions_its_portraits_and_when_it_changed(client: Client) -> None:
    make_full_site()
    interview = Interview.objects.get()
    guest = interview.appearances.get(role="guest")
    guest.bio = make_bio(guest.speaker, portrait=(640, 640))
    guest.save()
    changed = datetime(2015, 9, 14, 10, tzinfo=UTC)
    Interview.objects.update(updated_at=changed, published_at=changed - timedelta(days=5))
    for section, path in (("interviews", "/interviews/ola-berg/"), ("speakers", "/speakers/ola-berg/")):
        (entry,) = read(client, f"/sitemap-{section}.xml").xpath(f"s:url[s:loc='{HOST}/fr{path}']", namespaces=SPACES)
        assert entry.xpath("s:lastmod/text()", namespaces=SPACES) == ["2015-09-14T10:00:00+00:00"]
        versions = {link.get("hreflang"): link.get("href") for link in entry.xpath("x:link", namespaces=SPACES)}
        assert versions == {"en": HOST + path, "fr": f"{HOST}/fr{path}", "x-default": HOST + path}
        images = entry.xpath("i:image/i:loc/text()", namespaces=SPACES)
        assert [bool(re.match(rf"{HOST}/media/portraits/ola-berg-\w+-3x.webp", image)) for image in images] == (
            [True] if section == "interviews" else []
        )
    Interview.objects.update(published_at=changed + timedelta(days=1))
    assert "2015-09-15" in client.get("/sitemap-interviews.xml").text, "one that came out at its time"


def test_what_is_not_public_is_not_told(client: Client) -> None:
    assert pages_of(client) == ["/", "/fr/", "/interviews/", "/fr/interviews/"]
    for status in ("draft", "withdrawn"):
        hidden = make_interview(guest=f"Guest {status}", series=Series.objects.create(title=status))
        hidden.tags.add(f"tag {status}")
        Interview.objects.filter(pk=hidden.pk).update(status=status)
    coming = make_interview(guest="Guest to come", published=False)
    coming.publish(at=timezone.now() + timedelta(days=1))
    Tag.objects.create(name="unused", question="Why?")
    assert pages_of(client) == ["/", "/fr/", "/interviews/", "/fr/interviews/"]
    for section in sitemaps.SECTIONS:
        assert client.get(f"/sitemap-{section}.xml").status_code == (200 if section == "lists" else 404)


def test_a_long_section_comes_in_several_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Pages, "limit", 2)
    slugs = [make_interview().slug for _number in range(5)]
    files = [address for address in files_of(client) if "interviews" in address]
    assert files == ["/sitemap-interviews.xml", "/sitemap-interviews-2.xml", "/sitemap-interviews-3.xml"]
    told = [page for page in pages_of(client) if re.fullmatch("/interviews/[^/]+/", page)]
    assert told == [f"/interviews/{slug}/" for slug in slugs], "the oldest first: a full file stays as it is"
    for wrong in ("interviews-4", "interviews-0", "nothing", "nothing-1"):
        assert client.get(f"/sitemap-{wrong}.xml").status_code == 404


@pytest.mark.parametrize("interviews", [2, 20])
def test_a_sitemap_costs_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: object, interviews: int
) -> None:
    series = Series.objects.create(title="Lights")
    for number in range(interviews):
        make_interview(guest=f"Guest {number}", series=series).tags.add(f"tag {number}")
    for section, queries in (("lists", 3), ("interviews", 3), ("speakers", 2), ("series", 2), ("tags", 2)):
        with django_assert_num_queries(queries):
            assert client.get(f"/sitemap-{section}.xml").status_code == 200
    with django_assert_num_queries(7):
        files_of(client)


def test_a_file_of_the_most_entries_is_far_below_what_engines_take(client: Client) -> None:
    make_interview(guest="Ola Berg", slug="x" * 100)
    assert len(client.get("/sitemap-interviews.xml").content) * sitemaps.IN_ONE_FILE < 25_000_000


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_robots_keep_out_of_the_desk_and_of_questions(client: Client, prefix: str) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"\nSitemap: {HOST}/sitemap.xml\n" in response.text
    kept = [re.escape(path).replace(r"\*", ".*") for path in re.findall(r"Disallow: (\S+)", response.text)]

    def allowed(path: str) -> bool:
        return not any(re.match(pattern, prefix + path) for pattern in kept)

    for path in ("/", "/interviews/", "/interviews/ola-berg/?t=90", "/interviews/ola-berg/cite/", "/search/"):
        assert allowed(path), path
    for path in ("/interviews/ola-berg/card.png?t=90", "/media/portraits/a.webp", "/interviews/ola-berg/embed/?t=90"):
        assert allowed(path), path
    for path in ("/admin/", "/admin/login/?next=/", "/search/?q=fog", "/interviews/ola-berg/comments/"):
        assert not allowed(path), path
    for path in ("/interviews/ola-berg/cite/?segment=x", "/interviews/ola-berg/?t=9&find=fog"):
        assert not allowed(path), path


def test_a_reader_of_robots_understands_it(client: Client) -> None:
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    assert parser.site_maps() == [f"{HOST}/sitemap.xml"]
    assert not parser.can_fetch("anybody", "/admin/interviews/")
    assert parser.can_fetch("anybody", "/interviews/ola-berg/")


def test_the_address_is_that_of_the_site(client: Client, settings: object) -> None:
    settings.SITE_URL = "https://interviews.example"
    assert "Sitemap: https://interviews.example/sitemap.xml" in client.get("/robots.txt").text
    assert "<loc>https://interviews.example/sitemap-lists.xml</loc>" in client.get("/sitemap.xml").text
