"""What the desk keeps beside the interviews: unsaved work, states that forms were opened in, who is there, links that
were checked, links to drafts for those who have no account, and what editors write to each other and are told."""

from interviews.editorial.models.checked_link import CheckedLink
from interviews.editorial.models.draft_link import DraftAnswer, DraftLink
from interviews.editorial.models.note import EditorNote
from interviews.editorial.models.notice import Notice, NoticeChoice, NoticeKind
from interviews.editorial.models.opened_state import OpenedState
from interviews.editorial.models.presence import Presence
from interviews.editorial.models.working_draft import WorkingDraft

__all__ = [
    "CheckedLink",
    "DraftAnswer",
    "DraftLink",
    "EditorNote",
    "Notice",
    "NoticeChoice",
    "NoticeKind",
    "OpenedState",
    "Presence",
    "WorkingDraft",
]
