"""Who carries messages: one vendor a file behind one Protocol. A new one: copy _template.py, and name it here and in
agencies/messages/vendors.yml."""

from __future__ import annotations

from collections.abc import Callable

from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings
from casework.notifications.vendors import console, smtp, twilio_sms, twilio_voice, webhook
from casework.notifications.vendors.base import Vendor

# name -> what makes it of the settings; raises BadSetting when what it needs is not set
VENDORS: dict[str, Callable[[NotifySettings], Vendor]] = {
    "console": console.make,
    "twilio_sms": twilio_sms.make,
    "twilio_voice": twilio_voice.make,
    "smtp": smtp.make,
    "webhook": webhook.make,
}


def make_vendor(name: str, settings: NotifySettings) -> Vendor:
    """Only what an agency names is made. Raises BadSetting."""
    if name not in VENDORS:
        raise BadSetting(
            f"an agency's messages/rules.yml names the vendor {name}, which there is not: use one of {', '.join(VENDORS)}."
        )
    return VENDORS[name](settings)
