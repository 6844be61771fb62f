"""The picture that other sites show beside a link."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from interviews import cards, lettering
from interviews.cards import Card
from interviews.models import Interview
from interviews.views import card as card_view
from tests.factories import make_bio, make_interview, make_picture, make_recording, make_segment

pytestmark = pytest.mark.django_db

CARD_QUERIES = 4  # the interview, its people, recordings, segments


@pytest.fixture(autouse=True)
def fonts_of_pillow_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same letters on every machine: of those beyond ASCII it knows few."""
    monkeypatch.setattr(lettering, "ANY_SCRIPT", ())
    monkeypatch.setattr(cards, "SERIF", ())
    monkeypatch.setattr(cards, "SANS", ())
    card_view._drawn.cache_clear()


@pytest.fixture
def talk() -> Interview:
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    make_recording(interview, duration=timedelta(minutes=5))
    make_segment(interview, 90, question="Why lamps?")
    make_segment(interview, 150, question="And fog?")
    return interview


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def reds(picture: Image.Image) -> list[int]:
    """The columns of the bar that have the colour of sound."""
    row = [picture.getpixel((column, cards.BAR + cards.BAR_HEIGHT // 2)) for column in range(picture.width)]
    return [column for column, (red, green, _blue) in enumerate(row) if red > 180 and green < 90]


def test_an_interview_has_a_card_of_the_size_that_sites_ask_for(client: Client, talk: Interview) -> None:
    response = client.get("/interviews/ola-berg/card.png")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    picture = Image.open(io.BytesIO(response.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(response.content) < 60_000
    assert reds(opened(response.content)) == []


def test_a_moment_has_a_card_of_its_entry_and_the_bar_shows_where_it_is(client: Client, talk: Interview) -> None:
    addresses = [f"/interviews/ola-berg/card.png{asked}" for asked in ("", "?t=90", "?t=150")]
    whole, first, second = (client.get(address).content for address in addresses)
    assert len({whole, first, second}) == 3
    marks = reds(opened(first))
    wide = cards.SIZE[0] - 2 * cards.MARGIN
    assert abs(marks[0] - (cards.MARGIN + wide * 90 / 300)) < 4
    assert abs(marks[-1] - (cards.MARGIN + wide * 150 / 300)) < 10


def test_there_are_no_more_cards_than_entries(client: Client, talk: Interview) -> None:
    asked = ["?t=90", "?t=91", "?t=149.9", "?t=1:40,9:00", "?t=90&x=1"]
    tags = {client.get(f"/interviews/ola-berg/card.png{each}").headers["ETag"] for each in asked}
    assert len(tags) == 1
    for nothing in ("?t=3", "?t=x", "?t=-1", "?t=", "?t=" + "9" * 500):
        assert (
            client.get(f"/interviews/ola-berg/card.png{nothing}").headers["ETag"]
            == (client.get("/interviews/ola-berg/card.png").headers["ETag"])
        )
    assert card_view._drawn.cache_info().currsize == 2


def test_whoever_has_a_card_is_not_drawn_another(
    client: Client, talk: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/interviews/ola-berg/card.png").headers["ETag"]
    card_view._drawn.cache_clear()
    monkeypatch.setattr(cards, "draw", None)
    response = client.get("/interviews/ola-berg/card.png", headers={"if-none-match": tag})
    assert response.status_code == 304
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "public, max-age=3600"


def test_a_card_changes_with_what_it_shows(client: Client, talk: Interview) -> None:
    before = client.get("/interviews/ola-berg/card.png?t=90").headers["ETag"]
    talk.segments.filter(question="Why lamps?").update(question="Why no lamps?")
    assert client.get("/interviews/ola-berg/card.png?t=90").headers["ETag"] != before


@pytest.mark.parametrize("published", [False, True])
def test_what_is_not_public_has_no_card(client: Client, published: bool) -> None:
    interview = make_interview(slug="hidden", published=published)
    interview.withdraw()
    assert client.get("/interviews/hidden/card.png").status_code in (404, 410)
    assert client.get("/interviews/nobody/card.png?t=5").status_code == 404


@pytest.mark.parametrize("segments", [2, 60])
def test_a_card_costs_the_same_however_long_the_interview_is(
    client: Client, django_assert_num_queries: object, segments: int
) -> None:
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    for number in range(segments):
        make_segment(interview, 30 * number)
    with django_assert_num_queries(CARD_QUERIES):
        assert client.get("/interviews/ola-berg/card.png?t=40").status_code == 200
    with django_assert_num_queries(0):
        assert client.get("/card.png").status_code == 200


def test_the_portrait_is_on_it_and_its_loss_is_no_harm(client: Client, talk: Interview) -> None:
    guest = talk.appearances.get()
    guest.bio = make_bio(guest.speaker, portrait=(640, 640))
    guest.save()

    def corner() -> tuple[int, ...]:
        picture = opened(client.get("/interviews/ola-berg/card.png").content)
        return picture.getpixel((cards.SIZE[0] - cards.MARGIN - 40, cards.MARGIN + 40))

    assert corner() != cards.PAPER
    for copy in guest.bio.portrait_renditions["renditions"]:
        Path(guest.bio.portrait.storage.path(copy["name"])).unlink()
    card_view._drawn.cache_clear()
    assert max(abs(one - other) for one, other in zip(corner(), cards.PAPER, strict=True)) < 4


def test_the_same_card_is_the_same_bytes() -> None:
    card = Card("Site", "Ola Berg", "Keeper", "Why lamps?", "1:30", (0.0, 0.5), 1)
    portrait = make_picture().read()
    assert cards.draw(card, portrait=portrait) == cards.draw(card, portrait=portrait)
    assert cards.draw(card, portrait=b"no picture") == cards.draw(card)


def test_letters_that_cannot_be_drawn_are_no_boxes() -> None:
    """Pillow's own font has no Greek: then the card is that of the whole, or of the site."""
    whole = Card("Site", "Ola Berg", "Keeper", "", "1:30", (0.0, 0.5), 1)
    asks = Card("Site", "Ola Berg", "Keeper", "Γιατί φάροι;", "1:30", (0.0, 0.5), 1)
    assert cards.draw(asks) == cards.draw(whole)
    assert cards.draw(Card("Site", "Ηλίας")) == cards.draw(Card("Site"))
    assert cards.draw(Card("Ιστός", "Ηλίας")) == cards.draw(Card(""))


def test_ornaments_are_left_out() -> None:
    assert (
        lettering.plain("Why \N{ELECTRIC LIGHT BULB}\ufe0f lamps\N{ZERO WIDTH JOINER}?\n\n And\tfog")
        == "Why lamps? And fog"
    )


@pytest.mark.parametrize("question", ["Why? " * 2000, "W" * 3000, "i" * 90 + " " + "m" * 90, ".", "- " * 300])
def test_any_length_fits(question: str) -> None:
    picture = opened(cards.draw(Card("Site " * 90, "Ola " * 300, "Keeper " * 200, question, "1:30", (0.1,), 0)))
    beside = picture.crop((cards.SIZE[0] - cards.MARGIN + 8, 0, *cards.SIZE))
    above_the_bar = picture.crop((0, cards.BAR - 12, cards.SIZE[0], cards.BAR - 2))
    for empty in (beside, above_the_bar):
        assert all(lightest >= 240 for lightest, _darkest in empty.getextrema())


def test_lines_are_broken_at_spaces_and_within_what_is_longer_than_a_line() -> None:
    font = lettering.font_for("abc.", (), 40)
    assert font is not None
    lines = lettering.lines_of("a few words " + "m" * 60, font, 400)
    assert " ".join(lines[:1]) == "a few words"
    assert all(font.getlength(line) <= 400 for line in lines)
    assert "".join(lines[1:]) == "m" * 60
    assert lettering.cut(lines, 1, font, 400) == ["a few words..."]
    assert lettering.lines_of("", font, 400) == []
    assert lettering.lines_of("漢字" * 4, font, 1) == list("漢字" * 4), "a letter that is wider than the line"


def test_a_font_of_the_sites_own_comes_first() -> None:
    assert lettering.font_for("Ola", (), 40, own=["/nowhere/at-all.ttf"]) is not None
    assert lettering.font_for("Γιατί", (), 40) is None
    assert lettering.font_for("\u05e9\u05dc", (), 40) is None
