"""The language that words look like, told by the small words that every text of it is full of."""

from __future__ import annotations

import re
from collections import Counter

from interviews.documents.document import InterviewDocument

#: Words that are frequent in one of these languages and rare, or none, in the others.
_SMALL_WORDS = {
    "da": "og det er jeg ikke til på som af blev",
    "de": "und der die das nicht ist ich wir mit auch",
    "en": "the and you that with this have what they would",
    "es": "que el los las una por con para como pero",
    "fr": "le les des est une dans vous pour qui je",
    "it": "che di il gli della sono per ma anche io",
    "nb": "og det er jeg ikke til på som av ble",
    "nl": "het een van en niet dat ik zijn voor maar",
    "pt": "que não uma os com para você mas foi isso",
    "sv": "och det att jag inte som på är för var",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)

#: Letters that are looked at, taken from all segments alike: what is not clear by then is not clear.
_LOOKED_AT = 6_000
#: Small words of a language that must be there, and how many times more of them than of the next language. A page of
#: English that quotes French has some of both; one of French has next to no English.
_ENOUGH, _TIMES_MORE = 30, 3
_WORD = re.compile(r"[^\W\d_]+")


def is_known(language: str) -> bool:
    """Whether a language, by its first subtag, can be told here from the others."""
    return language.strip().lower().partition("-")[0] in _SMALL_WORDS


def language_of(document: InterviewDocument) -> str:
    """``fr``; empty where the words do not clearly say one of the languages that are known here."""
    if not document.segments:
        return ""
    of_each = max(100, _LOOKED_AT // len(document.segments))
    told = " ".join(f"{segment.question} {segment.answer}"[:of_each] for segment in document.segments)
    counts: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(told[:_LOOKED_AT].lower())).items():
        for language in _LANGUAGES.get(word, ()):
            counts[language] += times
    (best, most), (_other, next_most) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return best if most >= _ENOUGH and most >= _TIMES_MORE * next_most else ""
