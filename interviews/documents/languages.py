"""Languages by the names that catalogues write out, and by the codes of BCP 47 (RFC 5646)."""

from __future__ import annotations

import re

#: The code for each name; the first name of a code is the one that is written.
_CODES = {
    "afrikaans": "af",
    "albanian": "sq",
    "amharic": "am",
    "arabic": "ar",
    "armenian": "hy",
    "basque": "eu",
    "belarusian": "be",
    "bengali": "bn",
    "bosnian": "bs",
    "bulgarian": "bg",
    "burmese": "my",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "galician": "gl",
    "georgian": "ka",
    "german": "de",
    "greek": "el",
    "gujarati": "gu",
    "haitian creole": "ht",
    "hawaiian": "haw",
    "hebrew": "he",
    "hindi": "hi",
    "hmong": "hmn",
    "hungarian": "hu",
    "icelandic": "is",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "japanese": "ja",
    "khmer": "km",
    "korean": "ko",
    "lao": "lo",
    "latin": "la",
    "latvian": "lv",
    "lithuanian": "lt",
    "macedonian": "mk",
    "malay": "ms",
    "maltese": "mt",
    "maori": "mi",
    "marathi": "mr",
    "navajo": "nv",
    "nepali": "ne",
    "northern sami": "se",
    "norwegian": "no",
    "persian": "fa",
    "farsi": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "russian": "ru",
    "samoan": "sm",
    "scottish gaelic": "gd",
    "serbian": "sr",
    "slovak": "sk",
    "slovenian": "sl",
    "somali": "so",
    "spanish": "es",
    "swahili": "sw",
    "swedish": "sv",
    "tagalog": "tl",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
    "welsh": "cy",
    "yiddish": "yi",
    "yoruba": "yo",
    "zulu": "zu",
}
#: Codes of three letters (ISO 639-2), as library catalogues write them, where there is one of two.
_SHORTER = {
    "ara": "ar",
    "chi": "zh",
    "zho": "zh",
    "dan": "da",
    "dut": "nl",
    "nld": "nl",
    "eng": "en",
    "fin": "fi",
    "fre": "fr",
    "fra": "fr",
    "ger": "de",
    "deu": "de",
    "gre": "el",
    "heb": "he",
    "hin": "hi",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "nor": "no",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "swe": "sv",
    "tur": "tr",
    "vie": "vi",
    "yid": "yi",
}
_NAMES: dict[str, str] = {}
for _name, _code in _CODES.items():
    _NAMES.setdefault(_code, _name.title())

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")


def code_of(name: str) -> str:
    """``en`` of ``English``, ``eng`` or ``en``, ``fr-CA`` of itself; empty for what is no language known here."""
    name = name.strip()
    known = _CODES.get(name.casefold()) or _SHORTER.get(name.casefold())
    return known or (name if _TAG.fullmatch(name) else "")


def name_of(code: str) -> str:
    """``English`` of ``en``; a code without a name here is written as it is, and `code_of` reads it back."""
    return _NAMES.get(code, code)
