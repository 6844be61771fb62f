"""Two editors at one form: what only one changed is put together, what both changed is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from interviews.editorial.models import OpenedState
from interviews.models import Appearance, Interview, Recording, Segment
from interviews.store.beside import draft_beside
from tests.editorial.sent_form import fields_of, opened, send
from tests.editorial.together.steps import asked, contents, decided, form_of, held, page_of, save
from tests.factories import make_interview, make_recording, make_segment, make_speaker

pytestmark = pytest.mark.django_db


def test_what_both_changed_shows_before_mine_and_theirs_and_the_choice_is_saved(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"introduction": "On bright lights.", "rights": "Mine"}
    save(colleague, interview, form_of(colleague, interview) | {"introduction": "On dim lights.", "rights": "Theirs"})

    shown = held(desk, interview, mine)

    assert asked(shown) == ["::introduction", "::rights"]
    assert "On <ins>bright </ins>lights." in shown["html"]
    assert "On <ins>dim </ins>lights." in shown["html"]
    assert shown["introduction"] == "On bright lights."
    assert "Please correct the error" not in shown["html"]
    save(desk, interview, decided(shown, introduction="theirs", rights="mine"))
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("On dim lights.", "Mine")


def test_what_is_not_decided_is_asked_again_and_nothing_is_saved(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine.", "segments-0-answer": "Mine.", "rights": "Mine"}
    theirs = {"introduction": "Theirs.", "segments-0-answer": "Theirs."}
    save(colleague, interview, form_of(colleague, interview) | theirs)
    shown = held(desk, interview, mine)

    again = held(desk, interview, decided(shown, answer="theirs"))

    assert "Choose one of the two." in again["html"]
    assert asked(again) == ["::introduction"]
    assert (again["introduction"], again["segments-0-answer"], again["rights"]) == ("Mine.", "Theirs.", "Mine")
    save(desk, interview, decided(again, every="mine"))
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Mine.", "Mine")
    assert contents(interview)[0] == ("Q1", "Theirs.")


def test_what_was_edited_after_a_choice_is_what_is_saved(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine."}
    save(colleague, interview, form_of(colleague, interview) | {"introduction": "Theirs."})
    shown = decided(held(desk, interview, mine), introduction="typed")

    save(desk, interview, shown | {"introduction": "Of both."})

    interview.refresh_from_db()
    assert interview.introduction == "Of both."


def test_a_third_save_in_between_is_merged_too(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine."}
    save(colleague, interview, form_of(colleague, interview) | {"introduction": "Theirs."})
    shown = held(desk, interview, mine)
    save(colleague, interview, form_of(colleague, interview) | {"rights": "Theirs", "segments-3-answer": "New."})

    again = held(desk, interview, decided(shown, introduction="mine"))

    assert asked(again) == []
    save(desk, interview, decided(again))
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Mine.", "Theirs")
    assert contents(interview)[3] == ("Q4", "New.")


def test_a_third_save_in_between_leaves_open_what_was_open(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine."}
    save(colleague, interview, form_of(colleague, interview) | {"introduction": "Theirs."})
    shown = held(desk, interview, mine)
    save(colleague, interview, form_of(colleague, interview) | {"rights": "Theirs"})

    assert asked(held(desk, interview, decided(shown))) == ["::introduction"]


def test_a_change_back_after_merging_is_a_change(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"rights": "Mine"}
    save(colleague, interview, form_of(colleague, interview) | {"introduction": "Theirs."})
    shown = held(desk, interview, mine)

    save(desk, interview, decided(shown) | {"introduction": "On lights."})

    interview.refresh_from_db()
    assert interview.introduction == "On lights."


def test_a_segment_that_a_colleague_deleted_stays_with_its_uid_where_its_editor_says_so(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    uid = interview.segments.all()[1].uid
    mine = form_of(desk, interview) | {"segments-1-answer": "Mine.", "segments-1-tag_names": "sea, fog"}
    save(colleague, interview, form_of(colleague, interview) | {"segments-1-DELETE": "on"})

    shown = held(desk, interview, mine)

    assert asked(shown) == [f"segments:{uid}:"]
    save(desk, interview, decided(shown, every="mine"))
    assert contents(interview) == [("Q1", "A1."), ("Q2", "Mine."), ("Q3", "A3."), ("Q4", "A4.")]
    segment = interview.segments.get(uid=uid)
    assert sorted(tag.name for tag in segment.tags.all()) == ["fog", "sea"]


def test_a_segment_that_i_deleted_and_a_colleague_edited_is_asked(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"segments-1-DELETE": "on", "segments-2-DELETE": "on"}
    save(colleague, interview, form_of(colleague, interview) | {"segments-1-answer": "Theirs."})

    shown = held(desk, interview, mine)

    assert len(asked(shown)) == 1
    assert "Theirs." in shown["html"]
    assert asked(held(desk, interview, decided(shown))) == asked(shown)
    save(desk, interview, decided(shown, every="mine"))
    assert [question for question, _answer in contents(interview)] == ["Q1", "Q4"]


def test_a_segment_that_i_deleted_can_stay_as_a_colleague_left_it(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"segments-1-DELETE": "on"}
    save(colleague, interview, form_of(colleague, interview) | {"segments-1-answer": "Theirs."})

    save(desk, interview, decided(held(desk, interview, mine), every="theirs"))

    assert contents(interview)[1] == ("Q2", "Theirs.")


def test_both_add_and_move_segments(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"segments-0-position": "4", "segments-4-question": "Mine?"}
    save(
        colleague,
        interview,
        form_of(colleague, interview) | {"segments-4-question": "Theirs?", "segments-4-position": "2"},
    )

    shown = held(desk, interview, mine)

    assert asked(shown) == []
    save(desk, interview, decided(shown))
    assert [question for question, _answer in contents(interview)] == ["Theirs?", "Q2", "Q3", "Q4", "Q1", "Mine?"]


def test_tags_of_both_stay(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"tag_names": "fog", "segments-0-tag_names": "sea, fog"}
    save(colleague, interview, form_of(colleague, interview) | {"tag_names": "rope", "segments-0-tag_names": "rope"})

    shown = held(desk, interview, mine)

    assert asked(shown) == []
    save(desk, interview, decided(shown))
    assert sorted(tag.name for tag in interview.tags.all()) == ["fog", "rope"]
    assert sorted(tag.name for tag in interview.segments.first().tags.all()) == ["fog", "rope"]


def test_another_way_to_write_a_time_is_no_change(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"segments-0-start": "0:0:01"}
    save(colleague, interview, form_of(colleague, interview) | {"segments-0-start": "0:09"})

    shown = held(desk, interview, mine)

    assert asked(shown) == []
    assert shown["segments-0-start"] == "0:09"


def test_people_and_recordings_are_merged_row_by_row(desk: Client, colleague: Client, interview: Interview) -> None:
    make_recording(interview)
    mia = make_speaker("Mia Ek")
    mine = form_of(desk, interview) | {"appearances-0-title": "Mine", "recordings-0-duration": "1:00"}
    theirs = {"appearances-0-organisation": "Theirs", "appearances-1-speaker": str(mia.pk)}
    theirs |= {"recordings-0-url": "https://audio.example/other.mp3"}
    save(colleague, interview, form_of(colleague, interview) | theirs)

    save(desk, interview, decided(held(desk, interview, mine), every="mine"))

    guest, added = interview.appearances.order_by("pk")
    assert (guest.title, guest.organisation) == ("Mine", "Theirs")
    assert added.speaker == mia
    recording = interview.recordings.get()
    assert (recording.url, recording.duration) == ("https://audio.example/other.mp3", timedelta(minutes=1))


def test_a_person_whom_a_colleague_took_out_is_asked_by_name(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"appearances-0-title": "Mine"}
    save(colleague, interview, form_of(colleague, interview) | {"appearances-0-DELETE": "on"})

    shown = held(desk, interview, mine)

    assert "Ola Berg" in shown["html"]
    save(desk, interview, decided(shown, every="mine"))
    assert interview.appearances.get().title == "Mine"
    assert Recording.objects.count() == 0


def test_a_publication_in_the_meantime_stays(desk: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"rights": "Mine"}
    Interview.objects.get(pk=interview.pk).publish()

    shown = held(desk, interview, mine)

    assert asked(shown) == []
    save(desk, interview, decided(shown))
    interview.refresh_from_db()
    assert (interview.is_published, interview.rights, draft_beside(interview).rights) == (True, "", "Mine")


def test_the_button_that_was_pressed_is_offered_again(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"rights": "Mine"}
    save(colleague, interview, form_of(colleague, interview) | {"introduction": "Theirs."})

    shown = held(desk, interview, mine, button="_publish")

    assert 'name="_publish" value="Save and publish"' in shown["html"]
    save(desk, interview, decided(shown), button="_publish")
    interview.refresh_from_db()
    assert interview.is_published


@pytest.mark.slow
def test_five_hundred_segments_are_merged_and_none_is_lost(desk: Client, colleague: Client) -> None:
    interview = make_interview(published=False)
    Segment.objects.bulk_create(
        Segment(interview=interview, position=n, start=timedelta(seconds=n), question=f"Q{n}", answer="A. " * 40)
        for n in range(1, 501)
    )
    mine = form_of(desk, interview) | {f"segments-{n}-answer": f"Mine {n}." for n in range(0, 500, 2)}
    theirs = {f"segments-{n}-answer": f"Theirs {n}." for n in range(1, 500, 2)}
    save(colleague, interview, form_of(colleague, interview) | theirs)

    shown = held(desk, interview, mine)

    assert asked(shown) == []
    save(desk, interview, decided(shown))
    assert [answer for _question, answer in contents(interview)] == [
        f"{'Theirs' if n % 2 else 'Mine'} {n}." for n in range(500)
    ]


def test_where_no_common_state_is_known_everything_that_differs_is_asked(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine."}
    save(colleague, interview, form_of(colleague, interview) | {"rights": "Theirs"})
    OpenedState.objects.all().delete()

    shown = held(desk, interview, mine)

    assert asked(shown) == ["::introduction", "::rights"]


def test_an_interview_that_was_deleted_meanwhile_becomes_a_new_draft_of_what_was_typed(
    desk: Client, interview: Interview
) -> None:
    address = page_of(interview)
    guest = interview.appearances.get()
    interview.segments.update(answered_by=guest)
    mine = form_of(desk, interview) | {"introduction": "Mine.", "segments-1-answer": "Mine.", "segments-3-DELETE": "on"}
    Interview.objects.all().delete()

    response = desk.post(address, mine | {"_save": "1"})
    html = response.content.decode()

    assert response.status_code == 200
    assert "This interview was deleted while you had it open" in html
    assert not Interview.objects.exists()
    new = reverse("admin:interviews_interview_add")
    assert f'action="{new}"' in html
    assert send(desk, new, fields_of(html)).status_code == 302
    copy = Interview.objects.get()
    assert (copy.introduction, copy.status) == ("Mine.", Interview.Status.DRAFT)
    assert contents(copy) == [("Q1", "A1."), ("Q2", "Mine."), ("Q3", "A3.")]
    assert copy.appearances.get().speaker == guest.speaker


def test_who_may_add_no_interview_reads_all_that_was_typed_into_one_that_is_gone(
    typist: Client, interview: Interview
) -> None:
    mine = form_of(typist, interview) | {"introduction": "Mine <b>words</b>.", "segments-1-answer": "Mine too."}
    address = page_of(interview)
    Interview.objects.all().delete()

    response = typist.post(address, mine)

    assert response.status_code == 409
    assert "Mine &lt;b&gt;words&lt;/b&gt;." in response.content.decode()
    assert "Mine too." in response.content.decode()


def test_who_may_look_only_is_refused_as_ever(onlooker: Client, interview: Interview) -> None:
    address = page_of(interview)
    assert onlooker.post(address, {"version": "", "introduction": "Mine."}).status_code == 403
    Interview.objects.all().delete()
    # Django 6.1 tells first that there is none, 5.2 that it may not be changed.
    assert onlooker.post(address, {"introduction": "Mine."}).status_code in {302, 403}
    assert not Interview.objects.exists()


def test_who_sees_fewer_fields_is_asked_of_those_alone(typist: Client, desk: Client, interview: Interview) -> None:
    mine = opened(typist, page_of(interview)) | {"segments-0-answer": "Mine."}
    assert not any(name.startswith("appearances") for name in mine)
    save(desk, interview, form_of(desk, interview) | {"segments-1-answer": "Theirs.", "appearances-0-title": "New"})

    shown = held(typist, interview, mine)

    assert asked(shown) == []
    save(typist, interview, decided(shown))
    assert contents(interview)[:2] == [("Q1", "Mine."), ("Q2", "Theirs.")]
    assert Appearance.objects.get().title == "New"


def test_a_state_that_was_first_opened_by_who_sees_less_is_kept_whole_when_another_opens_it(
    typist: Client, desk: Client, colleague: Client, interview: Interview
) -> None:
    opened(typist, page_of(interview))
    mine = form_of(desk, interview) | {"appearances-0-title": "Mine"}
    save(colleague, interview, form_of(colleague, interview) | {"appearances-0-organisation": "Theirs"})

    assert asked(held(desk, interview, mine)) == []


@pytest.mark.parametrize("uid", ["", "a b", "x" * 41, "<b>"])
def test_no_name_of_a_segment_can_be_made_up(desk: Client, interview: Interview, uid: str) -> None:
    taken = interview.segments.first().uid
    fields = form_of(desk, interview) | {"segments-4-question": "New?", "segments-4-again": taken}
    if len(uid) <= 40:
        save(desk, interview, fields | {"segments-4-again": uid})
    else:
        save(desk, interview, fields)
    new = interview.segments.get(question="New?")
    assert new.uid not in (taken, uid)
    assert len(new.uid) == 8


def test_what_differs_from_the_saved_page_is_marked(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"segments-0-answer": "Mine."}
    save(colleague, interview, form_of(colleague, interview) | {"segments-1-answer": "Theirs."})

    assert held(desk, interview, mine)["html"].count("not as saved") == 1


def test_one_who_saved_in_another_window_is_told_so(desk: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"rights": "Mine"}
    save(desk, interview, form_of(desk, interview) | {"introduction": "Also mine."})

    assert "You saved this interview in another window" in held(desk, interview, mine)["html"]


def test_who_changed_it_by_other_means_is_someone_else(desk: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"rights": "Mine"}
    row = Interview.objects.get(pk=interview.pk)
    make_segment(row, 9, question="Q9")
    row.introduction = "Imported."
    row.save()

    shown = held(desk, interview, mine)

    assert "someone else changed this interview" in shown["html"]
    assert shown["introduction"] == "Imported."
