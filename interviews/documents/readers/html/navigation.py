"""Lines of an HTML page that lead around the site and are no text of the interview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from interviews.documents.readers.blocks.block import Block
from interviews.documents.readers.page.entry_lines import STAMP, label_of

FEWEST = 3  # links that follow one another with no other words
_LONGEST = 60
_SAYS_SO = re.compile(r"\W{0,4}(?:back|home|menu|next|previous|print|return|skip|top|up)\b", re.IGNORECASE)
_HERE = ("#", "javascript:")
_BETWEEN = re.compile(r"[\s|/·•»«›‹<>,:–—-]*")


def without_navigation(blocks: Sequence[Block], leads_within: Callable[[str], bool]) -> list[Block]:
    """The lines without rows and lists of links to the same site; `leads_within` says of an address whether it is.

    One is enough at the end of a page, where it leads to a place on the page itself, and where it says “Back”.
    """
    runs = [*_runs(blocks, leads_within)]
    kept: list[Block] = []
    for place, (navigates, lines) in enumerate(runs, start=1):
        links = [link for line in lines for link in line.links]
        enough = len(links) >= FEWEST or place == len(runs)
        if navigates and (enough or all(link.address.startswith(_HERE) or _SAYS_SO.match(link.text) for link in links)):
            lines = [Block(line=lines[0].line)]
        kept += lines
    return kept


def _runs(blocks: Sequence[Block], leads_within: Callable[[str], bool]) -> Iterator[tuple[bool, list[Block]]]:
    """Lines that are nothing but such links, with the blank ones among them; and those between."""
    run: list[Block] = []
    navigates = False
    for block in blocks:
        if block and run and _is_link(block, leads_within) != navigates:
            yield navigates, run
            run = []
        if block:
            navigates = _is_link(block, leads_within)
        run.append(block)
    if run:
        yield navigates, run


def _is_link(block: Block, leads_within: Callable[[str], bool]) -> bool:
    rest = block.text.removeprefix(block.mark)
    for link in block.links:
        if len(link.text) > _LONGEST or not (link.address.startswith(_HERE) or leads_within(link.address)):
            return False
        rest = rest.replace(link.text, "", 1)
    entry = STAMP.fullmatch(block.text) or label_of(block.text)
    return bool(block.links) and not entry and _BETWEEN.fullmatch(rest) is not None
