"""XML of what people wrote: always well-formed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.xmlutils import SimplerXMLGenerator

#: What XML 1.0 cannot say, not even as a reference (2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class WellFormed(SimplerXMLGenerator):
    """Leaves out the characters that no XML can hold; Django refuses the whole feed for one of them."""

    def characters(self, content: str) -> None:
        super().characters(_NOT_XML.sub("", content))

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:
        super().startElement(name, {key: _NOT_XML.sub("", str(value)) for key, value in attrs.items()})
