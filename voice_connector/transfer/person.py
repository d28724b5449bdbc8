"""Somewhere that a call can go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A destination of the agency. Without a number only the PBX knows how to reach it."""

    id: str
    name: str
    phone: str | None = None
