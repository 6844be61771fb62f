"""What who imports may do to what is here, and what no import does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviews.documents.document import CommentEntry
from interviews.documents.errors import DocumentError
from interviews.intake import Original, Terms
from interviews.models import Interview


def refuse_change(interview: Interview, terms: Terms) -> None:
    """Raises DocumentError where who imports may not change interviews that are here, or not what readers see."""
    if not terms.may_change:
        problem = f"it would change “{interview.slug}”, which you may not; ask who may change interviews"
        raise DocumentError(problem, code="may_not_change")
    if interview.is_published and not terms.may_show:
        problem = (
            f"readers would see it at once in “{interview.slug}”; ask who may publish, or change the draft beside it"
        )
        raise DocumentError(problem, code="may_not_change")


def refuse_trashed(interview: Interview) -> None:
    """Raises DocumentError where an editor deleted the interview that the source became."""
    if interview.status == Interview.Status.TRASHED:
        problem = f"“{interview.slug}” lies in the trash: nothing was changed; take it out, then import it again"
        raise DocumentError(problem, code="in_the_trash")


def refuse_private(interview: Interview, original: Original) -> None:
    """Raises DocumentError where the interview is public here and not where it comes from."""
    there = original.publication
    if interview.status == Interview.Status.PUBLISHED and there and there.status != "published":
        problem = (
            f"it is not public any more where it comes from, and “{interview.slug}” is public here: nothing "
            "was changed; withdraw it in the admin, then import it again"
        )
        raise DocumentError(problem, code="public_here_only")


def allowed_remarks(remarks: Sequence[CommentEntry], terms: Terms) -> Sequence[CommentEntry]:
    """Comments with the state they had, or waiting where who imports may not make them public."""
    if terms.may_approve:
        return remarks
    return [replace(one, status="pending") if one.status == "approved" else one for one in remarks]
