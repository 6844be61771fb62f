from interviews.editorial.models.checked_link import CheckedLink
from interviews.editorial.models.draft_link import DraftAnswer, DraftLink

__all__ = ["CheckedLink", "DraftAnswer", "DraftLink"]
