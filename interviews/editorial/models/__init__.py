"""What the desk keeps beside the interviews: unsaved work, states that forms were opened in, who is there, links that
were checked, and links to drafts for those who have no account."""

from interviews.editorial.models.checked_link import CheckedLink
from interviews.editorial.models.draft_link import DraftAnswer, DraftLink
from interviews.editorial.models.opened_state import OpenedState
from interviews.editorial.models.presence import Presence
from interviews.editorial.models.working_draft import WorkingDraft

__all__ = ["CheckedLink", "DraftAnswer", "DraftLink", "OpenedState", "Presence", "WorkingDraft"]
