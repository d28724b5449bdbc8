"""Twilio Programmable Voice: a call that says the message twice (https://www.twilio.com/docs/voice/api/call-resource)."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from casework.notifications.vendors.base import Accepted, Outgoing
from casework.notifications.vendors.twilio import CLOCKS_DIFFER, TwilioClient, created

_SAY = {"en": "en-US", "es": "es-MX", "fr": "fr-FR", "ru": "ru-RU", "vi": "vi-VN", "zh": "zh-CN", "ar": "arb"}


class TwilioVoice(TwilioClient):
    """Calls cannot be told apart by their words: after a broken attempt, a call to that number since then counts as it."""

    name = "twilio_voice"
    channels = frozenset({"voice"})

    async def send(self, message: Outgoing) -> Accepted:
        form = {"To": message.to, "From": self._account.sender, "Twiml": twiml(message.body, message.language)}
        form["Timeout"] = "25"
        if self._account.callbacks:
            form["StatusCallback"] = f"{self._account.callbacks}/callbacks/twilio/status?m={message.id}"
        return Accepted(str((await self._post("Calls.json", form))["sid"]))

    async def find(self, message: Outgoing) -> Accepted | None:
        if message.attempted_at is None:
            return None
        since = message.attempted_at - CLOCKS_DIFFER
        query = {"To": message.to, "From": self._account.sender, "PageSize": "100"}
        for one in (await self._list("Calls.json", query)).get("calls", []):
            if one.get("status") not in ("failed", "canceled") and created(one, since) >= since:
                return Accepted(str(one["sid"]))
        return None


def twiml(text: str, language: str) -> str:
    """A second of silence, the message, a pause, and once more: people pick up slowly, and mailboxes cut the start."""
    voice = quoteattr(_SAY.get(language.split("-")[0], language))
    say = f"<Say language={voice}>{escape(text)}</Say>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="1"/>{say}<Pause length="2"/>{say}</Response>'
    )
