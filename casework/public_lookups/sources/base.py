"""What a source is: it knows a row by its key, or does not, or cannot say."""

from __future__ import annotations

from typing import Protocol


class SourceDown(Exception):
    """It cannot be asked now; the caller goes to a person, as without it."""


class Source(Protocol):
    def row(self, key: str) -> dict[str, str] | None:
        """The row of this key as texts; None: there is none. Raises SourceDown."""
        ...
