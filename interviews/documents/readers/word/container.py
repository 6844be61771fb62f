"""The container of a Word document: which parts it has, and whether they may be opened without harm.

Open Packaging Conventions, ECMA-376 part 2: a ZIP file of XML parts and media. WordprocessingML, part 1, section 17.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field

from interviews.documents.errors import DocumentError
from interviews.documents.readers.word.part import MOST_ELEMENTS, Part, too_much

MOST_PARTS = 2_000
#: Bytes of all parts when unpacked, pictures included.
LARGEST_WHOLE = 256 * 1024 * 1024
#: Bytes of all parts of text: a transcript of two hours has some two million.
LARGEST_TEXT = 12 * 1024 * 1024
#: How many times larger than packed a part may be, from `_SMALL` bytes on. Word's own reach about 30.
HIGHEST_RATIO = 200
_SMALL = 64 * 1024
_TEXT_PART = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/[^/]+\.rels|word/[^/]+\.xml")
_PROPERTIES = "docProps/core.xml"


@dataclass
class Container:
    """The parts of text, unpacked and looked through; `elements` counts those of the main part by their local names.

    `margins` is what the headers and footers of the pages say.
    """

    parts: dict[str, bytes] = field(default_factory=dict)
    elements: Counter[str] = field(default_factory=Counter)
    margins: list[str] = field(default_factory=list)
    comments: int = 0
    has_macros: bool = False
    properties: bytes = b""

    def repacked(self) -> io.BytesIO:
        """The parts of text as a ZIP file of their own: whoever reads it cannot come upon anything else."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        packed.seek(0)
        return packed


def opened(data: bytes) -> Container:
    """The container, its parts within limits. Raises DocumentError for what is none, or could do harm."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        problem = "this is an old Word file, or one that a password protects; save it as .docx without a password"
        raise DocumentError(problem, code="not_docx")
    # Each part has this mark in the directory at the end: counted before a directory of millions is read.
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise DocumentError(too_much(f"more than {MOST_PARTS:,} parts"), code="archive_bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check(members)
            return _looked_through(archive, members)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError) as error:
        problem = f"this is not a Word document, or it is damaged ({error}); open it in Word and save it anew"
        raise DocumentError(problem, code="not_docx") from error


def _check(members: list[zipfile.ZipInfo]) -> None:
    """What the directory says. It cannot lie about sizes: no more than it says is unpacked."""
    names = Counter(member.filename for member in members)
    for member in members:
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or names[name] > 1:
            raise DocumentError(
                f"a part of the Word file has an impossible name (“{name[:60]}”); save it anew", code="archive_name"
            )
        if member.flag_bits & 0x1:
            raise DocumentError(
                "a part of the Word file is protected by a password; save it without one", code="archive_encrypted"
            )
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DocumentError(
                "the Word file is packed in a way that Word does not use; save it anew", code="not_docx"
            )
    text = [member for member in members if _TEXT_PART.fullmatch(member.filename)]
    for member in text:
        if member.file_size > max(_SMALL, member.compress_size * HIGHEST_RATIO):
            what = f"a part (“{member.filename[:60]}”) that unpacks to more than {HIGHEST_RATIO} times its size"
            raise DocumentError(too_much(what), code="archive_bomb")
    if sum(member.file_size for member in text) > LARGEST_TEXT:
        raise DocumentError(too_much(f"parts of text of more than {LARGEST_TEXT:,} bytes"), code="archive_bomb")
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise DocumentError(too_much(f"parts of more than {LARGEST_WHOLE:,} bytes together"), code="archive_bomb")


def _looked_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Container:
    container = Container()
    seen = 0
    for member in members:
        name = member.filename
        if name.casefold().endswith("vbaproject.bin"):
            container.has_macros = True
        if name == _PROPERTIES and member.file_size <= _SMALL:
            container.properties = archive.read(member)
        if not _TEXT_PART.fullmatch(name):
            continue
        data = archive.read(member)
        part = Part(name)
        part.look_through(data)
        seen += part.seen
        if seen > MOST_ELEMENTS:
            raise DocumentError(too_much(f"more than {MOST_ELEMENTS:,} elements"), code="too_large")
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            container.margins += filter(None, [part.words])
        elif name == "word/comments.xml":
            container.comments = part.elements["comment"]
        else:
            container.parts[name] = data
            if name.startswith("word/document"):
                container.elements = part.elements
    if not any(name.startswith("word/document") for name in container.parts):
        raise DocumentError("this ZIP file is no Word document (it has no word/document.xml)", code="not_docx")
    return container
