"""The ways in: one transaction for many documents, and for each its own where the database refuses that."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError, transaction

from interviews.attachments import Attachments
from interviews.database_faults import is_busy, takes_nothing
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError
from interviews.intake import Original, Stored, Terms
from interviews.store.log import one_import_at_a_time, unstored_on_failure
from interviews.store.taking import Incoming, take

#: Tries at one document when an editor makes the same speaker, tag or address at the same moment.
TRIES = 4


def store(document: InterviewDocument, original: Original, terms: Terms) -> Stored:
    """Puts a document into rows, in one transaction; the second time the same file changes nothing.

    A file that changed is merged with what editors changed (see `documents.merge`); segments keep their uids, and
    with them their comments and links. Raises DocumentError where a value does not fit its column; then nothing was
    written.
    """
    (result,) = store_many([(document, original)], terms)
    if isinstance(result, DocumentError):
        raise result
    return result


def store_many(incoming: Sequence[Incoming], terms: Terms) -> list[Stored | DocumentError]:
    """`store` for each, with the queries of one; what cannot be stored is its own error and harms no other.

    All go into one transaction. Where the database refuses anything there, each goes into one of its own.
    """
    for again in reversed(range(TRIES)):
        try:
            return _in_one_transaction(incoming, terms)
        except (DataError, DocumentError, IntegrityError, InterfaceError, InternalError, OperationalError) as error:
            if len(incoming) > 1:
                return [result for one in incoming for result in store_many([one], terms)]
            if isinstance(error, DocumentError):
                return [error]
            if isinstance(error, DataError):
                return [DocumentError(f"the database refuses a value: {error}", code="value_does_not_fit")]
            if takes_nothing(error) and not is_busy(error):
                problem = f"the database takes nothing just now ({error}); mend that, and run the import again"
                return [DocumentError(problem, code="database_away")]
            # The second time the new name is there, and is found.
            if not again:
                problem = f"others write the same at this moment ({error}); run the import again"
                return [DocumentError(problem, code="busy")]
            time.sleep(random.uniform(0.05, 0.3))  # noqa: S311  not a secret, only not in step
    raise AssertionError("unreachable")


def _in_one_transaction(incoming: Sequence[Incoming], terms: Terms) -> list[Stored | DocumentError]:
    attachments = [Attachments(original.path) for _document, original in incoming]
    try:
        with unstored_on_failure(terms.batch), transaction.atomic():
            one_import_at_a_time()
            results = take(incoming, terms, attachments)
            if terms.dry_run:
                transaction.set_rollback(True)
    except BaseException:
        for files in attachments:
            files.take_back()
        raise
    for result, files in zip(results, attachments, strict=True):
        if terms.dry_run or isinstance(result, DocumentError):
            files.take_back()
    return [
        replace(result, findings=(*result.findings, *files.findings)) if isinstance(result, Stored) else result
        for result, files in zip(results, attachments, strict=True)
    ]
