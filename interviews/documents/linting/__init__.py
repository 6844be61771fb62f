"""What stands against publishing an interview, or should be looked at first: rules over the neutral document.

`lint` looks, `cured` mends what a machine can mend safely. The rules stand in `page`, `people`, `sound`, `times`,
`words` and `links`, each beside its words and its limits; `rule` is what they share.
"""

from interviews.documents.linting import links, page, people, sound, times, words  # noqa: F401 (they register their rules)
from interviews.documents.linting.cures import CURES, cured
from interviews.documents.linting.looking import Group, as_findings, blocking, grouped, lint
from interviews.documents.linting.rule import RULES, Flaw, LinkState, Outside, Place, Rule

__all__ = [
    "CURES",
    "RULES",
    "Flaw",
    "Group",
    "LinkState",
    "Outside",
    "Place",
    "Rule",
    "as_findings",
    "blocking",
    "cured",
    "grouped",
    "lint",
]
