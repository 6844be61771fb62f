"""The language of a page is that of its address, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver
from django.utils import translation

from interviews.api.answering import URLS
from interviews.document_urls import FEEDS
from interviews.documents.writers import WRITERS
from interviews.exporting.documents import forms_of
from interviews.models import Interview
from portal.language import versions_of
from tests.both_languages import links, make_full_site, text_of
from tests.factories import make_editor, make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_full_site() -> Interview:
    return make_full_site()


PAGES = [
    "/",
    "/archive/",
    "/archive/undated/",
    "/interviews/",
    "/interviews/?speaker=ola-berg",
    "/interviews/ola-berg/",
    "/interviews/ola-berg/cite/",
    "/interviews/ola-berg/cite/?segment=lamps",
    "/interviews/ola-berg/comments/",
    "/questions/",
    "/questions/lessons/",
    "/search/?q=lamps",
    "/series/",
    "/series/lights-of-the-north/",
    "/speakers/",
    "/speakers/ola-berg/",
    "/tags/",
    "/tags/fog/",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_in_both_languages_and_links_the_other(
    client: Client, a_full_site: Interview, address: str
) -> None:
    english, french = text_of(client, address), text_of(client, f"/fr{address}")
    assert '<html lang="en">' in english
    assert '<html lang="fr">' in french
    assert f"/fr{address}" in links(english, hreflang="fr", lang="fr")
    assert address in links(french, hreflang="en", lang="en")


@pytest.mark.parametrize("address", PAGES)
def test_a_french_page_leads_to_french_pages(client: Client, a_full_site: Interview, address: str) -> None:
    page = text_of(client, f"/fr{address}")
    own = {writer.SUFFIX for writer in WRITERS.values()}
    for target in re.findall(r'(?:href|action)="(/[^"]*)"', page):
        in_no_language = target.startswith(("/static/", "/media/", "/feeds/")) or any(
            suffix in target for suffix in own
        )
        assert target.startswith("/fr/") != (in_no_language or target == address), target


@pytest.mark.parametrize(("cookie", "preferred"), [("fr", "fr"), ("", "fr-CA,fr;q=0.9")])
def test_neither_cookie_nor_browser_chooses_the_language(
    client: Client, a_full_site: Interview, cookie: str, preferred: str
) -> None:
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    for address, language in (("/interviews/ola-berg/", "en"), ("/fr/interviews/ola-berg/", "fr")):
        response = client.get(address, headers={"accept-language": preferred})
        assert response.headers["Content-Language"] == language
        assert "Vary" not in response.headers
        assert not response.cookies


def test_no_language_stays_behind(client: Client, a_full_site: Interview) -> None:
    for address in ("/fr/", "/fr/nowhere/", "/fr/admin/"):
        client.get(address)
        assert a_full_site.get_absolute_url() == "/interviews/ola-berg/"


@pytest.mark.parametrize("address", ["/en/", "/en/interviews/", "/de/", "/fr/fr/", "/FR/interviews/"])
def test_a_page_has_one_address_in_each_language(client: Client, a_full_site: Interview, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize(("asked", "lasting"), [("", ""), ("?page=2", "?page=2"), ("?page=1", ""), ("?page=x&t=9", "")])
def test_search_engines_are_told_of_both_languages(client: Client, prefix: str, asked: str, lasting: str) -> None:
    for _number in range(21):
        make_interview()
    page = text_of(client, f"{prefix}/interviews/{asked}")
    english, french = (f"http://testserver{start}/interviews/{lasting}" for start in ("", "/fr"))
    assert links(page, rel="canonical") == [french if prefix else english]
    assert links(page, rel="alternate", hreflang="x-default") == [english]
    head = page.split("</head>")[0]
    assert links(head, rel="alternate", hreflang="en") == [english]
    assert links(head, rel="alternate", hreflang="fr") == [french]


def test_the_other_language_keeps_the_question_of_the_address(client: Client, a_full_site: Interview) -> None:
    page = text_of(client, "/interviews/ola-berg/?t=90&recording=1")
    assert "/fr/interviews/ola-berg/?t=90&amp;recording=1" in links(page, hreflang="fr", lang="fr")
    assert "<b>" not in text_of(client, '/interviews/ola-berg/?t="><b>')


@pytest.mark.parametrize(("address", "words"), [("/x/", "There is no such page"), ("/interviews/nobody/", "")])
def test_what_is_not_there_has_no_other_version(client: Client, address: str, words: str) -> None:
    for prefix, language in (("", "en"), ("/fr", "fr")):
        response = client.get(prefix + address)
        page = response.content.decode()
        assert response.status_code == 404
        assert f'<html lang="{language}">' in page
        assert "hreflang" not in page
        with translation.override(language):
            assert translation.gettext(words or "There is no such page") in page
        assert f'href="{prefix}/interviews/"' in page


def test_a_page_that_failed_says_so_in_its_language(
    client: Client, a_full_site: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("interviews.views.browse.listed", broken)
    client.raise_request_exception = False
    for prefix, language in (("", "en"), ("/fr", "fr")):
        response = client.get(f"{prefix}/interviews/")
        assert response.status_code == 500
        assert f'<html lang="{language}">' in response.content.decode()
        assert f'href="{prefix}/"' in response.content.decode()
        with translation.override(language):
            assert translation.gettext("Something went wrong here") in response.content.decode()


def test_a_form_without_its_token_is_refused_in_french() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/fr/admin/login/", {"username": "ed", "password": "a long pass phrase"})
    assert response.status_code == 403
    assert '<html lang="fr">' in response.content.decode()
    assert "Le formulaire n’a pas été envoyé" in response.content.decode()


def test_a_comment_written_in_french_stays_among_french_pages(client: Client, a_full_site: Interview) -> None:
    typed = {"name": "Mia Ek", "email": "", "url": "", "body": "Bien dit.", "parent": "", "segment": "", "topic": ""}
    address = "/fr/interviews/ola-berg/comments/"
    here = {"sec-fetch-site": "same-origin"}
    sent = client.post(address, typed, headers=here)
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith("/fr/interviews/ola-berg/comments/")
    assert '<html lang="fr">' in text_of(client, sent.headers["Location"])
    refused = client.post(address, {**typed, "body": ""}, headers=here)
    assert refused.status_code == 422
    assert '<html lang="fr">' in refused.content.decode()
    assert "hreflang" not in refused.content.decode(), "another version would not have what was typed"


# What is no page


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield f"{before}{found.pattern}"
        else:
            yield from patterns(found, f"{before}{found.pattern}")


def test_documents_schemas_and_media_have_one_address(client: Client, a_full_site: Interview) -> None:
    with translation.override("fr"):
        routes = {route for route in patterns(get_resolver()) if not route.startswith("fr/")}
    assert routes == {
        *(f"interviews/<slug:slug>{writer.SUFFIX}" for writer in WRITERS.values()),
        *(f"feeds/{place}.{form}" for place, _feed in FEEDS.values() for form in ("atom", "rss", "json")),
        *("feeds/podcast.rss", "feeds/series/<slug:slug>/podcast.rss"),
        *("feeds/comments.atom", "feeds/interviews/<slug:slug>/comments.atom"),
        "card.png",
        "interviews/<slug:slug>/card.png",
        "oembed",
        "robots.txt",
        "sitemap.xml",
        "sitemap-<slug:section>.xml",
        "sitemap-<slug:section>-<int:page>.xml",
        "schemas/interview-document-1.json",
        "media/<path:path>",
        *("healthz", "readyz", "metrics"),
        *(str(url.pattern) for url in URLS),
    }
    shown = Interview.objects.with_time_index().get()
    forms = forms_of(shown, list(shown.segments.all()))
    assert len(forms) > 5
    for form in forms:
        assert client.get(form.address).status_code == 200
        assert client.get(f"/fr{form.address}").status_code == 404


def test_a_french_page_names_the_same_documents(client: Client, a_full_site: Interview) -> None:
    english, french = (client.get(f"{prefix}/interviews/ola-berg/") for prefix in ("", "/fr"))
    assert french.headers["Link"] == english.headers["Link"]
    assert len(links(english.text, rel="alternate", type="text/vtt")) == 1
    assert links(french.text, rel="alternate", type="text/vtt") == links(english.text, rel="alternate", type="text/vtt")


def test_a_document_says_its_own_language(client: Client) -> None:
    make_interview(slug="mer", language="fr-CA")
    assert client.get("/interviews/mer.json").headers["Content-Language"] == "fr-CA"
    assert "Content-Language" not in client.get("/schemas/interview-document-1.json").headers


# The editor's desk


def test_the_editors_desk_speaks_both_languages(client: Client, a_full_site: Interview) -> None:
    client.force_login(make_editor())
    change = f"/admin/interviews/interview/{a_full_site.pk}/change/"
    for address in ("/admin/", change, "/admin/interviews/tag/?q=fog"):
        english, french = text_of(client, address), text_of(client, f"/fr{address}")
        assert links(english, hreflang="fr") == [f"/fr{address}"]
        assert links(french, hreflang="en") == [address]
        assert '<html lang="fr"' in french
        assert "/fr/" in links(french), "to the site"
    assert "/fr/interviews/ola-berg/" in text_of(client, f"/fr{change}")


def test_whoever_signs_in_in_french_arrives_in_french(client: Client) -> None:
    make_editor("ed")
    response = client.post(
        "/fr/admin/login/?next=/fr/admin/", {"username": "ed", "password": "a long pass phrase", "next": "/fr/admin/"}
    )
    assert response.headers["Location"] == "/fr/admin/"


# A French site


@pytest.fixture
def a_french_site(settings: object) -> Iterator[None]:
    settings.LANGUAGE_CODE = "fr"
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.mark.usefixtures("a_french_site")
def test_a_site_may_be_french_first(client: Client, a_full_site: Interview) -> None:
    french, english = text_of(client, "/interviews/ola-berg/"), text_of(client, "/en/interviews/ola-berg/")
    assert '<html lang="fr">' in french
    assert '<html lang="en">' in english
    assert links(french, rel="canonical") == links(french, hreflang="x-default")
    assert links(english, rel="canonical") == ["http://testserver/en/interviews/ola-berg/"]
    assert client.get("/fr/interviews/ola-berg/").status_code == 404
    assert "/en/" not in "".join(
        re.findall(r"<textarea.*?</textarea>", text_of(client, "/en/interviews/ola-berg/cite/"))
    )


def test_a_request_that_reached_no_page_has_no_versions(rf: object) -> None:
    request = rf.get("/x/")
    request.resolver_match = None
    assert versions_of(request) == []
