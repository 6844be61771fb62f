"""WordPress exports: which posts are interviews, what stays hidden, and what becomes of the comments."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.readers.feeds.shortcodes import unwrapped
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SAMPLES = {path.stem: path.read_bytes() for path in Path("tests/samples/wordpress").glob("*.xml")}
HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
)
AUDIO = '[audio mp3="https://blog.example/a.mp3"]'


def read(xml: bytes | str) -> list[Reading]:
    data = xml.encode() if isinstance(xml, str) else xml
    return list(readers.read(SourceFile(data, "export.xml"), "wordpress"))


def post(content: str = AUDIO, status: str = "publish", kind: str = "post", inside: str = "", number: int = 1) -> str:
    return (
        f"<item><guid>{number}</guid><title>Post {number}</title>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{inside}</item>"
    )


def read_posts(*posts: str) -> list[Reading]:
    return read(f"{HEAD}{''.join(posts)}</channel></rss>")


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def comment(**values: str) -> str:
    given = {"id": "1", "content": "Well said.", "approved": "1", **values}
    return "<wp:comment>" + "".join(f"<wp:comment_{k}>{v}</wp:comment_{k}>" for k, v in given.items()) + "</wp:comment>"


def test_an_export_is_told_from_a_feed() -> None:
    assert readers.format_of(SourceFile(HEAD.encode(), "export.xml")) == "wordpress"
    feed = b'<rss xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>'
    assert readers.format_of(SourceFile(feed, "export.xml")) == "podcast-rss"


@pytest.mark.parametrize("status", ["draft", "private", "pending", "future", "", "nonsense"])
def test_what_was_not_public_never_becomes_so(status: str) -> None:
    (reading,) = read_posts(post(status=status))
    assert reading.publication is not None and reading.publication.status == "draft"
    assert reading.publication.published_at is None


def test_a_password_hides_a_published_post_and_is_not_kept() -> None:
    (reading,) = read_posts(post(inside="<wp:post_password>sesame</wp:post_password>"))
    assert reading.publication is not None and reading.publication.status == "draft"
    assert "sesame" not in reading.text
    (again,) = read(reading.text)
    assert again.publication == reading.publication


def test_no_address_of_a_computer_and_no_note_of_a_plugin_is_kept() -> None:
    (reading,) = read(SAMPLES["comments"])
    assert "192.0.2.7" in SAMPLES["comments"].decode()
    for secret in ("192.0.2.7", "akismet", "jo@blog.example", "_edit_last"):
        assert secret not in reading.text and secret not in repr(reading.document)


def test_serialised_php_is_text() -> None:
    meta = "<wp:postmeta><wp:meta_key>enclosure</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    value = 'https://blog.example/b.mp3\n12\naudio/mpeg\nO:8:"Dangerous":1:{s:8:"duration";s:4:"1:02";}'
    (reading,) = read_posts(post("Fog", inside=meta.format(value)))
    (recording,) = reading.document.recordings
    assert (recording.url, recording.size, str(recording.duration)) == ("https://blog.example/b.mp3", 12, "0:01:02")


def test_posts_that_are_no_interviews_are_named_once() -> None:
    others = [post("Closed until Monday.", number=number) for number in range(2, 9)]
    readings = read_posts(post(), *others, post(number=20))
    assert [reading.document.title for reading in readings] == ["Post 1", "Post 20"]
    assert [codes(reading) for reading in readings] == [["posts_left_out"], []]
    assert "7 posts" in readings[0].findings[0].message and "Post 6”, …" in readings[0].findings[0].message


def test_an_export_without_any_interview_is_refused() -> None:
    for export in (post("Closed."), post(kind="attachment"), post(status="trash"), ""):
        with pytest.raises(DocumentError) as caught:
            read_posts(export)
        assert caught.value.code == "not_an_interview"


def test_a_page_is_an_interview_only_if_it_can_be_heard() -> None:
    talk = "Q: Why?\nA: Fog.\nQ: When?\nA: At night."
    assert len(read_posts(post(talk, kind="post"))) == len(read_posts(post(AUDIO, kind="page"))) == 1
    with pytest.raises(DocumentError):
        read_posts(post(talk, kind="page"))


@pytest.mark.parametrize(
    "approved, status",
    [
        ("1", "approved"),
        ("0", "pending"),
        ("spam", "spam"),
        ("trash", "rejected"),
        ("post-trashed", "rejected"),
        ("?", "pending"),
    ],
)
def test_a_comment_keeps_its_state(approved: str, status: str) -> None:
    (reading,) = read_posts(post(inside=comment(approved=approved)))
    assert [entry.status for entry in reading.document.comments] == [status]


def test_a_comment_whose_parent_is_gone_stands_by_itself() -> None:
    (reading,) = read_posts(post(inside=comment(id="2", parent="1") + comment(id="3", parent="2")))
    assert [(entry.key, entry.parent) for entry in reading.document.comments] == [("wp-2", ""), ("wp-3", "wp-2")]
    assert codes(reading) == ["comment_parent_missing"]


def test_the_comments_of_a_draft_come_with_it() -> None:
    (reading,) = read_posts(post(status="draft", inside=comment()))
    assert len(reading.document.comments) == 1


def test_line_ends_are_kept_in_the_old_editor_and_fold_in_the_new_one() -> None:
    (old,) = read_posts(post(f"Fog\nand lamps.\n\nKites. {AUDIO}"))
    (new,) = read_posts(post(f"<!-- wp:paragraph -->\n<p>Fog\nand lamps.</p>\n<!-- /wp:paragraph -->{AUDIO}"))
    assert old.document.introduction == "Fog\nand lamps.\n\nKites."
    assert new.document.introduction == "Fog and lamps."


@pytest.mark.parametrize("text", ["[laughs]", "[sic]", "[Ed. Note: a pause]", "[…]", "[1]", "a [long pause] b"])
def test_brackets_of_an_interview_are_no_shortcodes(text: str) -> None:
    assert unwrapped(text).text == text


def test_shortcodes_are_understood_or_named() -> None:
    found = unwrapped('[caption id="a"]Mia[/caption] [audio https://x.example/a.mp3] [powerpress] [box a="1"]Fog[/box]')
    assert found.text.split() == ["Mia", "Fog"]
    assert list(found.sounds) == ["https://x.example/a.mp3"] and list(found.unknown) == ["box"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(SAMPLES.values())), st.data())
def test_no_damage_to_an_export_raises_anything_but_a_document_error(sample: bytes, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(begin, min(begin + 40, len(sample))))
    damaged = (
        sample[:begin] + data.draw(st.binary(max_size=6) | st.sampled_from([b"<", b"[", b"]]>", b"-0"])) + sample[end:]
    )
    try:
        for reading in read(damaged):
            (again,) = read(reading.text)
            assert (again.key, again.document) == (reading.key, reading.document)
    except DocumentError:
        pass


HOSTILE = {
    "brackets": "[" * 200_000,
    "shortcodes": "[audio " * 40_000,
    "attributes": '[audio a="' * 30_000,
    "many": "[box a=1]" * 30_000,
    "lines": "\n\nfog" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_post_takes_no_longer_than_its_length_asks(text: str) -> None:
    begun = time.process_time()
    read_posts(post(text + AUDIO))
    assert time.process_time() - begun < 8


def test_many_comments_take_no_longer_than_their_number_asks() -> None:
    many = "".join(comment(id=str(number), parent=str(number - 1)) for number in range(1, 3000))
    begun = time.process_time()
    (reading,) = read_posts(post(inside=many))
    assert len(reading.document.comments) == 2999 and time.process_time() - begun < 8
