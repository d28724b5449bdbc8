"""How many parts a text message is sent in, by the alphabet of GSM 03.38 (3GPP TS 23.038)."""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
# marks of typographers and keyboards that the alphabet lacks, as the ones it has
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘ʼʹ′‛`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("–—−‐‑‒", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2002\u2003", " "),
        "…": "...",
        "•": "-",
    }
)


def plain(text: str) -> str:
    """The same words with the marks of the alphabet, so that an O’Brien does not make two parts of one."""
    return text.translate(_PLAIN)


def parts(text: str) -> int:
    """160 characters in one part, 153 in each of several; 70 and 67 as soon as one character is outside the alphabet."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        length = sum(2 if letter in _EXTENDED else 1 for letter in text)
        return _count(length, 160, 153)
    return _count(len(text.encode("utf-16-be")) // 2, 70, 67)


def _count(length: int, alone: int, each: int) -> int:
    return 1 if length <= alone else -(-length // each)
