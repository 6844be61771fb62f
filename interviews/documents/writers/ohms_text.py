"""Texts as elements of an OHMS record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, name: str, text: str) -> Element:
    """A new element with that text; characters that XML cannot hold are left out."""
    element = SubElement(parent, name)
    element.text = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return element


def listed(words: Iterable[str]) -> str:
    """Words between semicolons, which are commas within one."""
    return ";".join(word.replace(";", ",") for word in words)
