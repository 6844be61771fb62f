"""Front matter: the YAML between two lines of three dashes at the top of a text.

YAML 1.2, of which a front matter has little: texts, lists and mappings. Each value is kept as it is written, with its
line: a date, a number, “no” and “2:05” are texts here. What could do harm is refused: see `front_matter_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from interviews.documents.errors import DocumentError

LARGEST = 64 * 1024  # characters
DEEPEST = 8
MOST_VALUES = 10_000  # with what aliases repeat

_UNFIT = re.compile("[\0\ud800-\udfff]")
_NOTHING = ("", "~", "null", "Null", "NULL")
_KEY = re.compile(r"[A-Za-z_]{1,30}\s?:(?:\s|$)")


@dataclass
class Given:
    """A value: a text, a list of values, or values by name; `line` counts from 1 in the file."""

    value: str | list[Given] | dict[str, Given]
    line: int
    size: int = 1  # values in it, itself included


@dataclass(frozen=True)
class FrontMatter:
    """The values by their names, and how many lines of the file it takes, the dashes included."""

    values: dict[str, Given]
    length: int


def front_matter_of(text: str) -> FrontMatter | None:
    """The front matter of a text; None where it has none (two rules are none).

    Raises DocumentError for one that is no YAML, is too long or too deep, names a key twice, or repeats itself
    without measure by aliases.
    """
    begin = re.match(r"---[ \t]*\n", text)
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, begin.end()) if begin else None
    if begin is None or end is None:
        return None
    inside = text[begin.end() : end.start()]
    if inside.strip() and not any(map(_KEY.match, inside[:LARGEST].split("\n"))):
        return None
    if len(inside) > LARGEST:
        problem = f"the front matter is longer than the {LARGEST:,} characters that are read; shorten it"
        raise DocumentError(problem, line=1, code="bad_front_matter")
    root = _composed(inside)
    if not isinstance(root.value, dict):
        raise DocumentError("the front matter is no list of names and values", line=2, code="bad_front_matter")
    return FrontMatter(root.value, text.count("\n", 0, end.end()) + 1)


def _composed(text: str) -> Given:
    try:
        return _Composer().composed(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = getattr(error, "problem", None) or "it holds a character that YAML does not take"
        problem = f"the front matter is no YAML ({said}); put values with a colon or a “#” between quotation marks"
        raise DocumentError(problem, line=mark.line + 2 if mark else 1, code="bad_front_matter") from error
    except (ValueError, OverflowError) as error:  # an escape that is no character
        raise DocumentError(f"the front matter is no YAML ({error})", line=1, code="bad_front_matter") from error


@dataclass
class _Composer:
    """Events of YAML on their way to values, without recursion."""

    open: list[Given] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # of each open mapping, the key that waits for its value
    anchors: dict[str, Given] = field(default_factory=dict)
    anchored: list[str | None] = field(default_factory=list)
    root: Given = field(default_factory=lambda: Given({}, 2))

    def composed(self, events: Iterator[yaml.Event]) -> Given:
        for event in events:
            line = event.start_mark.line + 2
            if isinstance(event, yaml.ScalarEvent):
                self._add(self._scalar(event, line), event.anchor)
            elif isinstance(event, yaml.AliasEvent):
                if event.anchor not in self.anchors:
                    raise _refusal(f"“*{event.anchor}” repeats what is not there", line)
                self._add(self.anchors[event.anchor], None, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(self.open) >= DEEPEST:
                    raise _refusal("the front matter is nested too deep", line)
                self.open.append(Given({} if isinstance(event, yaml.MappingStartEvent) else [], line))
                self.names.append(None)
                self.anchored.append(event.anchor)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.names.pop()
                self._add(self.open.pop(), self.anchored.pop())
        return self.root

    @staticmethod
    def _scalar(event: yaml.ScalarEvent, line: int) -> Given:
        if _UNFIT.search(event.value):
            raise _refusal("a value holds a character that cannot be stored", line)
        return Given("" if event.style is None and event.value in _NOTHING else event.value, line)

    def _add(self, given: Given, anchor: str | None, line: int | None = None) -> None:
        if anchor is not None:
            self.anchors[anchor] = given
        if not self.open:
            self.root = given
            return
        around = self.open[-1]
        around.size += given.size
        if around.size > MOST_VALUES:
            raise _refusal("the front matter repeats itself too often (by “&” and “*”)", line or given.line)
        if isinstance(around.value, list):
            around.value.append(given)
        elif isinstance(around.value, dict):
            name = self.names[-1]
            if name is not None:
                around.value[name] = given
                self.names[-1] = None
            elif not isinstance(given.value, str):
                raise _refusal("a name is a text, and no list", line or given.line)
            elif given.value in around.value:
                raise _refusal(f"“{given.value[:40]}” stands twice; keep one of them", line or given.line)
            else:
                self.names[-1] = given.value


def _refusal(problem: str, line: int) -> DocumentError:
    return DocumentError(problem, line=line, code="bad_front_matter")
