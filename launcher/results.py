"""Counts of tests, read from JUnit files, and the closing line that a build server reads."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def closing_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def from_junit(path: Path) -> Counts:
    """Raises OSError or ElementTree.ParseError when the file is missing or cut short."""
    total = Counts()
    document = ElementTree.parse(str(path))  # noqa: S314 - written by our own pytest run
    for suite in document.getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Counts(max(0, tests - failed - skipped), failed, skipped)
    return total
