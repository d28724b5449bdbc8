"""What our voice has to say, by kind of sentence: fixed wording as it stands in domain.yml, and values put into words by `spoken`."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import yaml

from agencies.directory.street_names import street_names
from launcher.paths import ROOT
from spoken.en import saying, saying_text

AGENCY = ROOT / "agencies" / "denver"
_TYPES = ("St", "Ave", "Blvd", "Dr", "Way", "Pl")
_LONG = 110  # characters


def sentences(each: int, seed: int = 4) -> dict[str, list[str]]:
    """`each` sentences of every kind, the same for the same seed."""
    chance = random.Random(seed)
    plain, long = _fixed(ROOT / "domain.yml")
    kinds = {
        "plain": chance.sample(plain, each),
        "long": (long * each)[:each] if len(long) < each else chance.sample(long, each),
    }
    for kind, make in _VALUES.items():
        kinds[kind] = [make(chance) for _ in range(each)]
    return kinds


def _fixed(domain: Path) -> tuple[list[str], list[str]]:
    responses = yaml.safe_load(domain.read_text("utf-8"))["responses"]
    texts = [one["text"] for named in responses.values() for one in named if "text" in one]
    whole = sorted({text for text in texts if "{" not in text and len(text.split()) > 3})
    return [text for text in whole if len(text) < _LONG], [text for text in whole if len(text) >= _LONG]


def _code(chance: random.Random) -> str:
    return f"Your access code is {saying.code(''.join(chance.choices(string.digits, k=5)))}."


def _case(chance: random.Random) -> str:
    return f"Your case number is {saying.case_number(f'2026-{chance.randrange(100_000, 999_999)}')}."


def _phone(chance: random.Random) -> str:
    return f"That's {saying.phone(f'{chance.choice((303, 720))}555{chance.randrange(10_000):04d}')}. Is that right?"


def _plate(chance: random.Random) -> str:
    letters, digits = chance.choices(string.ascii_uppercase, k=3), chance.choices(string.digits, k=3)
    return f"The plate is {saying.characters(''.join(letters + digits))}."


def _address(chance: random.Random) -> str:
    street = chance.choice([name for name in street_names(AGENCY) if name.isalpha()][:300])
    number, side = chance.randrange(100, 5000), chance.choice(("", "N ", "E ", "S ", "W "))
    return f"That's {saying_text.words(f'{number} {side}{street} {chance.choice(_TYPES)}')}."


def _when(chance: random.Random) -> str:
    day = saying.day(date(2026, 1, 1) + timedelta(days=chance.randrange(365)))
    return f"It happened on {day}, at {saying.clock(chance.randrange(24), chance.choice((0, 5, 15, 30, 45)))}."


def _money(chance: random.Random) -> str:
    return (
        f"The fee is {saying.money(chance.choice((12.5, 75, 120, 1250, 149.99, 20.25)) + chance.randrange(40))} a day."
    )


_VALUES: dict[str, Callable[[random.Random], str]] = {
    "access code": _code, "case number": _case, "phone": _phone, "plate": _plate, "address": _address, "when": _when, "money": _money,
}  # fmt: skip
