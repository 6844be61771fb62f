"""Sentences of Django's admin that the catalogues say better: "Modification de entretien" is no French.

They are named here so that they are extracted; the project's catalogues go before Django's.
"""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("Add %s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Select %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("Add another %(verbose_name)s"),
)
