"""What became of each source: the lines of the report."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.documents.diff import NOTHING, DocumentDiff
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.linting import Flaw, as_findings, grouped


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one source. `outcome` is created, updated, unchanged or failed.

    `status` is the interview's own: draft, published or withdrawn. `changes` and `stays` are those of `Stored`. `flaws`
    are what the linter finds in what the source says; of a source that is here unchanged it is not asked.
    """

    source: str
    outcome: str
    slug: str | None = None
    url: str | None = None
    findings: tuple[Finding, ...] = ()
    status: str = ""
    changes: DocumentDiff = NOTHING
    stays: DocumentDiff = NOTHING
    flaws: tuple[Flaw, ...] = ()

    def as_data(self) -> dict[str, object]:
        findings = [{"line": row.line, "code": row.code, "message": row.message} for row in self.findings]
        return {
            "source": self.source,
            "outcome": self.outcome,
            "slug": self.slug,
            "url": self.url,
            "findings": findings,
            "readiness": [
                {
                    "code": group.rule.code,
                    "blocking": group.rule.blocking,
                    "count": group.count,
                    "message": told.message,
                }
                for group, told in zip(grouped(self.flaws), as_findings(self.flaws), strict=True)
            ],
        }


def failed(source: str, error: DocumentError) -> ReportLine:
    return ReportLine(source, "failed", findings=(Finding(error.line, error.code, error.problem),))
