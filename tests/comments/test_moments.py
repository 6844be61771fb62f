"""Times in comments."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.comments.moments import linked
from interviews.richtext import prose
from tests.factories import make_comment, make_interview, make_recording

HOURS = timedelta(hours=1, minutes=51)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("at 1:02:30 she says", "1:02:30"),
        ("1:02", "1:02"),
        ("(12:45)", "12:45"),
        ("see :00:18.", "0:18"),
        ("from 10:05, then", "10:05"),
        ("75:10!", "1:15:10"),
        ("*57:15*", "57:15"),
        ("0:18–0:50", "0:18"),
    ],
)
def test_a_time_within_the_recording_leads_to_it(written, moment):
    assert f'<a href="?t={moment}" data-start="' in linked(prose(written), HOURS)


@pytest.mark.parametrize(
    "written",
    [
        "at 1:52:30, when it was over",
        "we met at 10:30 am",
        "we met at 10:30 p.m. sharp",
        "kl. 10:75",
        "`10:30`",
        "a ratio of 1:2",
        "https://example.org/10:30/x",
        "[at 10:30](https://example.org/)",
        "2015-09-01T10:30:00",
        "v1.10:30",
        "10:30:00:12",
        "10:30%",
    ],
)
def test_what_only_looks_like_a_time_stays_as_it_is(written):
    assert linked(prose(written), HOURS) == prose(written)


def test_without_a_known_length_nothing_is_a_time():
    assert linked(prose("at 1:02"), None) == "<p>at 1:02</p>"


@given(st.text(st.sampled_from("0123456789:.<>&\"'`*[]()/ ahx\n"), max_size=60))
def test_links_add_nothing_but_themselves(written):
    html = prose(written)
    assert re.sub(r'<a href="\?t=[\d:.]+" data-start="[\d.]+">([^<]*)</a>', r"\1", linked(html, HOURS)) == html


@pytest.mark.django_db
def test_in_the_thread_a_time_is_a_link_where_the_recording_is_that_long(client):
    interview = make_interview()
    make_recording(interview, duration=timedelta(minutes=30))
    make_comment(interview, body="At 12:30 and at 31:00.")
    page = client.get(interview.get_absolute_url()).content.decode()
    assert 'At <a href="?t=12:30" data-start="750">12:30</a> and at 31:00.' in page
