"""What an entry is called for ever."""

from __future__ import annotations

import re
import uuid

#: An IRI with its scheme (RFC 3987), as far as a reader of feeds looks at it.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#]+(?:#[^\s<>\"{}|\\^`#]*)?")


def entry_id(guid: str, part: str = "") -> str:
    """The IRI (Atom asks for one, RFC 4287, 4.2.6) of what is stored under a guid, or of a named part of it.

    A guid that came with an import may be any words; the same words always give the same IRI.
    """
    whole = f"{guid}#{part}" if part else guid
    return whole if _IRI.fullmatch(whole) else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, whole)}"
