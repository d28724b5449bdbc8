"""A jurisdiction as data: who handles which need, when, and what is said. Shared by casework and the voice connector."""

from agencies.directory.routing import Ask, Decided, route
from agencies.errors import AgencyError, BrokenAgencyFile, Fault, UnknownAgency, UnknownNeed
from agencies.loader import Agency, agency_ids, load_agency

__all__ = [
    "Agency",
    "AgencyError",
    "Ask",
    "BrokenAgencyFile",
    "Decided",
    "Fault",
    "UnknownAgency",
    "UnknownNeed",
    "agency_ids",
    "load_agency",
    "route",
]
