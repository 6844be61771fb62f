"""What Ctrl-C, a request to end, and a violent end leave: whole interviews, a true summary, and no process behind."""

from __future__ import annotations

import multiprocessing
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from interviews.importing import processes
from tests.importing.pages import PAGE, write_page

ROOT = Path(__file__).resolve().parents[2]
PAGES = 600
#: `manage.py` where reading one page takes more than the machine has.
FATAL = """
import os, sys
import django
from django.core.management import execute_from_command_line
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()
from interviews.importing import processes
prepare = processes.prepare
processes.prepare = lambda found, *given, **named: (
    os._exit(9) if found.path.name == "300.txt" else prepare(found, *given, **named)
)
execute_from_command_line(sys.argv)
"""
PATIENCE = 30  # seconds until a process counts as hanging


def environment(data: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**own, "DATA_DIR": str(data), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for number in range(PAGES):
        write_page(folder, f"{number:03}.txt", PAGE.replace("Ola Berg", f"Ola Berg the {number}th"))
    return folder


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("site")
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True)
    return data / "db.sqlite3"


def _heed_interrupts() -> None:
    """As a terminal starts a command; what a script starts in the background has SIGINT ignored, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Run:
    """`import_interview` as a process of its own, as a terminal starts it: the leader of a group."""

    def __init__(self, folder: Path, *arguments: object, program: Sequence[str] = ("manage.py",)) -> None:
        self.folder = folder
        self.alive, held = os.pipe()  # every process of the run holds the other end
        command = [sys.executable, *program, "import_interview", *map(str, arguments)]
        with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(folder),
                stdout=out,
                stderr=err,
                pass_fds=[held],
                start_new_session=True,
                preexec_fn=_heed_interrupts,
            )
        os.close(held)

    @property
    def out(self) -> str:
        return (self.folder / "out").read_text()

    @property
    def err(self) -> str:
        return (self.folder / "err").read_text()

    def until_some_are_in(self) -> None:
        end = time.monotonic() + PATIENCE
        while "created" not in self.out:
            assert self.process.poll() is None and time.monotonic() < end, self.err
            time.sleep(0.01)

    def send(self, number: int) -> None:
        os.killpg(self.process.pid, number)

    def status(self) -> int:
        """The exit status, once no process of the run is left."""
        status = self.process.wait(PATIENCE)
        assert select.select([self.alive], [], [], PATIENCE)[0], "a process is left"
        return status

    def rows(self) -> tuple[int, int]:
        """Interviews, and sources that were taken whole."""
        with sqlite3.connect(self.folder / "db.sqlite3") as database:
            whole = "SELECT count(*) FROM interviews_source WHERE interview_id IN (SELECT id FROM interviews_interview)"
            (interviews,), (sources,) = (
                database.execute(query).fetchone() for query in ("SELECT count(*) FROM interviews_interview", whole)
            )
        database.close()
        return interviews, sources


@pytest.fixture
def start(empty_site: Path, tmp_path: Path) -> Iterator[object]:
    (tmp_path / "db.sqlite3").write_bytes(empty_site.read_bytes())
    started: list[Run] = []

    def run(*arguments: object, **options: object) -> Run:
        started.append(Run(tmp_path, *arguments, **options))
        return started[-1]

    yield run
    for one in started:
        os.close(one.alive)
        if one.process.poll() is None:
            one.send(signal.SIGKILL)
            one.process.wait()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_signal_stops_between_two_sources_and_the_summary_is_true(
    start: object, pages: Path, jobs: int, number: int, status: int
) -> None:
    run = start(pages, "--jobs", jobs)
    run.until_some_are_in()
    run.send(number)
    assert run.status() == status
    (created,) = map(int, re.findall(r"^(\d+) created, 0 updated, 0 unchanged, 0 failed$", run.out, re.M))
    assert 0 < created < PAGES
    assert run.rows() == (created, created)
    assert run.out.count("created  ") == created
    assert "run it again for the rest" in run.err
    assert "Traceback" not in run.err


def test_a_signal_to_the_whole_group_is_for_the_command_alone() -> None:
    """A reader that it ended could hold the lock of the pool's answers, for which the command would wait for ever."""
    context = multiprocessing.get_context("fork")
    pipe = os.pipe()
    with ProcessPoolExecutor(1, context, processes._begin, pipe) as pool:
        group = pool.submit(os.getpgrp).result(PATIENCE)
        reader = pool.submit(os.getpid).result(PATIENCE)
    for side in pipe:
        os.close(side)
    assert group == reader != os.getpgrp()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_second_ctrl_c_ends_it_at_once_without_a_wall_of_words(start: object, pages: Path, jobs: int) -> None:
    run = start(pages, "--jobs", jobs)
    run.until_some_are_in()
    run.send(signal.SIGINT)
    run.send(signal.SIGINT)
    assert run.status() in (130, -signal.SIGINT)
    assert "Traceback" not in run.err
    interviews, sources = run.rows()
    assert interviews == sources < PAGES


def test_a_killed_run_leaves_no_process_and_only_whole_interviews(start: object, pages: Path) -> None:
    run = start(pages, "--jobs", 2)
    run.until_some_are_in()
    run.process.kill()
    assert run.status() == -signal.SIGKILL
    interviews, sources = run.rows()
    assert 0 < interviews == sources < PAGES


def test_a_file_that_kills_its_reader_is_told_and_costs_no_other_source(start: object, pages: Path) -> None:
    run = start(pages, "--jobs", 2, program=["-c", FATAL])
    assert run.status() == 1
    assert f"{PAGES - 1} created, 0 updated, 0 unchanged, 1 failed" in run.out
    assert f"{pages / '300.txt'}: the process that read it was killed" in run.err
    assert run.rows() == (PAGES - 1, PAGES - 1)
    assert "Traceback" not in run.err
