"""What the log need not tell, and how it tells what strangers wrote."""

from __future__ import annotations

import logging
from typing import Any

#: Names of address spaces in which a refusal is the answer to a form, said on the page to who filled it in.
FORMS = {"comments"}


def plain(text: str) -> str:
    """The text in one line: what would begin another one, or speak to a terminal, is written as Python writes it."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


class OneLine(logging.Formatter):
    """A record is a line, whatever stands in a path or a name; what follows it (a traceback) is indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return plain(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        return self._indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:
        return self._indented(super().formatStack(stack_info))

    @staticmethod
    def _indented(text: str) -> str:
        return "\n".join(f"  {plain(line)}" for line in text.split("\n"))


class NoRefusals(logging.Filter):
    """Leaves out the refusals of forms: nothing is wrong with the site, and robots make many."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        return not (match and FORMS & set(match.namespaces) and getattr(record, "status_code", 500) < 500)
