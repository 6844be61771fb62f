"""Nothing of what people write is ever run: neither as a program, nor as a template, nor as a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: What makes a program, a template or objects of a text; each with the files that may, and why.
RUNS = {
    "eval": {},
    "exec": {},
    "compile": {},
    "__import__": {},
    "from_string": {},
    "Template": {},
    "os.system": {},
    "os.popen": {},
    "os.execv": {},
    "yaml.load": {},
    "marshal.loads": {},
    "pickle.load": {},
    "pickle.loads": {"interviews/admin/importing/behind.py": "what the same site wrote and signed"},
}
#: The same in a browser.
SHOWS = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|srcdoc)\b"
    r"|\beval\(|new Function\(|set(Timeout|Interval)\(\s*[\"'`]|javascript:"
)


def sources() -> Iterator[Path]:
    for folder in ("portal", "interviews"):
        yield from (ROOT / folder).rglob("*.py")


def called(node: ast.Call) -> str:
    name = ast.unparse(node.func)
    return name if name in RUNS else name.rpartition(".")[2] if name.endswith((".from_string", ".Template")) else ""


def runs(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            if name := called(node):
                yield name
            if any(word.arg == "shell" for word in node.keywords):
                yield "a shell"


def test_no_text_becomes_a_program_a_template_or_objects() -> None:
    found = {}
    for path in sources():
        place = str(path.relative_to(ROOT))
        if here := [name for name in runs(path.read_text("utf-8")) if place not in RUNS.get(name, {})]:
            found[place] = here
    assert found == {}


@pytest.mark.parametrize(
    "text",
    ["eval(typed)", "engine.from_string(typed)", "template.Template(typed)", "pickle.loads(x)", "run(x, shell=True)"],
)
def test_such_a_line_would_be_found(text: str) -> None:
    assert list(runs(f"def a():\n    {text}\n"))


#: Formats that are held in something else than a constant of their module, each of constants alone.
FORMATS = {
    "portal/sqlite/base.py": "words",
    "portal/accounts/triggers.py": "acting",
    "interviews/search/engine/__init__.py": "look.statement",
}


def formats(text: str) -> Iterator[str]:
    """What `.format` is asked of, and is neither a string that stands there nor a constant."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            held = node.func.value
            written = isinstance(held, ast.JoinedStr) or (
                isinstance(held, ast.Constant) and isinstance(held.value, str)
            )
            name = ast.unparse(held)
            if not written and not re.fullmatch(r"_?[A-Z][A-Z_]+", name):
                yield name


def test_no_text_becomes_a_format() -> None:
    found = {}
    for path in sources():
        place = str(path.relative_to(ROOT))
        if here := set(formats(path.read_text("utf-8"))) - {FORMATS.get(place)}:
            found[place] = here
    assert found == {}
    assert list(formats("typed.format(user)")) == ["typed"]


def test_scripts_put_texts_into_pages_as_texts() -> None:
    scripts = sorted((ROOT / "static" / "js").rglob("*.js"))
    assert len(scripts) > 20
    found = {path.name: SHOWS.findall(path.read_text("utf-8")) for path in scripts}
    # The preview's frame shows a page that the portal made, under that page's policy.
    assert {name: signs for name, signs in found.items() if signs} == {"admin-preview.js": [("srcdoc", "")]}
    assert SHOWS.search("list.innerHTML = typed;") and SHOWS.search("setTimeout('go()', 1)")


def test_pages_hold_no_script_and_no_style_of_their_own() -> None:
    """The policy would refuse them; here it is seen before a browser complains."""
    inline = re.compile(r"<script(?![^>]*\b(src|type=\"application/)[^>]*)[^>]*>|\son[a-z]+=\"|\sstyle=\"|javascript:")
    pages = [page for page in sorted((ROOT / "templates").rglob("*.html")) if "letters" not in str(page)]
    found = {page.name: inline.search(page.read_text("utf-8")) for page in pages}
    assert {name: sign[0] for name, sign in found.items() if sign} == {}
    assert len(pages) > 50
