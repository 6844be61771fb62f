"""Names in the words of a note."""

from __future__ import annotations

import pytest

from interviews.editorial.mentions import matched, names_in


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("@ann look here", ["ann"]),
        ("Ask @Bo. Or (@ann), or @ann-marie!", ["Bo", "ann", "ann-marie"]),
        ("@ann and @ann again", ["ann"]),
        ("@mia@example.org, please", ["mia@example.org"]),
        ("write to mia@example.org", []),
        ("at @ 3, and @@", []),
        ("@søren", ["søren"]),
        ("", []),
    ],
)
def test_a_name_stands_behind_a_sign_of_its_own(words: str, names: list[str]) -> None:
    assert names_in(words) == names


def test_a_name_means_one_account_and_is_else_unknown() -> None:
    accounts = ["ann", "Bo", "Eva", "eva"]
    assert matched(["ann", "bo", "eva", "EVA", "jan"], accounts) == (
        {"ann": "ann", "bo": "Bo", "eva": "eva"},
        ["EVA", "jan"],
    )
