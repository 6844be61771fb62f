"""How gunicorn serves the portal. ./run uses this file; so can a service manager:
gunicorn -c deploy/gunicorn.conf.py portal.wsgi:application
"""

import contextlib as _contextlib
import ctypes as _ctypes
import os
import sys as _sys
from pathlib import Path

# The modules are found whatever folder the start was in.
chdir = str(Path(__file__).resolve().parent.parent)

# This machine only: on a network, a front end that speaks TLS stands before it (or BIND says otherwise).
bind = os.environ.get("BIND") or "127.0.0.1:" + (os.environ.get("PORT") or "8000")

# Threads, not processes, for the waiting: SQLite's writes go one at a time whatever stands before them, a
# recording that is sent slowly holds a thread and not a process, and what is cached in memory is cached once.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or "1")
threads = 8

# A browser opens several connections for a page and its static files; it need not open them again for each.
keepalive = 5
# A worker whose main loop is silent for this long hangs and is replaced. With threads this bounds no
# request: a long download goes on.
timeout = 60
# At a stop, what is under way may finish; below the 30 seconds after which service managers kill.
graceful_timeout = 20

# The words of a quotation fit, in any script; anything longer is no reader's. So do the headers of browsers and front
# ends.
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190

# The workers' signs of life are written to memory where that is possible: a busy disk must not make a
# worker look hung.
worker_tmp_dir = "/dev/shm"  # noqa: S108  (gunicorn makes the file with mkstemp)
if not os.access(worker_tmp_dir, os.W_OK | os.X_OK):
    worker_tmp_dir = None

# glibc gives each thread a heap of its own, and each keeps what its largest answer took: with eight threads a worker
# stays as large as eight of the largest feeds. Two heaps, and large pieces given back (malloc.h: the numbers of
# M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD). Another C library needs none of it.
with _contextlib.suppress(AttributeError, OSError):
    for _option, _value in ((-8, 2), (-3, 512 * 1024), (-1, 512 * 1024)):
        _ctypes.CDLL(None).mallopt(_option, _value)

# Nothing here uses the socket over which a running gunicorn can be steered, and it would be made in the
# home folder, which may not be there or not be writable, and which two sites would share.
control_socket_disable = True

# What is uploaded, and a database that is made anew, are for this user only.
umask = 0o077

# The portal tells requests itself where ACCESS_LOG asks for it: without addresses, and without what was asked.
accesslog = None
errorlog = "-"
loglevel = (os.environ.get("LOG_LEVEL") or "warning").lower()
_sys.path.insert(0, chdir)
from portal.watching.of_gunicorn import Lines as logger_class  # noqa: E402, F401


def post_worker_init(worker):
    """A site whose database could keep nothing is refused now, in words, and not at each request."""
    from django.conf import settings

    if settings.configured:
        from portal.sqlite.at_start import refuse_what_keeps_nothing

        refuse_what_keeps_nothing()
