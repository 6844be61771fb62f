"""Before anything is stored, an editor sees what every line becomes, and corrects it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.importing.undoing import undo
from interviews.models import ImportBatch, Interview, Segment, Source, Upload
from tests.factories import make_interview
from tests.importing.pages import PAGE
from tests.importing_admin.steps import ADD, LIST, address_of, decide, imported, page_of, row_counts, seen, send
from tests.search.upkeep import UPKEEP

pytestmark = pytest.mark.django_db


def archive(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "."), text)
    return packed.getvalue()


def test_the_preview_stores_nothing(desk: Client) -> None:
    make_interview(guest="Mia Ek")
    before = row_counts()
    upload = send(desk, PAGE, tags="fog", series="Skerries")
    html = seen(desk, upload)
    assert row_counts() == before
    assert "1 interview would be created." in html
    assert "Ola Berg, Keeper, Head of Lamps NORTHLIGHT" in html


def test_every_finding_stands_at_its_line(desk: Client) -> None:
    html = seen(desk, send(desk, PAGE.replace(":02:05:", ":02:75:")))
    line = html.split('id="line-16"')[1].split("</li>")[0]
    assert "What broke first?" in line
    assert 'class="import-line__finding"' in line


def test_each_line_tells_what_it_became_and_what_was_left_out(desk: Client) -> None:
    html = seen(
        desk, send(desk, PAGE.replace("Interview Time Index", "Est. 1904 by the sea, rather windy\n\nInterview"))
    )
    assert html.split('id="line-1"')[1].split("</li>")[0].count("organisation") == 1
    assert "title" in html.split('id="line-3"')[1].split("</li>")[0]
    assert "question" in html.split(":00:18: Why lighthouses?")[1].split("</li>")[0]


def test_the_preview_shows_the_words_of_a_feeds_items_before_they_are_stored(desk: Client) -> None:
    said = "".join(f"{n // 60}:{n % 60:02} Lamp {n}?&lt;br&gt;" for n in range(103))
    feed = f"""<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Lights</title>
    <item><title>Fog</title><guid>1</guid><description>Ola talks of fog.&lt;p&gt;{said}</description></item>
    <item><title>Kites</title><guid>2</guid><description>Mia &lt;b&gt;flies&lt;/b&gt;.</description></item>
    </channel></rss>"""
    fog, kites = seen(desk, send(desk, feed, "feed.xml")).split('<details class="import-stored">')[1:]
    assert "Ola talks of fog." in fog and "<dt>0:02</dt><dd>" in fog and "Lamp 99?" in fog
    assert "Lamp 100?" not in fog and "And 3 more entries." in fog
    assert "Mia **flies**." in kites and "more entr" not in kites


def test_the_preview_shows_who_answers_what_and_the_biographies(desk: Client) -> None:
    stored = seen(desk, send(desk, PAGE)).split('<details class="import-stored">')[1].split("</details>")[0]
    assert "Biography" in stored and "<b>Ola Berg:</b>" in stored and "Why lighthouses?" in stored


def test_confirming_stores_what_the_preview_showed(desk: Client) -> None:
    upload = send(desk, PAGE, tags="fog", series="Skerries")
    answer = decide(desk, upload, "_confirm")
    interview = Interview.objects.get()
    batch = ImportBatch.objects.get()
    assert answer.redirect_chain[-1][0] == f"{LIST}{batch.pk}/change/"
    assert "1 interview created." in answer.content.decode()
    assert f"/admin/interviews/interview/{interview.pk}/change/" in answer.content.decode()
    assert (batch.origin, batch.by.username, batch.tags, batch.series) == ("ola-berg.txt", "ed", ["fog"], "Skerries")
    assert interview.status == Interview.Status.DRAFT
    assert interview.series.title == "Skerries"
    assert list(interview.tags.names()) == ["fog"]


def test_the_text_is_corrected_and_previewed_again(desk: Client) -> None:
    upload = send(desk, PAGE.replace(":02:05:", ":02:75:"))
    answer = decide(desk, upload, "_preview", text=PAGE)
    assert 'import-line__finding">“:02:75' not in answer.content.decode()
    assert Interview.objects.count() == 0
    decide(desk, upload, "_confirm")
    assert Segment.objects.filter(start__isnull=True).count() == 0
    assert Source.objects.get().text == PAGE.replace(":02:05:", ":02:75:")  # as it was sent


def test_a_correction_stays_when_the_file_or_a_new_version_of_it_comes_again(desk: Client) -> None:
    upload = send(desk, PAGE)
    decide(desk, upload, "_preview", text=PAGE.replace("What broke first?", "What broke, and when?"))
    decide(desk, upload, "_confirm")
    assert "unchanged" in seen(desk, send(desk, PAGE))
    version = send(desk, PAGE.replace("Why lighthouses?", "Why towers?"))
    decide(desk, version, "_preview", new_version="on")
    decide(desk, version, "_confirm")
    questions = list(Segment.objects.order_by("position").values_list("question", flat=True))
    assert questions == ["Why towers?", "What broke, and when?", "Ola, thank you."]


def test_what_was_corrected_on_its_way_in_is_undone_all_the_same(desk: Client) -> None:
    upload = send(desk, PAGE)
    decide(desk, upload, "_preview", text=PAGE.replace("What broke first?", "What broke, and when?"))
    decide(desk, upload, "_confirm")
    assert undo(ImportBatch.objects.get()).deleted == ["ola-berg"]


def test_what_was_typed_but_not_previewed_is_not_imported(desk: Client) -> None:
    upload = send(desk, PAGE)
    answer = decide(desk, upload, "_confirm", text=PAGE.replace("lighthouses", "towers"))
    assert "you changed something" in answer.content.decode()
    assert not Interview.objects.exists()
    decide(desk, upload, "_confirm")
    assert Segment.objects.filter(question="Why towers?").exists()


def test_what_the_site_became_meanwhile_is_shown_first(desk: Client) -> None:
    first, second = send(desk, PAGE), send(desk, PAGE)
    html = seen(desk, first)
    decide(desk, second, "_confirm")
    signature = html.split('name="seen" value="')[1].split('"')[0]
    answer = desk.post(address_of(first), {"seen": signature, "text": PAGE, "_confirm": "1"}, follow=True)
    assert "the site has changed meanwhile" in answer.content.decode()
    assert ImportBatch.objects.count() == 1


def test_the_same_file_again_is_unchanged_and_offers_no_import(desk: Client) -> None:
    batch = imported(desk, PAGE)
    key = Source.objects.get().key
    html = seen(desk, send(desk, PAGE))
    assert "1 is here already, unchanged." in html
    assert 'name="_confirm"' not in html
    assert Source.objects.get().key == key == batch.lines.get().source_key


def test_a_changed_file_is_an_interview_of_its_own_unless_it_is_said_to_be_a_new_version(desk: Client) -> None:
    imported(desk, PAGE)
    grown = PAGE.replace("bright", "very bright")
    upload = send(desk, grown)
    html = seen(desk, upload)
    assert "1 interview would be created." in html
    assert "was uploaded before, and became" in html
    html = decide(desk, upload, "_preview", new_version="on").content.decode()
    assert "1 would be updated." in html
    decide(desk, upload, "_confirm")
    assert Interview.objects.count() == 1
    assert Segment.objects.get(position=1).answer.startswith("They were very bright")


def test_a_duplicate_is_shown_before_and_after(desk: Client) -> None:
    talk = PAGE.replace("bright", "bright at night and dark at noon, as every keeper knows by heart and by candle")
    imported(desk, talk)
    upload = send(desk, talk.replace("Guild of Lamp Keepers", "Harbour News"), "harbour.txt")
    assert "Perhaps here already" in seen(desk, upload)
    assert "Perhaps here already" in decide(desk, upload, "_confirm").content.decode()


def test_pasted_text_is_imported(desk: Client) -> None:
    answer = desk.post(ADD, {"pasted": PAGE.replace("\n", "\r\n")})
    upload = Upload.objects.get()
    assert answer["Location"] == address_of(upload)
    decide(desk, upload, "_confirm")
    assert Source.objects.get().text == PAGE


def test_an_archive_brings_many_with_their_files(desk: Client) -> None:
    files = {"ola-berg__txt": PAGE, "mia-ek__txt": PAGE.replace("Ola", "Mia"), "bad__txt": "\0\0"}
    upload = send(desk, archive(**files), "talks.zip")
    html = seen(desk, upload)
    assert "2 interviews would be created." in html
    assert "1 cannot be imported." in html
    assert 'name="text"' not in html
    answer = decide(desk, upload, "_confirm").content.decode()
    assert "“talks.zip/bad.txt” was not imported" in answer
    assert Interview.objects.count() == 2
    assert str(upload.path.parent) not in html


def test_a_whole_site_sent_here_brings_drafts_only(desk: Client, tmp_path: Path) -> None:
    from django.core.management import call_command

    make_interview(guest="Ola Berg")
    call_command("export_interview", "--all", "--format", "json", "--output", str(tmp_path / "site.zip"))
    Interview.objects.all().delete()
    decide(desk, send(desk, (tmp_path / "site.zip").read_bytes(), "site.zip"), "_confirm")
    assert Interview.objects.get().status == Interview.Status.DRAFT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.txt", b"\0\1\2"),
        ("page.txt", b" \n"),
        ("letter.docx", b"PK\3\4 not really"),
        ("many.zip", b"PK\3\4 not really"),
        ("many.zip", archive(bomb__txt="a" * 30_000_000)),
        ("feed.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("deep.json", b"[" * 100_000),
        ("a" * 149 + ".txt", PAGE.encode()),
    ],
)
def test_whatever_is_sent_is_answered_in_words(desk: Client, name: str, data: bytes) -> None:
    before = row_counts()
    html = seen(desk, send(desk, data, name))
    assert "cannot be imported." in html or "would be created." in html
    assert row_counts() == before


def test_nothing_and_both_and_too_much_are_refused_in_words(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from interviews.admin.importing import forms

    assert "Choose a file, or paste a text." in desk.post(ADD, {}).content.decode()
    both = {"pasted": PAGE, "file": SimpleUploadedFile("a.txt", b"a")}
    assert "Either a file or a text" in desk.post(ADD, both).content.decode()
    monkeypatch.setattr(forms, "LARGEST_UNPACKED", 10)
    large = {"file": SimpleUploadedFile("a.zip", archive(a__txt=PAGE))}
    assert "more than the" in desk.post(ADD, large).content.decode()
    monkeypatch.setattr(forms, "LARGEST_TEXT", 10)
    assert "more than the" in desk.post(ADD, {"pasted": PAGE}).content.decode()
    assert not Upload.objects.exists()


def queries_of(client: Client, count: int) -> int:
    files = {f"talk-{n}__txt": PAGE.replace("Ola Berg", f"Guest {n}") for n in range(count)}
    upload = send(client, archive(**files), f"talks-{count}.zip")
    with CaptureQueriesContext(connection) as queries:
        seen(client, upload)
    return len(queries)


def test_the_preview_takes_as_many_queries_for_twenty_as_for_three(desk: Client) -> None:
    queries_of(desk, 1)
    few = queries_of(desk, 3)
    lock = connection.vendor == "postgresql"  # imports come one at a time there
    assert queries_of(desk, 20) == few == 26 + lock + UPKEEP  # no tags: none are written for lists to be narrowed by


def test_the_preview_tells_what_is_to_be_looked_at_before_it_is_published(desk: Client) -> None:
    html = seen(desk, send(desk, PAGE.replace(":02:05:", ":00:05:")))
    told = html[html.index("Before it is published") :]
    assert "3 things to look at" in told
    assert "Times that run backward" in told
    assert "0:05 comes after 0:18." in told


def test_what_an_import_did_leads_to_what_stands_against_publishing_it(desk: Client) -> None:
    batch = imported(desk, PAGE)
    interview = Interview.objects.get()
    assert f"/admin/interviews/interview/{interview.pk}/ready/" in desk.get(page_of(batch)).content.decode()
