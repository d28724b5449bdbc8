"""Twilio Programmable Voice: a call that says the message twice (https://www.twilio.com/docs/voice/api/call-resource)."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Accepted, Outgoing
from casework.notifications.vendors.twilio import CLOCKS_DIFFER, TwilioClient, account_of, created

_SAY = {"en": "en-US", "es": "es-MX", "fr": "fr-FR", "ru": "ru-RU", "vi": "vi-VN", "zh": "zh-CN", "ar": "arb"}


class TwilioVoice(TwilioClient):
    """Calls cannot be told apart by their words: after a broken attempt, a call to that number since then counts as it."""

    name = "twilio_voice"
    channels = frozenset({"voice"})

    async def send(self, message: Outgoing) -> Accepted:
        key_url = f"{self._account.callbacks}/callbacks/twilio/key?m={message.id}" if self._account.callbacks else None
        words = twiml(message.body, message.language, message.stop_offer, key_url)
        form = {"To": message.to, "From": self._account.sender, "Twiml": words}
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


def twiml(text: str, language: str, stop_offer: str | None = None, key_url: str | None = None) -> str:
    """A second of silence, the message, a pause, and once more: people pick up slowly, and mailboxes cut the start.

    With an offer and an address for keys, a key is listened for all the while (https://www.twilio.com/docs/voice/twiml/gather).
    """
    hears = bool(stop_offer and key_url)
    say = _say(f"{text} {stop_offer}" if hears else text, language)
    twice = f'{say}<Pause length="2"/>{say}'
    if hears:
        action = quoteattr(key_url or "")
        twice = f'<Gather input="dtmf" numDigits="1" timeout="4" method="POST" action={action}>{twice}</Gather>'
    return _document(f'<Pause length="1"/>{twice}')


def reply(text: str | None, language: str) -> str:
    """What is said after a key: the text, or nothing, and the call ends."""
    return _document(_say(text, language) if text else "")


def _say(text: str, language: str) -> str:
    return f"<Say language={quoteattr(_SAY.get(language.split('-')[0], language))}>{escape(text)}</Say>"


def _document(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'


def make(settings: NotifySettings) -> TwilioVoice:
    return TwilioVoice(account_of(settings, settings.twilio_from, TwilioVoice.name))
