"""The far end of each vendor, on this machine: whom it refuses, when it breaks, and what it has taken.

A new vendor gets an entry in FAILURES and one in SERVERS; test_conformance.py does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors import VENDORS, _template
from casework.notifications.vendors.base import AddressRefused, Doubtful, NotSent, Vendor
from tests.fakes import twilio_api
from tests.fakes.message_takers import OUR_FAULT, Receiver, webhook_server

FarEnd = tuple[Receiver, dict[str, Any]]
MAKERS: dict[str, Callable[[NotifySettings], Vendor]] = {**VENDORS, "template": _template.make}
# vendor -> [to whom, what sending then raises, whether the person said stop (None: nothing is said of that)]
FAILURES: dict[str, list[tuple[str, type[Exception], bool | None]]] = {
    "console": [],  # a file of ours: it refuses nobody
    "twilio_sms": [
        (twilio_api.STOPPED, AddressRefused, True),
        (twilio_api.INVALID, AddressRefused, False),
        (twilio_api.BUSY, NotSent, None),
        (twilio_api.BROKEN, Doubtful, None),
        (twilio_api.BREAKS_OFF, Doubtful, None),
    ],
    "twilio_voice": [
        (twilio_api.INVALID, AddressRefused, False),
        (twilio_api.BREAKS_OFF, Doubtful, None),
    ],
    "smtp": [
        ("nobody@example.org", AddressRefused, False),
        ("full@example.org", NotSent, None),
        *((address, NotSent, None) for address in OUR_FAULT),
    ],
    "webhook": [
        (twilio_api.STOPPED, AddressRefused, True),
        (twilio_api.INVALID, AddressRefused, False),
        (twilio_api.BUSY, NotSent, None),
        (twilio_api.BROKEN, Doubtful, None),
    ],
    "template": [
        (twilio_api.INVALID, AddressRefused, False),
        (twilio_api.BUSY, NotSent, None),
        (twilio_api.BROKEN, Doubtful, None),
    ],
}


class TemplateGateway(Receiver):
    """The gateway of the template: as the webhook's, but nothing is signed."""

    def take(self, key: str, signature: str, body: bytes) -> int:
        message: dict[str, Any] = json.loads(body)
        special = {twilio_api.INVALID: 422, twilio_api.BUSY: 429, twilio_api.BROKEN: 503}
        if message["to"] in special:
            return special[message["to"]]
        self.taken.setdefault(key, message)
        return 202


@contextmanager
def template_gateway() -> Iterator[FarEnd]:
    gateway = TemplateGateway()
    with webhook_server(gateway) as url:
        yield gateway, {"webhook_url": url}  # fields of your own, and the token


# vendor -> what runs its far end on this machine: who takes the messages, and the settings that lead there. Those of the vendors that
# agencies have are fixtures of conftest.py, because their own tests look into them too.
SERVERS: dict[str, Callable[[], AbstractContextManager[FarEnd]]] = {"template": template_gateway}
