"""Contenders measured in turn, round by round: what else the machine does meets all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median


def alternating(contenders: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each measured, by round. Every other round goes the other way round."""
    measured: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        names = list(contenders)
        for name in reversed(names) if number % 2 else names:
            measured[name].append(contenders[name]())
    return measured


def ratio(ones: Sequence[float], others: Sequence[float]) -> float:
    """The median of the rounds' own ratios."""
    return median(one / other for one, other in zip(ones, others, strict=True))


class Table:
    """Rows of a Markdown table, each written as soon as it is known."""

    def __init__(self, *columns: str) -> None:
        self._widths = [max(len(column), 9) for column in columns]
        self._widths[0] = 44
        self.row(*columns)
        print(
            "|"
            + "|".join("-" * (width + 1) + (":" if place else "-") for place, width in enumerate(self._widths))
            + "|"
        )

    def row(self, *cells: str) -> None:
        first, *others = zip(cells, self._widths, strict=True)
        told = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        print(f"| {' | '.join(told)} |", flush=True)
