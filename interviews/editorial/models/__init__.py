"""What the desk keeps beside the interviews: unsaved work, the states that forms were opened in, who is there."""

from interviews.editorial.models.opened_state import OpenedState
from interviews.editorial.models.presence import Presence
from interviews.editorial.models.working_draft import WorkingDraft

__all__ = ["OpenedState", "Presence", "WorkingDraft"]
