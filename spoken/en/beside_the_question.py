"""What a text plainly is, so that it is not taken for the answer to another question: "last night" is no amount, "okay" no plate. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Optional

from spoken.en import yes_no
from spoken.en.amounts import names_several, only_price_in
from spoken.en.dates import When, when_in
from spoken.en.phones import phone_in
from spoken.utterance import fold

_ANY_DAY = datetime(2001, 2, 14, 12)  # which day it is does not matter: only whether a time is told
_DATE = re.compile(r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}/\d{1,2})(?!\d)")
_ORDINAL = re.compile(r"\W*(?:on )?the \d{1,2}(?:st|nd|rd|th)\W*")
_SPELLED = re.compile(
    r"(?<![\w'])(?!a m\b|p m\b)[a-z] (?!m\b)[a-z]\b|\b[a-z]{2,}-?\d+\b|\b\d+(?!ish\b)[a-z]{3,}\b"
    r"|\b(?:alpha|bravo|charlie|adam|nora|zulu) \w+"
)
_MONEY_WORDS = re.compile(
    r"[$£€]|\b\d+ish\b|\b(?:dollars?|bucks?|cents?|hundred|thousand|grand|million|euros?|pounds?|quid|usd)\b|\d\.\d|\d ?k\b"
)
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])"
_MINUTES = (
    r"(?:oh five|ten|fifteen|twenty(?:[ -]five)?|thirty(?:[ -]five)?|forty(?:[ -]five)?|fifty(?:[ -]five)?|[0-5][05])"
)
_CLOCK = re.compile(  # "three fifteen when school let out"; "three fifteen" alone may be an amount
    rf"\b{_HOUR}[ :]{_MINUTES} (?:(?:or so|ish) )?(?:when|in the (?:morning|afternoon|evening)|this (?:morning|afternoon|evening)"
    rf"|at night"
    r"|(?:right |just )?(?:after|before) (?:school|work|lunch|dinner|class|the)|a ?m|p ?m|today|yesterday|that's when)\b"
    rf"|^\W*(?:(?:um+|uh+|it was|like|about|around|right)[ ,]+)*at (?:about |around |like )?{_HOUR}[ :]{_MINUTES}\W*$"
    rf"|\b(?:happened|was taken|gone|noticed|came out|got out|let out) (?:it )?(?:at|around|by|about) (?:about |around "
    rf"|like )?{_HOUR}(?:[ :]{_MINUTES})?\b"
)
MOSTLY = 0.7  # of the text


def time_in(text: str) -> Optional[When]:
    """A day, an hour or so long ago, told without being asked for."""
    return when_in(text, _ANY_DAY)


def without_its_time(text: str) -> str:
    """ "nine hundred two years ago" is "nine hundred"."""
    said = _CLOCK.sub(" ", _DATE.sub(" ", fold(text)))
    found = time_in(said)
    return said[: found.start] + " " + said[found.end :] if found else said


def is_a_time(text: str) -> bool:
    """Nothing but a time."""
    said = fold(text)
    found = when_in(said, _ANY_DAY, only=not any(character.isdigit() for character in said))
    mostly = found is not None and (found.end - found.start) >= MOSTLY * len(said.strip())
    return bool(_DATE.fullmatch(said.strip()) or _ORDINAL.fullmatch(said)) or mostly


def is_yes_or_no(text: str) -> bool:
    return yes_no.answers_only(text) or yes_no.meaning(text) == yes_no.UNKNOWN


def is_money(text: str, currency: str = "USD") -> bool:
    """An amount with its currency, or with words that only amounts have."""
    return (
        only_price_in(text, currency) is not None
        or names_several(text, currency)
        or bool(_MONEY_WORDS.search(fold(text)))
    )


def is_a_phone(text: str, country: str = "US") -> bool:
    return phone_in(text, country) is not None


def is_spelled(text: str) -> bool:
    """Letters one by one, or letters and figures in one, as plates and serial numbers have them."""
    return bool(_SPELLED.search(fold(text)))
