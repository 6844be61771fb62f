"""A file as it came, before anything is understood of it."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath

from interviews.documents.decoding import decode
from interviews.documents.errors import Finding

#: How much of a file is looked at to tell its format.
HEAD = 4096
#: The largest file that is read at all: a feed or an export of many interviews. A page of text may have less.
LARGEST = 64 * 1024 * 1024


class SourceFile:
    """Bytes with a name. `text` decodes them once; `noticed` holds what the decoding noticed, if it was asked for.

    `name` is the file's last name only: it serves for a suffix, and for a title where the file has none.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.noticed: list[Finding] = []

    @property
    def suffix(self) -> str:
        """``.txt``, in small letters; empty where there is none."""
        return PurePath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name as words: ``ola berg`` of ``ola-berg.txt``."""
        return PurePath(self.name).stem.replace("_", " ").replace("-", " ").strip()

    @cached_property
    def head(self) -> str:
        """The beginning as text, decoded leniently, for telling formats apart; without white space before it."""
        data = self.data[:HEAD]
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return data.decode(encoding, "replace").lstrip()

    @cached_property
    def text(self) -> str:
        """The whole text, line ends as ``\\n``. Raises DocumentError for what is empty, binary or in no encoding."""
        text, self.noticed = decode(self.data)
        return text

    @cached_property
    def exact_text(self) -> str:
        """The same with no character changed, not even to normal form C; but what is not UTF-8 is as in `text`."""
        text = self.text  # refuses what is none
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return text
