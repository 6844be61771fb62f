"""`check_interviews` says of all interviews what the desk says of one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.documents.linting import lint
from interviews.editorial.links import round as rounds
from interviews.editorial.readiness import flaws_of
from interviews.models import Interview
from interviews.retrieve import document_of
from tests.factories import make_cues, make_interview, make_recording, make_segment, make_transcript

pytestmark = pytest.mark.django_db
#: The interviews, their people, recordings, segments and transcripts.
OF_A_PORTION = 5


def checked(capsys: Any, *arguments: str) -> tuple[str, int]:
    """What was written, and the exit status."""
    try:
        call_command("check_interviews", *arguments)
        code = 0
    except CommandError as error:
        code = error.returncode
    return capsys.readouterr().out, code


def test_it_tells_findings_by_interview_and_fails_where_the_public_is_concerned(capsys: Any) -> None:
    interview = make_interview(title="Of tides", slug="of-tides")
    for second in (1, 9, 5):
        make_segment(interview, second)
    told, code = checked(capsys)
    assert code == 1
    assert "of-tides (published): Of tides\n  blocks  guest_missing: Nobody is named" in told
    assert "  advice  times_backward: 0:05: 0:05 comes after 0:09." in told
    assert "1 interviews, 4 findings" in told


def test_a_draft_with_findings_is_no_failure(capsys: Any) -> None:
    make_interview(title="Of tides", published=False)
    told, code = checked(capsys)
    assert code == 0
    assert "guest_missing" in told


def test_advice_alone_is_no_failure_and_can_be_left_out(capsys: Any) -> None:
    make_interview(guest="Ola Berg")
    told, code = checked(capsys, "--blocking")
    assert (code, told) == (0, "1 interviews, 0 findings\n")
    assert "rights_missing" in checked(capsys)[0]


def test_it_looks_at_those_that_are_named_public_or_changed(capsys: Any) -> None:
    for slug in ("a", "b"):
        make_interview(title=slug.upper(), slug=slug, published=slug == "a")
    Interview.objects.filter(slug="a").update(updated_at="2015-09-14T10:00Z")

    def looked_at(*arguments: str) -> list[str]:
        return [one["slug"] for one in json.loads(checked(capsys, "--json", *arguments)[0])]

    assert looked_at() == ["a", "b"]
    assert looked_at("b") == ["b"]
    assert looked_at("--published") == ["a"]
    assert looked_at("--changed-since", "2015-09-15") == ["b"]
    assert looked_at("--changed-since", "2015-09-14T09:00+00:00", "a") == ["a"]
    assert looked_at("b", "--published") == []


def test_json_says_where_each_finding_stands(capsys: Any) -> None:
    interview = make_interview(guest="Ola Berg", rights="CC BY 4.0", slug="ola-berg")
    make_segment(interview, 61, uid="k2", question="Why? " * 30)
    told, code = checked(capsys, "--json")
    (one,) = json.loads(told)
    by_code = {finding["code"]: finding for finding in one["findings"]}
    assert (code, one["slug"], one["status"], one["url"]) == (0, "ola-berg", "published", "/interviews/ola-berg/")
    assert set(by_code) == {"biography_missing", "recording_missing", "label_missing"}
    assert by_code["label_missing"] | {"advice": ""} == {
        "code": "label_missing",
        "blocking": False,
        "where": "segment:0",
        "field": "label",
        "segment": "k2",
        "start": "1:01",
        "message": "It has no label, and its words are 149 letters long.",
        "advice": "",
    }


@pytest.mark.parametrize("arguments", [["nobody"], ["--changed-since", "yesterday"]])
def test_what_is_not_there_is_wrong_usage(capsys: Any, arguments: list[str]) -> None:
    make_interview()
    with pytest.raises(CommandError) as raised:
        call_command("check_interviews", *arguments)
    assert raised.value.returncode in (1, 2)
    assert arguments[-1] in str(raised.value)


def test_the_queries_are_those_of_the_portions_and_nobody_is_left_out(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 3)

    def add(count: int) -> None:
        for _one in range(count):
            make_segment(make_interview(), 1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            told, _code = checked(capsys, "--json")
        assert len(json.loads(told)) == Interview.objects.count()
        return len(asked)

    add(1)
    one = queries()
    add(2)
    assert queries() == one
    add(3)
    assert queries() == one + OF_A_PORTION
    add(6)
    assert queries() == one + 3 * OF_A_PORTION


def test_the_rows_say_to_the_linter_what_the_whole_document_says() -> None:
    """It is given neither tags nor the words of a transcript, and misses neither."""
    interview = make_interview(guest="Ola Berg", host="Jo Doe", provenance="https://tape.example")
    make_segment(interview, 30, tags=("sea",))
    make_segment(interview, 9, answer="")
    make_recording(interview)
    make_cues(make_transcript(interview), [(0, "Ola Berg", "It was bright.")])
    assert flaws_of(interview) == lint(document_of(interview))
