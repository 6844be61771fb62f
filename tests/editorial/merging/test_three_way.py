"""Two states of a page, made from one, become one: nothing that either wrote goes without a word."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from interviews.editorial.merging.page import Kinds, Page, Place, Row
from interviews.editorial.merging.three_way import Merged, merge

KINDS = Kinds(sets=frozenset({"tags"}))


def rows(**values: str) -> tuple[Row, ...]:
    return tuple(Row(key, {"text": text}) for key, text in values.items())


def page(title: str = "", tags: str = "", segments: tuple[Row, ...] = ()) -> Page:
    return Page({"title": title, "tags": tags}, {"segments": segments})


def segments(merged: Merged) -> dict[str, str]:
    return {row.key: row.values["text"] for row in merged.page.lists["segments"]}


def test_what_only_one_side_changed_is_taken() -> None:
    merged = merge(page("A", segments=rows(a="1", b="1")), page("B", segments=rows(a="1", b="2")),
                   page("A", segments=rows(a="3", b="1")), KINDS)  # fmt: skip
    assert merged.page.fields["title"] == "B"
    assert segments(merged) == {"a": "3", "b": "2"}
    assert merged.conflicts == ()
    assert set(merged.taken) == {Place("segments", "a", "text")}
    assert set(merged.kept) == {Place("", "", "title"), Place("segments", "b", "text")}


def test_what_both_changed_is_asked_and_stays_mine_until_then() -> None:
    merged = merge(page("A"), page("Mine"), page("Theirs"), KINDS)
    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("A", "Mine", "Theirs")
    assert merged.page.fields["title"] == "Mine"


def test_the_same_change_of_both_is_no_question() -> None:
    merged = merge(page("A\nb"), page("C\r\nd "), page("C\nd"), KINDS)
    assert (merged.conflicts, merged.taken, merged.kept) == ((), (), ())


def test_tags_merge_as_sets() -> None:
    merged = merge(page(tags="sea fog"), page(tags="sea rope"), page(tags="fog Lamp sea"), KINDS)
    assert set(merged.page.fields["tags"].split()) == {"sea", "rope", "Lamp"}
    assert merged.conflicts == ()


def test_a_row_that_they_deleted_goes_where_i_left_it_alone_and_is_asked_where_i_did_not() -> None:
    base = page(segments=rows(a="1", b="1"))
    merged = merge(base, page(segments=rows(a="1", b="2")), page(), KINDS)
    assert segments(merged) == {"b": "2"}
    (conflict,) = merged.conflicts
    assert conflict.place == Place("segments", "b", "")
    assert (conflict.mine, conflict.theirs) == ("", None)


def test_a_row_that_i_deleted_goes_where_they_left_it_alone_and_is_asked_where_they_did_not() -> None:
    mine = page(segments=tuple(Row(key, {"text": "1"}, deleted=True) for key in "ab"))
    merged = merge(page(segments=rows(a="1", b="1")), mine, page(segments=rows(a="1", b="2")), KINDS)
    assert segments(merged) == {"b": "2"}
    (conflict,) = merged.conflicts
    assert (conflict.place, conflict.mine, conflict.theirs) == (Place("segments", "b", ""), None, "")


def test_a_row_that_i_did_not_send_is_not_deleted() -> None:
    base = page(segments=rows(a="1", b="1"))
    assert segments(merge(base, page(segments=rows(a="2")), base, KINDS)) == {"a": "2", "b": "1"}


def test_rows_that_were_added_on_both_sides_are_all_there() -> None:
    base = page(segments=rows(a="1"))
    mine = page(segments=(Row("+0", {"text": "mine"}), *rows(a="1")))
    merged = merge(base, mine, page(segments=rows(a="1", c="theirs")), KINDS)
    assert segments(merged) == {"+0": "mine", "a": "1", "c": "theirs"}
    assert list(segments(merged)) == ["+0", "a", "c"]
    assert merged.conflicts == ()


def test_without_a_known_base_each_difference_is_asked() -> None:
    merged = merge(None, page("Mine", segments=rows(a="1", b="1")), page("Theirs", segments=rows(a="2", c="1")), KINDS)
    places = {str(conflict.place) for conflict in merged.conflicts}
    assert places == {"::title", "segments:a:text", "segments:b:"}
    assert segments(merged).keys() == {"a", "b", "c"}


def test_a_place_is_read_as_it_was_written_and_nothing_else_is_one() -> None:
    for place in (Place("", "", "title"), Place("segments", "k2", "text"), Place("segments", "k2", "")):
        assert Place.read(str(place)) == place
    assert Place.read("::") is None
    assert Place.read("title") is None


texts = st.sampled_from(["", "fog", "lamp", "rope", "fog\nlamp"])
values = st.fixed_dictionaries({"text": texts, "tags": st.sampled_from(["", "a", "a b", "b c", "C"])})
keys = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@st.composite
def edited(draw: Any, base: tuple[Row, ...], new: str, explicit: bool) -> tuple[Row, ...]:
    """The rows as someone left them: moved, edited, deleted and added."""
    left = []
    for row in draw(st.permutations(base)) if draw(st.booleans()) else base:
        if draw(st.integers(0, 3)) == 0:
            if explicit:
                left.append(Row(row.key, row.values, deleted=True))
            continue
        left.append(Row(row.key, draw(values)) if draw(st.booleans()) else row)
    for number in range(draw(st.integers(0, 2))):
        left.insert(draw(st.integers(0, len(left))), Row(f"{new}{number}", draw(values)))
    return tuple(left)


@st.composite
def histories(draw: Any) -> tuple[Page, Page, Page]:
    base = tuple(Row(key, draw(values)) for key in draw(keys))
    mine, theirs = draw(edited(base, "+", explicit=True)), draw(edited(base, "t", explicit=False))
    return tuple(Page(draw(values), {"segments": one}) for one in (base, mine, theirs))


def by_place(one: Page) -> dict[Place, str]:
    found = {Place("", "", name): text for name, text in one.fields.items()}
    for row in one.lists["segments"]:
        if not row.deleted:
            found |= {Place("segments", row.key, name): text for name, text in row.values.items()}
    return found


@given(histories())
def test_what_either_wrote_is_in_the_result_or_asked(history: tuple[Page, Page, Page]) -> None:
    base, mine, theirs = history
    merged = merge(base, mine, theirs, KINDS)
    was, result = by_place(base), by_place(merged.page)
    asked = {conflict.place for conflict in merged.conflicts}
    for side in (mine, theirs):
        for place, text in by_place(side).items():
            told = place in asked or Place(place.list, place.key) in asked
            if was.get(place) == text or told:
                continue
            if place.field == "tags":
                before = set(was.get(place, "").casefold().split())
                assert set(text.casefold().split()) - before <= set(result[place].casefold().split())
            else:
                assert KINDS.alike(place.field, result[place], text), place


@given(histories())
def test_each_row_stands_there_once_and_nothing_comes_of_nothing(history: tuple[Page, Page, Page]) -> None:
    base, mine, theirs = history
    keys = [row.key for row in merge(base, mine, theirs, KINDS).page.lists["segments"]]
    assert len(keys) == len(set(keys))
    assert set(keys) <= {row.key for one in (mine, theirs) for row in one.lists["segments"]}


@given(histories())
def test_where_only_one_changed_anything_the_result_is_theirs(history: tuple[Page, Page, Page]) -> None:
    base, mine, theirs = history
    assert merge(base, base, theirs, KINDS).page == theirs
    left = tuple(row for row in mine.lists["segments"] if not row.deleted)
    merged = merge(base, mine, base, KINDS)
    assert (merged.page, merged.conflicts) == (Page(mine.fields, {"segments": left}), ())


@given(histories())
def test_merging_again_what_was_merged_asks_nothing_new(history: tuple[Page, Page, Page]) -> None:
    base, mine, theirs = history
    merged = merge(base, mine, theirs, KINDS)
    assert merge(theirs, merged.page, theirs, KINDS).conflicts == ()
