"""What the documents say is compared with what the code does."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import load_command_class

from interviews.documents.readers import READERS
from interviews.documents.writers import WRITERS

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text("utf-8")
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text("utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
IMPORTING = (ROOT / "docs" / "importing.md").read_text("utf-8")

# Set for the tests or by the machine, not by whoever deploys.
NOT_FOR_DEPLOYING = {"CHROMIUM", "REQUIRE_BROWSER", "HOME", "PATH", "XDG_CACHE_HOME", "XDG_DATA_HOME"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_the_project_that_is_named_exists(document: Path) -> None:
    named = re.findall(
        r"`((?:portal|interviews|templates|static|tests|requirements|deploy|docs)/[\w./*-]*)`",
        document.read_text("utf-8"),
    )
    for name in named:
        assert list(ROOT.glob(name.rstrip("/"))), f"{document.name} names {name}"


def test_the_rooms_that_the_readme_shows_exist() -> None:
    shown = README.split("## The shape of the house")[1].split("```")[1]
    for line in shown.strip().splitlines():
        indent = "interviews/" if line.startswith("  ") else ""
        for room in re.findall(r"^\s*([\w./]+(?: [\w./]+/)?)", line)[0].split():
            assert (ROOT / f"{indent}{room}").exists(), room


def test_every_variable_that_is_read_is_documented_and_the_other_way_round() -> None:
    read = set()
    for name in ("portal/settings.py", "run", "deploy/gunicorn.conf.py"):
        text = (ROOT / name).read_text("utf-8")
        read |= set(re.findall(r"env(?:iron)?\.\w+\(\s*\"([A-Z0-9_]+)\"", text))
        read |= set(re.findall(r"environ\[\"([A-Z_]+)\"\]", text))
        read |= set(re.findall(r"user_folder\(\"([A-Z_]+)\"", text))
    table = DEPLOYING.split("## Variables")[1].split("## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    documented = set(re.findall(r"`([A-Z0-9_]+)`", "\n".join(rows)))
    assert read - NOT_FOR_DEPLOYING == documented


def test_every_option_of_the_import_is_documented() -> None:
    parser = load_command_class("interviews", "import_interview").create_parser("manage.py", "import_interview")
    own = {
        "--format",
        "--dry-run",
        "--publish",
        "--overwrite",
        "--tag",
        "--series",
        "--jobs",
        "--report",
        "--fail-fast",
    }
    known = {option for action in parser._actions for option in action.option_strings}
    assert own < known
    shown = set(re.findall(r"`(--[\w-]+)", IMPORTING))
    assert own < shown <= known
    assert set(re.findall(r"import_interview \S+ (--[\w-]+)", README)) <= known


def codes_of_findings() -> set[str]:
    """The codes that the import gives: in each Finding(line, code, ...), and in each DocumentError(..., code=...)."""
    codes = set()
    for path in (ROOT / "interviews").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            given = call.args[1:2] if name == "Finding" else []
            if name == "DocumentError":
                given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
            codes |= {code.value for code in given if isinstance(code, ast.Constant)}
    return codes


def test_every_finding_is_explained() -> None:
    report = IMPORTING.split("## The report")[1].split("## ")[0]
    rows = [row.split("|")[1] for row in report.splitlines() if row.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", "\n".join(rows))) == codes_of_findings()


def test_the_commands_of_the_readme_are_commands_of_run() -> None:
    usage = (ROOT / "run").read_text("utf-8")
    for command in re.findall(r"^\./run(?: (\w+))?", README, re.MULTILINE):
        assert not command or f"./run {command}" in usage


def test_the_oldest_python_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == ">=3.11"
    assert "Python 3.11 or newer" in README
    assert "MINIMUM = (3, 11)" in (ROOT / "run").read_text("utf-8")
    assert project["tool"]["ruff"]["target-version"] == "py311"


def test_the_locks_name_no_host_and_no_path() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"(^|\s)[/~.]+/", text)
        assert text.count("--hash=sha256:") > text.count("==")
    checkers = json.loads((ROOT / "tests/browser/tools/package-lock.json").read_text("utf-8"))["packages"]
    packages = [package for place, package in checkers.items() if place]
    assert packages and all("integrity" in package and "resolved" not in package for package in packages)


def test_every_format_is_documented_and_so_is_what_it_loses() -> None:
    for title, known in (("Read", READERS), ("Written", WRITERS)):
        table = FORMATS.split(f"## {title}")[1].split("## ")[0]
        names = [name for row in table.splitlines() if row.startswith("| `") for name in row.split("|")[1].split(",")]
        assert {name.strip(" `") for name in names} == set(known), title
    for name, writer in WRITERS.items():
        for loss in writer.LOSSES:
            assert loss in FORMATS, name


def test_the_address_of_every_format_is_documented() -> None:
    for writer in WRITERS.values():
        last = f"`{writer.SUFFIX}`" if f"`{writer.SUFFIX}`" in FORMATS else f"/interviews/SLUG{writer.SUFFIX}`"
        assert last in FORMATS, writer.SUFFIX


@pytest.mark.parametrize("command", ["import_interview", "export_interview", "reimport", "undo_import"])
def test_every_command_is_documented(command: str) -> None:
    assert f"manage {command}" in IMPORTING


@pytest.mark.parametrize(
    "command", ["send_letters", "send_digest", "purge_conversation", "export_person", "erase_person"]
)
def test_every_command_of_the_conversation_is_documented(command: str) -> None:
    assert f"manage {command}" in (ROOT / "docs" / "conversation.md").read_text("utf-8")


def test_the_command_for_operators_is_documented() -> None:
    assert "manage make_renditions" in DEPLOYING
