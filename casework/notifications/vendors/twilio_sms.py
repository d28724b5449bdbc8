"""Twilio Programmable Messaging: texts (https://www.twilio.com/docs/messaging/api/message-resource)."""

from __future__ import annotations

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Accepted, Outgoing
from casework.notifications.vendors.twilio import CLOCKS_DIFFER, TwilioClient, account_of, created


class TwilioSms(TwilioClient):
    """It knows no idempotency key; after an attempt that broke off it is asked for a message of that text to that number."""

    name = "twilio_sms"
    channels = frozenset({"sms"})

    async def send(self, message: Outgoing) -> Accepted:
        sender = self._account.sender
        form = {"To": message.to, "Body": message.body, "ProvideFeedback": "false"}
        form["MessagingServiceSid" if sender.startswith("MG") else "From"] = sender
        if self._account.callbacks:
            form["StatusCallback"] = f"{self._account.callbacks}/callbacks/twilio/status?m={message.id}"
        return Accepted(str((await self._post("Messages.json", form))["sid"]))

    async def find(self, message: Outgoing) -> Accepted | None:
        """The same text to the same number since the attempt; a failed one does not count.

        Not filtered by DateSent: what still waits at Twilio has none.
        """
        if message.attempted_at is None:
            return None
        since = message.attempted_at - CLOCKS_DIFFER
        for one in (await self._list("Messages.json", {"To": message.to, "PageSize": "100"})).get("messages", []):
            if one.get("body") == message.body and one.get("status") != "failed" and created(one, since) >= since:
                return Accepted(str(one["sid"]))
        return None


def make(settings: NotifySettings) -> TwilioSms:
    sender = settings.twilio_messaging_service_sid or settings.twilio_from
    return TwilioSms(account_of(settings, sender, TwilioSms.name))
