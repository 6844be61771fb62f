"""What a validator that knows schema.org, and what search engines ask for, says of the data in the pages: nothing."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from interviews.models import Recording
from tests.browser.conftest import left_out, program, tool
from tests.browser.kinds_of_pages import LISTS, READING, FullSite, Kind
from tests.json_ld import json_ld_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

VALIDATOR = Path(__file__).with_name("tools") / "structured-data.mjs"
#: Advice that does not fit: of a film, where it may be seen, until when, and by how many it was; the moments of one
#: that is not what the time index is of; the end of a heading.
NOT_OURS = ("expires", "publication", "ineligibleRegion", "interactionStatistic", '"hasPart"', '"endOffset"')


def issues_of(documents: list[dict[str, Any]]) -> list[dict[str, str]]:
    tool("@adobe/structured-data-validator/package.json")
    said = json.dumps(documents)
    done = subprocess.run([program("node"), str(VALIDATOR)], input=said, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [issue for issue in json.loads(done.stdout) if not any(name in issue["message"] for name in NOT_OURS)]


def documents_of(client: Client, site: FullSite, kinds: list[Kind]) -> list[dict[str, Any]]:
    pages = [client.get(site.address_of(kind)).content.decode() for kind in kinds]
    return [found for page in pages for found in json_ld_of(page)]


def test_a_library_that_knows_nothing_of_this_site_reads_the_same(client: Client, site: FullSite) -> None:
    """Not all that it needs has wheels: `.ci/run` fetches it (requirements/extruct.lock), and no lock of ours."""
    if not find_spec("extruct"):
        left_out("extruct (requirements/extruct.lock)")
    from extruct import extract

    for kind in (*READING, *LISTS):
        page = client.get(site.address_of(kind)).content.decode()
        assert extract(page, syntaxes=["json-ld"])["json-ld"] == json_ld_of(page), kind.name


def test_the_pages_say_nothing_that_schema_org_does_not_know(client: Client, site: FullSite) -> None:
    documents = documents_of(client, site, [*READING, *LISTS])
    types = {thing["@type"] for document in documents for thing in document["@graph"]}
    assert types == {"PodcastEpisode", "PodcastSeries", "Person", "WebSite", "BreadcrumbList"}
    assert issues_of(documents) == []


def test_a_film_has_what_search_engines_ask_for_to_lead_to_its_moments(client: Client, site: FullSite) -> None:
    Recording.objects.filter(media_type="audio/wav").delete()
    Recording.objects.update(duration=timedelta(hours=1))
    documents = documents_of(client, site, READING[:1])
    (film,) = documents[0]["@graph"][0]["associatedMedia"]
    assert film["@type"] == "VideoObject"
    assert len(film["hasPart"]) > 20
    assert issues_of(documents) == []


def test_a_fault_is_found() -> None:
    clip = {"@type": "Clip", "name": "Lamps", "startOffset": "early"}
    told = {"@type": "PodcastEpisode", "flavour": "salt", "hasPart": [clip]}
    messages = [issue["message"] for issue in issues_of([{"@graph": [told, {"@type": "Sermon", "name": "x"}]}])]
    for part in ("flavour", "startOffset", "url", "Sermon"):
        assert any(part in message for message in messages), part
