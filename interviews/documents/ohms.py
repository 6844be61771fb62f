"""What the reader and the writer of OHMS records both know.

OHMS XML: Louie B. Nunn Center for Oral History, record 5.1 to 6.0, index 5.4.
"""

from __future__ import annotations

NAMESPACE = "https://www.weareavp.com/nunncenter/ohms"
VERSION = "6.0"

#: Facts of an archive that are kept as lines of the provenance: ``Collection: Harbour voices``. In this order.
PROVENANCE = {
    "collection_name": "Collection",
    "collection_id": "Collection number",
    "collection_link": "Collection address",
    "series_id": "Series number",
    "series_link": "Series address",
    "accession": "Accession number",
    "cms_record_id": "Catalogue number",
    "repository_url": "Repository address",
    "funding": "Funding",
    "file_name": "Media file",
    "user_notes": "Notes",
}

#: Labels of the turns in a partial transcript where the question mark does not tell a question from an answer.
QUESTION, ANSWER = "Q", "A"


def echoes(title: str, text: str) -> bool:
    """Whether a title only repeats the words below it, or is cut from them (see `chapters.shortened`)."""
    folded = " ".join(text.split())
    return bool(title) and (title == folded or (title.endswith("…") and folded.startswith(title[:-1])))
