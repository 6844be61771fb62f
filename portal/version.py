"""The version of this software, as pyproject.toml says it. PURE: knows no Django."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    with (Path(__file__).resolve().parent.parent / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def in_order(version: str) -> tuple[int, ...]:
    """To be compared: ``0.10.1`` comes after ``0.9``. Raises ValueError where it is no version."""
    return tuple(int(part) for part in version.split("."))
