"""Pages to load: as large as the real one (some 25 KB, 22 segments, tags), each another, the same every time."""

from __future__ import annotations

from pathlib import Path

from words import Words

SEGMENTS = 22
_FIRST = ["Ola", "Mia", "Per", "Asta", "Nils", "Runa", "Eli", "Tove", "Knut", "Liv"]
_STEMS = ["Berg", "Ek", "Lund", "Holm", "Strand", "Vik", "Dal", "Moen", "Haug", "Nes"]
_TOPICS = ["fog", "lamps", "tides", "ropes", "charts", "standards", "archives", "pilots", "engines", "winters"]


def page(number: int, said: Words) -> str:
    chance = said.chance
    chance.seed(number)
    # Many people are heard more than once, and one asks them all.
    person = number // 3
    guest = f"{_FIRST[person % 10]} {_STEMS[person // 10 % 10]}{_STEMS[person // 100 % 10].lower()}{_letters(person)}"

    def words(count: int) -> str:
        return said.sentence(count, end="")

    lines = [
        "Northlight Guild of Coast and Harbour Engineers (NGCHE)",
        "",
        f"{guest}, Keeper of {words(3)}, {words(2)}",
        "",
        f"This week, Jo Doe, F.A.B., has an exclusive interview with {guest}.",
        "",
        *(line for _ in range(3) for line in (f"{guest} {words(90).lower()}.", "")),
        f"Keywords: {', '.join(chance.sample(_TOPICS, 3))}",
        "",
        "To listen to the interview, click on this MP3 file link",
        "",
        "Interview Time Index (MM:SS) and Topic",
        "",
    ]
    seconds = 18
    for _ in range(SEGMENTS):
        hours, rest = divmod(seconds, 3600)
        stamp = f"{hours:02}:{rest // 60:02}:{rest % 60:02}" if hours else f":{rest // 60:02}:{rest % 60:02}"
        # One answer in seven quotes somebody, as in the real page.
        quoted = f' and said "{words(2).lower()}"' if chance.random() < 1 / 7 else ""
        told = f"....{words(50)}....{words(60)}, which was the keeper's{quoted}....{words(40)}...."
        lines += [f"{stamp}: {words(16)}, isn't it?", f'"{told}"', ""]
        seconds += chance.randint(60, 280)
    return "\n".join(lines)


def _letters(number: int) -> str:
    """A number as letters, so that names stay names."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def write_pages(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    said = Words()
    for number in range(count):
        (folder / f"page-{number:06}.txt").write_text(page(number, said), encoding="utf-8")
