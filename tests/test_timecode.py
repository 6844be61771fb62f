from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import timecode


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (":00:18", 18),  # an hour left out, its colon kept
        ("00:32", 32),
        ("0:05", 5),
        ("57:15", 3435),
        ("01:01:06", 3666),
        ("1:01:06", 3666),
        ("75:10", 4510),  # minutes may pass 59 where there is no hour
        ("1:02.5", 62.5),
        ("1:02,250", 62.25),
        (" 0:18 ", 18),
    ],
)
def test_a_timecode_of_a_document_is_a_moment(text: str, seconds: float) -> None:
    assert timecode.parse(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "18", "1:75", "1:75:00", "1:2:3", "::18", "a:bc", "-1:00", "1:00:00:00", "１:００"]
)
def test_what_is_no_timecode_is_refused_with_the_cure(text: str) -> None:
    with pytest.raises(timecode.TimecodeError, match=r"write 57:15 or 1:01:06|run to 59"):
        timecode.parse(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("90.5", 90.5),
        ("1:30", 90),
        ("1:01:30", 3690),
        ("1h1m30s", 3690),
        ("1h", 3600),
        ("2m", 120),
    ],
)
def test_an_address_may_name_a_moment_in_the_usual_forms(text: str, seconds: float) -> None:
    assert timecode.parse_moment(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "1h1h", "9" * 30, "999999999", "-5", "1e9", "NaN"])
def test_an_address_that_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(timecode.TimecodeError):
        timecode.parse_moment(text)


def test_moments_are_written_without_empty_hours() -> None:
    written = [timecode.written(timedelta(seconds=seconds)) for seconds in (0, 18, 3435, 3666, 62.25)]
    assert written == ["0:00", "0:18", "57:15", "1:01:06", "1:02.250"]


def test_iso_durations_name_only_what_there_is() -> None:
    written = [timecode.iso_duration(timedelta(seconds=seconds)) for seconds in (0, 18, 3600, 3666)]
    assert written == ["PT0S", "PT18S", "PT1H", "PT1H1M6S"]


@pytest.mark.parametrize("text", ["999h60m", "999h59m60s", "999h999m"])
def test_the_last_moment_that_an_address_names_is_the_last_that_can_be_written(text: str) -> None:
    with pytest.raises(timecode.TimecodeError):
        timecode.parse_moment(text)
    last = timecode.parse_moment("999h59m59.999s")
    assert last == timecode.LONGEST
    assert timecode.parse(timecode.written(last)) == last


@given(st.integers(min_value=0, max_value=timecode.LONGEST // timedelta(milliseconds=1)))
def test_what_is_written_is_read_back_the_same(milliseconds: int) -> None:
    moment = timedelta(milliseconds=milliseconds)
    assert timecode.parse(timecode.written(moment)) == moment


NEARLY_A_TIMECODE = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from("0123456789:.,hms ")),
    st.builds("{}:{:02},{}".format, st.integers(0, 2), st.integers(0, 60), st.integers(0, 130)),
    st.lists(st.sampled_from(["9", "59", "60", "999", ":", ".", ",", "h", "m", "s", "npt:", " "]), max_size=9).map(
        "".join
    ),
)


@given(NEARLY_A_TIMECODE)
def test_any_text_is_a_moment_that_is_written_as_the_same_or_refused(text: str) -> None:
    for reading in (timecode.parse, timecode.parse_moment):
        with contextlib.suppress(timecode.TimecodeError):
            moment = reading(text)
            assert timedelta(0) <= moment <= timecode.LONGEST
            assert reading(timecode.written(moment)) == moment


@given(NEARLY_A_TIMECODE)
def test_any_text_is_a_passage_that_is_written_as_the_same_or_refused(text: str) -> None:
    with contextlib.suppress(timecode.TimecodeError):
        found = timecode.parse_passage(text)
        assert found.end is None or found.start < found.end
        assert timecode.parse_passage(",".join(timecode.written(one) for one in found if one is not None)) == found
