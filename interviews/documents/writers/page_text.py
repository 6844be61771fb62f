"""A page of plain text, in the layout of the archives whose pages `readers.page_text` reads.

It is for people and for mail; what such a page never had is left out.
"""

from __future__ import annotations

from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place

NAME = "Plain text"
MEDIA_TYPE = "text/plain"
SUFFIX = ".txt"
LOSSES = (
    "of the interview: language, rights, provenance, how dates are known, the number of parts without that of this one",
    "the transcript, comments; the order of people; emphasis, and links but as words and their address",
    "a series without an organisation: it becomes one",
    "of recordings: media type, size, length, the file beside an address, addresses that do not end as files do; twins",
    "of a discussion: an end in another month than its beginning, and one without a beginning; a name in small letters",
    "panellists, moderators, all interviewers but the first",
    "of people: organisation, website, portrait; the date and language of a biography; post-nominals of several guests",
    "a title that neither the title of the page nor the introduction says; an alternative text that is not the name",
    "of entries: the short label beside a question, synopsis, subjects, links, places, uid",
    "a time as written that says another time than the entry's; an entry without one gets one",
    "sections with a time (they become statements), sections before the first entry",
    "who answers in a time index of several guests, or that nobody does",
    "the kind, where a question mark says otherwise; a comma within a keyword",
    "line breaks within paragraphs",
    "who is who, where the introduction does not say it: a sentence that does comes before it, and it is biography",
    "whose biography it is, where several guests have one and it does not begin with the name",
    "that a line is text, where it looks like an entry, a label or a fact",
)


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    # It asks the reader how its text would be read: to load all that would hold up each start.
    from interviews.documents.writers.plain_page import written

    return written(document, place)
