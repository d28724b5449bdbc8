"""Who carries messages: one vendor a file behind one Protocol. Only those that an agency names and that are set up are made."""

from __future__ import annotations

from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Vendor
from casework.notifications.vendors.console import Console
from casework.notifications.vendors.smtp import Smtp
from casework.notifications.vendors.twilio import Account
from casework.notifications.vendors.twilio_sms import TwilioSms
from casework.notifications.vendors.twilio_voice import TwilioVoice
from casework.notifications.vendors.webhook import Webhook


def make_vendor(name: str, settings: NotifySettings) -> Vendor:
    """Raises BadSetting when what it needs is not set."""
    if name == "console":
        return Console(settings.var, settings.dev_messages)
    if name == "twilio_sms":
        return TwilioSms(_account(settings, settings.twilio_messaging_service_sid or settings.twilio_from, name))
    if name == "twilio_voice":
        return TwilioVoice(_account(settings, settings.twilio_from, name))
    if name == "smtp":
        host, sender = settings.smtp_host, settings.smtp_from
        if not host or not sender:
            raise _unset(name, "CIVICLINE_SMTP_HOST and CIVICLINE_SMTP_FROM")
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        return Smtp(host, settings.smtp_port, settings.smtp_security, sender, settings.smtp_user, password)
    if not settings.webhook_url or not settings.webhook_secret:
        raise _unset("webhook", "CIVICLINE_WEBHOOK_URL and CIVICLINE_WEBHOOK_SECRET")
    return Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value())


def _account(settings: NotifySettings, sender: str | None, name: str) -> Account:
    token = settings.twilio_auth_token
    if not settings.twilio_account_sid or not token or not sender:
        raise _unset(name, "CIVICLINE_TWILIO_ACCOUNT_SID, CIVICLINE_TWILIO_AUTH_TOKEN and CIVICLINE_TWILIO_FROM")
    return Account(
        settings.twilio_url.rstrip("/"),
        settings.twilio_account_sid,
        token.get_secret_value(),
        sender,
        settings.base_url,
    )


def _unset(name: str, what: str) -> BadSetting:
    return BadSetting(f"an agency's messages/rules.yml names the vendor {name}, which is not set up: set {what}.")
