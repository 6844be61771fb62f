"""Two changes of one text become one."""

from __future__ import annotations

import pytest

from interviews.documents.joined_words import joined_words

BASE = "The lamp was lit in 1903, by my father."


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (BASE, BASE, BASE),
        (BASE.replace("1903", "1908"), BASE, BASE.replace("1903", "1908")),
        (BASE, BASE.replace("father", "uncle"), BASE.replace("father", "uncle")),
        (
            BASE.replace("1903", "1908"),
            BASE.replace("father", "uncle"),
            "The lamp was lit in 1908, by my uncle.",
        ),
        (BASE.replace("1903", "1908"), BASE.replace("1903", "1908"), BASE.replace("1903", "1908")),
        (f"Yes. {BASE}", f"{BASE} Twice.", f"Yes. {BASE} Twice."),
        (BASE.replace("lamp ", ""), f"{BASE}\n\nAnd so on.", f"{BASE.replace('lamp ', '')}\n\nAnd so on."),
    ],
)
def test_what_either_changed_is_in_it(one, other, joined):
    assert joined_words(BASE, one, other) == joined
    assert joined_words(BASE, other, one) == joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BASE.replace("1903", "1908"), BASE.replace("1903", "1904")),
        (f"{BASE} Yes.", f"{BASE} No."),
        ("", BASE.replace("lamp", "light")),
    ],
)
def test_where_both_changed_the_same_words_nobody_guesses(one, other):
    assert joined_words(BASE, one, other) is None
