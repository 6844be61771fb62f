"""Style sheets as a served site sends them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from hypothesis import given
from hypothesis import strategies as st

from portal.static_files import StaticFiles, lean

SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (".a > b,\n.c { color : red; }\n", ".a > b,.c{color :red}"),
        ("/* why */ .a { } /* and */", ".a{}"),
        ("@media (width < 40rem) { a { b: c; } }", "@media (width < 40rem){a{b:c}}"),
        ("a { b: calc(1px + 2px) ; c: d  e }", "a{b:calc(1px + 2px);c:d e}"),
        ("a { --empty: ; b: c }", "a{--empty:;b:c}"),
        ("a/**/b { c: d }", "a/**/b{c:d}"),
    ],
)
def test_a_sheet_is_sent_without_what_says_nothing(written: str, sent: str) -> None:
    assert lean(written) == sent


@pytest.mark.parametrize("kept", ['a{b:"x;  {y} /* no comment */"}', ".a .b :hover{c:d}", 'a{b:url("x  y.svg")}'])
def test_what_means_something_stays(kept: str) -> None:
    assert lean(kept) == kept


@pytest.mark.parametrize("broken", ["a { b: 'x\n } /* c */", "a { b: url(x'y) }  ", "a { b: c ) }"])
def test_a_sheet_with_an_error_is_left_alone(broken: str) -> None:
    assert lean(broken) == broken


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.stem for sheet in SHEETS])
def test_a_lean_sheet_stays_as_it_is(sheet: Path) -> None:
    once = lean(sheet.read_text())
    assert len(once) < len(sheet.read_text())
    assert lean(once) == once


@given(st.text(st.sampled_from("ab.#:;,{}()[]\"'/*@-!<> \n\\1%"), max_size=40))
def test_a_sheet_of_anything_is_no_error_and_says_nothing_new(written: str) -> None:
    assert len(lean(written)) <= len(written) + 4  # what is open at the end is closed


def test_a_collected_sheet_is_lean_however_often_it_is_collected(tmp_path: Path) -> None:
    source = FileSystemStorage(settings.BASE_DIR / "static")
    collected = StaticFiles(tmp_path, "/static/")
    name = "css/player.css"
    with source.open(name) as sheet:
        collected.save(name, sheet)
    for _again in range(2):
        told = [named for _name, named, _processed in collected.post_process({name: (source, name)})]
        assert (tmp_path / told[0]).read_text() == lean((settings.BASE_DIR / "static" / name).read_text())
        assert len(list(tmp_path.glob("css/*.css"))) == 2  # itself, and as it is named by its content
