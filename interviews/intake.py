"""What comes to the store: documents, where each comes from, on which terms, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from interviews.documents.data import as_data
from interviews.documents.diff import NOTHING, DocumentDiff
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.documents.reading import Publication
from interviews.models import ImportBatch, Interview


@dataclass(frozen=True, slots=True)
class Original:
    """What a document was read from. Files that the document names are looked for beside `path`.

    `text` is what it can be read from again, or `data` where that is no text. `companions` are the names of the
    files beside it that came along. With `restore` a new interview gets the state that `publication` tells, as a part
    of a whole site. `data_form` is `document_data` of the document, where another process made it. `said` is what the
    source itself said, where an editor corrected it on its way in: the correction is then the editor's, and stays when
    the source comes again.
    """

    key: str
    digest: str
    text: str = ""
    data: bytes | None = None
    format_name: str = "page-text"
    name: str = ""
    path: Path | None = None
    companions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    publication: Publication | None = None
    restore: bool = False
    data_form: dict[str, Any] | None = None
    said: InterviewDocument | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the format says all of a document: what it leaves out is not there, rather than not known."""
        return self.format_name == "json"


@dataclass(frozen=True, slots=True)
class Terms:
    """How documents are taken in.

    `publish_at` makes drafts public. `overwrite` lets the source win where an editor changed the same. `dry_run` does
    all of it and takes it back. `again` compares a source although its bytes are the known ones. `tags` and `series`
    are added as an editor would add them. `batch` keeps what an undo needs. `may_change`, `may_show` and `may_approve`
    say whether who imports may change an interview that is here, one that readers see, and may make comments public.
    """

    publish_at: dt.datetime | None = None
    overwrite: bool = False
    dry_run: bool = False
    again: bool = False
    tags: tuple[str, ...] = ()
    series: str = ""
    batch: ImportBatch | None = None
    may_change: bool = True
    may_show: bool = True
    may_approve: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document: `outcome` is created, updated or unchanged. `findings` are those of storing it.

    In a dry run, of an interview that was here before: what would change, and what would be different (`stays` as
    old, the source's as new) if the editors' words did not stay.
    """

    outcome: str
    interview: Interview
    findings: tuple[Finding, ...] = ()
    changes: DocumentDiff = NOTHING
    stays: DocumentDiff = NOTHING


def document_data(document: InterviewDocument) -> dict[str, Any]:
    """What a source keeps of a document: what it is compared with when it comes again, so not what readers said."""
    return as_data(replace(document, comments=()))
