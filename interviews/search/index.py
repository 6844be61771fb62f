"""The index, kept as the content is: whoever changes what can be found refreshes it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Max, Q, QuerySet

from interviews.models import Appearance, Interview, Segment, Speaker, Tag, TaggedInterview, TaggedSegment
from interviews.models.generation import count, of_interview
from interviews.models.search_entry import SearchEntry
from interviews.models.tag_of_interview import gather
from interviews.search.entries import Key, Taggings, Words, entries_of, offered_entry

#: Interviews whose entries are made at once, and entries that are changed by one statement.
AT_ONCE = 200
_CHANGED_AT_ONCE = 500
_TABLE = "interviews_searchentry"
_FULL_TEXT = "interviews_searchwords"
_GIN = "search_entry_vector"
#: Entries whose words SQLite is told at once when the index is rebuilt: each time it writes a piece of the full text,
#: and looks for a word in every piece. Memory for them, in bytes, and for the pages written on the way, in KB.
_TOLD_AT_ONCE = 100_000
_WORDS_IN_MEMORY = 128 * 1024 * 1024
_PAGES_IN_MEMORY = 64 * 1024
#: Words that PostgreSQL's index takes at once when it is rebuilt: with its default, 4 MB, that takes much longer.
_PORTION = "128MB"
_COLUMNS = ", ".join(Words._fields)

Entry = tuple[Key, Words]


def refresh(interviews: QuerySet | Iterable[Interview | int]) -> int:
    """Makes the entries of these interviews what they ought to be; returns how many were written or deleted.

    A draft of changes beside a page has none, and costs no query where it is given itself. Their pages count as changed
    with it.

    Belongs into the transaction that changed the interviews, behind the changes: on PostgreSQL they are locked, so that
    of two transactions that change one, the later sees what the earlier wrote.
    """
    if isinstance(interviews, QuerySet):
        interviews = interviews.order_by().values_list("pk", flat=True).distinct()
    rows = (one for one in interviews if not (isinstance(one, Interview) and one.edits_id))
    keys = sorted({one.pk if isinstance(one, Interview) else one for one in rows})
    if not keys:
        return 0
    with transaction.atomic(savepoint=False):
        return sum(_refresh(portion) for portion in _portions(keys))


def refresh_offered(kind: str, interview: int, row: int) -> int:
    """The same for one thing of an interview that an upper floor keeps (`entries.offer`), where nothing else changed.

    Whatever else hangs on the interview is not read: a word more in a long talk costs what it does in a short one.
    """
    with transaction.atomic(savepoint=False):
        _locked([interview])
        wanted, is_public = offered_entry(kind, interview, row)
        if is_public:
            count(of_interview(interview))
        return _brought_to(wanted, SearchEntry.objects.filter(kind=kind, other=row))


def heard_in(speakers: Iterable[Speaker]) -> QuerySet:
    """The interviews that a change of these speakers, or of their biographies, concerns."""
    return Interview.objects.filter(pk__in=Appearance.objects.filter(speaker__in=speakers).values("interview"))


def tagged_with(tags: Iterable[Tag]) -> QuerySet:
    """The interviews that a change of these tags concerns. To be listed before tags are deleted."""
    tags = list(tags)
    whole = TaggedInterview.objects.filter(tag__in=tags).values("content_object")
    segments = TaggedSegment.objects.filter(tag__in=tags).values("content_object")
    within = Segment.objects.filter(pk__in=segments).values("interview")
    return Interview.objects.filter(Q(pk__in=whole) | Q(pk__in=within))


def is_empty() -> bool:
    """Whether there are interviews, and nothing of them can be found: the index was never built."""
    return Interview.objects.exists() and not SearchEntry.objects.exists()


def rebuild(progress: Callable[[int], object] = lambda done: None) -> int:
    """Makes the index anew, in one transaction: searches find what was there until it ends. Returns how many entries.

    Who wants to change an interview waits until then. `progress` is told how many interviews are done.
    """
    # Drafts come first: among the newest, each search would have to pass them by.
    order = Interview.objects.without_copies().order_by(F("published_at").asc(nulls_first=True), "pk")
    done = entries = 0
    with _more_memory(), transaction.atomic(), _made_anew() as tell_words:
        keys = list(order.select_for_update(no_key=True).values_list("pk", flat=True))
        _empty(keys)
        for portion in _portions(keys):
            taggings = Taggings(portion)
            new = entries_of(portion, taggings)
            place = {pk: number for number, pk in enumerate(portion)}
            _insert(sorted(new.items(), key=lambda entry: place[entry[0].interview]))
            gather(portion, taggings.pairs)
            done, entries = done + len(portion), entries + len(new)
            tell_words(entries)
            progress(done)
    return entries


def _portions(keys: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while portion := list(islice(waiting, AT_ONCE)):
        yield portion


def _refresh(interviews: list[int]) -> int:
    interviews = _locked(interviews)
    taggings = Taggings(interviews)
    gather(interviews, taggings.pairs)
    public: list[int] = []
    wanted = entries_of(interviews, taggings, public)
    count(*map(of_interview, public))
    return _brought_to(wanted, SearchEntry.objects.filter(interview__in=interviews))


def _locked(interviews: list[int]) -> list[int]:
    """Those that are still there."""
    if not connection.features.has_select_for_update:  # SQLite lets one transaction write at a time
        return interviews
    locked = Interview.objects.select_for_update(no_key=True).filter(pk__in=interviews).order_by("pk")
    return list(locked.values_list("pk", flat=True))


def _brought_to(wanted: dict[Key, Words], rows: QuerySet) -> int:
    """Makes these entries what is wanted; how many were written or deleted."""
    changed: list[tuple[int, Words]] = []
    gone: list[int] = []
    width = len(Key._fields) + 1
    for row in rows.values_list("pk", *Key._fields, *Words._fields):
        words = wanted.pop(Key(*row[1:width]), None)
        if words is None:
            gone.append(row[0])
        elif words != row[width:]:
            changed.append((row[0], words))
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    _change(changed)
    if wanted:
        _add(list(wanted.items()))
    return len(gone) + len(changed) + len(wanted)


def _change(entries: Sequence[tuple[int, Words]]) -> None:
    """In one statement for many: with each, SQLite writes what it keeps of the full text in memory."""
    given = f"(CAST(%s AS bigint), {', '.join(['CAST(%s AS text)'] * len(Words._fields))})"
    assigned = ", ".join(f"{name} = new.{name}" for name in Words._fields)
    for start in range(0, len(entries), _CHANGED_AT_ONCE):
        some = entries[start : start + _CHANGED_AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH new(id, {_COLUMNS}) AS (VALUES {', '.join([given] * len(some))}) "  # noqa: S608
                f"UPDATE {_TABLE} SET {assigned} FROM new WHERE {_TABLE}.id = new.id",
                [value for key, words in some for value in (key, *words)],
            )


def _add(entries: Sequence[Entry]) -> None:
    if connection.vendor != "sqlite":
        _insert(entries)
        return
    before = _newest()
    _insert(entries)
    _tell_words_of_newer_than(before)


def _newest() -> int:
    return SearchEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _tell_words_of_newer_than(key: int) -> None:
    """On SQLite, where the full text is another table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_FULL_TEXT}(rowid, {_COLUMNS}) SELECT id, {_COLUMNS} FROM {_TABLE} WHERE id > %s",  # noqa: S608
            [key],
        )


def _empty(interviews: list[int]) -> None:
    """On PostgreSQL those of these alone: another may have come meanwhile, and told its own."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DELETE FROM {_TABLE} WHERE interview_id = ANY(%s)", [interviews])  # noqa: S608
        else:
            cursor.execute(f"DELETE FROM {_TABLE}")  # noqa: S608


def _insert(entries: Iterable[Entry]) -> None:
    rows = [key + words for key, words in entries]
    columns = f"{_TABLE} (interview_id, kind, segment_id, bio_id, other, {_COLUMNS})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        elif rows:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {columns} VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def _made_anew() -> Iterator[Callable[[int], None]]:
    """Within it, all entries are made anew; what it gives is told how many there are."""
    with _made_anew_on_sqlite() if connection.vendor == "sqlite" else _made_anew_on_postgresql() as tell_words:
        yield tell_words


@contextmanager
def _made_anew_on_postgresql() -> Iterator[Callable[[int], None]]:
    """The index takes new words in few large portions. To make it anew at the end would lock searches out."""
    with connection.cursor() as cursor:
        for name in ("gin_pending_list_limit", "work_mem"):
            cursor.execute("SELECT set_config(%s, %s, true)", [name, _PORTION])
        yield lambda entries: None
        cursor.execute("SELECT gin_clean_pending_list(%s)", [_GIN])


@contextmanager
def _made_anew_on_sqlite() -> Iterator[Callable[[int], None]]:
    """The full text is told of many entries at once, in pieces as large as these, of which none is merged on the way.
    The triggers of the table are away meanwhile."""
    key = counted = 0

    def tell_words(entries: int) -> None:
        nonlocal key, counted
        if entries - counted >= _TOLD_AT_ONCE:
            _tell_words_of_newer_than(key)
            key, counted = _newest(), entries

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT k, v FROM {_FULL_TEXT}_config WHERE k <> 'version'")  # noqa: S608
        configured = cursor.fetchall()
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_TABLE])
        triggers = cursor.fetchall()
        for name, _statement in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"INSERT INTO {_FULL_TEXT}({_FULL_TEXT}) VALUES ('delete-all')")  # noqa: S608
        _configure(cursor, [("hashsize", _WORDS_IN_MEMORY), ("automerge", 0)])
        yield tell_words
        _tell_words_of_newer_than(key)
        _configure(cursor, configured)
        for _name, statement in triggers:
            cursor.execute(statement)


@contextmanager
def _more_memory() -> Iterator[None]:
    """For the pages of SQLite's transaction, which otherwise go to the disk and come back while it lasts."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        ((before,),) = cursor.fetchall()
        cursor.execute(f"PRAGMA cache_size = -{_PAGES_IN_MEMORY}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _configure(cursor: CursorWrapper, settings: Iterable[tuple[str, int]]) -> None:
    for name, value in settings:
        cursor.execute(f"INSERT INTO {_FULL_TEXT}({_FULL_TEXT}, rank) VALUES (%s, %s)", [name, value])  # noqa: S608
