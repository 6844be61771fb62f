"""The words of a transcript on a page."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from interviews.templatetags.moments import seconds
from interviews.transcripts import Paragraph

register = template.Library()


@register.simple_tag
def words_of(paragraph: Paragraph, playable: object) -> SafeString:
    """What is said in a paragraph; each cue is an element that says when, where it is `playable` and has a time.

    Here and not in the template, since an hour has a thousand cues.
    """
    said = (
        format_html('<span data-start="{}">{}</span>', seconds(words.start), words.text)
        if playable and words.start is not None
        else conditional_escape(words.text)
        for words in paragraph.words
    )
    return mark_safe(" ".join(said))  # noqa: S308 (each was escaped)
