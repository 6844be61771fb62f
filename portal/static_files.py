"""Static files as a served site names them: by their content, so that they can be cached for ever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2
from django.core.files.base import ContentFile
from tinycss2.ast import Node
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also where a script imports another; otherwise an old module could meet a new one. Style sheets are sent lean."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator:
        sheets = [] if dry_run else [name for name in paths if name.endswith(".css")]
        for name in sheets:
            with self.open(name) as sheet:
                content = lean(sheet.read().decode())
            self.delete(name)
            paths[name] = (self, self.save(name, ContentFile(content.encode())))
        yield from super().post_process(paths, dry_run, **options)


def lean(sheet: str) -> str:
    """The same style sheet without comments and without white space that says nothing (CSS Syntax Level 3).

    One with an error in it comes back as it is: what a browser makes of that is not ours to change.
    """
    nodes = tinycss2.parse_component_value_list(sheet, skip_comments=True)
    return tinycss2.serialize(_lean(nodes)) if _is_sound(nodes) else sheet


def _is_sound(nodes: Sequence[Node]) -> bool:
    inner = (getattr(node, "arguments", None) or getattr(node, "content", None) or () for node in nodes)
    return all(node.type != "error" for node in nodes) and all(map(_is_sound, inner))


def _lean(nodes: Sequence[Node]) -> list[Node]:
    """White space is left out beside what parts anyway, and the last semicolon of a block. Inner nodes are changed."""
    kept: list[Node] = []
    for node in nodes:
        if node.type == "whitespace" and (not kept or kept[-1].type == "{} block" or kept[-1] in (";", ",", ":")):
            continue
        if kept and kept[-1].type == "whitespace" and (node.type == "{} block" or node in (";", ",")):
            kept.pop()
        if node.type == "whitespace":
            node.value = " "
        elif node.type == "function":
            node.arguments = _lean(node.arguments)
        elif node.type.endswith("block"):
            node.content = _lean(node.content)
            if node.type == "{} block" and node.content and node.content[-1] == ";":
                node.content.pop()
        kept.append(node)
    if kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept
