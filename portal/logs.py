"""What the log need not tell."""

from __future__ import annotations

import logging

#: Names of address spaces in which a refusal is the answer to a form, said on the page to who filled it in.
FORMS = {"comments"}


class NoRefusals(logging.Filter):
    """Leaves out the refusals of forms: nothing is wrong with the site, and robots make many."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        return not (match and FORMS & set(match.namespaces) and getattr(record, "status_code", 500) < 500)
