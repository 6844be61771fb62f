"""Questions that ask the same are found, and others are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.questions import MOST_OF_ONE, Question, Questions, sentences

ASKED = {
    "lessons": [
        "What lessons have you learned?",
        "You have had a long career. What were the biggest lessons you learned along the way?",
        "What are the top lessons you want to share, with the stories behind them?",
        "Looking back, which lesson learned would you pass on to a younger colleague?",
    ],
    "profession": [
        "Do you feel computing should be a recognised profession on par with accounting and medicine?",
        "Should computing be a profession like medicine or law, with demonstrated professional development?",
        "What is your view on computing as a recognised profession?",
    ],
    "predictions": [
        "What are your predictions for the future, and how can we best prepare?",
        "Give us your predictions of future trends and their implications.",
        "Can you make some predictions for the next five years?",
    ],
    "resources": [
        "Can you recommend some resources for our readers?",
        "Which resources do you find useful and would recommend to our readers?",
        "What resources would you recommend?",
    ],
    "childhood": ["Did you take machines apart as a child?"],
    "harbour": ["How was the harbour light run before there was electricity?"],
    "budget": ["The ministry cut the budget in 1994. How did the station go on?"],
    "storms": ["Were you ever afraid in a storm?"],
}


def all_questions() -> list[Question]:
    return [
        Question((theme, number), number, text) for theme, texts in ASKED.items() for number, text in enumerate(texts)
    ]


def test_questions_that_ask_the_same_of_several_guests_stand_together() -> None:
    groups = Questions(all_questions()).groups()
    found = [{question.key[0] for question in group} for group in groups]
    assert all(len(themes) == 1 for themes in found), found
    assert {theme for themes in found for theme in themes} == {"lessons", "profession", "predictions", "resources"}


def test_every_wording_is_found() -> None:
    found = {question.key for group in Questions(all_questions()).groups() for question in group}
    assert found == {key for key in (question.key for question in all_questions()) if len(ASKED[key[0]]) > 1}


def test_what_is_asked_of_two_guests_only_is_no_group_of_three() -> None:
    twice = [Question(number, number, "Which lighthouse would you keep?") for number in (1, 2)]
    assert Questions(twice).groups(fewest=3) == []
    assert len(Questions(twice).groups(fewest=2)) == 1


def test_one_interview_that_repeats_itself_is_no_group() -> None:
    assert Questions(Question(n, "one", "Which lighthouse would you keep?") for n in range(5)).groups(fewest=2) == []


def test_what_leads_to_a_question_is_no_part_of_it() -> None:
    assert sentences("The ministry closed the harbour station in 1994. Were you afraid?") == []
    assert sentences("The harbour closed. Which storm frightened you most?") == [{"storm", "fright"}]


def test_french_questions_are_read_too() -> None:
    texts = [
        "Quelles leçons avez-vous tirées de votre carrière ?",
        "Avec le recul, quelles leçons tirez-vous de votre carrière ?",
        "Quelle est la leçon la plus importante de votre carrière ?",
    ]
    (group,) = Questions(Question(n, n, text) for n, text in enumerate(texts)).groups()
    assert len(group) == 3


@pytest.mark.parametrize("text", ["", "Why?", "?!?…", "12", "\0", "’’’"])
def test_what_says_nothing_is_like_nothing(text: str) -> None:
    assert Questions([Question(1, 1, text), Question(2, 2, text)]).like(1) == {}


def test_a_very_long_question_counts_by_its_last_sentences() -> None:
    assert len(sentences("Which harbour light was brightest? " * 1000)) == MOST_OF_ONE


@given(st.lists(st.text(max_size=80), max_size=12))
def test_nearness_is_mutual_and_no_question_is_in_two_groups(texts: list[str]) -> None:
    questions = Questions(Question(n, n, text) for n, text in enumerate(texts))
    for one in range(len(texts)):
        for other, nearness in questions.like(one).items():
            assert questions.like(other)[one] == pytest.approx(nearness)
    grouped = [question.key for group in questions.groups(fewest=2) for question in group]
    assert len(grouped) == len(set(grouped))
