"""Telephone numbers in a sentence as they are said: in the groups in which the country writes them, short ones digit by digit. Pure."""

from __future__ import annotations

import re
from typing import Iterator, Sequence, Tuple

from spoken.en import phones, saying

_AMERICAN = re.compile(r"(?<![\w-])(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-](\d{3})[.-](\d{4})(?![\w-])")
_NOT_A_HOUSE = r"(?![\w-])(?! (?:[NSEW] )?[A-Z])"
_AMERICAN_SERVICE = re.compile(rf"(?<![\w.,-])[2-9]11{_NOT_A_HOUSE}")  # 911 and 311, and no house of that number
_SERVICE = re.compile(rf"(?<![\w.,-])[19]\d\d{_NOT_A_HOUSE}")
_CALLED = re.compile(r"\b(?:call|calling|dial|dialling|ring|ringing|phone|phoning|text|or)\s+$", re.IGNORECASE)


def numbers_said(sentence: str, countries: Sequence[str] = ("US",)) -> str:
    """The sentence with its telephone numbers in words. `countries`: ISO 3166, whose numbers need no code; the first that fits."""
    if not any(character.isdigit() for character in sentence):
        return sentence
    for country in countries:
        if phones.length_in(country):
            sentence = _AMERICAN.sub(lambda found: saying.phone("".join(found.groups())), sentence)
            sentence = _AMERICAN_SERVICE.sub(lambda found: saying.digits(found[0]), sentence)
    for country in countries:
        whole = [(start, end, saying.phone(e164, country)) for start, end, e164 in phones.written_in(sentence, country)]
        found = [*whole, *_services(sentence, country)]
        for start, end, said in sorted(found, reverse=True):
            sentence = sentence[:start] + said + sentence[end:]
    return sentence


def _services(sentence: str, country: str) -> Iterator[Tuple[int, int, str]]:
    """999 wherever it stands, 101 where it is called: elsewhere a number of three digits counts something."""
    for found in _SERVICE.finditer(sentence):
        called = bool(_CALLED.search(sentence[: found.start()]))
        if not phones.length_in(country) and phones.is_service(found[0], country, called):
            yield found.start(), found.end(), saying.digits(found[0])
