"""What a person at a terminal sees of long work, what a log keeps of it, and what nobody can know."""

from __future__ import annotations

import io

import pytest

from interviews import progress
from interviews.progress import Pace, Progress, rate_in_words, span_in_words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What stands there now."""
        return self.getvalue().rpartition("\r\033[K")[2]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return now


def test_a_terminal_shows_count_rate_time_left_and_file(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(1200, stream=terminal)
    for _ in range(20):
        clock[0] += 0.25
        told.step("archive/ola-berg.txt")
    assert terminal.getvalue().endswith("\r\033[K20 of 1,200, 4 a second, 4 min 55 s left: archive/ola-berg.txt")


def test_without_a_total_there_are_a_count_and_a_rate_and_no_promise(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(stream=terminal)
    for _ in range(4):
        clock[0] += 1
        told.step("feed.xml#17")
    assert terminal.line == "4, 1 a second: feed.xml#17"


def test_while_more_come_than_were_counted_nobody_knows_how_many(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(3, stream=terminal)
    clock[0] += 2
    told.step("feed.xml#1")
    clock[0] += 2
    told.step("feed.xml#2", unforeseen=True)
    assert terminal.line == "2, 30 a minute: feed.xml#2"
    clock[0] += 2
    told.step("ola-berg.txt")
    assert terminal.line == "3 of 4, 30 a minute, 2 s left: ola-berg.txt"


def test_the_first_second_is_too_short_for_a_rate(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(10, stream=terminal)
    clock[0] += 0.5
    told.step()
    assert terminal.line == "1 of 10"


def test_the_rate_is_that_of_the_last_half_minute(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(10_000, stream=terminal)
    for _ in range(10):  # unchanged ones, which are quick
        clock[0] += 1
        told.step(by=500)
    for _ in range(40):
        clock[0] += 1
        told.step(by=10)
    assert terminal.line == "5,400 of 10,000, 10 a second, 7 min 40 s left"


def test_the_line_is_renewed_no_more_often_than_can_be_read(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(stream=terminal)
    for _ in range(100):
        clock[0] += 0.01
        told.step()
    assert terminal.getvalue().count("\r") in (4, 5)


def test_a_narrow_terminal_keeps_the_numbers_and_the_end_of_the_name(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()
    told = Progress(stream=terminal)
    clock[0] += 2
    told.step("archive/2015/ola-berg.txt")
    assert terminal.line == "1, 30 a minute: …ola-berg.txt"
    assert len(terminal.line) == 29  # the last column stays free, or the terminal would begin another line
    monkeypatch.setenv("COLUMNS", "10")
    clock[0] += 2
    told.step("archive/2015/ola-berg.txt")
    assert terminal.line == "2, 30 a m"


def test_ideographs_take_two_columns(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    terminal = Terminal()
    told = Progress(stream=terminal)
    clock[0] += 2
    told.step("灯台守の記録.txt")
    assert terminal.line == "1, 30 a minute: …録.txt"[:24]


def test_a_name_cannot_speak_to_the_terminal(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(stream=terminal)
    clock[0] += 2
    told.step("a\033[2Jb\r\nc")
    assert terminal.line == "1, 30 a minute: a?[2Jb??c"


def test_the_line_is_gone_when_the_work_is_done_or_fails(clock: list[float]) -> None:
    terminal = Terminal()
    with pytest.raises(OSError), Progress(stream=terminal) as told:
        clock[0] += 2
        told.step()
        raise OSError
    assert terminal.line == ""
    written = terminal.getvalue()
    told.clear()
    assert terminal.getvalue() == written  # once is enough


def test_what_is_not_counted_is_said_at_once(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(stream=terminal)
    told.say("site.zip is unpacked")
    assert terminal.line == "site.zip is unpacked"


def test_a_log_gets_a_plain_line_every_half_minute(clock: list[float]) -> None:
    log = io.StringIO()
    with Progress(100, stream=log) as told:
        for _ in range(7):
            clock[0] += 10
            told.step("ola-berg.txt")
    assert log.getvalue() == (
        "3 of 100, 6 a minute, 16 min 10 s left: ola-berg.txt\n6 of 100, 6 a minute, 15 min 40 s left: ola-berg.txt\n"
    )


def test_short_work_leaves_a_log_alone(clock: list[float]) -> None:
    log = io.StringIO()
    with Progress(100, stream=log) as told:
        told.say("site.zip is unpacked")
        clock[0] += 20
        told.step()
    assert log.getvalue() == ""


def test_a_terminal_that_knows_no_control_characters_is_written_to_like_a_log(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    told = Progress(stream=terminal)
    clock[0] += 60
    told.step()
    told.clear()
    assert terminal.getvalue() == "1, 1 a minute\n"


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_who_wants_quiet_gets_it(clock: list[float], stream: io.StringIO) -> None:
    with Progress(3, quiet=True, stream=stream) as told:
        clock[0] += 60
        told.step("ola-berg.txt")
        told.say("the index")
    assert stream.getvalue() == ""


def test_no_time_is_left_of_what_does_not_move_or_is_over() -> None:
    assert Pace(0, 10, lately=0, seconds=60).left is None
    assert Pace(10, 10, lately=10, seconds=5).left is None
    assert Pace(5, 10, lately=5, seconds=5).left == 5
    assert str(Pace(0, 10, lately=0, seconds=60)) == "0 of 10"


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (1234.5, "1,234 a second"),
        (10, "10 a second"),
        (2.5, "2.5 a second"),
        (0.5, "30 a minute"),
        (0.01, "36 an hour"),
    ],
)
def test_a_rate_is_told_in_the_unit_in_which_there_are_some(rate: float, words: str) -> None:
    assert rate_in_words(rate) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "0 s"), (59, "59 s"), (119, "1 min 59 s"), (7530, "2 h 5 min")])
def test_a_span_is_no_finer_than_an_estimate(seconds: float, words: str) -> None:
    assert span_in_words(seconds) == words
