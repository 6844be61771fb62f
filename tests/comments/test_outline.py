"""How a conversation is laid out: threads, pages, what is folded, where each comment is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviews.comments.outline import (
    DEEPEST_SHOWN,
    FIRST_PAGE_LENGTH,
    PAGE_LENGTH,
    SHOWN_REPLIES,
    Outline,
    Reply,
    Row,
    Sort,
    Thread,
    outline,
    pages,
)


def rows(*places: tuple[int, int | None, int | None]) -> Outline:
    return outline(Row(pk, parent, root, None) for pk, parent, root in places)


def test_each_reply_stands_after_what_it_answers_and_siblings_as_they_were_written() -> None:
    drawn = rows((1, None, None), (2, 1, 1), (3, None, None), (4, 1, 1), (5, 2, 1), (6, 5, 1), (7, 6, 1))
    first, second = drawn.threads
    assert first == Thread(1, (Reply(2, 1), Reply(5, 2), Reply(6, 2), Reply(7, 2), Reply(4, 1)))
    assert second == Thread(3, ())
    assert drawn.numbers == {pk: pk for pk in range(1, 8)}


def test_what_answers_something_unseen_hangs_on_the_beginning_of_its_thread() -> None:
    (thread,) = rows((1, None, None), (3, 2, 1), (4, 3, 1)).threads
    assert thread.replies == (Reply(3, 1), Reply(4, 2))


def test_a_thread_whose_beginning_may_not_be_seen_keeps_its_place() -> None:
    drawn = rows((1, None, None), (3, 2, 2), (4, None, None))
    assert [(thread.root, thread.is_rooted) for thread in drawn.threads] == [(1, True), (2, False), (4, True)]
    assert drawn.thread_of(2) == drawn.threads[1]
    assert len(drawn) == 3


def test_a_single_reply_is_never_folded_away() -> None:
    def thread(replies: int) -> Thread:
        return Thread(1, tuple(Reply(pk, 1) for pk in range(2, 2 + replies)))

    assert thread(SHOWN_REPLIES + 1).folded == 0
    assert (len(thread(SHOWN_REPLIES + 2).shown), thread(SHOWN_REPLIES + 2).folded) == (SHOWN_REPLIES, 2)
    assert [thread(replies).page_count for replies in (0, PAGE_LENGTH, PAGE_LENGTH + 1)] == [1, 1, 2]


def test_threads_are_read_oldest_first_newest_first_or_by_how_much_was_replied() -> None:
    drawn = rows((1, None, None), (2, None, None), (3, None, None), (4, 2, 2), (5, 3, 3))
    assert [thread.root for thread in drawn.sorted(Sort.OLDEST)] == [1, 2, 3]
    assert [thread.root for thread in drawn.sorted(Sort.NEWEST)] == [3, 2, 1]
    assert [thread.root for thread in drawn.sorted(Sort.MOST_REPLIED)] == [2, 3, 1]


def test_a_filter_keeps_whole_threads_and_the_numbers_that_comments_have() -> None:
    drawn = outline([Row(1, None, None, 7), Row(2, 1, 1, 7), Row(3, None, None, None), Row(4, 3, 3, 8)])
    assert [thread.root for thread in drawn.about(7).threads] == [1]
    assert [thread.root for thread in drawn.about(8).threads] == [3]
    assert drawn.about(8).numbers[4] == 4
    assert drawn.on == {7: 2, 8: 1}


def test_nobody_has_said_anything() -> None:
    assert pages(rows().threads) == [[]]


@st.composite
def conversations(draw: st.DrawFn) -> list[Row]:
    """Any forest, oldest first, of which some may not be seen."""
    roots: dict[int, int | None] = {}
    seen = []
    for pk in range(1, draw(st.integers(0, 80)) + 1):
        parent = draw(st.one_of(st.none(), st.sampled_from(sorted(roots)))) if roots else None
        roots[pk] = None if parent is None else roots[parent] or parent
        if draw(st.integers(0, 4)):
            seen.append(Row(pk, parent, roots[pk], draw(st.sampled_from([None, 7, 8]))))
    return seen


@given(conversations())
def test_every_comment_stands_once_on_one_page_and_is_found_there(given_rows: list[Row]) -> None:
    drawn = outline(given_rows)
    paged = pages(drawn.threads)
    standing = [pk for page in paged for thread in page for pk in (thread.root, *(one.pk for one in thread.replies))]
    unrooted = {thread.root for thread in drawn.threads if not thread.is_rooted}
    assert sorted(standing) == sorted({row.pk for row in given_rows} | unrooted)
    assert all(thread.replies for thread in drawn.threads if not thread.is_rooted)
    for row in given_rows:
        thread = drawn.thread_of(row.pk)
        assert thread is not None and row.pk in (thread.root, *(reply.pk for reply in thread.replies))
    for thread in drawn.threads:
        places = [thread.root, *(reply.pk for reply in thread.replies)]
        for place, reply in enumerate(thread.replies, start=1):
            parent = drawn.rows[reply.pk].parent
            assert 1 <= reply.level <= DEEPEST_SHOWN
            assert places.index(parent if parent in drawn.rows else thread.root) < place
    for number, page in enumerate(paged[:-1]):
        assert sum(1 + len(thread.shown) for thread in page) <= (PAGE_LENGTH if number else FIRST_PAGE_LENGTH)


@given(conversations())
def test_counts_of_segments_add_up(given_rows: list[Row]) -> None:
    drawn = outline(given_rows)
    assert sum(drawn.on.values()) == sum(row.segment is not None for row in given_rows)
