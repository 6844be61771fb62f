"""The words for what the rules know by numbers and short names."""

from __future__ import annotations

import pytest

from interviews.comments.wording import wait_in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (90, "1 minute 30 seconds"), (121, "3 minutes"), (3600, "1 hour"), (7201, "3 hours")],
)
def test_a_wait_is_told_in_the_unit_in_which_one_thinks_of_it(seconds: int, words: str) -> None:
    assert wait_in_words(seconds) == words
