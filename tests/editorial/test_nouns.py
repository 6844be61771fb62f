"""Speakers, series, tags and sources at the desk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interviews.models import Bio, Series, Source, Tag
from tests.editorial.sent_form import fields_of
from tests.factories import make_appearance, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


def page_of(row: object) -> str:
    return reverse(f"admin:interviews_{row._meta.model_name}_change", args=[row.pk])


def test_a_speakers_page_lists_the_appearances_with_links(desk: Client) -> None:
    speaker = make_speaker("Ola Berg")
    interview = make_interview(title="On tides")
    make_appearance(interview, speaker, name="O. Berg", bio="Keeps a light.")

    html = desk.get(page_of(speaker)).content.decode()

    assert f'<a href="{page_of(interview)}">On tides</a> (guest), credited as O. Berg' in html
    assert "Keeps a light." in html


def test_a_biography_is_rendered_when_the_speaker_is_saved(desk: Client) -> None:
    speaker = make_speaker("Ola Berg")
    html = desk.get(page_of(speaker)).content.decode()
    fields = fields_of(html, "speaker_form") | {
        "bios-TOTAL_FORMS": "1",
        "bios-0-language": "en",
        "bios-0-text": "Keeps *a light*.",
        "bios-0-portrait_alt": "A man in oilskins",
    }

    assert desk.post(page_of(speaker), fields).status_code == 302

    bio = Bio.objects.get()
    assert bio.html == "<p>Keeps <em>a light</em>.</p>"
    assert bio.portrait_alt == "A man in oilskins"


def test_there_is_one_kind_of_tags_and_each_tells_its_uses(desk: Client) -> None:
    interview = make_interview()
    interview.tags.add("sea")
    make_segment(interview, 1, tags=("sea", "light"))

    index = desk.get("/admin/").content.decode()
    assert index.count(">Tags<") == 1
    rows = desk.get("/admin/interviews/tag/").context["cl"].result_list
    assert [(tag.name, tag.uses) for tag in rows] == [("light", 1), ("sea", 2)]


def test_only_what_the_public_finds_is_linked_to_the_site(desk: Client) -> None:
    series = Series.objects.create(title="Talks")
    interview = make_interview(guest="Ola Berg", series=series, published=False)
    interview.tags.add("sea")
    pages = [page_of(row) for row in (series, Tag.objects.get(), interview.appearances.get().speaker)]

    assert ["View on site" in desk.get(page).content.decode() for page in pages] == [False, False, False]
    interview.publish()
    assert ["View on site" in desk.get(page).content.decode() for page in pages] == [True, True, True]


def test_a_source_shows_its_text_by_lines_and_its_findings_and_cannot_be_edited(desk: Client) -> None:
    interview = make_interview()
    source = Source.objects.create(
        interview=interview,
        key="file:///page.txt",
        digest="1",
        text="A title\n<b>00:18</b>",
        document={},
        findings=[{"line": 2, "code": "odd", "message": "An odd time"}],
    )

    html = desk.get(page_of(source)).content.decode()

    assert 'Line 2: <span lang="en">An odd time' in html
    assert '<span class="source-text__line">    2</span>  &lt;b&gt;00:18&lt;/b&gt;' in html
    assert desk.post(page_of(source), {"key": "x"}).status_code == 403
    assert desk.get("/admin/interviews/source/add/").status_code == 403


def test_an_interview_can_be_deleted_with_its_source(desk: Client) -> None:
    interview = make_interview()
    Source.objects.create(interview=interview, key="file:///page.txt", digest="1", text="", document={})

    for _into_the_trash_and_for_good in range(2):
        desk.post(reverse("admin:interviews_interview_delete", args=[interview.pk]), {"post": "yes"})

    assert not Source.objects.exists()


def test_the_desk_bears_the_name_of_the_site(desk: Client, settings: object) -> None:
    assert settings.SITE_NAME in desk.get("/admin/").content.decode()
