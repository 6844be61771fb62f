"""What became of each source: the lines of the report."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.documents.diff import NOTHING, DocumentDiff
from interviews.documents.errors import DocumentError, Finding


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one source. `outcome` is created, updated, unchanged or failed.

    `status` is the interview's own: draft, published or withdrawn. `changes` and `stays` are those of `Stored`.
    """

    source: str
    outcome: str
    slug: str | None = None
    url: str | None = None
    findings: tuple[Finding, ...] = ()
    status: str = ""
    changes: DocumentDiff = NOTHING
    stays: DocumentDiff = NOTHING

    def as_data(self) -> dict[str, object]:
        findings = [{"line": row.line, "code": row.code, "message": row.message} for row in self.findings]
        return {
            "source": self.source,
            "outcome": self.outcome,
            "slug": self.slug,
            "url": self.url,
            "findings": findings,
        }


def failed(source: str, error: DocumentError) -> ReportLine:
    return ReportLine(source, "failed", findings=(Finding(error.line, error.code, error.problem),))
