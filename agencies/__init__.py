"""A jurisdiction as data: who handles which need, when, and what is said. Shared by casework, the voice connector and the bot.

Names are loaded when they are first asked for: the bot's Python reads an agency's lists (`yaml_lines`, `lined`, `errors`)
without pydantic 2, which everything else here needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agencies.directory.routing import Ask, Decided, route
    from agencies.errors import AgencyError, BrokenAgencyFile, Fault, UnknownAgency
    from agencies.loader import Agency, agency_ids, load_agency

__all__ = [
    "Agency",
    "AgencyError",
    "Ask",
    "BrokenAgencyFile",
    "Decided",
    "Fault",
    "UnknownAgency",
    "agency_ids",
    "load_agency",
    "route",
]
_HOMES = {
    "agencies.directory.routing": ("Ask", "Decided", "route"),
    "agencies.errors": ("AgencyError", "BrokenAgencyFile", "Fault", "UnknownAgency"),
    "agencies.loader": ("Agency", "agency_ids", "load_agency"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'agencies' has no attribute '{name}'")
