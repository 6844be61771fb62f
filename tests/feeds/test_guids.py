"""What feeds call an interview is decided once: by whoever published it first, wherever it goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from interviews.importing.undoing import undo
from interviews.intake import Terms
from interviews.models import ImportBatch, Interview, Podcast, Series
from tests.factories import make_interview
from tests.importing.pages import import_file, write_page

pytestmark = pytest.mark.django_db

URN = r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FEED = """<rss version="2.0"><channel><title>Lamps</title>
<item><title>Ola Berg</title><guid isPermaLink="false">{guid}</guid><link>https://x.example/{link}</link>
<description>On lamps and tides.</description><enclosure url="https://x.example/{link}.mp3" type="audio/mpeg"/></item>
</channel></rss>"""


def write_feed(folder: Path, guid: str, link: str = "1") -> Path:
    path = folder / f"feed-{link}.rss"
    path.write_text(FEED.format(guid=guid, link=link))
    return path


def test_each_interview_gets_one_of_its_own_however_it_is_made(tmp_path: Path) -> None:
    import_file(write_page(tmp_path))
    made = [Interview.objects.get(), make_interview(), make_interview()]
    guids = {interview.feed_guid for interview in made}
    assert len(guids) == 3 and all(re.fullmatch(URN, guid) for guid in guids)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=made[0].pk).update(feed_guid=made[1].feed_guid)


def test_it_stays_whatever_changes(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    import_file(page, Terms(publish_at=timezone.now()))
    interview = Interview.objects.get()
    before = interview.feed_guid
    page.write_text(page.read_text().replace("Ola Berg", "Ola Bergström"))
    import_file(page)
    interview.refresh_from_db()
    interview.title, interview.slug = "Another title", "another-address"
    interview.save()
    interview.withdraw()
    interview.publish()
    assert Interview.objects.get().feed_guid == before


def test_an_episode_keeps_the_guid_of_the_feed_it_came_from(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "lamps  episode 7")
    import_file(path)
    assert Interview.objects.get().feed_guid == "lamps episode 7"
    path.write_text(path.read_text().replace("tides", "tides and fog"))
    import_file(path)
    assert Interview.objects.get().feed_guid == "lamps episode 7"


def test_a_guid_that_is_taken_or_does_not_fit_is_not_kept(tmp_path: Path) -> None:
    make_interview(feed_guid="7")
    import_file(write_feed(tmp_path, "7", link="2"))
    import_file(write_feed(tmp_path, "x" * 501, link="3"))
    others = [one.feed_guid for one in Interview.objects.exclude(feed_guid="7")]
    assert len(others) == 2 and all(re.fullmatch(URN, guid) for guid in others)


def test_an_item_without_a_guid_gets_one_here(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "")
    path.write_text(re.sub(r"<link>.*?</link>|<enclosure.*?/>", "", path.read_text()))
    import_file(path)
    assert re.fullmatch(URN, Interview.objects.get().feed_guid)


def test_a_site_that_moves_keeps_what_feeds_and_directories_call_it(tmp_path: Path) -> None:
    series = Series.objects.create(title="Lights")
    interviews = [make_interview(guest="Ola Berg", series=series), make_interview(guest="Eva Ek", published=False)]
    before = {interview.slug: interview.feed_guid for interview in interviews}
    for of in (None, series):
        Podcast.objects.named(of, f"https://old.example/{of}")
    podcasts = {str(row.series): row.guid for row in Podcast.objects.all()}
    call_command("export_interview", "--all", "--output", str(tmp_path / "site.zip"), verbosity=0)
    Interview.objects.all().delete()
    Podcast.objects.all().delete()
    Series.objects.all().delete()
    call_command("import_interview", str(tmp_path / "site.zip"), verbosity=0)
    assert dict(Interview.objects.values_list("slug", "feed_guid")) == before
    assert {str(row.series): row.guid for row in Podcast.objects.select_related("series")} == podcasts


def test_undoing_an_import_leaves_no_podcast_of_a_series_that_only_it_needed(tmp_path: Path) -> None:
    call_command("import_interview", str(write_page(tmp_path)), "--series", "Lights", verbosity=0)
    Podcast.objects.named(Series.objects.get(), "https://here.example/feeds/series/lights/podcast.rss")
    undo(ImportBatch.objects.get())
    assert not Interview.objects.exists()
    assert Series.objects.count() == Podcast.objects.count()
