"""Who may know whom, by the plan in docs/architecture.md: imports run downwards only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the top down; a module may import from its own floor and from those below.
FLOORS = [
    ["portal"],
    ["interviews.comments", "interviews.editorial"],
    [
        "interviews.views",
        "interviews.admin",
        "interviews.management",
        "interviews.templatetags",
        "interviews.api",
        "interviews.urls",
        "interviews.document_urls",
        "interviews.feeds",
        "interviews.sitemaps",
        "interviews.apps",
    ],
    ["interviews.importing", "interviews.exporting"],
    ["interviews.store"],
    [
        "interviews.rows",
        "interviews.retrieve",
        "interviews.lasting",
        "interviews.mailing",
        "interviews.onward",
        "interviews.kept",
        "interviews.rendered",
        "interviews.structured_data",
        "interviews.time_index",
        "interviews.attachments",
        "interviews.stored_files",
        "interviews.remarks",
        "interviews.sources",
        "interviews.duplicates",
        "interviews.site_data",
        "interviews.intake",
        "interviews.browsing",
        "interviews.search.index",
        "interviews.search.entries",
        "interviews.search.engine",
        "interviews.search.hits",
        "interviews.search.facets",
        "interviews.search.proposals",
        "interviews.search.meant",
        "interviews.search.akin",
    ],
    ["interviews.models", "interviews.documents"],
    [
        "interviews.timecode",
        "interviews.richtext",
        "interviews.names",
        "interviews.mediafiles",
        "interviews.characters",
        "interviews.numbers",
        "interviews.progress",
        "interviews.suggestions",
        "interviews.questions",
        "interviews.transcripts",
        "interviews.portraits",
        "interviews.cards",
        "interviews.lettering",
        "interviews.licences",
        "interviews.facets",
        "interviews.database_faults",
        "interviews.browsing.choices",
        "interviews.search",  # but for the rooms above
    ],
]
PURE = [
    "interviews.documents",
    "interviews.timecode",
    "interviews.richtext",
    "interviews.names",
    "interviews.mediafiles",
    "interviews.characters",
    "interviews.numbers",
    "interviews.progress",
    "interviews.suggestions",
    "interviews.questions",
    "interviews.licences",
    "interviews.transcripts",
    "interviews.portraits",
    "interviews.cards",
    "interviews.lettering",
    "interviews.browsing.choices",
    "interviews.search.words",
    "interviews.search.query",
    "interviews.search.scopes",
    "interviews.search.highlighting",
    "interviews.feeds.identity",
    "interviews.feeds.shortening",
    "interviews.feeds.categories",
    "interviews.search.ranking",
    "interviews.editorial.links.asking",
    "interviews.editorial.links.guard",
    "interviews.comments.addresses",
    "interviews.comments.moderation",
    "interviews.comments.moments",
    "interviews.comments.outline",
    "interviews.comments.posing",
    "interviews.comments.said",
    "interviews.comments.typed",
    "interviews.comments.unlinked",
    "interviews.editorial.merging",
    "interviews.editorial.mentions",
    "portal.buckets",
    "portal.databases",
    "portal.sqlite.queue",
    "portal.backups.folders",
    "portal.backups.manifest",
    "portal.on_disk",
    "portal.remembered",
    "portal.version",
    "portal.watching.exposition",
    "portal.watching.figures",
    "portal.watching.lines",
    "portal.watching.numbers",
    "portal.watching.redacting",
]
# The same floor, and yet neither may know the other.
STRANGERS = [
    ("interviews.models", "interviews.documents"),
    ("interviews.importing", "interviews.exporting"),
    ("interviews.comments", "interviews.editorial"),
]


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def floor(module: str) -> int | None:
    return next((level for level, rooms in enumerate(FLOORS) if any(within(module, room) for room in rooms)), None)


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("portal", "interviews"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield dotted.removesuffix(".__init__"), path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the whole name of the module"
            assert node.module
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_knowledge_runs_downwards(module: str, path: Path) -> None:
    here = floor(module)
    if module == "interviews":
        return
    assert here is not None, f"{module} stands on no floor: name its floor in FLOORS"
    for imported, line in imports(path):
        there = floor(imported)
        if there is not None:
            assert there >= here, f"{path}:{line}: {module} may not know {imported}, which stands above it"
        for one, other in STRANGERS:
            for mine, theirs in ((one, other), (other, one)):
                assert not (within(module, mine) and within(imported, theirs)), (
                    f"{path}:{line}: {module} may not know {imported}"
                )
        if any(within(module, room) for room in PURE):
            assert not within(imported, "django"), f"{path}:{line}: {module} is pure and may not know Django"


#: What accounts may take from below: none of it knows an interview either.
TAKEN_BY_ACCOUNTS = {"interviews.comments.network", "interviews.mailing", "interviews.editorial.reports.table"}


def test_accounts_know_no_interview() -> None:
    for module, path in modules():
        if within(module, "portal.accounts"):
            for imported, line in imports(path):
                if within(imported, "interviews"):
                    taken = any(within(imported, room) for room in TAKEN_BY_ACCOUNTS)
                    assert taken, f"{path}:{line}: {module} may not know {imported}"


def test_every_room_of_the_plan_exists() -> None:
    known = {module for module, _path in modules()}
    for rooms in FLOORS:
        for room in rooms:
            assert room in known, f"{room} is in the plan but not in the house"


def test_no_file_is_named_after_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc"}
    for module, path in modules():
        assert module.rpartition(".")[2] not in empty_names, f"{path}: name the file after what is in it"


def test_no_file_has_grown_past_400_lines() -> None:
    for folder, pattern in (
        ("portal", "*.py"),
        ("interviews", "*.py"),
        ("static", "*.css"),
        ("static", "*.js"),
        ("templates", "*.html"),
    ):
        for path in (ROOT / folder).rglob(pattern):
            if "migrations" not in path.parts:
                length = len(path.read_text("utf-8").splitlines())
                assert length <= 400, f"{path}: {length} lines; is there a second noun in it?"
