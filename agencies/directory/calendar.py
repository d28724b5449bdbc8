"""An agency's clock and public holidays: by library for its country and part of the country, and by its own list."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays as library

KNOWN: dict[str, list[str]] = library.list_supported_countries()


@dataclass(frozen=True)
class AgencyCalendar:
    """`country` None: only the listed days are holidays. `also` and `without` change what the library says."""

    zone: ZoneInfo
    country: str | None = None
    subdivision: str | None = None
    also: Set[date] = field(default_factory=frozenset)
    without: Set[date] = field(default_factory=frozenset)

    def is_holiday(self, day: date) -> bool:
        if day in self.also:
            return True
        return (
            day not in self.without and bool(self.country) and day in _public(self.country, self.subdivision, day.year)
        )


@lru_cache(maxsize=256)
def _public(country: str | None, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(library.country_holidays(country or "", subdiv=subdivision, years=year))
