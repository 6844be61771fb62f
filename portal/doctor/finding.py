"""What was found. PURE: knows no Django."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["ok", "advice", "wrong"]


class Finding(NamedTuple):
    """`cure` is a command, or what to set; empty where nothing is to be done."""

    name: str
    state: State
    told: str
    cure: str = ""


def ok(name: str, told: str = "ok") -> Finding:
    return Finding(name, "ok", told)


def advice(name: str, told: str, cure: str) -> Finding:
    return Finding(name, "advice", told, cure)


def wrong(name: str, told: str, cure: str) -> Finding:
    return Finding(name, "wrong", told, cure)
