"""What the index costs those who write, and whether it is what it ought to be."""

from __future__ import annotations

from django.db import connection

from interviews.models import Interview
from interviews.models.search_entry import SearchEntry
from interviews.search.entries import Key, Words, entries_of

#: Queries of who writes an interview with tags of which the index did not know: SQLite tells the full text, PostgreSQL
#: locks. Three are for the tags that lists are narrowed by.
UPKEEP = 11 if connection.vendor == "sqlite" else 10
#: Of who changes one thing that the index knew.
KEPT_UP = 8 if connection.vendor == "sqlite" else 9
#: PostgreSQL is told a limit before it looks for rare words, and freed of it afterwards.
BOUNDS = 0 if connection.vendor == "sqlite" else 2


def index() -> dict[Key, Words]:
    """What is in the index, without the keys that its rows happen to have."""
    rows = SearchEntry.objects.values_list(*Key._fields, *Words._fields)
    return {Key(*row[: len(Key._fields)]): Words(*row[len(Key._fields) :]) for row in rows}


def assert_exact() -> None:
    """The index is the one that a rebuild would make, and the full text is that of its rows."""
    assert index() == entries_of(list(Interview.objects.values_list("pk", flat=True)))
    if connection.vendor == "sqlite":
        assert full_text() == vocabulary()


def full_text() -> dict[tuple[str, str], int]:
    """In how many rows each word stands, by column, as SQLite's full text has it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.told USING fts5vocab(main, interviews_searchwords, col)")
        cursor.execute("SELECT term, col, doc FROM temp.told")
        found = {(term, column): rows for term, column, rows in cursor.fetchall()}
        cursor.execute("DROP TABLE temp.told")
        # Of what it keeps: positions, lengths, and the rows that they belong to.
        cursor.execute("INSERT INTO interviews_searchwords(interviews_searchwords) VALUES ('integrity-check')")
    return found


def vocabulary() -> dict[tuple[str, str], int]:
    """The same, of the entries."""
    found: dict[tuple[str, str], int] = {}
    for words in index().values():
        for column, text in words._asdict().items():
            for word in set(text.split()):
                found[word, column] = found.get((word, column), 0) + 1
    return found
