"""Lines of a page that lead around its site and say nothing of the interview: ``Home | Interviews | About``."""

from __future__ import annotations

import re

_LONGEST = 200
_LONGEST_PART = 40
_FEWEST = 3  # parts of which not all are usual
_SURE = (
    r"home(?:page)?|about(?: us)?|contact(?: us)?|search|log ?in|sign in|register|site ?map|menu|privacy(?: policy)?"
    r"|accueil|à propos|contactez-nous|recherche|plan du site"
)
_USUAL = rf"(?:{_SURE}|archives?|blog|events?|help|interviews?|links?|news|terms(?: of use)?)"
_ALONE = re.compile(rf"(?:{_SURE}|skip to (?:the )?(?:main )?(?:content|navigation)|aller au contenu)", re.IGNORECASE)
_WORDS = re.compile(rf"{_USUAL}(?: {_USUAL}){{2,20}}", re.IGNORECASE)
_PATH = re.compile(r"(?:you are here:\s*)?(?:home|accueil)\s?[>»›]", re.IGNORECASE)
_BETWEEN = re.compile(r"\s?[|»›>·•]\s?|\s/\s|\s::\s")


def is_navigation(text: str) -> bool:
    """Whether a line is a row of names of pages, or the path to this one."""
    if len(text) > _LONGEST:
        return False
    if _WORDS.fullmatch(text) or _PATH.match(text):
        return True
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) < 2 or any(len(part) > _LONGEST_PART for part in parts) or not any(map(_ALONE.fullmatch, parts)):
        return False
    return len(parts) >= _FEWEST or all(re.fullmatch(_USUAL, part, re.IGNORECASE) for part in parts)


def names_a_page(text: str) -> bool:
    """Whether a line is the name of a page that every site has, and nothing else: ``Home``, ``Skip to content``."""
    return len(text) <= _LONGEST_PART and _ALONE.fullmatch(text) is not None
