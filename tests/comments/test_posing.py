"""Names that look like somebody else's."""

from __future__ import annotations

import pytest

from interviews.comments.posing import poses

TAKEN = ["Anne Miller", "Ole Li", "Captain Rafael Montalvo", "Mara Lindqvist", "Theo Brannock", "Jan van der Berg"]
TITLES = ["editor", "guest", "Rédaction"]


@pytest.mark.parametrize(
    "name",
    [
        # as it is, and with more around it
        "Anne Miller",
        "anne  MILLER",
        "Anne Miller (guest)",
        "Dr. Anne Miller",
        "AnneMiIler",
        "xXannemillerXx",
        "Ole Li",
        "The real Ole Li",
        "O l e   L i",
        # in other letters
        "А\u043d\u043d\u0435 Miller".replace("\u043d", "n"),  # Cyrillic А and е
        "Anne Mi\u217c\u217cer",  # Roman numeral fifty
        "Änné Miller",
        "Anne Miller\u200d",
        "\uff21nne Miller",  # full width
        "Anпe Miller",  # Cyrillic п
        "Theo Brannøck",
        "Mara Łindqvist",
        "Mara Lindqʋist",
        "Maɾa Lindqvist",
        "ᴍᴀʀᴀ ʟɪɴᴅǫᴠɪꜱᴛ",
        "🅼ara Lindqvist",
        "🇲ara Lindqvist",
        "Ⓜara Lindqvist",
        "𝕸𝖆𝖗𝖆 𝕷𝖎𝖓𝖉𝖖𝖛𝖎𝖘𝖙",
        "Мага Lindqvist",  # Cyrillic М, а, г
        "ΜΑRΑ LΙΝDQVΙSΤ",  # Greek capitals
        "Mαrα Lindqvιst",
        "Mɐra Lındqvıst",
        "MΛRΛ LINDQVIST",
        "Ꮇara Lindqvist",  # Cherokee
        "Marа\u0337 Lindqvist",
        "Mara Lindqⅴist",
        # digits and signs, as letters and as ornaments
        "Anne M1ller",
        "Th3o Brannock",
        "Mara Lindqv!st",
        "M@ra Lindqvi$t",
        "Mara!Lindqvist",
        "Mara_Lindqvist",
        "!! Mara + Lindqvist !!",
        "M@ra!Lindqvist",
        "Rnara Lindqvist",
        "Mara Lindqυist",
        # in another order, in part, shortened
        "Lindqvist, Mara",
        "M Lindqvist",
        "M. Lindqvist",
        "Mara L.",
        "L1ndqvist M.",
        "Rafael Montalvo",
        "R. Montalvo",
        "Montalvo, Capt. Rafael",
        "Jan Berg",
        # of one word
        "Roz Roz",
        # titles
        "Redaction",
        "The editor",
        "TheEditor",
        "Anne Berg (editor)",
        "ЕDITOR",
        "E-d-i-t-o-r",
        "@editor!",
        "Guest",
        "Guеst of today",
    ],
)
def test_a_name_that_looks_like_one_taken_poses(name: str) -> None:
    assert poses(name, [*TAKEN, "Roz Roz"], TITLES)


@pytest.mark.parametrize(
    "name",
    [
        *("Anne Milne", "Miller", "Anne", "Anne B.", "Mia Ek", "张伟", "Ola", "👩‍👩‍👧", "—", "!!", "A. B."),
        *("Nicole Lister", "Ole Lister", "Piet van der Meer", "Mara Lind", "Maria Lindholm", "Rafael", "Captain Cook"),
        *("Creditor", "Guestrow", "Editha", "Roz", "Marozzo", "Мария Петрова", "Ελένη", "محمد"),
    ],
)
def test_other_names_do_not(name: str) -> None:
    assert not poses(name, TAKEN, TITLES)


def test_a_taken_name_of_a_few_letters_is_in_too_many_others_and_taken_all_the_same() -> None:
    assert not poses("Bob Lister", ["Li"])
    assert not poses("张伟明", ["张伟"])
    assert poses("LI", ["Li"])
    assert poses("张伟", ["张伟"])


def test_a_name_of_one_word_is_taken_as_a_word() -> None:
    assert poses("The Marianne", ["Marianne"])
    assert not poses("Mariannesson", ["Marianne"])


def test_where_a_name_taken_is_written_small_its_words_count_all_the_same() -> None:
    assert poses("Lindqvist Mara", ["mara lindqvist"])
