"""What the handlers of notifications use beside what every room uses."""

from __future__ import annotations

from typing import Protocol

from casework.directory import services
from casework.notifications.staff import CasesUnread
from casework.notifications.worker import Notifier


class Services(services.Services, Protocol):
    @property
    def notifier(self) -> Notifier: ...

    @property
    def cases_unread(self) -> CasesUnread: ...
