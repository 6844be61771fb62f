"""Nothing that the code says is left in English on a French page, and nothing that people wrote is taken for French.

The French of these tests is not the catalogue's: every text that goes through gettext comes back in double brackets.
What people wrote is in Greek letters. So Latin letters outside brackets were never offered for translation, and Greek
ones where the page is French are not marked with their language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone, translation
from django.utils.html import linebreaks
from django.utils.translation import trans_real

from interviews.comments.digest import letters_of_today
from interviews.comments.models import Correction, Report, SpeakerAccount, Subscription
from interviews.comments.reserved import badges
from interviews.editorial.models import CheckedLink, DraftAnswer, DraftLink, EditorNote, NoticeKind, WorkingDraft
from interviews.editorial.notices import tell
from interviews.editorial.reports.views import REPORTS
from interviews.editorial.sending import send_due
from interviews.models import ImportBatch, Interview, Revision, Series, Tag
from interviews.search.index import refresh
from interviews.store.beside import begin_draft, schedule_changes
from interviews.store.history import Revising
from interviews.templatetags import browsing
from tests.editorial.sent_form import fields_of
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
from tests.letters import paths_in
from tests.words_of_pages import InBrackets, left_in_english, not_marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French is what stands in brackets; what keeps words of it in memory forgets them, and these afterwards."""
    kept = (badges, browsing._counted)
    for words in kept:
        words.cache_clear()
    monkeypatch.setitem(trans_real._translations, "fr", InBrackets(trans_real.translation("fr")))
    yield
    for words in kept:
        words.cache_clear()


@pytest.fixture
def greek(settings: Any) -> Interview:
    settings.SITE_NAME = "Φωνές"
    settings.SENDS_LETTERS = True
    series = Series.objects.create(title="Φάροι", slug="s-1", description="Ομιλίες.")
    interview = make_interview(
        title="Ηλίας Άνδρου, Φύλακας", slug="e-1", language="el", series=series, part=1, part_total=3,
        organisation="Συντεχνία", introduction="Μια ομιλία.", rights="Ελεύθερα.", provenance="Αρχείο.",
        discussion_name="Ρέα", discussion_url="https://elsewhere.example/", published=False,
    )  # fmt: skip
    guest = make_speaker("Ηλίας Άνδρου", slug="e-1", sort_name="Άνδρου, Ηλίας")
    host = make_speaker("Μαρία Νέου", slug="m-1", sort_name="Νέου, Μαρία")
    heard = make_appearance(interview, guest, role="guest", title="Φύλακας")
    asks = make_appearance(interview, host, role="interviewer", title="Δημοσιογράφος")
    for row, words in ((heard, "Άρχισε νέος."), (asks, "Ρωτά.")):
        described = {"language": "el", "portrait_alt": "Μια μορφή.", "as_of": date(2015, 6, 1)}
        row.bio = make_bio(row.speaker, text=words, portrait=(320, 320), **described)
        row.save()
    cues = [(None, "", "Μουσική."), (0, "Ηλίας Άνδρου", "Ήταν φωτεινοί."), (95, "Μαρία Νέου", "Και στεγνοί;")]
    make_cues(make_transcript(interview, kind="machine"), cues)
    interview.publish()
    make_recording(interview)
    make_recording(interview, url="https://audio.example/more.mp3")
    tag = Tag.objects.create(name="ομίχλη", slug="t-1", description="Τι είναι.")
    asked = Tag.objects.create(name="μαθήματα", slug="q-1", question="Τι έμαθες;", description="Όλοι.")
    for number in range(12):
        segment = make_segment(
            interview, 90 * number, uid=f"lights{number}", question="Γιατί φάροι;", answer="Ήταν φωτεινοί.",
            label="Φώτα", synopsis="Περί φώτων.", subjects=["Ναυσιπλοΐα"],
            places=[{"latitude": 1.5, "longitude": 2.25, "name": ""}],
        )  # fmt: skip
        segment.tags.add(tag, asked)
    other = make_interview(title="Άλλη ομιλία", slug="o-1", language="el", series=series, part=2)
    make_segment(other, 5, question="Γιατί νερό;", answer="Ήταν βαθύ.", uid="water").tags.add(tag, asked)
    comment = make_comment(interview, name="Ρέα", body="Ωραία.", segment=segment)
    make_comment(interview, name="Ρέα", body="Ναι.", parent=comment)
    Interview.objects.filter(pk=other.pk).update(recorded_on=date(2015, 9, 1))
    interview.feature()
    refresh([interview, other])
    return interview


PAGES = [
    "/fr/",
    "/fr/archive/",
    "/fr/archive/2015/",
    "/fr/archive/2015/09/",
    "/fr/archive/undated/",
    "/fr/interviews/",
    "/fr/interviews/?tag=t-1&speaker=m-1&role=interviewer&audio=yes&language=el",
    "/fr/interviews/?organisation=x&year=1999",
    "/fr/interviews/e-1/",
    "/fr/interviews/e-1/?t=90&find=nothing",
    "/fr/interviews/e-1/cite/",
    "/fr/interviews/e-1/cite/?segment=lights2",
    "/fr/interviews/e-1/cite/?segment=lights2&words=other",
    "/fr/interviews/e-1/comments/",
    "/fr/interviews/e-1/comments/?segment=lights2",
    "/fr/interviews/e-1/comments/follow/",
    "/fr/interviews/e-1/comments/write/?segment=lights2",
    "/fr/interviews/e-1/corrections/lights2/",
    "/fr/interviews/e-1/corrections/lights2/sent/",
    "/fr/interviews/e-1/embed/",
    "/fr/interviews/e-1/embed/?segment=lights2",
    "/fr/questions/",
    "/fr/questions/q-1/",
    "/fr/search/",
    "/fr/search/?q=φάροι",
    "/fr/search/?q=ζέβρα",
    "/fr/search/?q=φάροθ",
    "/fr/search/?q=-",
    "/fr/series/",
    "/fr/series/s-1/",
    "/fr/speakers/",
    "/fr/speakers/e-1/",
    "/fr/speakers/m-1/",
    "/fr/tags/",
    "/fr/tags/t-1/",
    "/fr/nowhere/",
]


@pytest.mark.usefixtures("brackets", "greek")
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_says_nothing_in_english_and_marks_what_is_not_french(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == (404 if "nowhere" in address else 200)
    page = response.content.decode()
    assert "⟦" in page
    assert left_in_english(page) == []
    assert not_marked(page.split("</title>")[1]) == [], "but for the title, which can have one language"


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    "address",
    ["/fr/", "/fr/archive/", "/fr/interviews/", "/fr/questions/", "/fr/series/", "/fr/speakers/", "/fr/tags/"],
)
def test_an_empty_site_says_nothing_in_english(client: Client, address: str) -> None:
    assert left_in_english(client.get(address).content.decode()) == []


@pytest.mark.usefixtures("brackets")
def test_a_refused_comment_is_told_so_in_french(client: Client, greek: Interview) -> None:
    typed = {"name": "", "email": "nobody", "url": "ftp://x", "body": ""}
    address = "/fr/interviews/e-1/comments/"
    for headers in ({}, {"sec-fetch-site": "same-origin"}):
        page = client.post(address, typed, headers=headers).content.decode()
        assert left_in_english(page) == []
    typed = {"name": "Ρέα", "body": "Καλό."}
    sent = client.post(address, typed, headers={"sec-fetch-site": "same-origin"})
    received = client.get(sent.headers["Location"]).content.decode()
    assert "Καλό" in received
    assert left_in_english(received) == []
    assert not_marked(received.split("</title>")[1]) == []


def _fill_the_queue(interview: Interview) -> None:
    shown = interview.comments.first()
    Report.objects.create(comment=shown, reason="wrong", note="Όχι.")
    for status, reason in (("pending", "links"), ("spam", "trap")):
        make_comment(interview, name="Ρέα", body="Ίσως.", status=status, parent=shown, reasons=[reason])
    question = make_comment(interview, name="Ρέα", body="Και το νερό;", kind="question")
    make_comment(interview, name="Ρέα", body="Βαθύ.", parent=question)


@pytest.mark.usefixtures("brackets")
def test_a_guest_reads_nothing_in_english(client: Client, greek: Interview) -> None:
    _fill_the_queue(greek)
    user = make_editor("εδ")
    client.force_login(user)
    assert left_in_english(client.get("/fr/account/questions/").content.decode()) == []
    SpeakerAccount.objects.create(user=user, speaker=greek.guests[0].speaker)
    page = client.get("/fr/account/questions/").content.decode()
    assert "Και το νερό;" in page
    assert left_in_english(page) == []
    client.logout()
    sent = client.post("/fr/account/sign-in/", {"username": "εδ", "password": "x"})
    for response in (client.get("/fr/account/sign-in/"), sent):
        assert left_in_english(response.content.decode()) == []


@pytest.mark.usefixtures("brackets")
def test_a_decision_of_the_queue_says_nothing_in_english(client: Client, greek: Interview) -> None:
    client.force_login(make_editor("εδ"))
    held = [make_comment(greek, name="Ρέα", body="Ίσως.", status="pending") for _ in range(3)]
    queue = "/fr/admin/comments/comment/queue/"
    first, second, third = (f"{comment.pk}-1-pending-0-0" for comment in held)
    for address, sent in (
        (f"{held[0].pk}/decide/", {"seen": first, "decision": "approved"}),
        (f"{held[0].pk}/decide/", {"seen": first, "decision": "rejected"}),
        (f"{held[0].pk}/decide/", {"seen": first, "decision": "approved"}),
        (f"{held[0].pk}/decide/", {"mark": "pick"}),
        (f"{held[0].pk}/decide/", {}),
        ("together/", {"item": [first, second], "decision": "rejected"}),
        ("together/", {"item": [second, third], "decision": "rejected", "confirmed": "1"}),
        ("together/", {}),
        ("undo/", {"event": held[0].events.values_list("pk", flat=True)}),
        (f"{held[0].pk}/reply/", {"seen": first, "body": ""}),
        (f"{held[0].pk}/reply/", {"seen": second, "body": "Ναι."}),
    ):
        page = client.post(queue + address, sent, follow=True).content.decode()
        assert left_in_english(page) == [], (address, sent)


@pytest.mark.usefixtures("brackets")
def test_all_of_one_person_at_the_desk_says_nothing_in_english(client: Client, greek: Interview) -> None:
    client.force_login(make_editor("εδ", email="ρ@ε.ελ"))
    address = "ρ@ε.ελ"
    for _ in range(2):
        make_comment(make_interview(title="Φάροι", language="el"), name="Ρέα", body="Ίσως.", email=address)
    for sent in (
        {"address": "ρ", "export": "1"},
        {"address": "", "erase": "1"},
        {"address": address, "erase": "1"},
        {"address": address, "erase": "1", "again": "ρ"},
        {"address": address, "erase": "1", "again": address},
    ):
        page = client.post("/fr/admin/comments/comment/person/", sent, follow=True).content.decode()
        assert left_in_english(page) == [], sent
    assert left_in_english(client.get("/fr/admin/").content.decode()) == []


@pytest.mark.usefixtures("brackets")
def test_letters_and_where_they_lead_say_nothing_in_english(
    client: Client, greek: Interview, posting: Callable
) -> None:
    here = {"sec-fetch-site": "same-origin"}
    address = "/fr/interviews/e-1/comments/"
    with posting() as letters:
        for words in ("Καλό.", "Και άλλο."):
            client.post(address, {"name": "Ρέα", "body": words, "email": "r@e.example", "follow": "on"}, headers=here)
        client.post(f"{address}follow/", {"email": "m@e.example"}, headers=here)
        Subscription.objects.create(interview=greek, email="n@e.example", language="fr", confirmed_at=timezone.now())
        greek.comments.get(body="Καλό.").decide("approved")
    assert len(letters) == 3
    greek.comments.get(body="Και άλλο.").reports.create(reason="spam")
    make_comment(greek, kind="question", body="Γιατί;", name="Ρέα", reasons=["links"])
    make_editor("εδ", email="ed@e.example")
    with translation.override("fr"), override_settings(LANGUAGE_CODE="fr"):
        letters += letters_of_today()
    pages = [
        client.post(f"{address}follow/", {"email": email}, headers=here).content.decode() for email in ("", "e@e.e")
    ]
    for letter in letters:
        html = letter.alternatives[0][0]
        assert left_in_english(html) == []
        assert left_in_english(f'<html lang="fr"><p>{linebreaks(letter.body)}') == []
        assert "⟦" in letter.subject
        pages += [client.get(path).content.decode() for path in paths_in(letter) if "/fr/" in path]
        pages += [client.post(path).content.decode() for path in paths_in(letter) if "/fr/comments/" in path]
    for page in pages:
        assert left_in_english(page) == []


@pytest.mark.usefixtures("brackets")
def test_the_editors_desk_says_nothing_in_english(client: Client, greek: Interview) -> None:
    client.force_login(make_editor("εδ"))
    _fill_the_queue(greek)
    speaker, host = greek.guests[0].speaker, greek.hosts[0].speaker
    first = greek.comments.first()
    subscription = Subscription.objects.create(interview=greek, email="ν@ε.ελ", language="fr", comment=first)
    Subscription.objects.create(interview=greek, email="ν@ε.ελ", language="fr", confirmed_at=timezone.now())
    revising = Revising(greek, Revision.Reason.EDITED)
    revising.before()
    greek.segments.filter(pk=greek.segments.first().pk).update(answer="Αλλιώς.")
    revising.after()
    doubtful = _doubtful()
    _talk_among_editors(greek)
    hidden = make_interview(title="Όχι", language="el", published=False)  # readers see none of its chapters
    make_recording(hidden)
    _what_waits(greek, hidden)
    for address in (
        "",
        "interviews/",
        f"interviews/interview/{greek.pk}/ready/",
        f"interviews/interview/{doubtful.pk}/ready/",
        f"interviews/interview/{doubtful.pk}/change/",
        "interviews/interview/",
        "interviews/interview/add/",
        f"interviews/interview/{greek.pk}/change/",
        f"interviews/interview/{greek.pk}/history/",
        f"interviews/interview/{greek.pk}/history/1/",
        f"interviews/interview/{greek.pk}/history/compare/?from=1&to=2",
        f"interviews/interview/{greek.pk}/notes/?segment=lights2",
        "notices/",
        f"interviews/speaker/{speaker.pk}/change/",
        "interviews/tag/",
        "interviews/tag/?used=no",
        f"interviews/tag/merge/?row={greek.segments.first().tags.first().pk}&q=t",
        f"interviews/speaker/merge/?row={speaker.pk}&row={host.pk}",
        f"interviews/interview/bulk/?row={greek.pk}",
        f"interviews/interview/bulk/?row={greek.pk}&preview=1&add=τέλος&rights=Όχι&series=none",
        f"interviews/interview/{hidden.pk}/recordings/{hidden.recordings.get().pk}/chapters/",
        "find/?q=φώτα",
        "find/?q=ζέβρα",
        "calendar/",
        "calendar/?month=2199-05",
        "calendar/?month=13",
        "reports/",
        *(f"reports/{name}/" for name in REPORTS),
        f"reports/links/{CheckedLink.objects.get().pk}/",
        "keys/",
        "second-factor/",
        "accounts/log/",
        "accounts/waits/",
        "media/?tab=portraits",
        "media/?tab=unused-recordings",
        "interviews/tag/asked-of-many/",
        f"interviews/tag/suggested/{greek.pk}/",
        "interviews/series/",
        "interviews/importbatch/",
        "interviews/importbatch/add/",
        "interviews/source/",
        "comments/comment/",
        f"comments/comment/{greek.comments.first().pk}/change/",
        "comments/comment/queue/",
        "comments/comment/queue/?tab=suspected",
        "comments/comment/queue/?tab=reported",
        "comments/comment/queue/?tab=questions",
        f"comments/comment/queue/{greek.comments.first().pk}/",
        "comments/correction/",
        "comments/correction/?tab=decided",
        *(f"comments/correction/{row.pk}/change/" for row in _corrections(greek)),
        "comments/sitepolicy/1/change/",
        "comments/interviewpolicy/add/",
        "comments/blockrule/",
        "comments/blockrule/add/",
        "comments/comment/person/",
        "comments/subscription/",
        f"comments/subscription/{subscription.pk}/change/",
        f"comments/subscription/{subscription.pk}/delete/",
        "comments/report/",
        "comments/speakeraccount/add/",
    ):
        response = client.get(f"/fr/admin/{address}")
        assert response.status_code == 200, address
        page = response.content.decode().replace('alt="Search"', "")  # Django itself leaves that untranslated
        assert left_in_english(page) == [], address


def _what_waits(interview: Interview, draft: Interview) -> None:
    """Something in each panel of the start page, and in the calendar of this month."""
    now, editor = timezone.now(), get_user_model().objects.get(username="εδ")
    for number, title in ((draft.pk, "Όχι"), (0, "")):
        WorkingDraft.objects.put(editor, number, "κ", title=title, text="{}")
    link = DraftLink.objects.create(interview=draft, reader="Ρέα", expires_at=now + timedelta(days=1))
    DraftAnswer.objects.create(link=link, verdict="corrections", words="Όχι.", state=1)
    schedule_changes(begin_draft(make_interview(title="Άλλο", language="el"), by=editor)[0], now + timedelta(days=1))
    CheckedLink.objects.create(url="https://e.example/", problem="gone", failing_since=now - timedelta(days=9))
    for days in (-1, 1):
        make_interview(title="Αύριο", language="el", published=False).publish(at=now + timedelta(days=days))
    trashed = make_interview(title="Πάει", language="el")
    trashed.put_into_trash()
    Interview.objects.filter(pk=trashed.pk).update(trashed_at=now - timedelta(days=25))
    ImportBatch.objects.create(origin="α", by=editor)
    make_comment(interview, kind="question", body="Γιατί;", name="Ρέα")


def _talk_among_editors(interview: Interview) -> None:
    ed = get_user_model().objects.get(username="εδ")
    ada = make_editor("αδα")
    for uid in ("", "lights2", "χωρίς"):
        note = EditorNote.objects.create(
            interview=interview, segment_uid=uid, heading="Φώτα", field="tags", words="Ναι;", author=ada
        )
        note.answer("Ναι.", by=ed)
    EditorNote.objects.create(interview=interview, words="Όχι.", author=ed).resolve(by=ada)
    for kind in NoticeKind.values:
        tell([ed], kind, interview, by=ada, words="Ναι;")
        tell([ed], kind, interview)


@pytest.mark.usefixtures("brackets")
def test_a_letter_to_editors_and_where_it_ends_say_nothing_in_english(
    client: Client, greek: Interview, posting: Callable
) -> None:
    make_editor("εδ", email="ed@e.example")
    _talk_among_editors(greek)
    with translation.override("fr"), override_settings(LANGUAGE_CODE="fr"), posting() as letters:
        assert send_due(digest=True) == 1
    (letter,) = letters
    assert left_in_english(f'<html lang="fr"><p>{linebreaks(letter.body)}') == []
    assert "⟦" in letter.subject
    (ending,) = [path for path in paths_in(letter) if "/notices/end/" in path]
    for page in (client.get(ending), client.post(ending)):
        assert page.status_code == 200
        assert left_in_english(page.content.decode()) == []


def _corrections(greek: Interview) -> list[Correction]:
    """One that waits, of words that were changed since; one that is decided; one whose entry is gone."""
    segment = greek.segments.get(uid="lights2")
    words = {
        "was_answer": f"{segment.answer} Ναι.",
        "answer": f"{segment.answer} Όχι.",
        "name": "Ρέα",
        "language": "fr",
    }
    given = words | {"interview": greek, "uid": segment.uid, "why": "Ήμουν εκεί.", "email": "rea@example.gr"}
    decided = {"status": "declined", "decided_at": timezone.now(), "reply": "Όχι."}
    states = ({"reasons": ["quick"]}, decided, {"uid": "gone", "email": ""}, {"was_answer": "Άλλα."})
    return [Correction.objects.create(**given | state) for state in states]


def _doubtful() -> Interview:
    """With something of most kinds to be mended before it is published."""
    interview = make_interview(title="Παλίρροιες", slug="p-1", language="el", published=False)
    heard = make_appearance(interview, make_speaker("Νίκος Όρος", slug="n-1"), role="panellist")
    make_appearance(interview, make_speaker("Ρέα Όρου", slug="r-1"), role="guest")
    heard.bio = make_bio(heard.speaker, text="", portrait=(320, 320))
    heard.save()
    for start in (900, 800, 800, None):
        make_segment(interview, start, question="Γιατί φάροι; " * 9, answer="Ήταν φωτεινοί.")
    make_segment(interview, 2000, question="Γιατί;", answer="")
    make_recording(interview, url="https://audio.example/one.mp3", duration=timedelta(minutes=15))
    make_recording(interview, url="https://audio.example/two.mp3")
    return interview


def test_what_two_editors_changed_is_asked_in_the_language_of_the_page(greek: Interview, brackets: None) -> None:
    client, colleague = Client(), Client()
    client.force_login(make_editor("ed", first_name="Ελένη", last_name="Νέου"))
    colleague.force_login(make_editor("ann", first_name="Άννα", last_name="Άλλη"))
    interview = make_interview(title="Παλίρροιες", slug="p-2", language="el", introduction="Φώτα.", published=False)
    for n in (1, 2, 3):
        make_segment(interview, n, question="Γιατί;", answer="Έτσι.")
    address = f"/fr/admin/interviews/interview/{interview.pk}/change/"
    form = client.get(address).content.decode()
    mine = fields_of(form) | {"introduction": "Ομίχλη.", "segments-0-answer": "Αλλιώς.", "segments-1-DELETE": "on"}
    theirs = {
        "introduction": "Θάλασσα.",
        "segments-0-DELETE": "on",
        "segments-1-answer": "Τώρα.",
        "rights": "Ελεύθερα.",
    }
    theirs = fields_of(colleague.get(address).content.decode()) | theirs
    assert colleague.post(address, theirs).status_code == 302

    held = client.post(address, mine).content.decode()
    assert left_in_english(held) == []
    again = client.post(address, fields_of(held)).content.decode()
    assert "data-question" in again
    assert left_in_english(again) == []

    keep = f"/fr/admin/interviews/interview/{interview.pk}/draft/"
    client.post(keep, json.dumps({**mine, "draft_key": "k"}), content_type="application/json")
    client.post(keep.replace("draft", "presence"))
    offered = client.get(address).content.decode()
    taken_up = client.get(address, {"draft": WorkingDraft.objects.get().pk}).content.decode()
    seen = colleague.get(address).content.decode()
    client.logout()
    for page in (offered, taken_up, seen, client.post(address, mine).content.decode()):
        assert left_in_english(page) == []


SENT = """Ηλίας Άνδρου, Φύλακας

Interview by Μαρία Νέου

Index

:00:18
Γιατί φάροι;
"Ήταν φωτεινοί....και στεγνοί."

1:75:00
Και η ομίχλη;
"Είναι υγρή."

Τέλος 2014
"""


@pytest.mark.usefixtures("brackets")
def test_an_import_says_nothing_in_english_but_what_it_found(client: Client) -> None:
    client.force_login(make_editor("εδ"))
    document = SimpleUploadedFile("1.txt", SENT.encode())
    waiting = client.post("/fr/admin/interviews/importbatch/add/", {"file": document}).headers["Location"]
    preview = client.get(waiting).content.decode()
    done = client.post(waiting, {**fields_of(preview, "correction_form"), "_confirm": "1"}, follow=True)
    assert done.redirect_chain[-1][0].startswith("/fr/admin/interviews/importbatch/")
    batch = done.content.decode()
    undo = client.get(f"{done.redirect_chain[-1][0].removesuffix('change/')}undo/").content.decode()
    for page in (preview, batch, undo):
        page = re.sub(r"Interview by|Index|page-text|\b1\.txt|file://\S+|upload/?\S*", "", page)
        assert left_in_english(page) == []
    assert "⟦an impossible timecode⟧" in preview.casefold()


def test_the_test_finds_what_is_left() -> None:
    page = '<html lang="fr"><p>⟦Read <a href="#">on⟦!⟧</a> here⟧ now</p><p lang="el">Φάροι, far</p><p title="Go">Φάροι'
    assert left_in_english(page) == ["here⟧ now", "Go"]
    assert not_marked(page) == ["Φάροι"]
