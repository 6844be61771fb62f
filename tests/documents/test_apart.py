"""A file that is read by a process of its own says the same, and one that takes too much ends that process alone."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from interviews.documents import apart, readers
from interviews.documents.errors import DocumentError
from interviews.documents.source_file import SourceFile

SAMPLES = Path(__file__).parent.parent / "samples"


def samples(per_format: int) -> list[Path]:
    found: list[Path] = []
    for folder in sorted(SAMPLES.iterdir()):
        found += [path for path in sorted(folder.iterdir()) if not path.name.endswith(".expected.json")][:per_format]
    return found


def outcome(read: Any, file: SourceFile, format_name: str) -> Any:
    try:
        return list(read(file, format_name))
    except DocumentError as error:
        return error.problem, error.line, error.code


def in_lines(file: SourceFile, format_name: str) -> Any:
    """What the process tells, without a process."""
    out = io.StringIO()
    apart.main(format_name, io.BytesIO(json.dumps(file.name).encode() + b"\n" + file.data), out)
    for line in out.getvalue().splitlines():
        yield from apart._heard(json.loads(line))


@pytest.mark.parametrize("path", samples(40), ids=lambda path: path.name)
def test_what_it_tells_is_what_was_read(path: Path) -> None:
    file = SourceFile(path.read_bytes(), path.name)
    assert outcome(in_lines, file, path.parent.name) == outcome(readers.read, file, path.parent.name)


@pytest.mark.parametrize("format_name", sorted(apart.PARSED))
def test_a_process_tells_it_too(format_name: str) -> None:
    path = next(path for path in sorted((SAMPLES / format_name).iterdir()) if not path.name.endswith(".json"))
    file = SourceFile(path.read_bytes(), path.name)
    assert apart.is_read_apart(file, format_name)
    assert outcome(apart.read, file, format_name) == outcome(readers.read, file, format_name)


def test_a_refusal_comes_back_in_the_same_words() -> None:
    refused = outcome(apart.read, SourceFile(b"no Word file", "x.docx"), "docx")
    assert refused == outcome(readers.read, SourceFile(b"no Word file", "x.docx"), "docx")
    assert refused[2] == "not_docx"


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than is read in a second."""
    monkeypatch.setattr(apart, "SECONDS", 1)
    monkeypatch.setattr(apart, "SECONDS_A_MEGABYTE", 0)
    cues = "WEBVTT\n\n" + "0:01.000 --> 0:02.000\nFog.\n\n" * 95_000
    assert outcome(apart.read, SourceFile(cues.encode(), "x.vtt"), "webvtt")[2] == "reader_killed"


def test_what_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MEMORY", 1024**2)
    page = b"<h1>Ola Berg</h1>" + b"<p>:00:10: Why?</p>" * 1_000
    assert outcome(apart.read, SourceFile(page, "x.html"), "html")[2] == "reader_killed"


def test_no_name_of_a_file_becomes_a_word_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real, commands = apart.subprocess.run, []

    def run(command: list[str], **options: Any) -> Any:
        commands.append((command, options.get("shell", False)))
        return real(command, **options)

    monkeypatch.setattr(apart.subprocess, "run", run)
    path = next(path for path in sorted((SAMPLES / "html").iterdir()) if path.suffix == ".html")
    for name in ("--help", "; touch here", "$(touch here)", "a\nb", "-c\0import os", path.name):
        list(apart.read(SourceFile(path.read_bytes(), name), "html"))
    assert len({tuple(command) for command, _shell in commands}) == 1
    assert not any(shell for _command, shell in commands)


def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **given: Any) -> Any:
        seen.update(given)
        raise apart.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setenv("SECRET_KEY", "sesame")
    monkeypatch.setattr(apart.subprocess, "run", run)
    assert outcome(apart.read, SourceFile(b"x", "x.html"), "html")[2] == "reader_killed"
    assert "sesame" not in str(seen["env"])


def test_small_text_is_read_at_once_and_large_files_apart() -> None:
    assert not apart.is_read_apart(SourceFile(b"x", "x.txt"), "page-text")
    assert apart.is_read_apart(SourceFile(b"x" * (apart.LARGE + 1), "x.txt"), "page-text")
