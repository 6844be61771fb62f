"""Markdown with front matter, which `readers.markdown` reads back whole, comments excepted.

The facts are YAML; the introduction, the biographies, the time index and the transcript are text that reads well as it
is. What Markdown would take for something else is escaped, or stands in the front matter.
"""

from __future__ import annotations

from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place

NAME = "Markdown"
MEDIA_TYPE = "text/markdown"
SUFFIX = ".md"
LOSSES = (
    "comments",
    "which of two people of one name answers",
)


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    # It asks the reader how its text would be read: to load all that would hold up each start.
    from interviews.documents.writers.markdown_page import written

    return written(document, place)
