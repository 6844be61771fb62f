from collections import Counter

import make_site
import pytest
from archive import Shape, make_archive
from django.db.models import F
from words import Words

from interviews.comments.models import Comment
from interviews.models import Appearance, Interview, Segment, TaggedInterview, TaggedSegment
from interviews.search.hits import search
from interviews.search.query import parse

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def words():
    return Words(said=50_000)


@pytest.fixture
def small_archive(words):
    shape = Shape(interviews=20, segments=5, comments=4, tags=10, tagged_segments=2, series=2, organisations=3)
    make_archive(shape, words)
    return shape


def test_a_few_words_are_most_of_what_is_said(words):
    said = Counter(words.some(20_000).split())
    assert [word for word, _times in said.most_common(2)] == words.ranked[:2]
    assert sum(times for _word, times in said.most_common(1_000)) > 10_000


def test_what_is_said_is_the_same_every_time(words):
    assert Words(said=50_000)._said == words._said


def test_an_archive_has_the_shape_that_was_asked_for(small_archive):
    assert Interview.objects.count() == 20
    assert Interview.objects.published().count() == 18
    assert Segment.objects.count() == 20 * 5
    assert TaggedSegment.objects.count() == 20 * 2
    assert {tagging.content_object_id for tagging in TaggedInterview.objects.all()} == set(
        Interview.objects.values_list("pk", flat=True)
    )
    assert Appearance.objects.filter(role="guest").count() == 20


def test_an_archive_without_tags_series_and_comments_can_be_made(words):
    make_archive(Shape(interviews=3, segments=0, comments=0, tags=0, series=0, drafts=0, speakers=1), words)
    assert Interview.objects.published().count() == 3
    assert not Segment.objects.exists() and not Comment.objects.exists() and not TaggedInterview.objects.exists()


def test_what_is_costly_is_rendered_as_at_an_edit(small_archive):
    segment = Segment.objects.select_related("interview").order_by("pk").last()
    assert segment.answer_html == segment.rendered_answer() != ""
    assert segment.question_html == segment.rendered_question() != ""


def test_comments_hang_on_each_other_within_an_interview(small_archive):
    for interview in Interview.objects.all():
        assert interview.comment_count == interview.comments.approved().count()
    replies = Comment.objects.exclude(parent=None)
    assert replies.exists()
    assert not replies.exclude(interview=F("parent__interview")).exists()
    assert not replies.exclude(depth=F("parent__depth") + 1).exists()


def test_the_standard_interview_is_a_page_with_all_that_is_compared(client):
    interview = make_site.make_standard()
    page = client.get("/interviews/standard/").content.decode()
    for segment in interview.segments.all():
        assert f'id="{segment.anchor}"' in page
    for comment in interview.comments.all():
        assert f'id="{comment.anchor}"' in page
    assert interview.segments.count() == 23 and interview.comments.count() == 30
    assert "https://audio.example/standard.mp3" in page
    assert 'id="biography"' in page


def test_a_site_is_found_and_listed(client, monkeypatch, words):
    monkeypatch.setattr(make_site, "Words", lambda: words)
    monkeypatch.setattr(make_site, "refine", lambda: None)  # PostgreSQL refuses that within a test's transaction
    make_site.make_site(Shape(interviews=5, segments=2, comments=1, tags=3, series=1, organisations=2))
    assert len(search(parse(words.ranked[0]))) > 0
    assert client.get("/interviews/").status_code == 200


def test_a_database_with_interviews_is_left_alone(small_archive):
    with pytest.raises(SystemExit, match="has interviews already"):
        make_site.make_site(small_archive)
