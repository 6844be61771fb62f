"""What becomes of accounts is logged by the database itself: no bulk change, command or statement passes it by.

Each rule is one trigger, on SQLite and on PostgreSQL. Who did it and from where is read from `Acting`; where no row is
there it was done at the machine itself. The triggers are made after each migration, and on SQLite, which makes a table
anew to change it, taken away before (`docs/decisions/0021-sign-in.md`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "accounts_logs_"


class Rule(NamedTuple):
    """`when` in SQL; `detail` an expression; `row` is NEW or OLD, whose account or role it is about."""

    name: str
    table: str
    event: str
    kind: str
    row: str
    detail: str = "''"
    when: str = ""
    user: str = "id"  # the column of `row` that is the account's; empty where it is about a role


def _yes(column: str) -> str:
    old, new = (f"CASE WHEN {row}.{column} THEN 'yes' ELSE 'no' END" for row in ("OLD", "NEW"))
    return f"'{column}: ' || {old} || ' > ' || {new}"


def _words(column: str) -> str:
    return f"'{column}: ' || OLD.{column} || ' > ' || NEW.{column}"


_GROUP = "(SELECT name FROM auth_group WHERE id = {row}.group_id)"
_PERMISSION = (
    "(SELECT t.app_label || '.' || p.codename FROM auth_permission p"
    " JOIN django_content_type t ON t.id = p.content_type_id WHERE p.id = {row}.permission_id)"
)


def _added_and_taken(table: str, kind: str, what: str, user: str, before: str = "''") -> list[Rule]:
    return [
        Rule(
            f"{table}_{event.lower()}",
            table,
            event,
            kind,
            row,
            f"{before} || '{sign}' || {what}".format(row=row),
            "",
            user,
        )
        for event, row, sign in (("INSERT", "NEW", "+ "), ("DELETE", "OLD", "- "))
    ]


RULES = [
    Rule(
        "user_made",
        "auth_user",
        "INSERT",
        "created",
        "NEW",
        "CASE WHEN NEW.is_superuser THEN 'is_superuser' WHEN NEW.is_staff THEN 'is_staff' ELSE '' END",
    ),
    Rule("user_deleted", "auth_user", "DELETE", "deleted", "OLD"),
    *(
        Rule(f"user_{column}", "auth_user", f"UPDATE OF {column}", "changed", "NEW", _yes(column), _differs)
        for column in ("is_active", "is_staff", "is_superuser")
        for _differs in [f"OLD.{column} <> NEW.{column}"]
    ),
    Rule(
        "user_username",
        "auth_user",
        "UPDATE OF username",
        "changed",
        "NEW",
        _words("username"),
        "OLD.username <> NEW.username",
    ),
    # The address itself is a person's: that it was changed is told, and not what to.
    Rule("user_email", "auth_user", "UPDATE OF email", "changed", "NEW", "'email'", "OLD.email <> NEW.email"),
    Rule("user_password", "auth_user", "UPDATE OF password", "password", "NEW", "''", "OLD.password <> NEW.password"),
    *_added_and_taken("auth_user_groups", "groups", _GROUP, "user_id"),
    *_added_and_taken("auth_user_user_permissions", "permissions", _PERMISSION, "user_id"),
    *_added_and_taken("auth_group_permissions", "role", _PERMISSION, "", "COALESCE(" + _GROUP + ", '?') || ': '"),
    Rule("group_made", "auth_group", "INSERT", "role", "NEW", "'+ ' || NEW.name", "", ""),
    Rule("group_deleted", "auth_group", "DELETE", "role", "OLD", "'- ' || OLD.name", "", ""),
    Rule("group_name", "auth_group", "UPDATE OF name", "role", "NEW", _words("name"), "OLD.name <> NEW.name", ""),
]

_TABLES = {rule.name: rule.table for rule in RULES}


def _body(rule: Rule, now: str) -> str:
    acting = "(SELECT {} FROM accounts_acting ORDER BY id DESC LIMIT 1)"
    if rule.user == "id":
        user_id, user = f"{rule.row}.id", f"{rule.row}.username"
    elif rule.user:
        user_id = f"{rule.row}.{rule.user}"
        user = f"COALESCE((SELECT username FROM auth_user WHERE id = {user_id}), '')"  # noqa: S608  columns of the rules
    else:
        user_id, user = "NULL", "''"
    actor, network = (f"COALESCE({acting.format(column)}, '')" for column in ("actor", "network"))
    return (
        'INSERT INTO accounts_event (at, kind, actor_id, actor, user_id, "user", network, detail) VALUES'  # noqa: S608  nothing of it comes from outside
        f" ({now}, '{rule.kind}', {acting.format('actor_id')}, {actor}, {user_id}, {user}, {network},"
        f" substr(COALESCE({rule.detail}, ''), 1, 500))"
    )


#: An account that was switched off, and is switched on again, has none of its sessions any more.
_TURNED_OVER = (
    "INSERT INTO accounts_standing (user_id, epoch, has_second_factor) VALUES (NEW.id, 1, {false})"
    " ON CONFLICT (user_id) DO UPDATE SET epoch = accounts_standing.epoch + 1"
)
_CHANGED = "a row of the log of accounts is not changed"


def _sqlite() -> dict[str, list[str]]:
    now = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    made = {}
    for rule in RULES:
        when = f" WHEN {rule.when}" if rule.when else ""
        made[rule.name] = [
            f"CREATE TRIGGER {PREFIX}{rule.name} AFTER {rule.event} ON {rule.table} FOR EACH ROW{when}"
            f" BEGIN {_body(rule, now)}; END"
        ]
    made["turns_over"] = [
        f"CREATE TRIGGER {PREFIX}turns_over AFTER UPDATE OF is_active ON auth_user FOR EACH ROW"
        f" WHEN OLD.is_active <> NEW.is_active BEGIN {_TURNED_OVER.format(false='0')}; END"
    ]
    made["kept"] = [
        f"CREATE TRIGGER {PREFIX}kept BEFORE UPDATE ON accounts_event BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END"
    ]
    return made


def _postgresql() -> dict[str, list[str]]:
    def trigger(name: str, table: str, event: str, when: str, body: str) -> list[str]:
        return [
            f"CREATE OR REPLACE FUNCTION {PREFIX}{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {body}; RETURN NULL; END $$",
            f"CREATE TRIGGER {PREFIX}{name} {event} ON {table} FOR EACH ROW{f' WHEN ({when})' if when else ''}"
            f" EXECUTE FUNCTION {PREFIX}{name}()",
        ]

    made = {
        rule.name: trigger(rule.name, rule.table, f"AFTER {rule.event}", rule.when, _body(rule, "clock_timestamp()"))
        for rule in RULES
    }
    turned = _TURNED_OVER.format(false="false")
    made["turns_over"] = trigger(
        "turns_over", "auth_user", "AFTER UPDATE OF is_active", "OLD.is_active <> NEW.is_active", turned
    )
    made["kept"] = trigger("kept", "accounts_event", "BEFORE UPDATE", "", f"RAISE EXCEPTION '{_CHANGED}'")
    return made


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of those that should be there and are not."""
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        names = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid) AND t.tgenabled <> 'D'"
        )
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _made_for(connection) if f"{PREFIX}{name}" not in there]


def take_away(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **_told: Any) -> None:
    """Before tables are altered: SQLite makes them anew, and refuses while a trigger speaks of one that is gone.

    On PostgreSQL only where the log itself is taken away: old code goes on, and what it changes is logged.
    """
    connection = connections[using]
    goes = any(backwards and migration.app_label == "accounts" for migration, backwards in plan)
    if using != DEFAULT_DB_ALIAS or not plan or not (goes or connection.vendor == "sqlite"):
        return
    with connection.cursor() as cursor:
        for name in _made_for(connection):
            cursor.execute(_dropped(connection, name))


def make(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **_told: Any) -> None:
    """Those that are not there, and after a migration all of them; none where the tables are not there yet."""
    connection = connections[using]
    if using != DEFAULT_DB_ALIAS or not tables_are_there(connection):
        return
    statements = _made_for(connection)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name in statements if plan else missing(connection):
            cursor.execute(_dropped(connection, name))
            for statement in statements[name]:
                cursor.execute(statement)


def _made_for(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _dropped(connection: BaseDatabaseWrapper, name: str) -> str:
    table = "accounts_event" if name == "kept" else _TABLES.get(name, "auth_user")
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {PREFIX}{name}{on}"


def tables_are_there(connection: BaseDatabaseWrapper) -> bool:
    needed = {"accounts_event", "accounts_acting", "accounts_standing", *(rule.table for rule in RULES)}
    return needed <= set(connection.introspection.table_names())
