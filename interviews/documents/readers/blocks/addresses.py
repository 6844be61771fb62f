"""Where the links of a page lead: sound, pictures, other pages; and which of them lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from interviews.documents.document import RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.block import Block, Link
from interviews.documents.readers.html.metadata import is_web_address, joined
from interviews.documents.readers.html.rows import is_stamp
from interviews.documents.readers.page.entry_lines import STAMP, label_of
from interviews.documents.readers.page.pointers import announces_recording
from interviews.mediafiles import PORTRAITS, RECORDINGS, suffix_of


def leads_within(base: str, address: str) -> bool:
    """Whether an address leads to another page of the same site."""
    try:
        parts, own = urlsplit(address), urlsplit(base)
    except ValueError:
        return False
    if _is_recording(address):
        return False
    return (not parts.scheme and not parts.netloc) or (bool(own.netloc) and parts.netloc == own.netloc)


def linked_recordings(blocks: Sequence[Block], base: str) -> Iterator[RecordingEntry]:
    for block in blocks:
        for link in block.links:
            if _is_recording(link.address) and (entry := recording_at(base, link.address)) is not None:
                yield entry


def _is_recording(address: str) -> bool:
    return suffix_of(address) in RECORDINGS


def recording_at(base: str, address: str, media_type: str = "") -> RecordingEntry | None:
    """Sound at an address; or, where it is relative and the page does not say to what, in a file beside the page."""
    whole = joined(base, address).partition("#")[0]
    whole = f"https:{whole}" if whole.startswith("//") else whole
    if is_web_address(whole):
        return RecordingEntry(url=whole, media_type=media_type)
    name = _file_name(whole)
    return RecordingEntry(file=name, media_type=media_type) if name else None


def _is_relative(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and bool(parts.path)


def _file_name(address: str) -> str:
    """The last part of a relative address (or of one on somebody's disk); empty for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("", "file") or (parts.netloc and not parts.scheme):
        return ""
    name = unquote(parts.path).replace("\\", "/").rpartition("/")[2].strip()
    return name if name.isprintable() and name not in (".", "..") else ""


def portrait_at(address: str) -> str:
    """A picture's address, or the name of the file beside the page; empty for one inside the page."""
    whole = f"https:{address}" if address.startswith("//") else address
    if is_web_address(whole):
        return whole
    name = _file_name(whole)
    return name if suffix_of(name) in PORTRAITS else ""


def with_addresses(block: Block, base: str) -> Block:
    """The block with the links that lead elsewhere, absolute. One that is only a recording's link becomes blank."""
    sound = [link for link in block.links if _is_recording(link.address)]
    said = block.text.removeprefix(block.mark).strip(" .:|-–—[]()")
    alone = bool(sound) and said == sound[0].text.strip(" .:|-–—[]()")
    if alone and not announces_recording(said) and not _is_entry(block):
        return Block(line=block.line)
    links = (replace(link, address=_web_or_mail(base, link)) for link in block.links if link not in sound)
    return replace(block, links=tuple(link for link in links if link.address))


def _is_entry(block: Block) -> bool:
    return STAMP.fullmatch(block.text) is not None or label_of(block.text) is not None


def _web_or_mail(base: str, link: Link) -> str:
    """Where a link leads; empty for a place on the same page or in the recording, and for what is no such address."""
    if link.address.startswith("#") or is_stamp(link.text):
        return ""
    if link.address.lower().startswith("mailto:"):
        return "" if re.search(r"[\s<>\"]", link.address) else link.address
    whole = joined(base, link.address)
    whole = f"https:{whole}" if whole.startswith("//") else whole
    return whole if is_web_address(whole) else ""


def relative_links(blocks: Sequence[Block], base: str) -> list[Finding]:
    """A finding where links are relative to a page whose address the file does not say."""
    links = ((block, link) for block in blocks for link in block.links if not base)
    lost = [
        (block, link)
        for block, link in links
        if _is_relative(link.address) and not _is_recording(link.address) and not is_stamp(link.text)
    ]
    if not lost:
        return []
    block, link = lost[0]
    message = (
        f"the page does not say its own address, so links to “{link.address[:80]}” and the like were left out "
        f'({len(lost)} in all); add <link rel="canonical" href="..."> to its head, or the links in the admin'
    )
    return [Finding(block.line, "link_left_out", message)]
