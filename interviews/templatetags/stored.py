"""``{% stored "main" %}…{% endstored %}``: a part of a page, taken from where it was stored, or made and told."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class StoredNode(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> SafeString:
        stored = context.get("stored")
        if stored is not None:
            # Safe because this node rendered it, from a template that escapes.
            return mark_safe(stored[self.name])  # noqa: S308
        html = self.nodelist.render(context)
        made = context.get("made")
        if made is not None:
            made[self.name] = str(html)
        return html


@register.tag
def stored(parser: template.base.Parser, token: template.base.Token) -> StoredNode:
    """The name is a word of its own on the page. Where nothing is stored (as in a preview), it is only rendered."""
    try:
        _tag, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("stored takes one argument: the name of the part, in quotes") from None
    nodelist = parser.parse(("endstored",))
    parser.delete_first_token()
    return StoredNode(name.strip("\"'"), nodelist)
