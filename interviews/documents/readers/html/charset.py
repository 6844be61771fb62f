"""The bytes of an HTML page to text: byte order mark, declaration, UTF-8, then Windows-1252.

Declarations: HTML Living Standard, section 4.2.5.4 (``<meta charset>``, ``<meta http-equiv>``); what the names mean:
Encoding Standard, section 4.2 (``iso-8859-1`` is Windows-1252).
"""

from __future__ import annotations

import codecs
import re

from interviews.documents.decoding import decode
from interviews.documents.errors import Finding

#: Where a declaration may stand; the standard says the first 1024 bytes, but a long comment often comes before it.
_DECLARED_WITHIN = 4096
_DECLARATION = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})""")
#: Python's names of the encodings that pages are written in. All hold ASCII; the rest of its codecs are no charsets.
_ONE_BYTE = re.compile(r"(?:iso8859-\d{1,2}|cp125\d|cp874|koi8-[ru]|mac-\w+|ascii|tis-620)")
_SEVERAL_BYTES = frozenset(("big5", "big5hkscs", "euc_jp", "euc_kr", "cp949", "gb18030", "gb2312", "gbk", "shift_jis"))


def decode_page(data: bytes) -> tuple[str, list[Finding]]:
    """The text of a page and what was noticed, as `decode` gives them; a declared encoding is believed.

    Not where the bytes are UTF-8 and cannot well be anything else: then a template said one thing and the text that
    was put into it another. Raises DocumentError.
    """
    said = _said(data)
    charset = _name_of(said)
    if not charset or data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or data.startswith(codecs.BOM_UTF8):
        return decode(data)
    is_utf_8 = _is_utf_8(data)
    if is_utf_8 and _ONE_BYTE.fullmatch(charset):
        text, findings = decode(data)
        if not data.isascii():
            message = f"the page calls itself {said} but is UTF-8, and was read so; check accents"
            findings.append(Finding(None, "declared_encoding_wrong", message))
        return text, findings
    try:
        return decode(data.decode(charset).encode())
    except UnicodeDecodeError:
        return decode(data)  # as if nothing were declared


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _said(data: bytes) -> str:
    """The declared encoding, as the page writes it; empty where it declares none."""
    match = _DECLARATION.search(data[:_DECLARED_WITHIN]) or _XML_DECLARATION.match(data[:_DECLARED_WITHIN])
    return match[1].decode("ascii", "replace") if match else ""


def _name_of(said: str) -> str:
    """Python's name of an encoding; empty for none, and for one that says nothing new (UTF-8)."""
    try:
        name = codecs.lookup(said).name
    except (LookupError, ValueError):
        return ""
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if _ONE_BYTE.fullmatch(name) or name in _SEVERAL_BYTES else ""
