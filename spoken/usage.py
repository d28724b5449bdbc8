"""How the people of a country write and say what is read here: whose telephone numbers, which money, the day or the month first. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, FrozenSet, Optional, Tuple

from spoken.word_sets import word_set

DATE_ORDERS: Tuple[str, ...] = ("month_first", "day_first")
CURRENCIES: Tuple[str, ...] = ("USD", "CAD", "AUD", "GBP", "EUR")  # whose words are known (en/amounts.py, en/saying.py)
_MONEY_OF: Dict[str, str] = {"US": "USD", "PR": "USD", "GU": "USD", "CA": "CAD", "AU": "AUD", "GB": "GBP"}
_EURO: FrozenSet[str] = word_set("IE MT CY")
_MONTH_FIRST: FrozenSet[str] = word_set("US PR GU")


@dataclass(frozen=True)
class Usage:
    """`country`: ISO 3166; `currency`: ISO 4217; `day_first`: 3/11 is the third of November."""

    country: str = "US"
    currency: str = "USD"
    day_first: bool = False


USUAL = Usage()


def usage_of(country: str, currency: Optional[str] = None, date_order: Optional[str] = None) -> Usage:
    """The country's own where nothing else is wanted. Raises ValueError: what is wrong, a bar, what would be right."""
    money = currency or _MONEY_OF.get(country, "EUR" if country in _EURO else "")
    if money not in CURRENCIES:
        wrong = f"the words of '{money}' are not known" if money else f"the money of {country} is not known"
        raise ValueError(f"{wrong}|write currency: with one of {', '.join(CURRENCIES)}")
    if date_order is not None and date_order not in DATE_ORDERS:
        raise ValueError(f"there is no order '{date_order}'|write {' or '.join(DATE_ORDERS)}")
    return Usage(country, money, date_order == "day_first" if date_order else country not in _MONTH_FIRST)
