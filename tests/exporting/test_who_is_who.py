"""People, tags and comments that are easily taken for one another come back as themselves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from interviews.comments.models import Comment
from interviews.models import Bio, Interview, Series, Speaker, Tag
from interviews.models.tag import TaggedInterview, tag_rows
from tests.exporting.test_nothing_lost import empty_the_database
from tests.exporting.test_whole_site import export
from tests.factories import make_appearance, make_comment, make_interview, make_segment, make_speaker
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = pytest.mark.django_db


def load_again(folder: Path) -> None:
    """Exports the site, empties the database, and loads it."""
    export(folder / "site")
    empty_the_database()
    call_command("import_interview", str(folder / "site"), verbosity=0)


def make_namesakes() -> tuple[Interview, Speaker, Speaker]:
    """Two guests of one name; the second answers."""
    interview = make_interview(title="Two lights", slug="two-lights")
    elder, younger = make_speaker("Ola Berg"), make_speaker("Ola Berg")
    make_appearance(interview, elder, bio="The elder.")
    second = make_appearance(interview, younger, bio="The younger.")
    make_segment(interview, 18, answered_by=second)
    return interview, elder, younger


def test_a_person_credited_with_another_name_stays_one(tmp_path: Path) -> None:
    make_appearance(make_interview(), make_speaker("Ola Bergström"), name="O. Berg")
    load_again(tmp_path)
    assert list(Speaker.objects.values_list("name", "slug")) == [("Ola Bergström", "ola-bergstrom")]
    assert Interview.objects.get().appearances.get().credited_name == "O. Berg"


def test_one_document_alone_knows_the_persons_own_name(tmp_path: Path) -> None:
    make_appearance(make_interview(slug="lights"), make_speaker("Ola Bergström"), name="O. Berg")
    export(tmp_path / "site")
    empty_the_database()
    import_file(tmp_path / "site" / "interviews" / "lights" / "lights.json")
    assert Speaker.objects.get().name == "Ola Bergström"


def test_two_guests_of_one_name_stay_two_and_the_right_one_answers(tmp_path: Path) -> None:
    make_namesakes()
    load_again(tmp_path)
    interview = Interview.objects.get()
    assert [(row.speaker.slug, row.bio.text) for row in interview.appearances.all()] == [
        ("ola-berg", "The elder."),
        ("ola-berg-2", "The younger."),
    ]
    assert interview.segments.get().answered_by.speaker.slug == "ola-berg-2"


def test_a_document_that_comes_again_keeps_namesakes_apart(tmp_path: Path) -> None:
    make_namesakes()
    load_again(tmp_path)
    path = tmp_path / "site" / "interviews" / "two-lights" / "two-lights.json"
    data = json.loads(path.read_text("utf-8"))
    data["interview"]["appearances"][1]["title"] = "Keeper"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert import_file(path).outcome == "updated"
    rows = Interview.objects.get().appearances.all()
    assert [(row.speaker.slug, row.title) for row in rows] == [("ola-berg", ""), ("ola-berg-2", "Keeper")]
    assert Speaker.objects.count() == 2


def test_a_document_that_comes_again_may_say_which_namesake_was_meant(tmp_path: Path) -> None:
    make_speaker("Ola Berg")
    make_speaker("Ola Berg")
    make_appearance(make_interview(slug="lights"), Speaker.objects.get(slug="ola-berg"))
    load_again(tmp_path)
    path = tmp_path / "site" / "interviews" / "lights" / "lights.json"
    path.write_text(path.read_text("utf-8").replace('"ola-berg"', '"ola-berg-2"'), encoding="utf-8")
    assert import_file(path).outcome == "updated"
    assert Interview.objects.get().appearances.get().speaker.slug == "ola-berg-2"


def test_the_same_words_with_another_picture_are_another_biography(tmp_path: Path) -> None:
    for number, colour in enumerate(("navy", "red"), start=1):
        (folder := tmp_path / colour).mkdir()
        Image.new("RGB", (8, 8), colour).save(folder / "ola-berg.png")
        import_file(write_page(folder, text=PAGE.replace("broke first", f"broke at {number}")))
    first, second = Bio.objects.order_by("pk")
    assert first.text == second.text
    assert Path(first.portrait.path).read_bytes() != Path(second.portrait.path).read_bytes()


def test_the_same_words_in_another_language_or_of_another_day_are_another_biography(tmp_path: Path) -> None:
    speaker = make_speaker("Ola Berg")
    for given in ({"language": "en"}, {"language": "fr"}, {"language": "en", "as_of": date(2015, 9, 14)}):
        row = make_appearance(make_interview(), speaker)
        row.bio = Bio.objects.create(speaker=speaker, text="Ola.", **given)
        row.save()
    load_again(tmp_path)
    assert Bio.objects.count() == 3


def test_biographies_that_introduce_nobody_come_back_though_another_says_the_same(tmp_path: Path) -> None:
    speaker = make_speaker("Ola Berg")
    make_appearance(make_interview(), speaker, bio="Ola.")
    for _ in range(2):
        Bio.objects.create(speaker=speaker, text="Ola.")
    load_again(tmp_path)
    assert Bio.objects.filter(appearances=None).count() == 2


def test_tags_that_differ_in_case_only_come_back_each_where_it_was(tmp_path: Path) -> None:
    for name in ("straße", "STRASSE", "strasse"):
        TaggedInterview.objects.create(content_object=make_interview(), tag=Tag.objects.create(name=name))
    there = sorted(TaggedInterview.objects.values_list("content_object__slug", "tag__name"))
    load_again(tmp_path)
    assert sorted(TaggedInterview.objects.values_list("content_object__slug", "tag__name")) == there


def test_a_tag_of_the_very_name_is_taken_before_one_that_differs_in_case() -> None:
    Tag.objects.create(name="Fog")
    Tag.objects.create(name="fog")
    interview = make_interview()
    tag_rows({interview.pk: ["fog", "FOG"]}, Interview)
    assert sorted(interview.tags.names()) == ["Fog", "fog"]


def test_descriptions_of_several_lines_and_all_letters_come_back(tmp_path: Path) -> None:
    Series.objects.create(title="Über Türme", description="Zwei\nZeilen über Türme.")
    Tag.objects.create(name="Türme", question="Why towers?")
    load_again(tmp_path)
    assert Series.objects.get().description == "Zwei\nZeilen über Türme."
    assert Tag.objects.get().question == "Why towers?"


@pytest.mark.parametrize("slug", ["x" * 100, "Ola-Berg", "_ola", "ola-"])
def test_an_address_that_an_editor_chose_comes_back(tmp_path: Path, slug: str) -> None:
    make_interview(slug=slug)
    load_again(tmp_path)
    assert Interview.objects.get().slug == slug


def test_comments_of_one_moment_keep_their_order_and_a_blank_one_stays(tmp_path: Path) -> None:
    interview = make_interview()
    at = datetime(2015, 9, 14, 10, 30, tzinfo=UTC)
    first = make_comment(interview, uid="z", body=" ", created_at=at)
    make_comment(interview, uid="y", body="An answer.", parent=first, created_at=at)
    make_comment(interview, uid="x", body="Another matter.", created_at=at)
    load_again(tmp_path)
    there = [(row.uid, row.body, row.depth) for row in Comment.objects.oldest_first()]
    assert there == [("z", " ", 0), ("y", "An answer.", 1), ("x", "Another matter.", 0)]
    assert Comment.objects.get(uid="y").parent.uid == "z"
