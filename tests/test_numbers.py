"""Whole numbers as they are typed."""

from __future__ import annotations

import pytest

from interviews.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " ", "x", "-1", "+1", "1.5", "1e3", "1 2", "1\n", "²", "٣", "1" * 16, "9" * 5000])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None
