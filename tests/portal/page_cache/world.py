"""A small site, its pages, and all that can happen to it: for tests that compare what is kept with what is true."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable

from django.utils import timezone

from interviews.comments.models import Comment, InterviewPolicy, SitePolicy
from interviews.models import Appearance, Bio, Interview, Segment, Series, Speaker, Tag
from interviews.models.tag import tag_rows
from interviews.search.index import heard_in, refresh, tagged_with
from interviews.store.beside import begin_draft, draft_beside, publish_changes, schedule_changes
from tests.factories import make_comment, make_editor, make_interview, make_recording, make_segment

WORDS = ("lamp", "fog", "tide", "rope", "bell", "oil", "mast", "salt", "ledger", "winter", "harbour", "keeper")
SLUGS = [f"talk-{number}" for number in range(4)]

#: What may differ between two that make the same page: when a form was given out. And what is akin is chosen by whoever
#: makes a page, and stands until anything that it shows changes, or until midnight.
_STAMP = re.compile(rb'name="stamp" value="[^"]*"')
_AKIN = re.compile(rb'\s*<section class="related".*?</section>\s*', re.DOTALL)


def comparable(body: bytes) -> bytes:
    return _AKIN.sub(b"", _STAMP.sub(b"", body))


def addresses() -> list[str]:
    """Of all that may be kept, of each kind one at least; some are not there at times."""
    listed = [
        *("/", "/interviews/", "/interviews/?sort=discussed", "/archive/", "/speakers/", "/tags/", "/series/"),
        *("/feeds/interviews.atom", "/feeds/podcast.rss", "/feeds/comments.atom", "/questions/"),
        *("/api/1/interviews", "/api/1/segments", "/api/1/tags", "/tags/fog/", "/tags/tide/", "/series/coast/"),
        *("/speakers/ola-berg/", "/speakers/mia-ek/", "/fr/interviews/"),
    ]  # fmt: skip
    for slug in SLUGS:
        page = f"/interviews/{slug}/"
        listed += [page, f"{page}comments/", f"{page}cite/", f"{page}embed/", f"/interviews/{slug}.json"]
        listed += [f"/feeds/interviews/{slug}/comments.atom", f"/fr{page}", f"/api/1/interviews/{slug}"]
    return listed


class World:
    """Everything is drawn from one number, so that what failed can be had again."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.editor = make_editor()
        self.told: list[str] = []
        SitePolicy(mode="open").save()
        self.series = Series.objects.create(title="Coast", slug="coast")
        for number, slug in enumerate(SLUGS):
            guest = ("Ola Berg", "Mia Ek")[number % 2]
            row = make_interview(guest=guest, host="Jo Doe", slug=slug, published=number < 3, series=self.series)
            make_recording(row, duration=dt.timedelta(minutes=9))
            for start in (18, 90, 200):
                make_segment(row, start, question=self.words(5), answer=self.words(20), tags=("fog", "tide")[:1])
            make_comment(row, body=self.words(6))
            refresh([row])

    def words(self, count: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(count)).capitalize()

    @property
    def interview(self) -> Interview:
        return self.chance.choice(list(Interview.objects.without_copies().order_by("pk")))

    def happen(self) -> None:
        """Something, by one of the doors through which it really happens, and now and then past all of them."""
        deed: Callable[[], object] = self.chance.choice(self.deeds)
        self.told.append(deed.__name__)
        deed()

    @property
    def deeds(self) -> list[Callable[[], object]]:
        return [getattr(self, name) for name in sorted(dir(type(self))) if name.startswith("do_")]

    def do_publish(self) -> None:
        self.interview.publish()

    def do_withdraw(self) -> None:
        self.interview.withdraw()

    def do_trash_and_back(self) -> None:
        row = self.interview
        row.put_into_trash()
        if self.chance.random() < 0.7:
            Interview.objects.get(pk=row.pk).take_out_of_trash()

    def do_publish_soon(self) -> None:
        self.interview.publish(at=timezone.now() + dt.timedelta(seconds=self.chance.randrange(1, 90)))

    def do_withdraw_soon(self) -> None:
        row = self.interview
        if row.is_published:
            row.withdraws_at = timezone.now() + dt.timedelta(seconds=self.chance.randrange(1, 90))
            row.save(update_fields=["withdraws_at"])

    def do_feature(self) -> None:
        row = self.interview
        row.unfeature() if row.featured_at else row.feature()

    def do_edit_past_every_door(self) -> None:
        Segment.objects.filter(interview=self.interview).update(
            answer=self.words(9), answer_html=f"<p>{self.words(9)}</p>"
        )

    def do_edit_a_title(self) -> None:
        row = self.interview
        row.title = self.words(4)
        row.save()
        refresh([row])

    def do_move_in_the_series(self) -> None:
        row = self.interview
        row.part = self.chance.randrange(9)
        row.series = self.series if self.chance.random() < 0.8 else None
        row.save()
        refresh([row])

    def do_add_segments_at_once(self) -> None:
        row = self.interview
        Segment.objects.bulk_create(
            [Segment(interview=row, uid=f"u{self.chance.random()}", position=99, question=self.words(3))]
        )
        refresh([row])

    def do_change_a_draft_beside(self) -> None:
        row = self.interview
        if not row.is_published:
            return
        draft, _new = begin_draft(row, by=self.editor)
        segment = draft.segments.first()
        if segment:
            segment.question = self.words(4)
            segment.save()
        chosen = self.chance.random()
        if chosen < 0.4:
            publish_changes(draft, by=self.editor)
        elif chosen < 0.8:
            schedule_changes(draft, timezone.now() + dt.timedelta(seconds=self.chance.randrange(1, 90)))

    def do_publish_a_draft(self) -> None:
        draft = draft_beside(self.interview)
        if draft:
            publish_changes(draft, by=self.editor)

    def do_comment(self) -> None:
        row = self.interview
        status = self.chance.choice(["pending", "approved", "spam"])
        make_comment(row, body=self.words(6), status=status, segment=row.segments.first())

    def do_decide(self) -> None:
        comment = Comment.objects.filter(erased_at=None).order_by("?").first()
        if comment:
            comment.decide(self.chance.choice(["approved", "rejected", "spam", "pending"]), by=self.editor)

    def do_rewrite_a_comment(self) -> None:
        comment = Comment.objects.filter(erased_at=None).order_by("-pk").first()
        if comment:
            comment.rewrite(self.words(7), by=None)

    def do_mark_a_comment(self) -> None:
        comment = Comment.objects.order_by("pk").first()
        if comment:
            self.chance.choice([comment.pick, comment.unpick, comment.lock, comment.unlock])(by=self.editor)

    def do_close_a_conversation(self) -> None:
        row = self.interview
        InterviewPolicy.objects.update_or_create(
            interview=row, defaults={"mode": self.chance.choice(["closed", "open"])}
        )

    def do_rename_a_speaker(self) -> None:
        speaker = Speaker.objects.get(slug=self.chance.choice(["ola-berg", "mia-ek"]))
        speaker.website = f"https://{self.chance.choice(WORDS)}.example/"
        speaker.save()
        refresh(heard_in([speaker]))

    def do_write_a_biography(self) -> None:
        speaker = Speaker.objects.get(slug="ola-berg")
        bio = Bio.objects.create(speaker=speaker, text=self.words(12))
        Appearance.objects.filter(speaker=speaker).update(bio=bio)
        refresh(heard_in([speaker]))

    def do_rename_a_tag(self) -> None:
        tag = Tag.objects.get(slug="fog")
        tag.name = f"Fog {self.chance.choice(WORDS)}"
        tag.save()
        refresh(tagged_with([tag]))

    def do_tag(self) -> None:
        row = self.interview
        tag_rows({row.pk: [self.chance.choice(["fog", "tide"])]}, Interview)
        refresh([row])

    def do_rename_the_series(self) -> None:
        self.series.title = self.words(2)
        self.series.save()
