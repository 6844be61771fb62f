"""The mail server, as each Django wants to be told of it: 6.1 has `MAILERS`, 5.2 a setting for each thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django

#: Seconds after which a server that does not answer is given up: somebody may be waiting for a page.
TIMEOUT = 10

#: What django-environ reads out of `EMAIL_URL`, and what the classes that send mail call it.
_OPTIONS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
}


def mail_settings(read: Mapping[str, Any]) -> dict[str, Any]:
    """The settings for a server whose address was read by `Env.email_url`."""
    backend = read["EMAIL_BACKEND"]
    if django.VERSION < (6, 1):
        # An address without a port or a path leaves Django's own defaults.
        given = {name: read[name] for name in _OPTIONS if read.get(name)}
        return {
            **given,
            "EMAIL_BACKEND": backend,
            "EMAIL_FILE_PATH": read["EMAIL_FILE_PATH"] or None,
            "EMAIL_TIMEOUT": TIMEOUT,
        }
    options: dict[str, Any] = {}
    if backend.endswith("smtp.EmailBackend"):
        options = {option: read[name] for name, option in _OPTIONS.items() if read.get(name)}
        options = {"host": "localhost", "timeout": TIMEOUT} | options
    elif backend.endswith("filebased.EmailBackend"):
        options = {"file_path": read["EMAIL_FILE_PATH"]}
    return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
