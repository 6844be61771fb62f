"""The formats that can be read, a module each, in the order in which they are tried.

A module says by the content whether a file is its own (`recognises`), names the suffixes that decide where no
content does (`SUFFIXES`), and reads (`read`): one `Reading` for each interview in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from interviews.documents.errors import DocumentError
from interviews.documents.limits import require_bounded, told
from interviews.documents.reading import Reading
from interviews.documents.source_file import LARGEST, SourceFile


class Reader(Protocol):
    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...

    def recognises(self, file: SourceFile) -> bool:
        """Whether the content is of this format. Never raises, looks at little more than the beginning."""

    def read(self, file: SourceFile) -> Iterator[Reading]:
        """What the file says. Raises DocumentError, and nothing else, for what cannot be read."""


class _Readers(Mapping[str, Reader]):
    """Each module is loaded when it is first asked for: a site that reads nothing starts without them."""

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> Reader:
        return cast(Reader, import_module(f"{__name__}.{self._modules[name]}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


READERS = _Readers(
    {
        "json": "portal_json",
        "chapters-json": "chapters_json",
        "transcript-json": "transcript_json",
        "webvtt": "webvtt",
        "srt": "srt",
        "psc": "psc",
        "chapter-list": "chapter_list",
        "ohms-xml": "ohms_xml",
        "ohms-csv": "ohms_csv",
        "wordpress": "wordpress",
        "podcast-rss": "podcast_rss",
        "docx": "docx",
        "html": "html_page",
        "markdown": "markdown",
        "page-text": "page_text",
    }
)


#: Formats of which the file is kept as it is, since it is no text.
NOT_TEXT = frozenset({"docx"})


def format_of(file: SourceFile) -> str:
    """The name of the format: by the content, then by the suffix; what neither tells is taken for a page of text."""
    for name, reader in READERS.items():
        if reader.recognises(file):
            return name
    return next((name for name, reader in READERS.items() if file.suffix in reader.SUFFIXES), "page-text")


def read(file: SourceFile, format_name: str = "") -> Iterator[Reading]:
    """What a file says: one reading for each interview in it, findings in order of lines. Raises DocumentError.

    `format_name` is a key of READERS; without it the file decides.
    """
    if len(file.data) > LARGEST:
        raise DocumentError(
            f"the file has {len(file.data):,} bytes, more than the {LARGEST:,} that are read; "
            "split it, or check that it is the right file",
            code="too_large",
        )
    reader = READERS[format_name or format_of(file)]
    for number, reading in enumerate(reader.read(file)):
        noticed = file.noticed if number == 0 else ()  # what the decoding saw is said once
        findings = sorted([*noticed, *reading.findings], key=lambda finding: (finding.line or 0, finding.code))
        require_bounded(reading.document)
        yield replace(reading, findings=told(findings))
