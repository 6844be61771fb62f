"""The nodes of a page that belong to its text, in their order."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from selectolax.lexbor import LexborNode

#: What surrounds the text of a page, or is none of it.
_LEFT_OUT = frozenset(
    re.findall(r"[\w-]+", "aside button canvas datalist dialog footer head input nav object select template")
)
_LEFT_OUT_ROLES = frozenset(
    re.findall(r"[\w-]+", "navigation search complementary contentinfo dialog menu menubar toolbar")
)
_HIDDEN = re.compile(r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


def walked(
    root: LexborNode, without: Container[int] = (), *, everything: bool = False
) -> Iterator[tuple[bool, LexborNode]]:
    """Each node of an element when it begins (True) and when it ends; without recursion, for pages can be deep.

    `without` names elements by their `mem_id` that are passed over; with `everything`, what surrounds a text is not.
    """
    whole = len(root.text())
    # Some sites put the whole page into a form; others end it with one, for readers' remarks.
    left_out = {form.mem_id for form in root.css("form") if len(form.text()) * 2 <= whole}
    last = root.mem_id
    node = root
    while True:
        passed = node.mem_id in without or (not everything and (node.mem_id in left_out or _is_left_out(node)))
        if not (passed and node.is_element_node and node.mem_id != last):
            yield True, node
            if (below := node.first_child) is not None:
                node = below
                continue
            yield False, node
        while node.mem_id != last and node.next is None:
            node = _parent(node)
            yield False, node
        if node.mem_id == last or node.next is None:
            return
        node = node.next


def _parent(node: LexborNode) -> LexborNode:
    parent = node.parent
    assert parent is not None  # noqa: S101 (for the type checker: the walk began above)
    return parent


def _is_left_out(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        node.tag in _LEFT_OUT
        or (attributes.get("role") or "").lower() in _LEFT_OUT_ROLES
        or "hidden" in attributes
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )
