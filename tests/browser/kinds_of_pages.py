"""Every kind of page there is, on a site where each has all it can show. The checks of this folder walk through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from interviews.comments.following import ask_author
from interviews.comments.keys import confirming_key, ending_key
from interviews.comments.models import Comment, Correction, Letter, Report, Subscription
from interviews.editorial.letters import ending_key as notices_ending_key
from interviews.editorial.models import CheckedLink, EditorNote, Notice, NoticeKind
from interviews.editorial.notices import tell
from interviews.models import ImportBatch, ImportProgress, Interview, Revision, Segment, Series, Tag, Upload
from interviews.search.index import rebuild, refresh
from interviews.store.history import Revising
from tests.browser.conftest import write_silence
from tests.factories import (
    make_appearance,
    make_bio,
    make_comment,
    make_cues,
    make_editor,
    make_interview,
    make_recording,
    make_segment,
    make_speaker,
    make_transcript,
)
from tests.importing.pages import PAGE
from tests.importing_admin.steps import address_of, imported, page_of, send
from tests.importing_admin.test_preview import archive

SEGMENTS = 23
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
LONG_ADDRESS = "https://a-very-long-address.example/" + "x" * 200


@dataclass(frozen=True)
class Kind:
    """A page to look at: what is read at an address, or what comes back when a form is `sent` there.

    `address` may name rows of the full site, as in `{interview}`. Where it is `late`, the page with the form was opened
    earlier, and is not given any more.
    """

    name: str
    address: str
    status: int = 200
    sent: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    late: bool = False


THE_INTERVIEW = Kind("interview", "/interviews/ola-berg/")
A_FILM = Kind("interview with its second recording, a film", "/interviews/ola-berg/?recording=2")

READING = [
    THE_INTERVIEW,
    Kind("interview from a moment", "/interviews/ola-berg/?t=1:00,2:00"),
    A_FILM,
    Kind("interview searched for words", "/interviews/ola-berg/?find=ropes"),
    Kind("interview without times or sound", "/interviews/mia-ek/"),
    Kind("interview with times and no sound", "/interviews/jan-falk/"),
    Kind("interview with a transcript", "/interviews/eva-holm/"),
    Kind("interview with a transcript in another language and no sound", "/interviews/per-lund/"),
    Kind("interview of which little is known", "/interviews/a-talk/"),
    Kind("citing an interview", "/interviews/ola-berg/cite/"),
    Kind("quoting a moment", "/interviews/ola-berg/cite/?segment={segment}"),
    Kind("quoting what is not there", "/interviews/ola-berg/cite/?segment={segment}&words=not+there"),
]
LISTS = [
    Kind("home", "/"),
    Kind("interviews", "/interviews/"),
    Kind("interviews, page 2", "/interviews/?page=2"),
    Kind("interviews, narrowed", "/interviews/?speaker=jo-doe&tag=fog&tag=lamps&language=fr&sort=longest"),
    Kind("interviews, none", "/interviews/?tag=nowhere&year=1999"),
    Kind("archive", "/archive/"),
    Kind("archive of a year", "/archive/1999/"),
    Kind("archive of a month", "/archive/1999/05/"),
    Kind("archive without a date", "/archive/undated/"),
    Kind("all series", "/series/"),
    Kind("series", "/series/lights-of-the-coast/"),
    Kind("speakers", "/speakers/"),
    Kind("speaker", "/speakers/ola-berg/"),
    Kind("interviewer", "/speakers/jo-doe/"),
    Kind("tags", "/tags/"),
    Kind("tag", "/tags/fog/"),
    Kind("questions", "/questions/"),
    Kind("question", "/questions/lessons/"),
    Kind("search", "/search/"),
    Kind("search that finds", "/search/?q=ropes"),
    Kind("search that finds nothing", "/search/?q=zebra"),
    Kind("search that proposes another spelling", "/search/?q=rppes+in:answer"),
]
CONVERSATION = [
    Kind("conversation", "/interviews/ola-berg/comments/"),
    Kind("conversation, newest first", "/interviews/ola-berg/comments/?sort=newest"),
    Kind("comments on a moment", "/interviews/ola-berg/comments/?segment={segment}"),
    Kind("thread", "/interviews/ola-berg/comments/{comment}/thread/"),
    Kind("comment form", "/interviews/ola-berg/comments/write/"),
    Kind("comment on a moment", "/interviews/ola-berg/comments/write/?segment={segment}"),
    Kind("report", "/interviews/ola-berg/comments/{comment}/report/"),
    Kind("reported", "/interviews/ola-berg/comments/{comment}/report/", 200, {"reason": "spam"}, SAME_ORIGIN),
    Kind("report refused", "/interviews/ola-berg/comments/{comment}/report/", 422, {"note": "No."}, SAME_ORIGIN),
    Kind(
        "comment previewed",
        "/interviews/ola-berg/comments/",
        200,
        {"name": "Mia Ek", "email": "", "url": "", "body": "Is *that* so, at 1:00?", "preview": "1"},
        SAME_ORIGIN,
    ),
    Kind("reply", "/interviews/ola-berg/comments/{comment}/reply/"),
    Kind("correction", "/interviews/ola-berg/corrections/{segment}/"),
    Kind(
        "correction, what changes",
        "/interviews/ola-berg/corrections/{segment}/",
        409,
        {"answer": "Other words.", "question": "Asked otherwise?", "preview": "1"},
        SAME_ORIGIN,
        late=True,  # of a page that was given out before the words changed
    ),
    Kind("correction refused", "/interviews/ola-berg/corrections/{segment}/", 422, {"email": "eva"}, SAME_ORIGIN),
    Kind("corrected", "/interviews/ola-berg/corrections/{segment}/sent/"),
    Kind(
        "comment refused",
        "/interviews/ola-berg/comments/",
        422,
        {"name": "", "email": "mia", "url": "", "body": ""},
        SAME_ORIGIN,
    ),
    Kind("comment that waits", "{receipt}"),
    Kind("comment that is not shown", "/interviews/ola-berg/comments/999999/", 404),
    Kind(
        "change that comes too late",
        "/interviews/ola-berg/comments/{comment}/edit/",
        403,
        {"body": "Other words.", "revision": "1"},
        SAME_ORIGIN,
        late=True,
    ),
    Kind("following by e-mail", "/interviews/ola-berg/comments/follow/"),
    Kind("following", "/interviews/ola-berg/comments/follow/", 200, {"email": "eva@example.org"}, SAME_ORIGIN),
    Kind("following refused", "/interviews/ola-berg/comments/follow/", 422, {"email": "eva"}, SAME_ORIGIN),
    Kind("confirming an address", "{confirming}"),
    Kind("address confirmed", "{confirmed}", 200, {}),
    Kind("unsubscribing", "{unsubscribing}"),
    Kind("signing in", "/account/sign-in/"),
    Kind("password changed", "/account/password/changed/"),
    Kind("forgotten password", "/account/password/forgotten/"),
    Kind("letter that does not work any more", "/account/password/new/MQ/x/"),
    Kind("unsubscribed", "{unsubscribed}", 200, {}),
    Kind("ending letters from the desk", "{ending_notices}"),
    Kind("letters from the desk ended", "{ended_notices}", 200, {}),
    Kind("not found", "/no-such-page/", 404),
]
EMBEDDED = [
    Kind("frame of an interview", "/interviews/ola-berg/embed/"),
    Kind("frame of a passage", "/interviews/ola-berg/embed/?t=1:00,2:00"),
    Kind("frame without times or sound", "/interviews/mia-ek/embed/"),
    Kind("frame of what is not there", "/interviews/nobody/embed/", 404),
]
IN_FRENCH = [
    Kind("interview in French", "/fr/interviews/ola-berg/"),
    Kind("citing in French", "/fr/interviews/ola-berg/cite/"),
    Kind("home in French", "/fr/"),
    Kind("question in French", "/fr/questions/lessons/"),
    Kind("conversation in French", "/fr/interviews/ola-berg/comments/"),
    Kind("not found in French", "/fr/no-such-page/", 404),
]
#: What no browser of today can be brought to: read by the checks of markup alone.
WITHOUT_BROWSER = [
    Kind(
        "comment sent from elsewhere",
        "/interviews/ola-berg/comments/",
        403,
        {"name": "Mia Ek", "email": "mia@example.org", "url": "", "body": "Well said."},
    ),
]
EDITING = [
    Kind("desk", "/admin/"),
    Kind("desk: interviews", "/admin/interviews/interview/"),
    Kind("desk: interview", "/admin/interviews/interview/{interview}/change/"),
    Kind("desk: new interview", "/admin/interviews/interview/add/"),
    Kind("desk: speakers", "/admin/interviews/speaker/"),
    Kind("desk: speaker", "/admin/interviews/speaker/{speaker}/change/"),
    Kind("desk: deleting", "/admin/interviews/interview/{interview}/delete/"),
    Kind("desk: ready to publish?", "/admin/interviews/interview/{interview}/ready/"),
    Kind("desk: ready to publish? hardly", "/admin/interviews/interview/{doubtful}/ready/"),
    Kind("desk: interview with much to mend", "/admin/interviews/interview/{doubtful}/change/"),
    Kind("desk: notes", "/admin/interviews/interview/{interview}/notes/"),
    Kind("desk: my notices", "/admin/notices/"),
    Kind("desk: history", "/admin/interviews/interview/{interview}/history/"),
    Kind("desk: a state of the history", "/admin/interviews/interview/{interview}/history/1/"),
    Kind("desk: what changed", "/admin/interviews/interview/{interview}/history/compare/?from=1&to=2"),
]
CURATING = [
    Kind("desk: tags", "/admin/interviews/tag/"),
    Kind("desk: tag", "/admin/interviews/tag/{lessons}/change/"),
    Kind("desk: interviews to change together", "/admin/interviews/interview/bulk/?row={interview}"),
    Kind(
        "desk: what many would become",
        "/admin/interviews/interview/bulk/?row={interview}&preview=1&add=fog&remove=lamps&language=fr",
    ),
    *(
        Kind(f"desk: media, {tab}", f"/admin/media/?tab={tab}")
        for tab in ("recordings", "portraits", "unused-portraits")
    ),
    Kind("desk: find", "/admin/find/?q=ropes"),
    Kind("desk: calendar", "/admin/calendar/"),
    Kind("desk: calendar of a month in which nothing happens", "/admin/calendar/?month=2199-05"),
    Kind("desk: reports", "/admin/reports/"),
    Kind("desk: a report", "/admin/reports/no-rights/"),
    Kind("desk: a report of what was left alone", "/admin/reports/stale-drafts/?days=180"),
    Kind("desk: broken links", "/admin/reports/links/"),
    Kind("desk: where a broken link stands", "/admin/reports/links/{broken}/"),
    Kind("desk: keys", "/admin/keys/"),
    Kind("desk: setting up the second step", "/admin/second-factor/"),
    Kind("desk: log of accounts", "/admin/accounts/log/"),
    Kind("desk: waits at the door", "/admin/accounts/waits/"),
    Kind("changing a password", "/account/password/"),
    Kind("desk: changing a password", "/admin/password_change/"),
    Kind("desk: signed in elsewhere", "/admin/elsewhere/"),
    Kind("desk: merging speakers", "/admin/interviews/speaker/merge/?row={speaker}&row={host}"),
    Kind("desk: which tags are one", "/admin/interviews/tag/merge/?row={lessons}&q=o"),
    Kind("desk: suggested tags", "/admin/interviews/tag/suggested/{interview}/"),
    Kind("desk: asked of many", "/admin/interviews/tag/asked-of-many/"),
    Kind("desk: comments", "/admin/comments/comment/"),
    Kind("desk: queue of comments", "/admin/comments/comment/queue/"),
    Kind("a guest's questions", "/account/questions/"),
    Kind("desk: queue, narrowed", "/admin/comments/comment/queue/?reason=links&ticked=1"),
    Kind("desk: queue, suspected", "/admin/comments/comment/queue/?tab=suspected"),
    Kind("desk: queue, reported", "/admin/comments/comment/queue/?tab=reported"),
    Kind("desk: queue, questions", "/admin/comments/comment/queue/?tab=questions"),
    Kind("desk: one comment of the queue", "/admin/comments/comment/queue/{question}/"),
    Kind("desk: corrections", "/admin/comments/correction/"),
    Kind("desk: correction", "/admin/comments/correction/{correction}/change/"),
    Kind("desk: rules of the conversation", "/admin/comments/sitepolicy/1/change/"),
    Kind("desk: block rule", "/admin/comments/blockrule/add/"),
    Kind("desk: comment", "/admin/comments/comment/{comment}/change/"),
    Kind("desk: all of one person", "/admin/comments/comment/person/?of={comment}"),
    Kind(
        "desk: erasing one person", "/admin/comments/comment/person/", 200, {"address": "mia@example.org", "erase": "1"}
    ),
    Kind("desk: no such person", "/admin/comments/comment/person/", 422, {"address": "mia", "erase": "1"}),
    Kind("desk: subscriptions", "/admin/comments/subscription/"),
    Kind("desk: subscription", "/admin/comments/subscription/{subscription}/change/"),
    Kind("desk: imports", "/admin/interviews/importbatch/"),
    Kind("desk: import", "/admin/interviews/importbatch/add/"),
    Kind("desk: preview of an import", "{preview}"),
    Kind("desk: what an import did", "{batch}"),
    Kind("desk: an upload that is looked at", "{looking}"),
    Kind("desk: an import that goes on", "{importing}"),
    Kind("desk: taking an import back", "{undo}"),
    Kind("desk: source", "/admin/interviews/source/{source}/change/"),
]
PUBLIC = [*READING, *LISTS, *CONVERSATION, *EMBEDDED, *IN_FRENCH]
DESK = [*EDITING, *CURATING]
#: What these show before anything was published.
ON_AN_EMPTY_SITE = [
    kind
    for kind in LISTS
    if kind.name in ("home", "interviews", "archive", "all series", "speakers", "tags", "questions")
]


@dataclass(frozen=True)
class FullSite:
    """A site on which every kind of page is full, with an editor who has signed in (`desk`)."""

    desk: Client
    rows: dict[str, object]

    def address_of(self, kind: Kind) -> str:
        return kind.address.format(**self.rows)

    def sign_in(self, page: Any, address: str) -> None:
        """Lets a browser's page be the editor's, on the site at that address."""
        session = self.desk.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def make_full_site() -> FullSite:
    desk = Client()
    desk.force_login(make_editor("ed"))
    rows = {**_imports(desk), **_interviews()}
    rows |= _notes(Interview.objects.get(pk=rows["interview"]))
    rebuild()  # rows that are made one by one tell the index nothing
    rows["receipt"] = _comment_that_waits()
    rows |= _letters()
    _edit(Interview.objects.get(pk=rows["interview"]))
    return FullSite(desk, rows)


def _interviews() -> dict[str, object]:
    series = Series.objects.create(title="Lights of the coast", slug="lights-of-the-coast", description="Four talks.")
    lessons = Tag.objects.create(name="lessons", question="What did you learn?", description="Asked at the end.")
    lessons.synonyms.create(name="what was learnt")
    for number in range(20):
        make_interview(guest=f"Guest {number}", organisation="Guild of Keepers")
    make_interview(title="A talk", slug="a-talk")
    first = make_interview(guest="Mia Ek", host="Jo Doe", slug="mia-ek", series=series, part=1)
    last = make_interview(guest="Jan Falk", slug="jan-falk", series=series, part=3, language="fr")
    for interview, start in ((first, None), (last, 18)):
        make_segment(interview, start, question="What did you learn?", tags=("fog", "lessons"))
        make_segment(interview, start and 90, question="", label="A word on ropes", answer="Ropes....and more ropes.")
    for slug, sound, spoken in (("eva-holm", True, ""), ("per-lund", False, "sv")):
        _with_transcript(make_interview(guest="Eva Holm", host="Jo Doe", slug=slug), sound=sound, language=spoken)
    interview = _full_interview(series)
    segment = interview.segments.get(position=3)
    comment = make_comment(interview, segment=segment, body=f"Well said: {LONG_ADDRESS}", url="https://mia.example/")
    reply = make_comment(interview, parent=comment, name="Jan Falk", body="* Indeed\n* it is")
    make_comment(interview, parent=reply, name="Ola Berg", voice="guest", body="At 1:00 I say so.")
    gone = make_comment(interview, name="Eve", kind="question")
    make_comment(interview, parent=gone, name="Ada Lie")
    gone.decide("removed")
    question = _queue(interview, segment, comment)
    Interview.objects.get(slug="eva-holm").feature()
    refresh(Interview.objects.all())
    return {
        "interview": interview.pk,
        "doubtful": _doubtful().pk,
        "speaker": interview.appearances.get(role="guest").speaker_id,
        "host": interview.appearances.get(role="interviewer").speaker_id,
        "segment": segment.uid,
        "comment": comment.pk,
        "question": question.pk,
        "correction": _correction(segment).pk,
        "lessons": lessons.pk,
        "broken": CheckedLink.objects.get(url=LONG_ADDRESS).pk,
    }


def _doubtful() -> Interview:
    """A draft with something of each kind to be mended before it is published."""
    interview = make_interview(
        title="Of tides", slug="of-tides", published=False, language="und", provenance=LONG_ADDRESS
    )
    make_recording(interview, duration=timedelta(minutes=50))
    make_recording(interview, url="https://audio.example/more.mp3")
    CheckedLink.objects.create(url=LONG_ADDRESS, problem="private", failing_since="2015-09-14T10:00Z")
    gone = "2015-09-14T10:00Z"
    CheckedLink.objects.create(url="https://audio.example/talk.mp3", status=404, problem="gone", failing_since=gone)
    for name, role in (("Ann Aas", "panellist"), ("Bo Bru", "panellist"), ("Cy Cox", "interviewer")):
        make_appearance(interview, make_speaker(name), role=role)
    pictured = interview.appearances.get(role="interviewer")
    pictured.bio = make_bio(pictured.speaker, portrait=(320, 320))
    pictured.save()
    asked = "Could you tell us how it came about that you, of all people, came to keep a light?"
    for minutes in (12, 14, 16, 13, 13, 20, 22, 51):
        make_segment(interview, 60 * minutes, question=asked, answer="" if minutes == 16 else "So it was.")
    make_segment(interview, None, question="Why?", label="x" * 90)
    return interview


def _correction(segment: Segment) -> Correction:
    """Of words that were changed since, in another place than the reader's."""
    return Correction.objects.create(
        interview=segment.interview,
        uid=segment.uid,
        was_question=f"{segment.question} So?",
        question=f"Now: {segment.question} So?",
        was_answer=f"{segment.answer} Indeed.",
        answer=f"{segment.answer} Indeed, {LONG_ADDRESS}.",
        why="I was there.",
        name="Mia Ek",
        email="mia@example.org",
        language="en",
        reasons=["quick"],
    )


def _queue(interview: Interview, segment: Segment, shown: Comment) -> Comment:
    """Something in each tab of the editors' queue; the question that nobody answered yet."""
    Report.objects.create(comment=shown, reason="wrong", note="It is not so.")
    held = {"status": "pending", "email": "mia@example.org", "url": "https://mia.example/", "reasons": ["links"]}
    waiting = make_comment(interview, parent=shown, segment=segment, body=f"See [this]({LONG_ADDRESS}).", **held)
    waiting.rewrite(f"See [that]({LONG_ADDRESS}).", by=None)
    make_comment(interview, **held)
    make_comment(interview, status="spam", name="Cheap Watches", reasons=["trap"])
    other = Interview.objects.get(slug="mia-ek")
    question = make_comment(other, kind="question", body="And the fog?")
    make_comment(other, parent=question, name="Jon Aas")
    return question


def _with_transcript(interview: Interview, *, sound: bool, language: str) -> None:
    """One that is long enough to be folded, with an entry in its midst."""
    if sound:
        write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "transcribed.wav", 600)
        make_recording(interview, url="", file="recordings/transcribed.wav", duration=timedelta(minutes=10))
    make_segment(interview, 90, label="Of lamps", question="Why lamps?")
    turns = ((30 * turn, ("Jo Doe", "Eva Holm")[turn % 2], "It was bright, and dry. " * 20) for turn in range(20))
    make_cues(make_transcript(interview, kind="machine", language=language), turns)


def _full_interview(series: Series) -> Interview:
    """All that an interview may have; with as many segments as the budget of a page is stated for."""
    interview = make_interview(
        guest="Ola Berg",
        host="Jo Doe",
        slug="ola-berg",
        organisation="The Guild of Keepers",
        series=series,
        part=2,
        part_total=3,
        introduction="A talk *by the sea*.",
        rights="CC BY 4.0",
        provenance="Digitised from a tape; see https://archive.example/tapes/7",
        recorded_on=date(1999, 5, 1),
        discussion_name="The Lamp",
        discussion_url="https://lamp.example/7",
        discussion_starts_on=date(1999, 5, 3),
    )
    interview.tags.add("lamps")
    _introduce(interview)
    for number in range(1, SEGMENTS + 1):
        make_segment(
            interview,
            60 * number if number != 5 else None,
            question=f"Why {'so very ' * (number % 9)}long, question {number}?" if number != 9 else "",
            label=f"Of ropes, part {number}" if number % 4 == 1 else "",
            answer="It was bright....and dry. " + "So it went, year by year. " * number,
            kind=Segment.Kind.SECTION if number == 9 else Segment.Kind.QUESTION,
            tags=("fog", "tides and their tables") if number % 3 == 0 else (),
        )
    told = interview.segments.get(position=2)
    told.synopsis = "On the station’s first years."
    told.subjects = ["Lighthouses", "Fog signals"]
    told.places = [{"name": "Northlight", "latitude": 58.1, "longitude": 6.5}, {"name": "", "latitude": None}]
    told.links = [{"url": "https://archive.example/lamps", "text": "The lamp register"}, {"url": LONG_ADDRESS}]
    told.save()
    told.tags.add("lessons")
    for name, length, media_type in (("talk.wav", 3700, "audio/wav"), ("film.mp4", 60, "video/mp4")):
        write_silence(Path(settings.MEDIA_ROOT) / "recordings" / name, 3700 if media_type == "audio/wav" else 1)
        make_recording(
            interview, url="", file=f"recordings/{name}", media_type=media_type, duration=timedelta(seconds=length)
        )
    said = ((60 * turn, ("Jo Doe", "Ola Berg")[turn % 2], "It was bright, and dry. " * 20) for turn in range(60))
    make_cues(make_transcript(interview), said)
    return interview


def _introduce(interview: Interview) -> None:
    guest = interview.appearances.get(role="guest")
    guest.bio = make_bio(
        guest.speaker,
        portrait=(640, 640),
        portrait_alt="A man in oilskins beside a lamp",
        as_of=date(1999, 5, 1),
        text="Ola began as a *boy*.\n\n* Lamps\n* [Ropes](https://ropes.example/)",
    )
    guest.save()
    speaker = guest.speaker
    speaker.website = "https://ola.example/"
    speaker.save()
    make_speaker("Nobody Heard")


def _comment_that_waits() -> str:
    """The address where its author sees it."""
    answer = Client(headers=SAME_ORIGIN).post(
        "/interviews/ola-berg/comments/", {"name": "Mia Ek", "email": "mia@example.org", "body": "Not yet seen."}
    )
    return answer["Location"]


def _edit(interview: Interview) -> None:
    """Two states of it, of which the second is the one in the rows: words, order, tags, and an entry that is gone."""
    made = interview.segments.create(position=99, question=f"What is gone? {LONG_ADDRESS}")
    revising = Revising(interview, Revision.Reason.EDITED)
    interview.segments.filter(position=2).update(position=98, start=timedelta(seconds=2))
    revising.before()
    made.delete()
    interview.segments.filter(position=98).update(position=2, start=timedelta(minutes=2))
    interview.segments.filter(position=3).update(answer=f"It was bright, and wet. {LONG_ADDRESS}")
    interview.segments.get(position=4).tags.add("ropes")
    refresh([interview])
    revising.after()


def _notes(interview: Interview) -> dict[str, object]:
    """What editors say to each other of it, and what one of them is told; and where a letter of another ends."""
    ed, ada = get_user_model().objects.get(username="ed"), make_editor("ada", email="ada@example.org")
    segment = interview.segments.get(position=3)
    for uid, heading in (("", ""), (segment.uid, segment.heading), ("gone", f"What was here {LONG_ADDRESS}")):
        note = EditorNote.objects.create(
            interview=interview, segment_uid=uid, heading=heading[:200], field="tags", words=LONG_ADDRESS, author=ada
        )
        note.answer("It is so.", by=ed)
    EditorNote.objects.create(interview=interview, words="Settled.", author=ed).resolve(by=ada)
    for kind in NoticeKind.values:
        tell([ed], kind, interview, by=ada, words=f"Look at this: {LONG_ADDRESS}")
    Notice.objects.filter(kind="assigned").see()
    bo = make_editor("bo", email="bo@example.org")
    return {
        "ending_notices": f"/notices/end/{notices_ending_key(ada)}/",
        "ended_notices": f"/notices/end/{notices_ending_key(bo)}/",
    }


def _letters() -> dict[str, object]:
    """Where letters lead: an address to confirm beside which another comment waits, and letters to be ended."""
    interview = Interview.objects.get(slug="ola-berg")
    for name, email in (("Ada", "ada@example.org"), ("Ada", "ada@example.org"), ("Eve", "eve@example.org")):
        waiting = make_comment(interview, name=name, email=email, status="pending", body=f"Said once: {LONG_ADDRESS}")
        ask_author(waiting, follows=True)
    asked = {letter.comment.name: letter for letter in Letter.objects.exclude(due_at=None, sent_at=None)}
    given = {"interview": interview, "language": "en"}
    followed = [Subscription.objects.create(email=email, **given) for email in ("jan@example.org", "jo@example.org")]
    return {
        "subscription": followed[0].pk,
        "confirming": f"/comments/confirm/{confirming_key(asked['Ada'])}/",
        "confirmed": f"/comments/confirm/{confirming_key(asked['Eve'])}/",
        "unsubscribing": f"/comments/unsubscribe/{ending_key(followed[0])}/",
        "unsubscribed": f"/comments/unsubscribe/{ending_key(followed[1])}/",
    }


def _imports(desk: Client) -> dict[str, object]:
    batch = imported(desk, PAGE.replace("Ola Berg", "Ida Holm"), "ida-holm.txt")
    upload = send(desk, PAGE.replace(":02:05:", ":02:75:").replace("Ola Berg", "Per Lund"), "per-lund.txt")
    page = page_of(batch)
    source = Interview.objects.get(slug="ida-holm").sources.get().pk
    return {
        "batch": page,
        "undo": page.replace("change/", "undo/"),
        "preview": address_of(upload),
        "source": source,
        "looking": address_of(_going_on(desk, "looking")),
        "importing": page_of(
            _going_on(desk, "importing", ImportBatch.objects.create(origin="pages.zip")).progress.batch
        ),
    }


def _going_on(desk: Client, state: str, batch: ImportBatch | None = None) -> Upload:
    """As if it went on for as long as anybody looks."""
    upload = send(desk, archive(**{f"page-{n}__txt": PAGE for n in range(60)}), "pages.zip")
    for_ever = timezone.now() + timedelta(days=1)
    ImportProgress.objects.create(
        upload=upload,
        batch=batch,
        state=state,
        expected=2000,
        done=340,
        heard_at=for_ever,
        began_at=for_ever - timedelta(seconds=4),
    )
    return upload
