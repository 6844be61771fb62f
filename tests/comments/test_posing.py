"""Names that look like somebody else's."""

from __future__ import annotations

import pytest

from interviews.comments.posing import poses

TAKEN = ["Anne Miller", "Ole Li", "Rédaction"]


@pytest.mark.parametrize(
    "name",
    [
        "Anne Miller",
        "anne  MILLER",
        "Anne Miller (guest)",
        "Dr. Anne Miller",
        "А\u043d\u043d\u0435 Miller".replace("\u043d", "n"),  # Cyrillic А and е
        "Anne Mi\u217c\u217cer",  # Roman numeral fifty
        "Anne M1ller",
        "AnneMiIler",
        "Änné Miller",
        "Anne Miller\u200d",
        "\uff21nne Miller",  # full width
        "Redaction",
        "The editor",
        "Anпe Miller".replace("п", "n"),
    ],
)
def test_a_name_that_looks_like_one_taken_poses(name: str) -> None:
    assert poses(name, [*TAKEN, "editor"])


@pytest.mark.parametrize("name", ["Anne Milne", "Miller", "Anne", "Mia Ek", "张伟", "Ola", "👩‍👩‍👧", "—"])
def test_other_names_do_not(name: str) -> None:
    assert not poses(name, TAKEN)


def test_a_taken_name_of_a_few_letters_is_in_too_many_others() -> None:
    assert not poses("Bob Lister", ["Li"])
