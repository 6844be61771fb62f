"""What people wrote is marked with its own language, not with that of the page around it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from interviews.models import Interview
from tests.both_languages import make_full_site, text_of
from tests.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_full_site() -> Interview:
    return make_full_site()


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", '<article lang="nb">'),
        ("/interviews/ola-berg/", '<h1 class="person__name" lang="nb">Ola Berg</h1>'),
        ("/interviews/ola-berg/", '<p class="person__title" lang="nb">Keeper</p>'),
        ("/interviews/ola-berg/", '<span lang="nb">Guild</span>'),
        ("/interviews/ola-berg/", '<p lang="nb">Free to quote.</p>'),
        ("/interviews/ola-berg/", '<div class="comment__body prose" lang="nb" dir="auto">'),
        ("/interviews/ola-berg/", 'lang="en">Lights of the north</a>'),
        ("/interviews/ola-berg/", '<ul class="tag-row" lang="en">'),
        ("/interviews/ola-berg/", '<span lang="en">What did you learn?</span>'),
        ("/speakers/", '<span class="people__title" lang="nb">Keeper</span>'),
        ("/speakers/ola-berg/", '<p class="person__title" lang="nb">Keeper</p>'),
        ("/tags/", 'lang="en">fog</a>'),
        ("/tags/fog/", '<h1 lang="en">fog</h1>'),
        ("/tags/fog/", '<p class="moment__source" lang="nb">'),
        ("/questions/", 'lang="en">What did you learn?</a>'),
        ("/questions/lessons/", '<h1 lang="en">What did you learn?</h1>'),
        ("/series/lights-of-the-north/", '<h1 lang="en">Lights of the north</h1>'),
        ("/series/lights-of-the-north/", '<div class="prose" lang="en"><p>Talks with keepers.</p></div>'),
    ],
)
def test_what_people_wrote_is_marked_with_its_own_language(
    client: Client, a_full_site: Interview, address: str, marked: str
) -> None:
    Interview.objects.update(language="nb")
    assert marked in text_of(client, f"/fr{address}")


def test_inside_an_interview_the_words_of_the_page_are_in_its_language(client: Client, a_full_site: Interview) -> None:
    page = text_of(client, "/fr/interviews/ola-berg/")
    conversation = page.split('<div class="conversation" lang="en">')[1].split('<div class="about"')[0]
    for name in ("segment__moment", "segment__foot", "segment__everyone", "time-index"):
        assert re.search(rf'class="{name}"[^>]* lang="fr"', conversation), name


def test_what_an_editor_writes_is_in_the_language_of_the_interview(client: Client, a_full_site: Interview) -> None:
    Interview.objects.update(language="nb", status="withdrawn")
    client.force_login(make_editor())
    page = text_of(client, f"/fr/admin/interviews/interview/{a_full_site.pk}/change/")
    for name in ("title", "introduction", "segments-0-answer", "segments-__prefix__-question", "appearances-0-title"):
        field = re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]*>', page)[0]
        assert 'lang="nb"' in field, name
    assert "lang=" not in re.search(r'<input[^>]* name="slug"[^>]*>', page)[0]
