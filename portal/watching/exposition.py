"""Figures in the text format of Prometheus (version 0.0.4). PURE: knows no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Before each name.
PREFIX = "interviews_"


class Sample(NamedTuple):
    """`suffix` is what a histogram adds to its name."""

    labels: dict[str, str]
    value: float
    suffix: str = ""


class Metric(NamedTuple):
    name: str
    kind: str
    about: str
    samples: list[Sample]


def text_of(metrics: Iterable[Metric]) -> str:
    """Those without a sample are left out."""
    return "".join(line for metric in metrics if metric.samples for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    name = PREFIX + metric.name
    yield f"# HELP {name} {_escaped(metric.about)}\n# TYPE {name} {metric.kind}\n"
    for labels, value, suffix in metric.samples:
        told = ",".join(f'{key}="{_escaped(said, quoted=True)}"' for key, said in labels.items())
        yield f"{name}{suffix}{f'{{{told}}}' if told else ''} {value:.17g}\n"


def _escaped(text: str, quoted: bool = False) -> str:
    text = text.replace("\\", r"\\").replace("\n", r"\n")
    return text.replace('"', r"\"") if quoted else text
