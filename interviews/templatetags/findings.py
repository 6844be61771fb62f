"""Findings of an import, for editors whose interface is not English."""

from __future__ import annotations

from django import template

from interviews.admin.importing.subjects import subject_of

register = template.Library()
register.filter("subject", subject_of)
