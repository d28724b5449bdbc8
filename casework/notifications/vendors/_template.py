"""A vendor to copy: an HTTP gateway that takes JSON with an Idempotency-Key.

1. Copy this file; put what your vendor needs into settings.py, and say in `make` what is missing when it is not set.
2. Name it in vendors/__init__.py and, with its channels, in agencies/messages/vendors.yml.
3. Give it a peer in tests/casework/notifications/vendors/peers.py: a server on this machine that speaks as yours does (SERVERS), and
   what it refuses (FAILURES). The conformance suite then asks of it what every vendor promises.
4. Say its settings in docs/guides/notifications.md.
The one question that matters at every failure: was the message certainly not sent (NotSent), will it never be
(AddressRefused), or can nobody know (Doubtful)? A text sent twice is worse than one that waits for a person to look.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent, Outgoing, unset


class Template:
    """2xx: taken. 422: never to this address. 429: later. Anything else after the request went out: nobody knows."""

    name = "template"
    channels = frozenset({"sms"})
    idempotent = True  # the gateway takes a key once; False when yours knows no such thing
    searchable = False  # True when yours can be asked what became of an attempt, see twilio_sms.py

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        headers = {"Authorization": f"Bearer {self._token}"}
        self._http = httpx.AsyncClient(headers=headers, timeout=httpx.Timeout(20, connect=5), trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http:
            await self._http.aclose()

    async def send(self, message: Outgoing) -> Accepted:
        assert self._http is not None, "a vendor is used inside `async with`"
        body = {"to": message.to, "text": message.body, "from": message.sender}
        try:
            answer = await self._http.post(self._url, json=body, headers={"Idempotency-Key": message.id})
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from error  # the request never went out
        except httpx.HTTPError as error:
            raise Doubtful(type(error).__name__) from error
        status = answer.status_code
        if answer.is_success:
            return Accepted(message.id)
        if status == 422:
            raise AddressRefused(str(status))
        if status >= 500:
            raise Doubtful(str(status))
        wait = answer.headers.get("retry-after", "")
        raise NotSent(str(status), float(wait) if wait.isdigit() else None)

    async def find(self, message: Outgoing) -> Accepted | None:
        raise Doubtful("it cannot be asked; it is told again, with the same key")


def make(settings: NotifySettings) -> Template:
    if not settings.webhook_url or not settings.webhook_secret:  # fields of your own, in settings.py
        raise unset(Template.name, "CIVICLINE_TEMPLATE_URL and CIVICLINE_TEMPLATE_TOKEN")
    return Template(settings.webhook_url, settings.webhook_secret.get_secret_value())
