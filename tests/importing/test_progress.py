"""What a person at a terminal sees of a long import, and what a pipe does not."""

from __future__ import annotations

import io

import pytest

from interviews.importing import progress
from interviews.importing.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_terminal_shows_count_rate_time_left_and_file(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(terminal)
    told.total = 1200
    for _ in range(10):
        clock[0] += 0.1
        told.step("archive/ola-berg.txt")
    assert terminal.getvalue().endswith("\r\033[K9 of 1,200, 10 a second, 1 min 59 s left: archive/ola-berg.txt")


def test_more_interviews_than_files_are_counted_without_an_end(clock: list[float]) -> None:
    terminal = Terminal()
    told = Progress(terminal)
    told.total = 1
    for _ in range(4):
        clock[0] += 1
        told.step("feed.xml#17")
    assert terminal.getvalue().endswith("4, 1 a second: feed.xml#17")


def test_a_pipe_is_left_alone(clock: list[float]) -> None:
    pipe = io.StringIO()
    told = Progress(pipe)
    clock[0] += 60
    told.step("ola-berg.txt")
    told.clear()
    assert pipe.getvalue() == ""
