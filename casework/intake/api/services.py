"""What the handlers of reports use beside what every room uses."""

from __future__ import annotations

from typing import Protocol

from casework.access.access import Access
from casework.access.pins import Pins
from casework.directory import services
from casework.notifications.worker import Notifier


class Services(services.Services, Protocol):
    @property
    def access(self) -> Access: ...

    @property
    def pins(self) -> Pins: ...

    @property
    def notifier(self) -> Notifier: ...
