"""The messages that tests of vendors send."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from casework.notifications.vendors.base import Outgoing, Vendor

NOW = datetime(2026, 11, 20, 19, tzinfo=UTC)
TEXT = "Denver Police: ¿Cómo va? Your report 2026-417702 & more <b>."
MESSAGE = Outgoing(
    "m" * 32, "denver", "sms", "+13035550199", TEXT, "en", "Denver Police", attempted_at=datetime.now(UTC)
)
MAIL = replace(
    MESSAGE,
    channel="email",
    to="ada@example.org",
    subject="News – noticias",
    unsubscribe="https://calls.example.gov/u/1.x",
)


def message_for(vendor: Vendor, to: str = "") -> Outgoing:
    if "email" in vendor.channels and len(vendor.channels) == 1:
        return replace(MAIL, to=to or MAIL.to)
    return replace(MESSAGE, channel=sorted(vendor.channels)[-1], to=to or MESSAGE.to)
