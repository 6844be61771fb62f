"""Whatever is sent as a comment is taken or refused at a field, and never an error."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from interviews.comments import typed
from interviews.comments.models import Comment
from interviews.models import Interview
from tests.factories import make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db

AWKWARD = st.sampled_from(
    ["\0", "\ud800", "\u202e", "<script>", "](javascript:x)", "0" * 5000, "\r\n\r\n", "%", "é" * 61]
)
ANYTHING = st.one_of(st.text(max_size=80), st.lists(st.one_of(AWKWARD, st.text(max_size=9)), max_size=6).map("".join))
FIELDS = ("name", "email", "url", "body", "moment", "question", "follow", "parent", "segment", "topic", "stamp")


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    make_recording(interview)
    make_segment(interview, 18, question="Who lit the lamp?")
    return interview


@example(given_form={"body": "Words of mine."}, named=True)
@given(given_form=st.dictionaries(st.sampled_from(FIELDS), ANYTHING), named=st.booleans())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_form_is_taken_or_refused_in_words(
    client: Client, interview: Interview, given_form: dict[str, str], named: bool
) -> None:
    form = {
        name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in given_form.items()
    }
    if named:  # so that some come through
        form |= {"name": "Mia Ek", "email": "", "url": "", "moment": "", "parent": "", "topic": ""}
    with transaction.atomic():
        answer = client.post("/interviews/ola-berg/comments/", form, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in (303, 403, 422)
        if answer.status_code == 303:
            comment = Comment.objects.get()
            assert comment.body == typed.paragraphs(form["body"])
            page = client.get(answer["Location"].partition("#")[0])
            assert page.status_code in (200, 302, 303)
        else:
            assert Comment.objects.count() == 0
        transaction.set_rollback(True)
