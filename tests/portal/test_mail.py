"""The mail server and the queue of tasks, as the environment names them."""

from __future__ import annotations

import django
import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from portal import tasks
from portal.mail import TIMEOUT, mail_settings

NEW = django.VERSION >= (6, 1)


def told(address):
    return mail_settings(environ.Env.email_url_config(address))


def test_a_server_with_a_login_over_tls():
    given = told("smtp+tls://me%40example.org:pass%2Fword@mail.example.org:587")
    if NEW:
        (mailer,) = given["MAILERS"].values()
        options = mailer["OPTIONS"]
        assert mailer["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
        assert (options["host"], options["port"], options["use_tls"]) == ("mail.example.org", 587, True)
        assert (options["username"], options["password"]) == ("me@example.org", "pass/word")
        assert options["timeout"] == TIMEOUT
    else:
        assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
        assert (given["EMAIL_HOST_USER"], given["EMAIL_HOST_PASSWORD"]) == ("me@example.org", "pass/word")
        assert given["EMAIL_TIMEOUT"] == TIMEOUT


@pytest.mark.parametrize("address", ["smtp://localhost", "consolemail://", "dummymail://", "filemail:///tmp/letters"])
def test_each_kind_of_server_can_be_made(address, settings, tmp_path):
    given = told(address.replace("/tmp/letters", str(tmp_path)))  # noqa: S108
    for name, value in given.items():
        setattr(settings, name, value)
    if NEW:
        from django.core.mail import mailers

        mailers.default.close()
    else:
        from django.core.mail import get_connection

        get_connection().close()


@pytest.mark.parametrize("named", ["immediate", "database"])
def test_each_queue_can_be_made(named):
    assert import_string(tasks.backend(named))


def test_another_queue_is_refused_with_those_that_there_are():
    with pytest.raises(ImproperlyConfigured, match="'redis': it may be immediate or database"):
        tasks.backend("redis")
