"""Runs of words with their emphasis and links, written in the small Markdown of `richtext`.

Only what that Markdown understands is escaped, and only where it would be understood, so that texts stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SPECIAL = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*`]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|\](?=\()")
_BEGINS_LINE = re.compile(r"(?P<mark>>|[-+](?=\s|$))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)")
_WHITE = re.compile(r"\s+")
_BRACKETS = re.compile(r"[\[\]]")
_IN_ADDRESS = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", '"': "%22"}
_ADDRESS_TABLE = str.maketrans(_IN_ADDRESS)


class Run(NamedTuple):
    """Words of one kind within a line."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    address: str = ""


def folded(runs: Sequence[Run]) -> list[Run]:
    """The runs with white space folded across them, and none at either end."""
    kept: list[Run] = []
    after_white = True
    for run in runs:
        text = _WHITE.sub(" ", run.text)
        text = text[1:] if after_white and text.startswith(" ") else text
        if text:
            kept.append(run if text == run.text else run._replace(text=text))
            after_white = text.endswith(" ")
    if kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        if text := last.text.rstrip(" "):
            kept.append(last._replace(text=text))
    return kept


def written(runs: Sequence[Run]) -> str:
    """One line of Markdown; the runs are `folded`."""
    if len(runs) == 1 and not any(runs[0][1:]):
        line = _escaped(runs[0].text)
    else:
        line = "".join(
            _linked(address, list(group)) for address, group in groupby(_apart(runs), lambda run: run.address)
        )
    begins = _BEGINS_LINE.match(line)
    if begins is None:
        return line
    return f"\\{line}" if begins["mark"] else f"{begins['number']}\\{line[begins.start('dot') :]}"


def _apart(runs: Sequence[Run]) -> list[Run]:
    """Marks of emphasis touch a letter: white space stands outside, and so does punctuation between two letters."""
    apart: list[Run] = []
    for number, run in enumerate(runs):
        if not (run.strong or run.emphasis):
            apart.append(run)
            continue
        before = runs[number - 1].text[-1] if number else " "
        after = runs[number + 1].text[0] if number + 1 < len(runs) else " "
        begin = len(run.text) - len(run.text.lstrip())
        end = len(run.text.rstrip())
        if not begin and before.isalnum():
            begin = next((place for place, sign in enumerate(run.text) if sign.isalnum()), len(run.text))
        if end == len(run.text) and after.isalnum():
            end = next((place for place in range(end, 0, -1) if run.text[place - 1].isalnum()), 0)
        bare = run._replace(strong=False, emphasis=False)
        if begin >= end:
            apart.append(bare)
            continue
        parts = (
            bare._replace(text=run.text[:begin]),
            run._replace(text=run.text[begin:end]),
            bare._replace(text=run.text[end:]),
        )
        apart += [part for part in parts if part.text]
    return apart


def _linked(address: str, runs: list[Run]) -> str:
    text = "".join(run.text for run in runs)
    if not address:
        return "".join(map(_emphasised, runs))
    if text == address or address == f"mailto:{text}":
        return text if address.startswith("mailto:") else _bare_address(text)
    target = address.translate(_ADDRESS_TABLE)
    words = "".join(_emphasised(run, linked=True) for run in runs)
    blank = words[len(words.rstrip()) :]
    return f"[{words.strip()}]({target}){blank}" if words.strip() else ""


def _emphasised(run: Run, linked: bool = False) -> str:
    if run.code and "`" not in run.text and run.text.strip():
        return f"`{run.text}`"
    text = _escaped(run.text)
    if linked:
        text = _BRACKETS.sub(r"\\\g<0>", text.replace("\\]", "]"))
    marks = "*" * (run.emphasis + 2 * run.strong)
    return f"{marks}{text}{marks}"


def _escaped(text: str) -> str:
    if "http" not in text.lower():
        return _SPECIAL.sub(r"\\\g<0>", text)
    parts: list[str] = []
    begin = 0
    for match in _ADDRESS.finditer(text):
        parts += [_SPECIAL.sub(r"\\\g<0>", text[begin : match.start()]), _bare_address(match[0])]
        begin = match.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\g<0>", text[begin:])])


def _bare_address(text: str) -> str:
    """Between angle brackets where its signs could be taken for emphasis; the full stop behind it is none of it."""
    address = text.rstrip(".,;:!?)'")
    return f"<{address}>{text[len(address) :]}" if _SPECIAL.search(address) else text
