from interviews.editorial.models.draft_link import DraftAnswer, DraftLink

__all__ = ["DraftAnswer", "DraftLink"]
