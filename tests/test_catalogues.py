"""The catalogues of the interface are whole, true to the sources, and set as their language is."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from interviews.admin.importing.subjects import SUBJECTS
from interviews.documents.writers import WRITERS
from interviews.exporting.documents import NAMES
from portal.management.commands.catalogues import SOURCE_LANGUAGE
from tests.test_documentation import codes_of_findings

ROOT = Path(__file__).parent.parent
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
#: What is replaced when the text is shown: %(name)s, {name} and {}.
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?(?:0\d)?[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
NARROW = "\N{NARROW NO-BREAK SPACE}"


@dataclass
class Entry:
    """One text of a catalogue, with its forms by number; the number of what has no plural is None."""

    msgid: str = ""
    msgid_plural: str = ""
    msgctxt: str = ""
    msgstr: dict[int | None, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)


def read_catalogue(text: str) -> list[Entry]:
    """The entries of a `.po`, the header among them: as the GNU gettext manual has it, section “PO Files”."""
    entries = []
    for block in re.split(r"\n\s*\n", text.strip()):
        entry = Entry(marks=[line for line in block.splitlines() if line.startswith("#")])
        for name, number, quoted in re.findall(
            r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? ((?:".*"\n?)+)', block, re.MULTILINE
        ):
            words = "".join(ast.literal_eval(line) for line in quoted.splitlines())
            if name == "msgstr":
                entry.msgstr[int(number) if number else None] = words
            else:
                setattr(entry, name, words)
        entries.append(entry)
    return entries


def folder(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES"


def translated(language: str) -> list[Entry]:
    return read_catalogue((folder(language) / "django.po").read_text("utf-8"))[1:]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_text_is_translated_and_none_is_guessed(language: str) -> None:
    entries = translated(language)
    assert len(entries) > 600
    for entry in entries:
        assert not any("fuzzy" in mark or mark.startswith("#~") for mark in entry.marks), entry.msgid
        assert entry.msgstr, entry.msgid
        assert all(words.strip() for words in entry.msgstr.values()), entry.msgid
        assert (None not in entry.msgstr) == bool(entry.msgid_plural), entry.msgid


def test_what_is_filled_in_is_the_same_in_both_languages(language: str) -> None:
    for entry in translated(language):
        for words in entry.msgstr.values():
            wanted = [Counter(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
            assert Counter(PLACEHOLDER.findall(words)) in wanted, words
            assert Counter(TAG.findall(words)) == Counter(TAG.findall(entry.msgid)), words


def test_what_is_compiled_is_what_was_written(language: str) -> None:
    with (folder(language) / "django.mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)
    compiled.pop("")
    written: dict[object, str] = {}
    for entry in translated(language):
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        for number, words in entry.msgstr.items():
            written[key if number is None else (key, number)] = words
    assert compiled == written, f"run `./run manage catalogues`: locale/{language} is not compiled"


@pytest.mark.skipif("fr" not in LANGUAGES, reason="the site's languages were changed")
def test_french_is_set_as_french_is() -> None:
    """As a French-language press sets it: narrow no-break spaces, guillemets, the curly apostrophe, one ellipsis."""
    for entry in translated("fr"):
        for words in entry.msgstr.values():
            plain = re.sub(r"https?://\S*|\d+(?::\d\d)+", "x", TAG.sub("", words))
            assert "'" not in plain, words
            assert not re.search(r"[“”\"]|\.\.\.", plain), words
            assert not re.search(rf"[^{NARROW}(][;:!?»]", plain), words
            assert not re.search(rf"«[^{NARROW}]", plain), words
            assert "  " not in plain, words
            assert plain.endswith(":") == TAG.sub("", entry.msgid).endswith(":"), words


def gettext_tools() -> bool:
    """Whether they are there; where they must be (as the browser must), their lack fails the test."""
    missing = [name for name in ("xgettext", "msgmerge", "msgfmt") if not shutil.which(name)]
    if missing and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"REQUIRE_BROWSER is set, but {', '.join(missing)} (GNU gettext) was not found")
    return not missing


def test_nothing_in_the_sources_is_missing_from_the_catalogues(tmp_path: Path) -> None:
    if not gettext_tools():
        pytest.skip("GNU gettext was not found")
    for name in ("interviews", "portal", "templates", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "var")}
    done = subprocess.run(
        [sys.executable, "manage.py", "catalogues"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for language in LANGUAGES:
        place = f"locale/{language}/LC_MESSAGES/django.po"
        fresh, kept = ((folder / place).read_text("utf-8") for folder in (tmp_path, ROOT))
        added = {entry.msgid for entry in read_catalogue(fresh)} ^ {entry.msgid for entry in read_catalogue(kept)}
        assert not added, "run `./run manage catalogues` and translate"
        assert fresh == kept, "run `./run manage catalogues`"


def test_one_english_text_has_one_plural() -> None:
    """gettext knows a text by its singular: “1 interview, all 12 interviews” would be every list's plural."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "templates").rglob("*.html"):
        for options, one, many in re.findall(
            r"{% blocktranslate( .*?)?%}(.*?){% plural %}(.*?){% endblocktranslate %}", path.read_text("utf-8")
        ):
            found.setdefault(one if " context " not in options else options + one, set()).add(many)
    assert len(found) > 20
    assert {one: many for one, many in found.items() if len(many) > 1} == {}


def test_formats_are_called_in_english_what_their_writers_are() -> None:
    assert {name: str(words) for name, words in NAMES.items()} == {name: WRITERS[name].NAME for name in NAMES}


def test_script_brings_no_words_of_its_own() -> None:
    """What it says stands in attributes of the page, where it was translated."""
    keys_and_events = re.compile(
        r"((Alt|Ctrl|Shift)\+)*( |\$\{\w+\}|Arrow\w*|Escape|Enter|Home|End|Page\w+|Alt|Control|Shift|Tab)"
    )
    literal = re.compile(r'"([^"\n]*)"|`([^`]*)`')
    sentence = re.compile(r"\s*[A-Z][a-z]+(\W.*)?", re.DOTALL)
    assert sentence.fullmatch("Copied: it is.") and not sentence.fullmatch("input, select")
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    assert len(scripts) > 5
    for script in scripts:
        code = re.sub(r"//.*|/\*.*?\*/", "", script.read_text("utf-8"))
        said = ["".join(found) for found in literal.findall(code)]
        assert [words for words in said if sentence.fullmatch(words) and not keys_and_events.fullmatch(words)] == []


def test_every_finding_has_a_subject_in_the_language_of_the_interface() -> None:
    assert set(SUBJECTS) == codes_of_findings() | {"unreadable"}
