"""What can be wrong with an agency's files.

AgencyError
├── UnknownAgency      no folder of that name
└── BrokenAgencyFile   one or more Faults, each with file, line, what is wrong and what would be right
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend in one file; lines count from 1."""

    file: str
    line: int
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.wrong}; {self.right}."


class AgencyError(Exception):
    """Anything wrong with an agency or with a question put to it."""


class UnknownAgency(AgencyError):
    """There is no folder for this agency."""


class BrokenAgencyFile(AgencyError, ValueError):
    """The files cannot be used; `faults` lists every reason that could be found in one pass."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
