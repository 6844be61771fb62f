"""No pattern that reads what strangers wrote takes more than a moment for a long line, whatever stands in it.

The lines are made for each pattern: of the signs that stand in it, alone and in twos, many thousands of them, and with
an end that does not fit, so that a pattern which can be matched in many ways tries them all.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import permutations
from pathlib import Path
from types import FrameType

import pytest

from tests.documents.test_reading_is_safe import read

ROOT = Path(__file__).resolve().parents[2]
#: Rooms in which text of strangers becomes facts.
ROOMS = ("interviews/documents", "interviews/search", "interviews/comments", "interviews/editorial/links", "interviews")
LENGTH = 100_000
#: Seconds of this process's own work: a pattern that takes its time in proportion needs some thousandths.
BOUND = 1.0
ALWAYS = [" ", "a", "0"]


class TooLong(Exception):
    """It would have gone on."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TooLong after so many seconds of work of this process; other programs do not count."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def patterns() -> dict[str, re.Pattern]:
    """Those of modules, by where they stand; the same one once."""
    found: dict[str, re.Pattern] = {}
    taken: set[tuple] = set()
    for room in ROOMS:
        paths = (ROOT / room).glob("*.py") if room == "interviews" else (ROOT / room).rglob("*.py")
        for path in sorted(paths):
            if "migrations" in path.parts or "management" in path.parts or path.name == "urls.py":
                continue
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
            for name, value in vars(module).items():
                many = (
                    value.items()
                    if isinstance(value, dict)
                    else enumerate(value)
                    if isinstance(value, (tuple, list))
                    else ()
                )
                for part, one in (("", value), *((f"[{key!r}]", one) for key, one in many)):
                    if isinstance(one, re.Pattern) and (one.pattern, one.flags) not in taken:
                        taken.add((one.pattern, one.flags))
                        found[f"{module.__name__}.{name}{part}"] = one
    return found


def signs_of(pattern: re.Pattern) -> list[str]:
    """Signs that the pattern speaks of, and some of the classes that it names."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    plain = re.sub(r"\(\?[a-zA-Z:=!<P][^)]{0,20}?[:>=!]|\\[wdsbSWDBZA]|\(\?:|[()\[\]{}|*+?^$\\]", "", text)
    literal = [sign for sign in dict.fromkeys(plain) if not sign.isalnum()][:5]
    words = re.findall(r"[A-Za-z]{3,}", plain)[:1]
    return list(dict.fromkeys([*ALWAYS, *literal, *words, *(["\n"] if r"\s" in text or r"\n" in text else [])]))


def lines_for(pattern: re.Pattern, length: int) -> Iterator[str]:
    signs = signs_of(pattern)
    for sign in signs:
        yield sign * (length // len(sign)) + "\x01"
    for one, other in permutations(signs, 2):
        yield (one + other) * (length // len(one + other)) + "\x01"
    opened = "".join(signs[3:6])
    yield opened + " " * length + "\x01"
    yield opened + "a" * length + "\x01"


#: What looks at each place of a text, as `search` does.
_SEARCHING = re.compile(r"\.(?:search|sub|subn|split|findall|finditer)\b")


def methods_of(name: str) -> set[str]:
    """How the pattern of that name is asked, as its module says; both ways where that cannot be told."""
    module, _, called = name.partition("[")[0].rpartition(".")
    path = ROOT / (module.replace(".", "/") + ".py")
    source = (path if path.is_file() else path.with_suffix("") / "__init__.py").read_text("utf-8")
    uses = set(re.findall(rf"\b{re.escape(called)}(\.\w+)", source))
    if called.startswith("_") and uses and "[" not in name:
        return {"search" if _SEARCHING.fullmatch(use) else "fullmatch" for use in uses}
    return {"search", "fullmatch"}


def slow_lines(
    pattern: re.Pattern, length: int, bound: float, methods: Iterable[str] = ("search", "fullmatch")
) -> list[str]:
    found = []
    for line in lines_for(pattern, length):
        text = line if isinstance(pattern.pattern, str) else line.encode("utf-8", "surrogatepass")
        for method in (getattr(pattern, name) for name in sorted(methods)):
            try:
                with at_most(bound):
                    method(text)
            except TooLong:
                found.append(f"{method.__name__} of {line[:12]!r}…")
    return found


PATTERNS = patterns()
#: Those whose work does grow with the square of a line, and why no such line comes to them.
_FOLDED = "lines come with their white space folded (`lines_of`): no two stand behind each other"
_OWN_HTML = "in HTML that the sanitiser wrote, where each < begins a tag that ends, and has few attributes"
ELSEWHERE_BOUNDED = {
    "interviews.documents.citing.quotation._TAG": _OWN_HTML,
    "interviews.comments.moments._TAG": _OWN_HTML,
    "interviews.comments.said._LINK": _OWN_HTML,
    "interviews.comments.said._TAG": _OWN_HTML,
    "interviews.comments.unlinked._LINK": _OWN_HTML,
    "interviews.documents.readers.page.bylines._DATE_BEHIND": _FOLDED,
    "interviews.documents.readers.page.bylines._ASKED_BY": _FOLDED,
    "interviews.documents.readers.page.guests._CUT": _FOLDED,
    "interviews.documents.readers.page.guests._CLAUSE": _FOLDED,
    "interviews.documents.readers.page.roles._JOINS": _FOLDED,
    "interviews.documents.readers.page.top._HEADLINE": _FOLDED,
}
#: What lines are made of that a reader looks at closely, and where in a page such a line stands.
PIECES = [
    " ",
    "a",
    "0",
    ":",
    "-",
    ".",
    ",",
    "(",
    "[",
    "<",
    '"',
    "“",
    " -",
    "<a ",
    "0:",
    "http://",
    "a.",
    "Q: ",
    "#",
    "*",
    "`",
]
PIECES += ["|", "&", "—", " and ", "A", "\t", "_", "\u00a0", "</"]
PLACES = ["%s", "Ola Berg %s x", "0:10 %s", "Q: %s!", '"%s']
FRAMES = {
    **dict.fromkeys(("page-text", "markdown", "chapter-list"), "Ola Berg\n\n%s\n"),
    **dict.fromkeys(("webvtt", "srt"), "WEBVTT\n\n0:01.000 --> 0:02.000\n%s\n\n"),
    "html": "<h1>Ola Berg</h1><p>%s</p>",
}


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 150


def test_a_pattern_that_takes_for_ever_would_be_found() -> None:
    assert slow_lines(re.compile(r"(a+)+$"), 5_000, 0.05)
    assert slow_lines(re.compile(r"\s+$"), 50_000, 0.05)
    assert slow_lines(re.compile(r"[a ]*x"), 100, 0.5) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PATTERNS if name not in ELSEWHERE_BOUNDED])
def test_no_line_keeps_a_pattern_busy(name: str) -> None:
    assert slow_lines(PATTERNS[name], LENGTH, BOUND, methods_of(name)) == []


def test_what_is_bounded_elsewhere_is_still_there() -> None:
    assert set(ELSEWHERE_BOUNDED) - set(PATTERNS) == set()


@pytest.mark.slow
@pytest.mark.parametrize("format_name", FRAMES)
def test_no_line_keeps_a_reader_busy(format_name: str) -> None:
    """Whole: what the patterns of a reader make of it together, one behind the other."""
    found = []
    for piece in PIECES:
        for place in PLACES:
            text = FRAMES[format_name] % (place % (piece * (LENGTH // len(piece))))
            try:
                with at_most(2 * BOUND):
                    read(text.encode(), format_name)
            except TooLong:
                found.append((piece, place))
    assert found == []
