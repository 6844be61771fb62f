"""The least that takes a comment: it reads the form, stores a row in one transaction, and answers as the portal does.

BARE_DATABASE names a file for SQLite, or a PostgreSQL database. The floor of `comments.py`.
"""

import os
import threading
from urllib.parse import parse_qsl

DATABASE = os.environ["BARE_DATABASE"]
TABLE = "CREATE TABLE IF NOT EXISTS bare (name text, body text)"
_of_thread = threading.local()


def connection():
    if not hasattr(_of_thread, "connection"):
        if DATABASE.startswith("postgres"):
            import psycopg

            _of_thread.connection = psycopg.connect(DATABASE, autocommit=True)
        else:
            import sqlite3

            _of_thread.connection = sqlite3.connect(DATABASE, timeout=20, isolation_level=None)
            _of_thread.connection.execute("PRAGMA journal_mode=WAL")
            _of_thread.connection.execute("PRAGMA synchronous=FULL")
    return _of_thread.connection


connection().execute(TABLE)
connection().close()
del _of_thread.connection  # each worker's threads open their own


def application(environ, start_response):
    typed = dict(parse_qsl(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()))
    if environ["REQUEST_METHOD"] == "POST":
        mark = "%s" if DATABASE.startswith("postgres") else "?"
        statement = f"INSERT INTO bare (name, body) VALUES ({mark}, {mark})"
        connection().execute("BEGIN" if mark == "%s" else "BEGIN IMMEDIATE")
        connection().execute(statement, (typed["name"], typed["body"]))
        connection().execute("COMMIT")
    start_response("303 See Other", [("Location", "/"), ("Content-Length", "0")])
    return [b""]
