"""The pure rules of moderation, as a table: what is known of a comment, and what becomes of it."""

from __future__ import annotations

import itertools

import pytest

from interviews.comments.moderation import (
    LINKS_OF_STRANGERS,
    LINKS_OF_TRUSTED,
    MANY_LINKS,
    MANY_REPEATS,
    Reason,
    Rules,
    Submission,
    Verdict,
    after_edit,
    has_forum_markup,
    judge,
)

OPEN, FIRST = Rules(mode="open"), Rules(mode="approve_first")
TRUSTING = Rules(mode="approve_first", trusted_after=2)

TABLE = [
    # what is known, the rules, the status, the reasons
    ({}, FIRST, "pending", []),
    ({}, OPEN, "approved", []),
    ({"approved_before": 1}, TRUSTING, "pending", []),
    ({"approved_before": 2}, TRUSTING, "approved", []),
    ({"approved_before": 9}, FIRST, "pending", []),
    ({"approved_before": 0}, Rules(trusted_after=0), "pending", []),
    ({"voice": True}, FIRST, "approved", []),
    ({"voice": True, "links": 40, "age": 0.1, "trap": True}, FIRST, "approved", []),
    ({"trap": True}, OPEN, "spam", ["trap"]),
    ({"trap": True, "approved_before": 9}, TRUSTING, "spam", ["trap"]),
    ({"forum_markup": True}, OPEN, "spam", ["forum_markup"]),
    ({"links": LINKS_OF_STRANGERS}, OPEN, "approved", []),
    ({"links": LINKS_OF_STRANGERS + 1}, OPEN, "pending", ["links"]),
    ({"links": MANY_LINKS}, FIRST, "pending", ["links"]),
    ({"links": MANY_LINKS + 1}, FIRST, "spam", ["many_links"]),
    ({"links": LINKS_OF_STRANGERS + 1, "approved_before": 2}, TRUSTING, "approved", []),
    ({"links": LINKS_OF_TRUSTED + 1, "approved_before": 2}, TRUSTING, "pending", ["links"]),
    ({"repeats": 1}, OPEN, "pending", ["repeated"]),
    ({"repeats": MANY_REPEATS}, OPEN, "spam", ["repeated"]),
    ({"age": 1.0}, OPEN, "pending", ["quick"]),
    ({"age": None}, OPEN, "pending", ["no_stamp"]),
    ({"poses": True}, OPEN, "pending", ["poses"]),
    ({"poses": True, "approved_before": 5}, TRUSTING, "pending", ["poses"]),
    ({"blocked": {"hold"}}, OPEN, "pending", ["blocked"]),
    ({"blocked": {"hold", "spam"}}, OPEN, "spam", ["blocked"]),
    ({"blocked": {"hold", "refuse"}}, OPEN, "", ["blocked"]),
    ({"blocked": {"refuse"}, "voice": True}, OPEN, "", ["blocked"]),
    ({"service": "ham"}, OPEN, "approved", []),
    ({"service": "spam"}, OPEN, "spam", ["spam_service"]),
    ({"service": "down"}, OPEN, "pending", ["service_down"]),
    ({"service": "down", "approved_before": 2}, TRUSTING, "pending", ["service_down"]),
    ({"poses": True, "age": None}, OPEN, "pending", ["poses", "no_stamp"]),
]


def submission(**known):
    blocked = frozenset(known.pop("blocked", ()))
    return Submission(blocked=blocked, **known)


@pytest.mark.parametrize(("known", "rules", "status", "reasons"), TABLE)
def test_what_becomes_of_a_comment(known, rules, status, reasons):
    verdict = judge(submission(**known), rules)
    assert (verdict.status, [str(reason) for reason in verdict.reasons]) == (status, reasons)
    assert verdict.refused == (status == "")


SIGNS = {
    "links": [0, 3, 9, 11],
    "trap": [False, True],
    "age": [None, 1.0, 60.0],
    "repeats": [0, 1, 3],
    "blocked": [(), ("hold",), ("spam",)],
    "poses": [False, True],
    "approved_before": [0, 5],
    "service": ["", "ham", "spam", "down"],
}


@pytest.mark.parametrize("rules", [OPEN, FIRST, TRUSTING], ids=["open", "approve first", "trusting"])
def test_a_stranger_is_shown_at_once_only_where_nothing_speaks_against_it(rules):
    for values in itertools.product(*SIGNS.values()):
        known = dict(zip(SIGNS, values, strict=True))
        verdict = judge(submission(**known), rules)
        if verdict.status == "approved":
            assert verdict == Verdict("approved")
            assert not known["trap"]
            assert not known["poses"]
            assert not known["blocked"]
            assert known["service"] in ("", "ham")
            assert rules is OPEN or (rules is TRUSTING and known["approved_before"] >= 2)


def test_the_links_of_forums_are_known_and_brackets_are_not_theirs():
    assert has_forum_markup("[URL=https://a.example]a[/URL]")
    assert not has_forum_markup("He [the keeper] left. [link](https://a.example)")


EDITS = [
    # the status, why it was held, whether it has a voice, what the new words deserve, the status then, and why
    ("approved", [], False, Verdict("pending"), "pending", ["edited"]),
    ("approved", [], False, Verdict("approved"), "approved", []),
    ("approved", ["links"], False, Verdict("approved"), "approved", []),
    ("approved", [], False, Verdict("spam", (Reason.BLOCKED,)), "spam", ["edited", "blocked"]),
    ("approved", ["quick"], False, Verdict("pending", (Reason.LINKS,)), "pending", ["edited", "links", "quick"]),
    ("approved", [], True, Verdict("approved"), "approved", []),
    ("pending", [], False, Verdict("approved"), "pending", []),
    ("pending", ["links"], False, Verdict("approved"), "pending", []),
    ("pending", ["links", "quick"], False, Verdict("pending", (Reason.POSES,)), "pending", ["quick", "poses"]),
    ("pending", ["edited"], False, Verdict("approved"), "pending", ["edited"]),
    ("pending", [], False, Verdict("spam", (Reason.FORUM_MARKUP,)), "spam", ["forum_markup"]),
    ("spam", ["many_links"], False, Verdict("approved"), "spam", ["many_links"]),
    ("spam", ["many_links"], False, Verdict("pending", (Reason.BLOCKED,)), "spam", ["many_links", "blocked"]),
    ("spam", ["of a later version"], False, Verdict("approved"), "spam", []),
]


@pytest.mark.parametrize(("status", "before", "voice", "deserves", "then", "why"), EDITS)
def test_words_that_nobody_read_are_not_public_after_an_edit(status, before, voice, deserves, then, why):
    verdict = after_edit(status, before, deserves, voice=voice)
    assert (verdict.status, [str(reason) for reason in verdict.reasons]) == (then, why)


@pytest.mark.parametrize("status", ["approved", "pending", "spam"])
def test_an_edit_that_a_rule_refuses_is_refused_whatever_the_comment_is(status):
    assert after_edit(status, [], judge(submission(blocked={"refuse"}), OPEN), voice=False).refused
