"""The interview at the editor's desk: `interview` is the page, `rows` what its lists share."""

from interviews.editorial.admin.interview import InterviewAdmin

__all__ = ["InterviewAdmin"]
