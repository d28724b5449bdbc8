"""Holidays by the names that people say: "halloween", "christmas eve", "black friday". The days come from `holidays`.

The country decides which there are; Easter and Halloween are the same everywhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Dict, Mapping, Optional, Tuple

# what is said -> (the library's name or a beginning of it, days from it)
_NAMED: Dict[str, Tuple[str, int]] = {
    "christmas": ("Christmas Day", 0), "christmas day": ("Christmas Day", 0), "xmas": ("Christmas Day", 0),
    "christmas eve": ("Christmas Day", -1), "boxing day": ("Christmas Day", 1), "thanksgiving": ("Thanksgiving", 0),
    "thanksgiving day": ("Thanksgiving", 0), "black friday": ("Thanksgiving", 1), "halloween": ("Halloween", 0),
    "new years": ("New Year's Day", 0), "new years day": ("New Year's Day", 0), "new years eve": ("New Year's Day", -1),
    "independence day": ("Independence Day", 0), "fourth of july": ("Independence Day", 0), "labor day": ("Labor Day", 0),
    "labour day": ("Labour Day", 0), "memorial day": ("Memorial Day", 0), "veterans day": ("Veterans Day", 0),
    "presidents day": ("Washington's Birthday", 0), "columbus day": ("Columbus Day", 0), "juneteenth": ("Juneteenth", 0),
    "martin luther king day": ("Martin Luther King", 0), "m l k day": ("Martin Luther King", 0), "mlk day": ("Martin Luther King", 0),
    "valentines day": ("Valentine's Day", 0), "valentines": ("Valentine's Day", 0), "saint patricks day": ("Saint Patrick's Day", 0),
    "st patricks day": ("Saint Patrick's Day", 0), "mothers day": ("Mother's Day", 0), "fathers day": ("Father's Day", 0),
    "easter": ("Easter Sunday", 0), "easter sunday": ("Easter Sunday", 0), "easter monday": ("Easter Sunday", 1),
    "good friday": ("Easter Sunday", -2), "may day": ("May Day", 0), "canada day": ("Canada Day", 0),
    "cinco de mayo": ("Cinco de Mayo", 0), "indigenous peoples day": ("Columbus Day", 0), "new years morning": ("New Year's Day", 0),
    "australia day": ("Australia Day", 0), "anzac day": ("Anzac Day", 0),
}  # fmt: skip
LONGEST = max(len(name.split()) for name in _NAMED)
FIRST_WORDS = frozenset(name.split()[0] for name in _NAMED)
_EVERYWHERE = {
    "Halloween": (10, 31),
    "Valentine's Day": (2, 14),
    "New Year's Day": (1, 1),
    "Christmas Day": (12, 25),
    "Cinco de Mayo": (5, 5),
}


def holiday(name: str, year: int, country: str) -> Optional[date]:
    """The day of a holiday of that year; None for a name that the country does not have."""
    known = _NAMED.get(name.replace("'", ""))
    if known is None:
        return None
    day = _days(country, year).get(known[0])
    return day + timedelta(days=known[1]) if day else None


@lru_cache(maxsize=64)
def _days(country: str, year: int) -> Mapping[str, date]:
    """The beginnings of names that `_NAMED` uses, with their days."""
    from dateutil.easter import easter
    from holidays import country_holidays  # a third of a second: only when a holiday is named

    out = {name: date(year, month, day) for name, (month, day) in _EVERYWHERE.items()}
    out["Easter Sunday"] = easter(year)
    for wanted in ("public", "unofficial"):
        try:
            found = country_holidays(country, years=year, categories=(wanted,))
        except (NotImplementedError, ValueError):  # a country that the library does not have, or not in this kind
            continue
        for day, names in sorted(found.items()):
            for name, _ in _NAMED.values():
                if any(one.startswith(name) and "observed" not in one for one in names.split("; ")):
                    out.setdefault(name, day)
    return out
