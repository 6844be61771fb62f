"""What machines are told of a page, in the words of schema.org, as plain data for JSON-LD.

schema.org (30.0) has no interview: what is published here is told as the episode of a podcast. A thing has one address,
the lasting one, on the pages of every language; only the trail to a page has that page's own addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from interviews import timecode
from interviews.documents import chapters
from interviews.documents.document import PartialDate
from interviews.lasting import absolute, lasting_address
from interviews.licences import licence_in
from interviews.models import Appearance, Bio, Interview, Recording, Segment, Series, Speaker

Node = dict[str, Any]

#: Characters of a description, and of a moment's name: the page itself is there for who wants more.
LONGEST_DESCRIPTION = 200
LONGEST_NAME = 60

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


def document(*nodes: Node) -> Node:
    """What belongs into one `<script>`."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def website(name: str, origin: str, home: str, search: str, language: str) -> Node:
    """`home` and `search` are paths of the language that the page is in."""
    return {
        "@type": "WebSite",
        "name": name,
        "url": origin + home,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{origin}{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def trail(origin: str, steps: Iterable[tuple[str, str]]) -> Node:
    """The way to a page, each step with its name and its path."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": origin + path}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def series(shown: Series, origin: str) -> Node:
    """As an interview names it; its own page says more (`in_full`)."""
    return {"@type": "PodcastSeries", "name": shown.title, "url": origin + lasting_address(shown)}


def whole_site(name: str, origin: str, home: str) -> Node:
    """The series of an interview that is in none of its own."""
    return {"@type": "PodcastSeries", "name": name, "url": origin + home}


def in_full(told: Node, feed: str, description: str = "") -> Node:
    """A series with the address of its podcast."""
    return _without_gaps({**told, "webFeed": feed, "description": shortened(description, LONGEST_DESCRIPTION)})


def person(speaker: Speaker, origin: str, *, credited: Appearance | None = None, bio: Bio | None = None) -> Node:
    """A speaker, as credited in one interview where that is given."""
    return _without_gaps(
        {
            "@type": "Person",
            "name": credited.credited_name if credited else speaker.name,
            "url": origin + lasting_address(speaker),
            "jobTitle": credited.title if credited else "",
            "affiliation": {"@type": "Organization", "name": credited.organisation}
            if credited and credited.organisation
            else "",
            "honorificSuffix": credited.post_nominals if credited else "",
            "sameAs": speaker.website,
            "image": portrait_address(bio, origin),
            "description": beginning_of(bio.html) if bio else "",
        }
    )


def episode(
    interview: Interview,
    segments: Sequence[Segment],
    origin: str,
    *,
    of: Node,
    topics: Sequence[str] = (),
    picture: str = "",
) -> Node:
    """An interview with its moments; `of` is the series, `picture` the address of one that is always there.

    `interview` comes from `with_time_index`, and the segments have been measured (`time_index.measure`): no query is
    made.
    """
    address = origin + lasting_address(interview)
    recordings = [recording for recording in interview.recordings.all() if recording.address]
    moments = clips(segments, address) if recordings else []
    media = [medium(recording, interview, origin, picture) for recording in recordings]
    if recordings and recordings[0].is_video:  # search engines look for the moments of a film there
        media[0] |= {"hasPart": moments}
        moments = []
    return _without_gaps(
        {
            "@type": "PodcastEpisode",
            "url": address,
            "name": interview.title,
            "description": beginning_of(interview.introduction_html),
            "inLanguage": interview.language,
            "datePublished": _published(interview),
            "dateCreated": _known(interview.recorded_on, interview.recorded_precision),
            "duration": timecode.iso_duration(interview.duration) if interview.duration else "",
            "episodeNumber": interview.part,
            "partOfSeries": of,
            "actor": [_credited(guest, origin) for guest in interview.guests],
            "contributor": [_credited(host, origin) for host in interview.hosts],
            "publisher": {"@type": "Organization", "name": interview.organisation} if interview.organisation else "",
            "keywords": list(topics),
            **rights(interview.rights),
            "commentCount": interview.comment_count,
            "image": picture,
            "associatedMedia": media,
            "hasPart": moments,
        }
    )


def clips(segments: Iterable[Segment], address: str) -> list[Node]:
    """The moments that have a time, each with the interview's address from there, in seconds; numbered by their order.

    As little as search engines ask for: a page has a budget, and one with two hundred moments has two hundred of these.
    """
    told = []
    for segment in segments:
        if segment.start is None or not segment.heading:
            continue
        start = _seconds(segment.start)
        told.append(
            _without_gaps(
                {
                    "@type": "Clip",
                    "name": shortened(segment.heading, LONGEST_NAME),
                    "startOffset": start,
                    "endOffset": _seconds(segment.start + segment.length) if segment.length else "",
                    "url": f"{address}?t={start}",
                }
            )
        )
    return told


def medium(recording: Recording, interview: Interview, origin: str, picture: str = "") -> Node:
    """A film is told with what search engines ask of one."""
    told = {
        "@type": "VideoObject" if recording.is_video else "AudioObject",
        "contentUrl": absolute(recording.address, origin),
        "encodingFormat": recording.media_type,
        "duration": timecode.iso_duration(recording.duration) if recording.duration else "",
        "contentSize": str(recording.size) if recording.size else "",
    }
    if recording.is_video:
        told |= {
            "name": interview.title,
            "description": interview.title,
            "thumbnailUrl": picture,
            "uploadDate": interview.published_at.isoformat() if interview.published_at else "",
        }
    return _without_gaps(told)


def rights(text: str) -> Node:
    """A licence is told by its address, where the words name one; other words are told as they are."""
    if licence := licence_in(text):
        return {"license": licence.url}
    if named := _ADDRESS.search(text):
        return {"license": named[0]}
    return {"copyrightNotice": text}


def portrait_address(bio: Bio | None, origin: str) -> str:
    """Of the largest copy that pages show; empty where there is no portrait."""
    return absolute(bio.portrait_address, origin) if bio is not None and bio.portrait else ""


def beginning_of(markup: str) -> str:
    """The words with which HTML of our own begins."""
    return shortened(unescape(strip_tags(markup[: 20 * LONGEST_DESCRIPTION])), LONGEST_DESCRIPTION)


def shortened(text: str, most: int) -> str:
    """On one line, cut at a word."""
    return chapters.shortened(" ".join(text.split()), most)


def _credited(appearance: Appearance, origin: str) -> Node:
    return person(appearance.speaker, origin, credited=appearance)


def _published(interview: Interview) -> str:
    """When people could first hear it; where nobody knows, when it came to this site."""
    known = _known(interview.first_published_on, interview.first_published_precision)
    return known or (interview.published_at.date().isoformat() if interview.published_at else "")


def _known(day: Any, precision: str) -> str:
    return str(PartialDate(day, precision)) if day else ""


def _seconds(moment: Any) -> int | float:
    seconds = round(moment.total_seconds(), 3)
    return int(seconds) if seconds == int(seconds) else seconds


def _without_gaps(told: Node) -> Node:
    """What is not known is not said; nothing at all is something else than none."""
    return {name: value for name, value in told.items() if value not in ("", None, [])}
