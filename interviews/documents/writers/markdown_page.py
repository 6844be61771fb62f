"""The page that `writers.markdown` writes: front matter, prose, the time index and the transcript."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

import yaml

from interviews.documents.data import as_data
from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.documents.markdown_text import escaped
from interviews.documents.readers.marked.blocks import page_of
from interviews.documents.readers.marked.sections import Prose, sections_of
from interviews.documents.readers.page.guests import name_and_post_nominals
from interviews.documents.writers.markdown_entries import cue, entry
from interviews.documents.writers.place import Place

_KEYS = {"guest": "guests", "interviewer": "interviewers", "panellist": "panellists", "moderator": "moderators"}
_LINES = ("title", "organisation", "series")
_DATES = ("recorded", "recorded_basis", "published", "published_basis")


def written(document: InterviewDocument, place: Place) -> str:
    introduction = _prose(document, document.introduction)
    biographies = [entry for entry in document.appearances if _has_part(document, entry)]
    front = _front_matter(document, introduction, biographies)
    parts = ["---\n" + _yaml(front) + "---", f"# {escaped(_one_line(document.title))}", introduction]
    for person in biographies:
        parts += [f"## About {escaped(person.name)}", _prose(document, person.bio, person.name)]
    if document.segments:
        parts.append("## Time index")
        parts += [entry(segment, document, place) for segment in document.segments]
    if document.transcript is not None and document.transcript.cues:
        parts.append("## Transcript")
        parts += [cue(one, place) for one in document.transcript.cues]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(document: InterviewDocument, introduction: str, biographies: list[AppearanceEntry]) -> dict[str, Any]:
    front: dict[str, Any] = {name: getattr(document, name) for name in _LINES}
    if document.part is not None:
        total = document.part_total
        front["part"] = document.part if total is None else f"{document.part} of {total}"
    elif document.part_total is not None:
        front["part_total"] = document.part_total
    front |= {name: str(getattr(document, name) or "") for name in _DATES}
    front["language"] = document.language
    front |= {"rights": document.rights, "provenance": document.provenance, "tags": list(document.tags)}
    if document.introduction and not introduction:
        front["introduction"] = document.introduction
    front = {name: value for name, value in front.items() if value not in ("", [])}
    front |= _people(document.appearances, biographies)
    if document.recordings:
        front["recordings"] = [as_data(recording) for recording in document.recordings]
    if document.discussion is not None:
        front["discussion"] = as_data(document.discussion)
    if document.transcript is not None:
        front["transcript"] = as_data(replace(document.transcript, cues=()))
    return front


def _people(appearances: tuple[AppearanceEntry, ...], biographies: list[AppearanceEntry]) -> dict[str, Any]:
    """Under a name for each role; under “people” where those of one role do not stand together, or there is nobody."""
    groups = [(role, list(people)) for role, people in groupby(appearances, key=lambda entry: entry.role)]
    if len({role for role, _people in groups}) == len(groups) > 0:
        return {_KEYS[role]: [_person(one, biographies, role) for one in people] for role, people in groups}
    return {"people": [_person(entry, biographies, "") for entry in appearances]}


def _person(entry: AppearanceEntry, biographies: list[AppearanceEntry], role: str) -> dict[str, Any] | str:
    data = as_data(entry)
    if entry in biographies:
        del data["bio"]
    if role:
        del data["role"]
    alone = data.keys() == {"name"} and name_and_post_nominals(entry.name) == (entry.name, "")
    return entry.name if alone else data


def _has_part(document: InterviewDocument, entry: AppearanceEntry) -> bool:
    """Whether a biography can stand in a part of its own: it is prose, and the heading says whose."""
    named = [other for other in document.appearances if other.name == entry.name]
    return len(named) == 1 and bool(_prose(document, entry.bio, entry.name))


def _prose(document: InterviewDocument, text: str, name: str = "") -> str:
    """A text as Markdown, in which a line's end is a break; empty where it would not be read as the very same text."""
    if not text or not (document.segments or name):
        return ""  # without a part of ours below it, the whole would be read as a page of text
    written = _with_breaks(text)
    heading = f"## About {escaped(name)}\n\n" if name else "# x\n\n"
    page = page_of(f"{heading}{written}\n\n## Time index\n")
    prose = Prose(page)
    _title, sections = sections_of(page)
    if [section.kind for section in sections] != ["head", *(["biography"] if name else []), "entries"]:
        return ""
    part = sections[-2]
    read = prose.of(part.blocks)
    something_else = prose.tags or prose.recorded or prose.published or prose.audio or prose.discussion
    if read != text or part.name != name or something_else or prose.pictures or prose.findings:
        return ""
    return written


def _with_breaks(text: str) -> str:
    page = page_of(text)
    for block in page.blocks:
        if block.kind == "paragraph" and not block.quoted and not block.inside:
            for place in range(block.line - 1, block.last - 1):
                page.lines[place] += "\\"
    return "\n".join(page.lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # (it carries no types)
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(data: dict[str, Any]) -> str:
    """Each value in its lines, however long; texts of several lines as they are."""
    written: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return written
