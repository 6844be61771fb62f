"""What can be wrong with a file, in words for the person who sent it."""

from __future__ import annotations

from dataclasses import dataclass


class DocumentError(Exception):
    """A file that cannot become an interview. `problem` says what is wrong and the cure; `line` where (from 1)."""

    def __init__(self, problem: str, *, line: int | None = None, code: str = "unreadable") -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.code = code

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}" if self.line else self.problem


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something a reader guessed, mended or could not use. The interview goes in; an editor should look.

    `line` counts from 1 in the file as it was sent; None speaks of the whole file.
    """

    line: int | None
    code: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message
