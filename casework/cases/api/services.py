"""What the handlers of cases use beside what every room uses."""

from __future__ import annotations

from typing import Protocol

from casework.cases.staff import Reports
from casework.directory import services


class Services(services.Services, Protocol):
    @property
    def reports(self) -> Reports: ...
