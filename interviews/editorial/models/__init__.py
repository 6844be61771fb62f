from interviews.editorial.models.checked_link import CheckedLink

__all__ = ["CheckedLink"]
