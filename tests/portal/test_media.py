import os
import re
import socket
import tempfile
import threading
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils.http import http_date
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.media import BLOCK_SIZE, MEDIA_TYPES, ByteRange, FileSlice, is_still_same, media, parse_range

# Closing a response makes Django tidy its database connections, whatever the view did.
pytestmark = pytest.mark.django_db

urlpatterns = [path("media/<path:path>", media)]

CONTENT = b"0123456789"
MODIFIED = 1_700_000_000
MODIFIED_DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
BEFORE = "Tue, 14 Nov 2023 22:13:19 GMT"
AFTER = "Tue, 14 Nov 2023 22:13:21 GMT"


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """A portal that consists of this one view: what it promises must not depend on any middleware."""
    root = tmp_path / "media"
    root.mkdir()
    settings.MEDIA_ROOT = root
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]
    return root


def make_file(root, name="talk.mp3", content=CONTENT):
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (MODIFIED, MODIFIED))
    return file


def pattern(size):
    """Bytes whose period shares no factor with a block, so that a wrong offset shows."""
    return (bytes(range(251)) * (size // 251 + 1))[:size]


# The parser


@pytest.mark.parametrize(
    ("header", "size", "expected"),
    [
        # One range, within the file
        ("bytes=0-0", 10, ByteRange(0, 1)),
        ("bytes=2-5", 10, ByteRange(2, 6)),
        ("bytes=9-9", 10, ByteRange(9, 10)),
        ("bytes=002-005", 10, ByteRange(2, 6)),
        ("Bytes=2-5", 10, ByteRange(2, 6)),  # the unit is case-insensitive (14.1)
        # The last position is cut to the end of the file (14.1.2)
        ("bytes=2-10", 10, ByteRange(2, 10)),
        (f"bytes=2-{'9' * 100}", 10, ByteRange(2, 10)),
        # Open
        ("bytes=0-", 10, ByteRange(0, 10)),
        ("bytes=9-", 10, ByteRange(9, 10)),
        # Suffix
        ("bytes=-1", 10, ByteRange(9, 10)),
        ("bytes=-10", 10, ByteRange(0, 10)),
        ("bytes=-11", 10, ByteRange(0, 10)),
    ],
)
def test_a_satisfiable_range_is_the_part_of_the_file_it_names(header, size, expected):
    assert parse_range(header, size) == expected


@pytest.mark.parametrize(
    ("header", "size"),
    [
        ("bytes=10-", 10),
        ("bytes=10-10", 10),
        (f"bytes={'9' * 100}-", 10),
        ("bytes=-0", 10),
        ("bytes=0-", 0),
        ("bytes=0-0", 0),
        ("bytes=-0", 0),
    ],
)
def test_an_unsatisfiable_range_is_empty(header, size):
    assert parse_range(header, size).length == 0


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5",
        "bytes=a-b",
        "bytes=5-2",  # invalid by 14.1.1, so not a 416
        "bytes=--5",
        "bytes=+1-5",
        "bytes=1_0-20",
        "bytes=0x1-5",
        "bytes=1.0-5",
        "bytes =0-1",
        "bytes= 0-1",
        "bytes=0 - 1",
        "bytes=0-1\n",
        "bytes=٠-١",  # digits, but not ASCII ones
        "byteſ=0-1",  # becomes an s where case is ignored as Unicode has it
        "seconds=0-1",
        "bytes=0-1,4-5",  # several: ignored by choice
        f"bytes=0-{'9' * 5000}",  # int() would raise
    ],
)
def test_a_header_that_is_not_one_range_of_bytes_is_ignored(header):
    assert parse_range(header, 10) is None


def test_a_suffix_of_an_empty_file_is_ignored_because_content_range_cannot_say_nothing():
    assert parse_range("bytes=-5", 0) is None


number = st.one_of(st.just(""), st.integers(-3, 2**64).map(str), st.text("0123456789 _٣", max_size=8))
range_header = st.builds("{}{}{}-{}".format, st.sampled_from(["bytes", "Bytes", "x"]), st.just("="), number, number)


@given(header=st.one_of(st.text(), range_header), size=st.integers(0, 2**63))
def test_whatever_is_asked_the_parser_never_raises_and_never_leaves_the_file(header, size):
    found = parse_range(header, size)
    assert found is None or 0 <= found.start <= found.stop <= size


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [
        ('"tag"', True),
        ('W/"tag"', False),  # weak tags never match (13.1.5)
        ('"other"', False),
        ("tag", False),
        ('"tag", "other"', False),  # one tag, never a list
        ("*", False),
        ("", False),
        (MODIFIED_DATE, True),
        ("Tuesday, 14-Nov-23 22:13:20 GMT", True),  # the obsolete spelling of the same second (5.6.7)
        (BEFORE, False),
        (AFTER, False),  # not a comparison "since": only the same date will do
        ("yesterday", False),
    ],
)
def test_if_range_matches_the_strong_tag_or_the_exact_date_only(if_range, expected):
    assert is_still_same(if_range, '"tag"', MODIFIED) is expected


# The whole file


def test_a_whole_file_says_that_it_can_be_had_in_ranges(client, media_root):
    make_file(media_root)
    response = client.get("/media/talk.mp3")
    assert response.status_code == 200
    assert response.getvalue() == CONTENT
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "10"
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Last-Modified"] == MODIFIED_DATE
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert re.fullmatch(r'"[0-9a-f]+-a"', response["ETag"])
    assert "Content-Range" not in response
    assert response["Content-Disposition"].startswith("inline; ")


def test_the_tag_changes_with_the_time_and_with_the_size(client, media_root):
    file = make_file(media_root)
    tags = {client.head("/media/talk.mp3")["ETag"]}
    os.utime(file, ns=(0, MODIFIED * 10**9 + 1))  # within the same second
    tags.add(client.head("/media/talk.mp3")["ETag"])
    make_file(media_root, content=CONTENT + b"!")
    tags.add(client.head("/media/talk.mp3")["ETag"])
    assert len(tags) == 3


def test_a_file_from_the_future_is_not_said_to_be_modified_in_the_future(client, media_root):
    file = make_file(media_root)
    os.utime(file, (2**32, 2**32))
    assert client.head("/media/talk.mp3")["Last-Modified"] != http_date(2**32)


def test_an_empty_file_is_sent_as_nothing(client, media_root):
    make_file(media_root, content=b"")
    response = client.get("/media/talk.mp3")
    assert (response.status_code, response["Content-Length"], response.getvalue()) == (200, "0", b"")


def test_a_file_in_a_folder_and_with_a_name_beyond_ascii_is_found(client, media_root):
    make_file(media_root, "2024/Gespräch mit Œ.mp3")
    assert client.get("/media/2024/Gespr%C3%A4ch%20mit%20%C5%92.mp3").getvalue() == CONTENT


@pytest.mark.parametrize(("suffix", "media_type"), MEDIA_TYPES.items())
def test_sound_film_and_pictures_are_shown_as_what_they_are(client, media_root, suffix, media_type):
    make_file(media_root, "one" + suffix.upper())
    response = client.head("/media/one" + suffix.upper())
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'inline; filename="one{suffix.upper()}"'  # what it is saved as


def test_the_table_for_editors_has_each_of_them():
    editing = (Path(__file__).parents[2] / "docs" / "editors.md").read_text("utf-8")
    table = editing.split("| sent as |")[1].split("\n\n")[0]
    words = {"sound": "audio", "film": "video", "a picture": "image"}
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    shown = [(suffixes, words[kind]) for suffixes, kind in rows if kind in words]
    told = {suffix: kind for suffixes, kind in shown for suffix in re.findall(r"`(.\w+)`", suffixes)}
    assert told == {suffix: media_type.split("/")[0] for suffix, media_type in MEDIA_TYPES.items()}


def test_only_sound_film_and_raster_pictures_are_shown():
    assert {media_type.split("/")[0] for media_type in MEDIA_TYPES.values()} == {"audio", "video", "image"}
    assert "image/svg+xml" not in MEDIA_TYPES.values()


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "notes.txt", "talk.mp3.html", "script.js", "bare"])
def test_anything_else_is_only_downloaded(client, media_root, name):
    make_file(media_root, name)
    response = client.head("/media/" + name)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_name_with_any_letters_adds_nothing_to_the_header(client, media_root):
    """The portal stores none such; somebody may have laid it there."""
    make_file(media_root, 'ältere "Rede"; x=1.txt')
    response = client.head("/media/" + quote('ältere "Rede"; x=1.txt'))
    told = "attachment; filename*=utf-8''%C3%A4ltere%20%22Rede%22%3B%20x%3D1.txt"
    assert response["Content-Disposition"] == told
    make_file(media_root, 'a "b"; x=1.mp3')
    response = client.head("/media/" + quote('a "b"; x=1.mp3'))
    assert response["Content-Disposition"] == 'inline; filename="a \\"b\\"; x=1.mp3"'


# Ranges


@pytest.mark.parametrize(
    ("header", "content_range", "body"),
    [
        ("bytes=2-5", "bytes 2-5/10", b"2345"),
        ("bytes=2-99", "bytes 2-9/10", b"23456789"),
        ("bytes=7-", "bytes 7-9/10", b"789"),
        ("bytes=0-", "bytes 0-9/10", CONTENT),  # what Chromium asks first: 206 tells it that it may seek
        ("bytes=-3", "bytes 7-9/10", b"789"),
    ],
)
def test_a_range_is_answered_with_that_part_only(client, media_root, header, content_range, body):
    make_file(media_root)
    response = client.get("/media/talk.mp3", headers={"Range": header})
    assert response.status_code == 206
    assert response["Content-Range"] == content_range
    assert response["Content-Length"] == str(len(body))
    assert response.getvalue() == body


def test_a_suffix_longer_than_the_file_gives_all_of_it(client, media_root):
    make_file(media_root)
    response = client.get("/media/talk.mp3", headers={"Range": "bytes=-99"})
    assert (response.status_code, response["Content-Range"]) == (206, "bytes 0-9/10")
    assert response.getvalue() == CONTENT


def test_a_part_has_the_headers_of_the_whole(client, media_root):
    make_file(media_root, "page.html")
    whole = dict(client.head("/media/page.html").items())
    response = client.get("/media/page.html", headers={"Range": "bytes=2-5"})
    assert response.getvalue() == b"2345"
    assert dict(response.items()) == whole | {"Content-Length": "4", "Content-Range": "bytes 2-5/10"}


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0"])
def test_a_range_outside_the_file_is_refused_with_its_size(client, media_root, header):
    make_file(media_root)
    response = client.get("/media/talk.mp3", headers={"Range": header})
    assert (response.status_code, response["Content-Range"], response.content) == (416, "bytes */10", b"")


def test_any_first_byte_of_an_empty_file_is_outside_of_it(client, media_root):
    make_file(media_root, content=b"")
    response = client.get("/media/talk.mp3", headers={"Range": "bytes=0-"})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */0")


@pytest.mark.parametrize("header", ["bytes=5-2", "seconds=1-2", "bytes=0-1,4-5", "rubbish"])
def test_a_range_that_is_ignored_gives_the_whole_file(client, media_root, header):
    make_file(media_root)
    response = client.get("/media/talk.mp3", headers={"Range": header})
    assert (response.status_code, response.getvalue()) == (200, CONTENT)
    assert "Content-Range" not in response


@pytest.mark.parametrize("header", ["bytes=2-5", "bytes=99-"])
def test_head_ignores_the_range(client, media_root, header):
    make_file(media_root)
    response = client.head("/media/talk.mp3", headers={"Range": header})
    assert (response.status_code, response["Content-Length"]) == (200, "10")
    assert "Content-Range" not in response


@given(
    size=st.integers(0, 3 * BLOCK_SIZE),
    start=st.integers(0, 3 * BLOCK_SIZE),
    length=st.one_of(st.none(), st.integers(1, 3 * BLOCK_SIZE)),
    is_suffix=st.booleans(),
)
@hypothesis_settings(deadline=None, max_examples=50)  # each writes a file; the disk may be slow
def test_a_range_that_is_served_equals_the_slice_of_the_bytes(size, start, length, is_suffix):
    content = pattern(size)
    if is_suffix:
        header, expected = f"bytes=-{start}", content[max(0, size - start) :]
    else:
        header = f"bytes={start}-{'' if length is None else start + length - 1}"
        expected = content[start : None if length is None else start + length]
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        Path(folder, "talk.mp3").write_bytes(content)
        response = media(RequestFactory().get("/", headers={"Range": header}), "talk.mp3")
        if not response.streaming:
            assert (response.status_code, expected) == (416, b"")
            return
        assert response.getvalue() == expected
        assert response["Content-Length"] == str(len(expected))
        response.close()


# Conditions


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "<tag>"}, 304),
        ({"If-None-Match": 'W/<tag>, "other"'}, 304),  # compared weakly (13.1.2)
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": MODIFIED_DATE}, 304),
        ({"If-Modified-Since": AFTER}, 304),
        ({"If-Modified-Since": BEFORE}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Match": "<tag>"}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": "W/<tag>"}, 412),  # compared strongly (13.1.1)
        ({"If-Match": '"other"'}, 412),
        ({"If-Unmodified-Since": MODIFIED_DATE}, 200),
        ({"If-Unmodified-Since": BEFORE}, 412),
        # Precedence (13.2.2): a tag goes before a date, If-Match before If-None-Match, all before the range
        ({"If-None-Match": '"other"', "If-Modified-Since": MODIFIED_DATE}, 200),
        ({"If-None-Match": "<tag>", "If-Modified-Since": BEFORE}, 304),
        ({"If-Match": "<tag>", "If-Unmodified-Since": BEFORE}, 200),
        ({"If-Match": '"other"', "If-None-Match": "<tag>"}, 412),
        ({"If-Match": "<tag>", "If-None-Match": "<tag>"}, 304),
        ({"If-None-Match": "<tag>", "Range": "bytes=2-5"}, 304),
        ({"If-None-Match": "<tag>", "Range": "bytes=99-"}, 304),
        ({"If-None-Match": '"other"', "Range": "bytes=2-5"}, 206),
        ({"If-Match": "<tag>", "Range": "bytes=2-5"}, 206),
        ({"If-Match": '"other"', "Range": "bytes=2-5"}, 412),
        # If-Range decides between the part and the whole, never between success and failure (13.1.5)
        ({"If-Range": "<tag>", "Range": "bytes=2-5"}, 206),
        ({"If-Range": MODIFIED_DATE, "Range": "bytes=2-5"}, 206),
        ({"If-Range": "<tag>", "Range": "bytes=99-"}, 416),
        ({"If-Range": "W/<tag>", "Range": "bytes=2-5"}, 200),
        ({"If-Range": '"other"', "Range": "bytes=2-5"}, 200),
        ({"If-Range": '"other"', "Range": "bytes=99-"}, 200),
        ({"If-Range": AFTER, "Range": "bytes=2-5"}, 200),
        ({"If-Range": '"other"'}, 200),
    ],
)
def test_conditions_are_weighed_in_the_order_of_the_standard(client, media_root, headers, status):
    make_file(media_root)
    tag = client.head("/media/talk.mp3")["ETag"]
    headers = {name: value.replace("<tag>", tag) for name, value in headers.items()}
    response = client.get("/media/talk.mp3", headers=headers)
    body = {200: CONTENT, 206: b"2345"}.get(status, b"")
    assert (response.status_code, response.getvalue()) == (status, body)


def test_a_304_repeats_what_a_cache_needs_to_know(client, media_root):
    make_file(media_root)
    tag = client.head("/media/talk.mp3")["ETag"]
    response = client.get("/media/talk.mp3", headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert dict(response.items()) == {
        "Cache-Control": "public, max-age=3600",
        "ETag": tag,
        "Last-Modified": MODIFIED_DATE,
    }


# What is not served


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_not_allowed(client, media_root, method):
    make_file(media_root)
    response = getattr(client, method)("/media/talk.mp3")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "missing.mp3",
        "folder",
        "folder/",
        ".",
        "..",
        "../secret.txt",
        "folder/../../secret.txt",
        "folder/../talk.mp3",  # inside, but a file has one address
        "./talk.mp3",
        "talk.mp3/",
        "talk.mp3/..",
        "talk.mp3/more",
        "folder//inner.mp3",
        "/etc/passwd",
        "talk.mp3\0",
        "\0",
        "\ud800.mp3",  # cannot be encoded as a file name
        "a" * 5000,  # too long for any file system
        "outward.mp3",
        "outward/secret.txt",
        "loop.mp3",
        "dangling.mp3",
        "pipe.mp3",
        "neighbour.mp3",  # leads to a folder whose name begins with the root's
    ],
)
def test_whatever_is_not_a_file_below_the_root_is_not_found(media_root, address):
    make_file(media_root)
    make_file(media_root, "folder/inner.mp3")
    make_file(media_root.parent, "secret.txt")
    make_file(media_root.parent, "media-private/secret.txt")
    (media_root / "outward.mp3").symlink_to(media_root.parent / "secret.txt")
    (media_root / "outward").symlink_to(media_root.parent)
    (media_root / "loop.mp3").symlink_to(media_root / "loop.mp3")
    (media_root / "dangling.mp3").symlink_to(media_root / "gone.mp3")
    (media_root / "neighbour.mp3").symlink_to(media_root.parent / "media-private" / "secret.txt")
    os.mkfifo(media_root / "pipe.mp3")
    with pytest.raises(Http404):
        media(RequestFactory().get("/"), address)


def test_an_absolute_path_is_not_found_even_if_it_leads_below_the_root(media_root):
    file = make_file(media_root)
    with pytest.raises(Http404):
        media(RequestFactory().get("/"), str(file))


def test_a_file_that_is_removed_just_before_it_is_opened_is_not_found(monkeypatch):
    monkeypatch.setattr("os.path.isfile", lambda name: True)
    with pytest.raises(Http404):
        media(RequestFactory().get("/"), "removed.mp3")


def test_a_link_that_stays_below_the_root_is_followed(client, media_root):
    make_file(media_root)
    (media_root / "alias.mp3").symlink_to(media_root / "talk.mp3")
    assert client.get("/media/alias.mp3").getvalue() == CONTENT


def test_the_root_itself_may_be_a_link(client, settings, media_root):
    make_file(media_root)
    settings.MEDIA_ROOT = media_root.parent / "elsewhere"
    settings.MEDIA_ROOT.symlink_to(media_root)
    assert client.get("/media/talk.mp3").getvalue() == CONTENT


def test_without_a_root_nothing_is_served_and_the_cure_is_said(settings):
    settings.MEDIA_ROOT = ""
    with pytest.raises(ImproperlyConfigured, match="Set it to the folder"):
        media(RequestFactory().get("/"), "pyproject.toml")


# Closing and breaking


@pytest.mark.parametrize("blocks_read", [0, 1])
def test_when_the_client_goes_away_the_file_is_closed(media_root, blocks_read):
    make_file(media_root, content=pattern(3 * BLOCK_SIZE))
    response = media(RequestFactory().get("/"), "talk.mp3")
    blocks = iter(response)
    for _ in range(blocks_read):
        next(blocks)
    response.close()
    with pytest.raises(ValueError, match="closed file"):
        next(blocks)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {}),
        ("GET", {"If-None-Match": "*"}),
        ("GET", {"If-Match": '"x"'}),
        ("GET", {"Range": "bytes=99-"}),
    ],
)
def test_an_answer_without_a_body_holds_no_file_open(monkeypatch, media_root, method, headers):
    file = make_file(media_root).open("rb")
    monkeypatch.setattr("portal.media.open_media", lambda path: file)
    response = media(RequestFactory().generic(method, "/", headers=headers), "talk.mp3")
    assert response.content == b""
    assert file.closed


def test_a_file_is_read_in_blocks(media_root):
    content = pattern(2 * BLOCK_SIZE + 1)
    with make_file(media_root, content=content).open("rb") as file:
        blocks = list(FileSlice(file, ByteRange(0, len(content))))
    assert [len(block) for block in blocks] == [BLOCK_SIZE, BLOCK_SIZE, 1]
    assert b"".join(blocks) == content


def test_a_file_cut_short_while_it_is_sent_breaks_off_instead_of_hanging(media_root):
    file = make_file(media_root, content=pattern(3 * BLOCK_SIZE))
    response = media(RequestFactory().get("/"), "talk.mp3")
    blocks = iter(response)
    next(blocks)
    os.truncate(file, BLOCK_SIZE + 1)
    with pytest.raises(EOFError, match=f"talk.mp3 was cut short .* {BLOCK_SIZE * 2 - 1} bytes missing"):
        list(blocks)
    response.close()


def test_a_file_that_grows_while_it_is_sent_is_sent_at_the_length_promised(media_root):
    file = make_file(media_root)
    response = media(RequestFactory().get("/"), "talk.mp3")
    file.write_bytes(CONTENT + b"more")
    assert response.getvalue() == CONTENT
    response.close()


# Over the wire


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing: the answers are what is looked at."""


@pytest.fixture
def server():
    """The view behind a real WSGI server, as (host, port)."""
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=QuietHandler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running.server_address
        running.shutdown()
        thread.join()


def ask(server, method, **headers):
    connection = HTTPConnection(*server, timeout=10)
    try:
        connection.request(method, "/media/talk.mp3", headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_a_player_can_ask_size_then_part_then_whether_it_changed(server, media_root):
    content = pattern(3 * BLOCK_SIZE)
    make_file(media_root, content=content)

    status, told, body = ask(server, "HEAD")
    assert (status, told["Content-Length"], body) == (200, str(len(content)), b"")

    status, headers, body = ask(server, "GET")
    assert (status, headers["Content-Length"], body) == (200, str(len(content)), content)

    status, headers, body = ask(server, "GET", **{"Range": "bytes=70000-140000", "If-Range": told["ETag"]})
    assert (status, headers["Content-Range"]) == (206, f"bytes 70000-140000/{len(content)}")
    assert body == content[70000:140001]

    status, headers, body = ask(server, "GET", Range=f"bytes={len(content)}-")
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(content)}", b"")

    status, headers, body = ask(server, "GET", **{"If-None-Match": told["ETag"]})
    assert (status, body) == (304, b"")


def test_head_sends_not_one_byte_after_its_headers(server, media_root):
    make_file(media_root)  # http.client would hide a body here, so the socket itself is read
    with socket.create_connection(server, timeout=10) as wire:
        wire.sendall(b"HEAD /media/talk.mp3 HTTP/1.0\r\n\r\n")
        sent = b"".join(iter(lambda: wire.recv(4096), b""))
    assert sent.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"Content-Length: 10\r\n" in sent
    assert sent.endswith(b"\r\n\r\n")
