"""Walks every public address, and looks for what must not be seen.

Each hidden thing has a word of its own. The addresses are those of the site's own patterns: one that is added to
`portal/urls.py`, and has no example in `EXAMPLES`, fails the first test.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from interviews.comments.models import Comment, Correction
from interviews.documents.writers import WRITERS
from interviews.models import Interview, Series, Source, Speaker, Tag
from interviews.models.former_slug import keep_former
from tests.factories import (
    make_appearance,
    make_bio,
    make_comment,
    make_cues,
    make_recording,
    make_segment,
    make_speaker,
    make_transcript,
)

pytestmark = pytest.mark.django_db

#: The words of what is hidden begin so. They are of letters alone: no analyser of words breaks them apart.
SECRET = "zyx"
SEEN = "plainly"  # in everything of the public interview

#: The forms of a feed.
FORMS = ("atom", "rss", "json")

#: For each pattern, addresses to fetch: of what is public, and of what is hidden. `{hidden}` is each hidden slug in
#: turn, `{old}` where a hidden thing stood before, `{word}` each secret word. Whoever adds an address adds a line.
EXAMPLES: dict[str, list[str]] = {
    "": [""],
    "healthz": ["healthz"],
    "readyz": ["readyz"],
    "metrics": ["metrics"],
    "drafts/<str:token>/": ["drafts/nobody/", "drafts/nobody:AAAA/"],  # who has a true one is meant to see it
    "notices/end/<str:key>/": ["notices/end/x/", "notices/end/1-x.AAAA/"],
    "archive/": ["archive/"],
    "archive/undated/": ["archive/undated/"],
    "^archive/(?P<year>[0-9]{4})/$": ["archive/2015/", "archive/1999/"],
    "^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$": ["archive/2015/09/", "archive/1999/01/"],
    "interviews/": [
        "interviews/",
        "interviews/?page=2",
        *(f"interviews/?{facet}={{hidden}}" for facet in ("speaker", "tag", "series")),
        "interviews/?organisation=Guild+{word}",
        "interviews/?language=en&audio=yes&role=guest&sort=discussed",
    ],
    "interviews/<slug:slug>/": [
        "interviews/open/",
        "interviews/open/?t=90",
        "interviews/open/?find={word}",
        "interviews/{hidden}/",
        "interviews/{hidden}/?t=90",
        "interviews/{old}/",
    ],
    "interviews/<slug:slug>/cite/": [
        "interviews/open/cite/",
        "interviews/open/cite/?segment=open",
        "interviews/open/cite/?segment=secret",
        "interviews/{hidden}/cite/?segment=secret",
    ],
    "interviews/<slug:slug>/embed/": [
        "interviews/open/embed/",
        "interviews/open/embed/?t=90",
        "interviews/open/embed/?segment=open",
        "interviews/{hidden}/embed/",
        "interviews/{hidden}/embed/?segment=secret",
    ],
    "interviews/<slug:slug>/comments/": [
        "interviews/open/comments/",
        "interviews/open/comments/?segment=open",
        "interviews/open/comments/?sort=newest",
        "interviews/{hidden}/comments/",
    ],
    "interviews/<slug:slug>/comments/write/": [
        "interviews/open/comments/write/?segment=open",
        "interviews/{hidden}/comments/write/",
    ],
    "interviews/<slug:slug>/comments/follow/": [
        "interviews/open/comments/follow/",
        "interviews/{hidden}/comments/follow/",
    ],
    "comments/confirm/<str:key>/": ["comments/confirm/x/"],
    "comments/unsubscribe/<str:key>/": ["comments/unsubscribe/x/"],
    "interviews/<slug:slug>/comments/<int:pk>/": [
        "interviews/open/comments/{comment}/",
        "interviews/{hidden}/comments/{comment}/",
    ],
    "interviews/<slug:slug>/comments/<int:pk>/thread/": [
        "interviews/open/comments/{comment}/thread/",
        "interviews/{hidden}/comments/{comment}/thread/",
    ],
    "interviews/<slug:slug>/comments/<int:pk>/report/": [
        "interviews/open/comments/{comment}/report/",
        "interviews/{hidden}/comments/{comment}/report/",
    ],
    "interviews/<slug:slug>/comments/<int:pk>/edit/": ["interviews/open/comments/{comment}/edit/"],
    "interviews/<slug:slug>/comments/<int:pk>/withdraw/": ["interviews/open/comments/{comment}/withdraw/"],
    "interviews/<slug:slug>/comments/<int:pk>/reply/": [
        "interviews/open/comments/{comment}/reply/",
        "interviews/{hidden}/comments/{comment}/reply/",
    ],
    "interviews/<slug:slug>/comments/<int:pk>/received/": ["interviews/open/comments/{comment}/received/?key=x"],
    "interviews/<slug:slug>/corrections/<str:uid>/": [
        "interviews/open/corrections/open/",
        "interviews/open/corrections/secret/",
        "interviews/{hidden}/corrections/secret/",
    ],
    "interviews/<slug:slug>/corrections/<str:uid>/sent/": [
        "interviews/open/corrections/open/sent/",
        "interviews/{hidden}/corrections/secret/sent/",
    ],
    "account/questions/": ["account/questions/"],
    "account/sign-in/": ["account/sign-in/"],
    "account/sign-in/code/": ["account/sign-in/code/"],
    "account/sign-out/": ["account/sign-out/"],
    "account/password/": ["account/password/"],
    "account/password/changed/": ["account/password/changed/"],
    "account/password/forgotten/": ["account/password/forgotten/"],
    "account/password/forgotten/sent/": ["account/password/forgotten/sent/"],
    "account/password/new/<uidb64>/<token>/": ["account/password/new/MQ/x/"],
    "account/password/new/done/": ["account/password/new/done/"],
    "questions/": ["questions/", "questions/?page=2"],
    "questions/<slug:slug>/": ["questions/asked/", "questions/{hidden}/"],
    "search/": [
        "search/",
        f"search/?q={SEEN}",
        "search/?q={word}",
        "search/?q=in:comment+{word}",
        "search/?q=speaker:{word}",
        "search/?q=tag:{word}",
        f"search/?q={SECRET}*",
        "search/?q=-nothing",
    ],
    "search/proposals.json": [
        f"search/proposals.json?q={SEEN[:3]}",
        f"search/proposals.json?q=talk+{SEEN}",
        "search/proposals.json?q={word}",
        *(f"search/proposals.json?q={beginning}" for beginning in ("zy", SECRET, "synonym+zy", "asked+zy", "label")),
    ],
    "series/": ["series/"],
    "series/<slug:slug>/": ["series/open/", "series/{hidden}/", "series/{old}/"],
    "speakers/": ["speakers/", "speakers/?letter=Z"],
    "speakers/<slug:slug>/": ["speakers/open/", "speakers/{hidden}/", "speakers/{old}/"],
    "tags/": ["tags/"],
    "tags/<slug:slug>/": ["tags/open/", "tags/{hidden}/", "tags/{old}/"],
    **{
        f"interviews/<slug:slug>{writer.SUFFIX}": [
            f"interviews/open{writer.SUFFIX}",
            f"interviews/open{writer.SUFFIX}?segment=secret",
            f"interviews/{{hidden}}{writer.SUFFIX}",
            f"interviews/{{old}}{writer.SUFFIX}",
        ]
        for writer in WRITERS.values()
    },
    **{f"feeds/interviews.{form}": [f"feeds/interviews.{form}"] for form in FORMS},
    **{
        f"feeds/search.{form}": [
            f"feeds/search.{form}",
            f"feeds/search.{form}?q={SEEN}",
            f"feeds/search.{form}?q={{word}}",
            f"feeds/search.{form}?q={SECRET}*",
        ]
        for form in FORMS
    },
    **{
        f"feeds/{kind}/<slug:slug>.{form}": [
            f"feeds/{kind}/open.{form}",
            f"feeds/{kind}/{{hidden}}.{form}",
            f"feeds/{kind}/{{old}}.{form}",
        ]
        for kind in ("series", "speakers", "tags")
        for form in FORMS
    },
    "feeds/podcast.rss": ["feeds/podcast.rss"],
    "feeds/series/<slug:slug>/podcast.rss": [
        "feeds/series/open/podcast.rss",
        "feeds/series/{hidden}/podcast.rss",
        "feeds/series/{old}/podcast.rss",
    ],
    "feeds/comments.atom": ["feeds/comments.atom"],
    "feeds/interviews/<slug:slug>/comments.atom": [
        "feeds/interviews/open/comments.atom",
        "feeds/interviews/{hidden}/comments.atom",
        "feeds/interviews/{old}/comments.atom",
    ],
    "card.png": ["card.png"],
    "interviews/<slug:slug>/card.png": ["interviews/open/card.png?t=90", "interviews/{hidden}/card.png?t=90"],
    "robots.txt": ["robots.txt"],
    "sitemap.xml": ["sitemap.xml"],
    "sitemap-<slug:section>.xml": [
        f"sitemap-{section}.xml" for section in ("lists", "interviews", "speakers", "series", "tags")
    ],
    "sitemap-<slug:section>-<int:page>.xml": ["sitemap-interviews-1.xml", "sitemap-interviews-2.xml"],
    "oembed": [
        "oembed?url=http://testserver/interviews/open/",
        "oembed?url=http://testserver/interviews/open/%3Ft=90&format=xml",
        "oembed?url=http://testserver/interviews/{hidden}/",
        "oembed?url=http://testserver/interviews/{old}/",
    ],
    **{f"api/1/{place}": [f"api/1/{place}"] for place in ("", "openapi.json", "speakers", "tags", "series")},
    "api/1/interviews": [
        *("api/1/interviews", "api/1/interviews?limit=1&offset=1", "api/1/interviews?organisation=Guild+{word}"),
        *(f"api/1/interviews?{facet}={{hidden}}" for facet in ("speaker", "tag", "series")),
    ],
    "api/1/segments": [
        "api/1/segments",
        *(f"api/1/segments?{facet}={{hidden}}" for facet in ("interview", "speaker", "tag")),
    ],
    "api/1/search": [
        *(f"api/1/search?q={SEEN}", "api/1/search?q={word}", "api/1/search?q=speaker:{word}"),
        *("api/1/search?q=tag:{word}", f"api/1/search?q={SECRET}*"),
    ],
    **{
        f"api/1/{kind}/<slug:slug>": [f"api/1/{kind}/open", f"api/1/{kind}/{{hidden}}", f"api/1/{kind}/{{old}}"]
        for kind in ("interviews", "series", "speakers", "tags")
    },
    "api/1/interviews/<slug:slug>/segments/<uid:uid>": [
        "api/1/interviews/open/segments/open",
        "api/1/interviews/open/segments/secret",
        "api/1/interviews/{hidden}/segments/secret",
    ],
    r"^api/1/(?P<rest>(?s:.+))\Z": ["api/1/nothing/{hidden}"],
    "schemas/interview-document-1.json": ["schemas/interview-document-1.json"],
    "media/<path:path>": ["media/", "media/portraits/", "media/sources/"],  # files: tests/access/test_stored_files.py
}
#: Where a stranger is asked who they are: the desk, whatever is below it.
DESK = "admin/"


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        route = f"{before}{found.pattern}"
        if route.startswith(DESK):
            continue
        if isinstance(found, URLPattern):
            yield route
        else:
            yield from patterns(found, route)


def test_every_address_has_an_example() -> None:
    known = set(patterns(get_resolver()))
    assert known - EXAMPLES.keys() == set(), "add examples to EXAMPLES"
    assert EXAMPLES.keys() - known == set(), "these are gone"


class Hidden:
    """A site of which some may be seen, and where each hidden thing stands with its word in everything it says."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.slugs: list[str] = []
        self.open = self._interview("open", SEEN, question="Asked plainly?")
        for comment in ("approved", "pending", "spam", "rejected"):
            word = SEEN if comment == "approved" else self.word(f"comment that is {comment}")
            self._comment(self.open, word, comment)
        answered = self._comment(self.open, self.word("comment taken away again"), Comment.Status.APPROVED)
        make_comment(self.open, parent=answered, name="Answer", body=f"An answer, {SEEN}.")
        answered.decide(Comment.Status.REJECTED)
        self.comment = answered.pk
        for status in ("waiting", "spam", "declined"):
            self._correction(self.open, self.word(f"correction that is {status}"), status)
        self._correction(self.open, self.word("correction accepted into a draft"), "accepted")
        word = self.word("source of the public interview")
        Source.objects.create(
            key=f"file:///{word}.txt", name=f"{word}.txt", interview=self.open, text=f"Unsaid: {word}",
            document={"title": word}, findings=[{"line": 1, "code": "x", "message": word}],
        )  # fmt: skip
        for state in ("draft", "withdrawn", "coming"):
            word = self.word(f"interview that is {state}")
            hidden = self._interview(word, word, question=f"Asked {word}?")
            self._comment(hidden, word, Comment.Status.APPROVED)
            if state == "withdrawn":
                hidden.withdraw()
            elif state == "coming":
                hidden.publish(at=timezone.now() + timedelta(days=1))
            else:
                Interview.objects.filter(pk=hidden.pk).update(status=Interview.Status.DRAFT)
        word = self.word("speaker who is heard nowhere")
        make_bio(make_speaker(f"Nobody {word}", slug=word, website=f"https://{word}.example/"), text=word)
        self.slugs.append(word)
        word = self.word("tag that stands nowhere")
        Tag.objects.create(name=word, slug=word, description=word, question=word).synonyms.create(name=f"other {word}")
        self.slugs.append(word)
        word = self.word("email of who commented")
        make_comment(self.open, email=f"{word}@mia.example", body="Mine is not to be read.")
        call_command("rebuild_search_index", verbosity=0)

    def word(self, of: str) -> str:
        """The next secret; letters that are not numerals nor endings, so that each is found by itself alone."""
        word = SECRET + "".join("bcdfgh"[int(digit)] for digit in f"{len(self.words) + 1:02}"[::-1] if digit < "6")
        word += "qm" * (len(self.words) + 1)
        self.words[word] = of
        return word

    def _interview(self, slug: str, word: str, question: str) -> Interview:
        """Published, with the word in all that can be told of it."""
        if word != SEEN:
            self.slugs.append(slug)
        name = "asked" if word == SEEN else f"asked-{slug}"
        interview = Interview.objects.create(
            title=f"A talk, {word}", slug=f"{slug}-old", organisation=f"Guild {word}", introduction=f"On {word}.",
            series=Series.objects.create(title=f"Series {word}", slug=slug, description=word),
            rights=f"Rights {word}", provenance=f"From {word}", discussion_name=f"Forum {word}",
        )  # fmt: skip
        interview.slug = slug
        interview.save()
        keep_former(interview, f"{slug}-old")
        guest = make_speaker(f"Guest {word}", slug=slug, website=f"https://{word}.example/")
        row = make_appearance(interview, guest, title=f"Keeper {word}", organisation=f"Light {word}")
        row.bio = make_bio(guest, text=f"Born {word}.", portrait=(64, 64), portrait_alt=f"A face, {word}")
        row.save()
        make_appearance(interview, make_speaker(f"Host {word}", slug=f"{slug}-host"), role="interviewer")
        make_recording(interview, url=f"https://audio.example/{word}.mp3", duration=timedelta(minutes=5))
        tag = Tag.objects.create(name=f"topic {word}", slug=slug, description=f"About {word}.")
        tag.synonyms.create(name=f"synonym {word}")
        asked = Tag.objects.create(name=f"asked {word}", slug=name, question=question)
        segment = make_segment(
            interview, 90, uid="open" if word == SEEN else "secret", question=question, answer=f"Answered {word}.",
            label=f"Label {word}", synopsis=f"Synopsis {word}", subjects=[f"Subject {word}"],
        )  # fmt: skip
        interview.tags.add(tag)
        segment.tags.add(tag, asked)
        make_cues(make_transcript(interview), [(90, f"Guest {word}", f"Said {word}.")])
        interview.publish()
        return interview

    def _comment(self, interview: Interview, word: str, status: str) -> Comment:
        return make_comment(
            interview, status=status, name=f"Reader {word}", body=f"Remarked {word}.", url=f"https://{word}.example/"
        )

    def _correction(self, interview: Interview, word: str, status: str) -> None:
        decided = timezone.now() if status in ("accepted", "declined") else None
        Correction.objects.create(
            interview=interview, uid="open", was_answer=f"Answered {SEEN}.", answer=f"Answered {word}.", why=word,
            name=f"Reader {word}", email=f"{word}@mia.example", credit=True, language="en", status=status,
            decided_at=decided, reply=word,
        )  # fmt: skip

    def addresses(self) -> Iterator[str]:
        for examples in EXAMPLES.values():
            for example in examples:
                for hidden in self.slugs if "{hidden}" in example or "{old}" in example else [""]:
                    for word in self.words if "{word}" in example else [""]:
                        yield example.format(hidden=hidden, old=f"{hidden}-old", word=word, comment=self.comment)


@pytest.fixture
def hidden(settings: Any) -> Hidden:
    settings.SENDS_LETTERS = True
    return Hidden()


def words_in(content: str, words: dict[str, str], asked: str) -> set[str]:
    """The secrets in an answer, but for those that the asker brought along."""
    lowered = content.casefold()
    return {of for word, of in words.items() if word not in asked.casefold() and re.search(rf"{word}(?!qm)", lowered)}


def content_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers["Content-Type"].startswith("image/"):
        return ""
    return body.decode() + "".join(f"{name}: {value}\n" for name, value in response.headers.items())


@pytest.mark.parametrize("prefix", ["", "fr/"])
def test_no_public_address_shows_what_is_hidden(client: Client, hidden: Hidden, prefix: str) -> None:
    shown: dict[str, set[str]] = {}
    seen = 0
    for address in hidden.addresses():
        response = client.get(f"/{prefix}{address}")
        content = content_of(response)
        if found := words_in(content, hidden.words, address):
            shown[address] = found
        if any(slug in address.partition("?")[0] for slug in hidden.slugs):
            assert response.status_code in (404, 410), address
        seen += SEEN in content
    assert shown == {}
    assert seen > (40 if not prefix else 15), "what is public is there to be seen"


def test_what_a_search_for_a_hidden_word_finds_is_nothing(client: Client, hidden: Hidden) -> None:
    """The page repeats what was typed, so here its results are looked at."""
    assert len(client.get(f"/search/?q={SEEN}").context["hits"]) > 2
    for word in hidden.words:
        for asked in (word, f"{word[:6]}*", f"in:comment {word}", f"speaker:{word}", f"tag:{word}"):
            assert len(client.get(f"/search/?q={quote(asked)}").context["hits"]) == 0, (asked, hidden.words[word])


def test_a_hidden_moment_has_no_picture(client: Client, hidden: Hidden) -> None:
    for slug in hidden.slugs:
        assert client.get(f"/interviews/{slug}/card.png?t=90").status_code in (404, 410)


@pytest.mark.parametrize("prefix", ["", "fr/"])
def test_a_stranger_finds_nothing_at_the_desk(client: Client, hidden: Hidden, prefix: str) -> None:
    interview, speaker = Interview.objects.first(), Speaker.objects.first()
    for address in (
        "",
        "interviews/interview/",
        f"interviews/interview/{interview.pk}/change/",
        f"interviews/speaker/{speaker.pk}/change/",
        "interviews/tag/asked-of-many/",
        f"interviews/tag/suggested/{interview.pk}/",
        "interviews/importbatch/add/",
        "comments/comment/",
        "comments/comment/queue/",
        "comments/comment/queue/?tab=reported",
        f"comments/comment/queue/{Comment.objects.first().pk}/",
        "comments/report/",
        "comments/blockrule/",
        "autocomplete/?app_label=interviews&model_name=appearance&field_name=speaker&term=zyx",
        "jsi18n/",
        "find/?q=zyx",
        "find/results/?q=zyx",
        "calendar/",
        "reports/",
        "reports/no-tags/",
        "reports/no-tags.csv",
        "reports/links/1/",
        "keys/",
    ):
        response = client.get(f"/{prefix}admin/{address}")
        assert response.status_code == 302, address
        assert "/admin/login/" in response.headers["Location"]
        assert words_in(content_of(response), hidden.words, address) == set()


def test_every_pattern_with_a_slug_leads_on_from_a_former_one(client: Client, hidden: Hidden) -> None:
    for row in (hidden.open.series, hidden.open.guests[0].speaker, Tag.objects.get(slug="open")):
        keep_former(row, "open-old")
    keep_former(Tag.objects.get(slug="asked"), "asked-old")
    tried = 0
    for pattern, examples in EXAMPLES.items():
        for address in (one for one in examples if "<slug:slug>" in pattern and re.search("/(open|asked)\\b", one)):
            if "{" in address:
                continue
            now = client.get(f"/{address}")
            before = client.get("/" + re.sub("/(open|asked)\\b", r"/\1-old", address, count=1))
            if now.status_code == 200:
                tried += 1
                assert (before.status_code, before.headers.get("Location")) == (301, f"/{address}"), address
    assert tried > 20


def test_the_walk_would_find_what_is_shown(client: Client, hidden: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
    (draft,) = Interview.objects.filter(status=Interview.Status.DRAFT)
    draft.publish()
    page = content_of(client.get("/interviews/"))
    assert words_in(page, hidden.words, "interviews/") == {"interview that is draft"}
    assert words_in(page, hidden.words, f"interviews/{draft.slug}/") == set()


def test_whole_exports_are_for_owners_and_public_documents_are_not(
    client: Client, hidden: Hidden, tmp_path: Any
) -> None:
    """A command writes everything, drafts too; no address does."""
    call_command("export_interview", "--all", "--output", str(tmp_path), verbosity=0, stderr=io.StringIO())
    whole = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert len(words_in(whole, hidden.words, "")) > 5
    assert words_in(client.get("/interviews/open.json").text, hidden.words, "") == set()
