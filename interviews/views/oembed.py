"""The oEmbed provider (https://oembed.com, version 1.0): from an interview's address to the frame that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qsl, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews.lasting import absolute
from interviews.models import Interview
from interviews.models.former_slug import now_at
from interviews.views.documents import answer
from interviews.views.embedding import embeddable, frame_of, part_of, title_of
from interviews.views.origin import origin_of

#: Seconds for which a consumer may keep an answer: a corrected title is everywhere the day after.
CACHE_AGE = 24 * 3600

#: The pages whose addresses readers share for the interview's.
PAGES = {"interviews:interview", "interviews:embed", "interviews:cite"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: What XML 1.0 cannot say, not even as a reference (2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Answer = dict[str, str | int]


def _json(said: Answer) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _xml(said: Answer) -> str:
    lines = [f"  <{name}>{escape(_NOT_XML.sub('', str(value)))}</{name}>" for name, value in said.items()]
    return "\n".join(['<?xml version="1.0" encoding="utf-8" standalone="yes"?>', "<oembed>", *lines, "</oembed>", ""])


#: Each format with its media type, as the specification has them (2.2.2).
FORMATS: dict[str, tuple[Callable[[Answer], str], str]] = {
    "json": (_json, "application/json"),
    "xml": (_xml, "text/xml"),
}


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """`url` is asked for, `format`, `maxwidth` and `maxheight` may be."""
    write, media_type = FORMATS.get(request.GET.get("format") or "json", (None, ""))
    if write is None:
        return _refused(501, _("This site answers in json or xml: format=json, format=xml."))
    address = request.GET.get("url", "").strip()
    if not address:
        return _refused(400, _("Of which page? Its whole address is asked for: url=https://…"))
    try:
        most = _pixels(request.GET.get("maxwidth", "")), _pixels(request.GET.get("maxheight", ""))
    except ValueError:
        return _refused(400, _("maxwidth and maxheight are whole numbers of pixels, from 1 on."))
    said = _said_of(address, request, most)
    if said is None:
        return _refused(404, _("No interview on this site has that address."))
    return answer(request, write(said), media_type)


def _refused(status: int, why: str) -> HttpResponse:
    response = HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"  # so that a script of another site is told as well
    return response


def _pixels(text: str) -> int | None:
    """None where nothing is said. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise ValueError(text)
    return int(text)


def _said_of(address: str, request: HttpRequest, most: tuple[int | None, int | None]) -> Answer | None:
    """The answer, in the language of the page that the address leads to; None where it leads to none."""
    origin = origin_of(request)
    try:
        parts = urlsplit(address)
        here = _place(parts) in (_place(urlsplit(origin)), _place(urlsplit(request.build_absolute_uri("/"))))
    except ValueError:  # brackets that hold no address, a port that is no number
        return None
    if not here:
        return None
    with translation.override(translation.get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
        slug = _slug_in(parts.path)
        shown = _shown_at(slug) if slug else None
        return _said(shown, _asked(parts), origin, most) if shown else None


def _place(parts: SplitResult) -> tuple[str | None, int | None] | None:
    """Host and port: the same for http and https, where each has its usual one. Raises ValueError."""
    if parts.scheme not in _DEFAULT_PORTS:
        return None
    usual = parts.port in (None, _DEFAULT_PORTS[parts.scheme])
    return parts.hostname, None if usual else parts.port


def _slug_in(path: str) -> str:
    try:
        match = resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        return ""
    return match.kwargs["slug"] if match.view_name in PAGES else ""


def _shown_at(slug: str) -> Interview | None:
    """Also where its address is another one now."""
    shown: Interview | None = embeddable().filter(slug=slug).first()
    if shown is None and (moved := now_at(Interview, slug)):
        shown = embeddable().filter(pk=moved.pk).first()
    return shown


def _asked(parts: SplitResult) -> dict[str, str]:
    """What the address says of a part; what stands after the # is what the reader saw last, and wins."""
    asked = {**dict(parse_qsl(parts.query)), **dict(parse_qsl(parts.fragment))}
    if parts.fragment.startswith("segment-"):
        asked["segment"] = parts.fragment.removeprefix("segment-")
    return asked


def _said(interview: Interview, asked: dict[str, str], origin: str, most: tuple[int | None, int | None]) -> Answer:
    """Of type `rich`, films too: a `video` is scaled by its ratio, which would cut the words that stand below it."""
    part = part_of(interview, asked)
    heading = part.entries[0].heading if part.entries else ""
    is_film = bool(part.recording and part.recording.is_video)
    frame = frame_of(interview, origin, heading=heading, query=part.query, is_film=is_film, most=most)
    return {
        "type": "rich",
        "version": "1.0",
        "title": title_of(interview, heading),
        **_authors(interview, origin),
        "provider_name": settings.SITE_NAME,
        "provider_url": origin + reverse("interviews:home"),
        "cache_age": CACHE_AGE,
        **_thumbnail(interview, origin, most),
        "html": frame.html,
        "width": frame.width,
        "height": frame.height,
    }


def _authors(interview: Interview, origin: str) -> Answer:
    """Those who were heard; one alone with the address of their own page."""
    guests = interview.guests
    said: Answer = {}
    if guests:
        said["author_name"] = get_text_list([guest.credited_name for guest in guests], _("and"))
    if len(guests) == 1:
        said["author_url"] = origin + guests[0].speaker.get_absolute_url()
    return said


def _thumbnail(interview: Interview, origin: str, most: tuple[int | None, int | None]) -> Answer:
    """The first portrait that there is, as large as was asked for at most."""
    for bio in (guest.bio for guest in interview.guests if guest.bio and guest.bio.portrait):
        for copy in reversed(bio.portrait_as_shown.get("renditions", [])):  # the largest first
            size = copy["width"], copy["height"]
            if all(known <= (limit or known) for known, limit in zip(size, most, strict=True)):
                address = bio.portrait.storage.url(copy["name"])
                return {
                    "thumbnail_url": absolute(address, origin),
                    "thumbnail_width": size[0],
                    "thumbnail_height": size[1],
                }
    return {}
