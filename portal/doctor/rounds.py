"""All questions in turn. Where the database is away those that need it are told as such, and all others are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from portal.doctor import accounts, database, other_servers, places, settings
from portal.doctor.finding import Finding, advice, wrong
from portal.watching.redacting import said_by


class Question(NamedTuple):
    """`cure` is for what it may raise."""

    name: str
    ask: Callable[[], Iterator[Finding]]
    cure: str
    needs_database: bool = False


_MIGRATE = "./run manage migrate"

QUESTIONS: list[Question] = [
    Question("versions", settings.versions, "See requirements/base.in."),
    Question("settings", settings.variables, "See docs/deploying.md."),
    Question("proxies", settings.proxies, "See TRUSTED_PROXIES in docs/deploying.md."),
    Question("disk", places.room, "See that DATA_DIR is there."),
    Question("permissions", places.permissions, "See whose DATA_DIR is."),
    Question("static files", places.static_files, "./run manage collectstatic --no-input"),
    Question("media", places.media, "See that DATA_DIR/media can be written, or S3_BUCKET and its keys."),
    Question("backup", places.backup, "See BACKUP_MARK."),
    Question("Redis", other_servers.redis, "See that it runs, and REDIS_URL. The site goes on without."),
    Question("mail", other_servers.mail, "See that it runs, and EMAIL_URL. Letters are kept meanwhile."),
    Question("database", database.answers, "See that it runs, and DATABASE_URL. Pages that are kept are still shown."),
    Question("migrations", database.migrations, _MIGRATE, needs_database=True),
    Question("integrity", database.is_whole, "Restore the last backup.", needs_database=True),
    Question("clock", database.clock, "timedatectl", needs_database=True),
    Question("search index", database.search_index, "./run manage rebuild_search_index", needs_database=True),
    Question("changes of pages", database.generations, "./run manage forget_pages", needs_database=True),
    Question("waiting", database.waiting, _MIGRATE, needs_database=True),
    Question("left behind", database.left_behind, _MIGRATE, needs_database=True),
    Question("second step", accounts.second_step, _MIGRATE, needs_database=True),
    Question("stored files", places.stored_files, "./run manage orphans", needs_database=True),
    Question("replica", other_servers.replica, "See REPLICA_URL. The primary is read.", needs_database=True),
]


def findings() -> Iterator[Finding]:
    away = False
    for question in QUESTIONS:
        if away and question.needs_database:
            yield advice(question.name, "not asked: the database does not answer", "")
            continue
        for found in _answers(question):
            # Whatever is wrong with it: what is asked of it after that would tell the same, with another cure.
            away = away or (question.ask is database.answers and found.state == "wrong")
            yield found


def _answers(question: Question) -> Iterator[Finding]:
    try:
        yield from question.ask()
    except Exception as error:  # of a client that is asked for here alone: one failure hides no other
        yield wrong(question.name, said_by(error), question.cure)
