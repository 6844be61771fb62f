"""The small site that searches and comments are asked of: made once on the disk, copied into memory by each process.

python a_site.py FOLDER        (makes FOLDER/site.sqlite3; `fuzz.py` starts it)
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

NAME, SLUG = "site.sqlite3", "fog"
LENGTH = dt.timedelta(minutes=65)
#: What the site's editors want to read first, do not want to read, and refuse.
BLOCKED = {"word": ("tar barrel", "hold"), "link": ("spam.example", "spam"), "address": ("@refused.example", "refuse")}
#: The keys of comments that stand there: one is shown, one shown and locked, one waits.
SHOWN, LOCKED, WAITING = 1, 2, 3


def set_up(folder: str) -> None:
    """Django, with its data in that folder."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "DATA_DIR": folder, "LOG_LEVEL": "CRITICAL"}
    os.environ |= {"EMAIL_URL": "memorymail://", "SITE_URL": "http://fuzz.example"}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


def take_into_memory(site: Path) -> None:
    """From now on this process has that database in memory: nothing waits for a disk."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = ":memory:"
    connection.ensure_connection()
    made = sqlite3.connect(site)
    made.backup(connection.connection)
    made.close()


def make(folder: str) -> None:
    set_up(folder)
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = str(Path(folder) / NAME)
    call_command("migrate", verbosity=0)
    fill()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def fill() -> None:
    from django.utils import timezone

    from interviews.comments.models import BlockRule, Comment
    from interviews.models import Appearance, Bio, Interview, Recording, Segment, Series, Speaker
    from interviews.search.index import refresh

    coast = Series.objects.create(title="Voices of the Coast")
    for slug, title, guest, year, entries in _INTERVIEWS:
        interview = Interview.objects.create(
            title=title, slug=slug, series=coast if year < 2016 else None, recorded_on=dt.date(year, 5, 1)
        )
        speaker = Speaker.objects.create(name=guest)
        bio = Bio.objects.create(speaker=speaker, text=f"{guest} keeps the *lamp* and its log.")
        Appearance.objects.create(interview=interview, speaker=speaker, bio=bio, role=Appearance.Role.GUEST, position=1)
        for place, (question, answer, *tags) in enumerate(entries, start=1):
            segment = Segment.objects.create(
                interview=interview,
                position=place,
                uid=f"s{place}",
                start=dt.timedelta(minutes=place),
                question=question,
                answer=answer,
            )
            segment.tags.add(*tags)
        interview.publish()
    interview = Interview.objects.get(slug=SLUG)
    Recording.objects.create(interview=interview, url="https://audio.example/fog.mp3", duration=LENGTH)
    earlier = timezone.now() - dt.timedelta(days=30)
    for pk, status in ((SHOWN, "approved"), (LOCKED, "approved"), (WAITING, "pending")):
        comment = Comment.objects.create(
            pk=pk, interview=interview, name="Mia Ek", body="The horn, the horn at noon.", created_at=earlier
        )
        comment.decide(status)
    Comment.objects.filter(pk=LOCKED).update(locked_at=earlier)
    for kind, (pattern, action) in BLOCKED.items():
        BlockRule.objects.create(kind=kind, pattern=pattern, action=action)
    refresh(Interview.objects.all())


#: Address, title, guest, year, and of each entry the question, the answer and the tags.
_INTERVIEWS = (
    (
        SLUG,
        "Of fog and lamps",
        "Ola Berg",
        2012,
        [
            ("What of the fog?", "It comes. The fog lamps burn; fog, fog lamps, lamplight.", "tides"),
            ("Und die Straße?", "Weiß wie Kreide: ﬁne ½ mile.\n\nA rope, a rope of tar.", "rope", "the coast"),
            ("灯台もりは何を見たか", "海と灯。Kervéan, Ørsted, İnci, na\u0301ive."),
        ],
    ),
    (
        "tar",
        "Of tar",
        "Hélène d’Arc",
        2015,
        [
            ("Why tar?", "Don’t ask. well-known, wells, well", "tar"),
            ("", "NEAR fog AND OR NOT near in:question year 2015 speaker"),
            ("क्षेत्र हिन्दी?", "ไทย เมือง — עִברִית؛ العَرَبِيّة", "tides"),
        ],
    ),
    ("bells", "Bells and bell buoys", "Berg, Ida", 2019, [("Bells?", "bell bel b be belling " * 30, "the tides")]),
)

if __name__ == "__main__":
    make(sys.argv[1])
