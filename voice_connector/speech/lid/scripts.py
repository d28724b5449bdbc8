"""Languages that their letters give away, before any statistics."""

import unicodedata
from collections import Counter

_RANGES = (
    ("ethiopic", 0x1200, 0x139F),
    ("devanagari", 0x0900, 0x097F),
    ("arabic", 0x0600, 0x06FF),
    ("cyrillic", 0x0400, 0x04FF),
    ("hangul", 0xAC00, 0xD7AF),
    ("hangul", 0x1100, 0x11FF),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x4E00, 0x9FFF),
)
_LANGUAGE = {
    "ethiopic": "am",
    "devanagari": "ne",
    "arabic": "ar",
    "cyrillic": "ru",
    "hangul": "ko",
    "kana": "ja",
    "han": "zh",
}
# Letters of a neighbour that writes in the same script: better to name it than to send its speaker to the wrong line.
_NEIGHBOURS = {"ar": ("fa", "پچژگ"), "ru": ("uk", "іїєґІЇЄҐ")}
_SURE_OF_SCRIPT = {"am": 0.9, "ne": 0.8, "ar": 0.95, "ru": 0.95, "ko": 0.99, "ja": 0.99, "zh": 0.97}
_ANY_SENTENCE = 0.3


def language_of_script(text: str) -> tuple[str, float] | None:
    """(language, confidence) when a good part of the letters belongs to a script that English never uses."""
    letters = [letter for letter in text if unicodedata.category(letter).startswith("L")]
    scripts = Counter(script for letter in letters if (script := _script(letter)) is not None)
    if sum(scripts.values()) < max(2, _ANY_SENTENCE * len(letters)):
        return None
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    language = _LANGUAGE[script]
    neighbour = _NEIGHBOURS.get(language)
    if neighbour and any(letter in neighbour[1] for letter in text):
        return neighbour[0], 0.8
    return language, _SURE_OF_SCRIPT[language]


def _script(letter: str) -> str | None:
    point = ord(letter)
    return next((name for name, first, last in _RANGES if first <= point <= last), None)
