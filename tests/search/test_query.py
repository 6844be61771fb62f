"""What people type, as terms."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.search.query import LONGEST, MOST_TERMS, PLACES, Query, Term, parse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("fog lamps", [Term(("fog",)), Term(("lamps",))]),
        ('"Fog  Lamps"', [Term(("fog", "lamps"))]),
        ("“fog lamps” «rope»", [Term(("fog", "lamps")), Term(("rope",))]),
        ('"fog lamps', [Term(("fog", "lamps"))]),
        ('fog"lamps"', [Term(("fog",)), Term(("lamps",))]),
        ("don’t", [Term(("don", "t"))]),
        ("Kervéan", [Term(("kervean",))]),
        ("well-known", [Term(("well", "known"))]),
        ("-rope", [Term(("rope",), excluded=True)]),
        ("−rope –fog", [Term(("rope",), excluded=True), Term(("fog",), excluded=True)]),
        ('-"fog lamps"', [Term(("fog", "lamps"), excluded=True)]),
        ("fog - lamps", [Term(("fog",)), Term(("lamps",))]),
        ("lamp*", [Term(("lamp",), begins=True)]),
        ('"fog la"*', [Term(("fog", "la"), begins=True)]),
        ("l*", [Term(("l",))]),
        ("speaker:Berg", [Term(("berg",), "speaker")]),
        ("Speaker: Berg", [Term(("berg",), "speaker")]),
        ('speaker:"Ola Berg"', [Term(("ola", "berg"), "speaker")]),
        ("-speaker:berg", [Term(("berg",), "speaker", excluded=True)]),
        ("tag:tides", [Term(("tides",), "tag")]),
        ("series:coast", [Term(("coast",), "series")]),
        ('-Series:"The Coast"', [Term(("the", "coast"), "series", excluded=True)]),
        ("series:coa*", [Term(("coa",), "series", begins=True)]),
        ("year:2015", [Term(("2015",), "year")]),
        ("year:2015-2010", [Term(("2010", "2015"), "year")]),
        ("year:2015–2015", [Term(("2015",), "year")]),
        ("year:then", [Term(("year", "then"))]),
        ("year:0001", [Term(("year", "0001"))]),
        ("in:question", [Term(("question",), "in")]),
        ("in:Biography", [Term(("bio",), "in")]),
        ("in:fog", [Term(("in", "fog"))]),
        ("other:fog", [Term(("other", "fog"))]),
        ("speaker:", []),
        ("year:", []),
        ("fog fog", [Term(("fog",))]),
        ("fog OR lamps", [Term(("fog",)), Term(("or",)), Term(("lamps",))]),
        ("", []),
        (" \t\n ", []),
        ("-", []),
        ('"', []),
        ('""', []),
        ("***", []),
        ("🗼", []),
        ("\x00", []),
        ("灯台", [Term(("灯", "台"))]),
    ],
)
def test_what_is_typed_becomes_terms(text: str, terms: list[Term]) -> None:
    assert parse(text).terms == tuple(terms)


anything = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from('ab é’"“-*:: 灯½ß\u0301ﷺ')),
    st.lists(
        st.sampled_from(
            [
                "fog",
                "-",
                "speaker:",
                "in:bio",
                "in:x",
                '"',
                "year:",
                "2015",
                "-2016",
                "*",
                " ",
                " ",
                "lamp",
                "é",
                "tag:",
                "series:",
            ]
        )
    ).map("".join),
)


@given(anything)
@example("speaker:\x00")
@example("ﷺ" * 300)
@example("a" * 300)
@example('"' + "ab " * 100)
@example(" ".join(f"w{n}" for n in range(100)))
def test_no_input_is_an_error_and_a_query_written_out_is_the_same_query(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query
    assert len(query.terms) <= MOST_TERMS
    assert len(str(query)) <= LONGEST
    assert all(term.words and all(term.words) for term in query.terms)
    assert query.places <= set(PLACES)


def test_ten_thousand_characters_are_cut() -> None:
    assert len(str(parse("fog " * 2500))) <= LONGEST
    assert parse("x" * 10_000).terms == (Term(("x" * 60,), begins=True),)


def test_a_query_that_only_excludes_asks_for_nothing() -> None:
    assert not parse("-fog -in:bio")
    assert parse("-fog in:bio")
    assert not Query()


def test_years_and_places_are_united() -> None:
    query = parse("year:2014 year:2016-2017 -year:2016 in:question in:bio")
    assert query.years() == {2014, 2016, 2017}
    assert query.years(excluded=True) == {2016}
    assert query.places == {"question", "bio"}
    assert parse("-in:comment").places == set(PLACES) - {"comment"}
    assert parse("fog").is_everywhere
