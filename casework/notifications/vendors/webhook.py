"""A webhook: the agency's own gateway gets each message as signed JSON with an Idempotency-Key, and sends it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from types import TracebackType
from typing import Self

import httpx

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent, Outgoing, unset


class Webhook:
    """2xx: taken (an "id" in the answer is remembered). 410 or 422: never to this address. 409: taken before with this key.

    X-Civicline-Signature is "t=<unix seconds>,v1=<HMAC-SHA256 over '<seconds>.<body>'>". The receiver must take a key once.
    """

    name = "webhook"
    channels = frozenset({"sms", "email", "voice"})
    idempotent = True
    searchable = False

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        self._http = httpx.AsyncClient(timeout=httpx.Timeout(20, connect=5), trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http:
            await self._http.aclose()

    async def send(self, message: Outgoing) -> Accepted:
        assert self._http is not None, "a vendor is used inside `async with`"
        body = _body(message)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.id,
            "X-Civicline-Signature": sign(self._secret, int(time.time()), body),
        }
        try:
            answer = await self._http.post(self._url, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Doubtful(type(error).__name__) from error
        return _read(answer, message)

    async def find(self, message: Outgoing) -> Accepted | None:
        raise Doubtful("a webhook is asked again, with the same key")


def sign(secret: str, at: int, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _body(message: Outgoing) -> bytes:
    fields = ("id", "agency", "channel", "to", "subject", "body", "language", "sender", "unsubscribe")
    return json.dumps({name: getattr(message, name) for name in fields}, ensure_ascii=False).encode()


def _read(answer: httpx.Response, message: Outgoing) -> Accepted:
    status = answer.status_code
    if answer.is_success or status == 409:
        try:
            ref = str(answer.json()["id"])
        except (ValueError, KeyError, TypeError):
            ref = message.id
        return Accepted(ref[:200])
    if status in (410, 422):
        raise AddressRefused(str(status), stop=status == 410)
    if status >= 500:
        raise Doubtful(str(status))
    wait = answer.headers.get("retry-after", "")
    raise NotSent(str(status), float(wait) if wait.isdigit() else None)


def make(settings: NotifySettings) -> Webhook:
    if not settings.webhook_url or not settings.webhook_secret:
        raise unset(Webhook.name, "CIVICLINE_WEBHOOK_URL and CIVICLINE_WEBHOOK_SECRET")
    return Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value())
