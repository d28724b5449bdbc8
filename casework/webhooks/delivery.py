"""Delivers webhooks: signed as Standard Webhooks asks (https://www.standardwebhooks.com), tried again with back-off, given up visibly.

A delivery is leased while it is tried, so that two processes do not send it side by side; one that dies in between is
tried again with the same webhook-id, by which the receiver knows it. 410 Gone switches the address off: what happens until it is switched
on again is kept for it (retention.py says how long), and waits in portions once it is on.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import random
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import httpx
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.database import Database
from casework.errors import CaseworkError
from casework.sweeping import PORTION
from casework.webhooks.reach import NotCalled, Reach, Target, numeric
from casework.webhooks.tables import Webhook, WebhookDelivery

log = logging.getLogger(__name__)
# after the first try, the second, ...: about three days in all, then it is a dead letter
WAITS_S = (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
_LEASE_S, _AT_ONCE, _TIMEOUT_S, _IDLE_S = 60, 16, 10.0, 2.0


@dataclass(frozen=True)
class Due:
    """What one try needs."""

    id: str
    webhook: int
    url: str
    secret: str
    body: str
    tries: int


class Sends(Protocol):
    """How a signed message is sent: gives the HTTP status; raises httpx.HTTPError when nobody answered."""

    async def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int: ...


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers. `secret` is whsec_ and base64, as the receiver was given it."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(made).decode(),
        "content-type": "application/json",
        "user-agent": "civicline-webhooks/1",
    }


class Deliverer:
    """Takes due deliveries, sends them, and writes down how it went."""

    def __init__(self, database: Database, send: Sends) -> None:
        self._database, self._send = database, send

    async def run(self) -> None:
        """Until cancelled: delivers what is due, then looks again."""
        while True:
            try:
                done = await self.once(datetime.now(UTC))
            except CaseworkError as error:
                log.error("webhooks could not be read", extra={"error": type(error).__name__})
                done = 0
            await asyncio.sleep(0 if done == _AT_ONCE else _IDLE_S)

    async def once(self, now: datetime) -> int:
        """Tries what is due, some at once; gives how many were tried."""
        await self._database.run(self._move, now)
        due = await self._database.run(self._lease, now)
        await asyncio.gather(*(self._try(one, now) for one in due))
        return len(due)

    async def _try(self, one: Due, now: datetime) -> None:
        body = one.body.encode()
        try:
            status = await self._send(one.url, body, sign(one.secret, one.id, now, body))
            problem = None if 200 <= status < 300 else f"answered {status}"
        except NotCalled:
            status, problem = 0, "leads inside, where webhooks do not go"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            status, problem = 0, type(error).__name__
        await self._database.run(self._wrote, one, status, problem, now)

    def _move(self, now: datetime) -> None:
        """A portion of what was kept for addresses that are on again waits now, and of what waits for those that are off is kept.

        Here, and not where an address is switched: every case of the agency waits for that transaction.
        """
        for is_on, was, becomes in ((True, "kept", "waiting"), (False, "waiting", "kept")):
            hooks = select(Webhook.id).where(Webhook.is_on.is_(is_on))
            astray = (WebhookDelivery.webhook_id.in_(hooks), WebhookDelivery.state == was)
            ids = select(WebhookDelivery.id).where(*astray).limit(PORTION)
            with self._database.reading() as session:
                found = session.scalars(ids).all()
            if found:
                turned = update(WebhookDelivery).where(WebhookDelivery.id.in_(found), *astray)
                with self._database.writing() as session:
                    session.execute(turned.values(state=becomes, **({"next_at": now} if is_on else {})))

    def _lease(self, now: datetime) -> list[Due]:
        """Where nothing is due, as most of the time, nobody who writes waits for this."""
        due_now = (WebhookDelivery.state == "waiting", WebhookDelivery.next_at <= now, Webhook.is_on)
        with self._database.reading() as session:
            any_due = select(WebhookDelivery.id).join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            if session.scalar(any_due.where(*due_now).limit(1)) is None:
                return []
        with self._database.writing() as session:
            waiting = (
                select(WebhookDelivery, Webhook)
                .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
                .where(*due_now)
                .order_by(WebhookDelivery.next_at)
                .limit(_AT_ONCE)
                .with_for_update(skip_locked=True, of=WebhookDelivery)
            )
            due = []
            for row, hook in session.execute(waiting):
                row.next_at = now + timedelta(seconds=_LEASE_S)
                due.append(Due(row.id, hook.id, hook.url, hook.secret, row.body, row.tries))
            return due

    def _wrote(self, one: Due, status: int, problem: str | None, now: datetime) -> None:
        with self._database.writing() as session:
            if status == 410:
                _switch_off(session, one.webhook)
            is_on = session.scalar(select(Webhook.is_on).where(Webhook.id == one.webhook))
            row = session.get(WebhookDelivery, one.id, with_for_update=True)
            if row is None or row.state not in ("waiting", "kept"):
                return
            row.tries, row.last_problem = one.tries + 1, problem
            if problem is None:
                row.state, row.delivered_at = "delivered", now
            elif not is_on:  # it begins anew when its address is on again
                row.state, row.tries = "kept", 0
            elif one.tries >= len(WAITS_S):
                row.state = "dead"
                log.error("a webhook was given up", extra={"webhook": row.webhook_id, "delivery": row.id})
            else:
                row.next_at = now + timedelta(seconds=WAITS_S[one.tries] * random.uniform(1, 1.25))


def _switch_off(session: Session, webhook: int) -> None:
    """The address is there no more; what waits for it is kept (`_move`)."""
    row = session.get(Webhook, webhook, with_for_update=True)
    if row is None:
        return
    if row.is_on:
        log.error("an address of webhooks is gone and switched off", extra={"webhook": webhook})
    row.is_on = False


def retry_dead(session: Session, agency: str, delivery: str | None, now: datetime) -> int:
    """Makes one dead letter of the agency (or all of them) wait again, from the first try on; counts them."""
    ours = select(Webhook.id).where(Webhook.agency == agency)
    dead = update(WebhookDelivery).where(WebhookDelivery.state == "dead", WebhookDelivery.webhook_id.in_(ours))
    if delivery is not None:
        dead = dead.where(WebhookDelivery.id == delivery)
    fresh = dead.values(state="waiting", tries=0, next_at=now).returning(WebhookDelivery.id)
    return len(session.scalars(fresh).all())


class OverHttp:
    """Sends by HTTP to an address that was checked (reach.py); follows no redirects and reads no more of an answer than its status.

    No connection is used again: one that was made for a host would be taken for another one at the same address.
    """

    def __init__(self, reach: Reach, verify: ssl.SSLContext | bool = True) -> None:
        self._reach = reach
        self._client = httpx.AsyncClient(
            timeout=_TIMEOUT_S,
            follow_redirects=False,
            trust_env=False,
            verify=verify,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        asked = httpx.URL(url)
        *others, last = await self._reach.targets(asked)
        for target in others:
            try:
                return await self._post(asked, target, body, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._post(asked, last, body, headers)

    async def _post(self, asked: httpx.URL, target: Target, body: bytes, headers: dict[str, str]) -> int:
        host = {"host": asked.netloc.decode("ascii")}
        named = {"sni_hostname": target.host} if numeric(target.host) is None else {}
        url = asked.copy_with(host=target.address)
        async with self._client.stream("POST", url, content=body, headers=headers | host, extensions=named) as answer:
            return answer.status_code

    async def close(self) -> None:
        await self._client.aclose()


async def deliver(database: Database, reach: Reach) -> None:
    """Until cancelled."""
    send = OverHttp(reach)
    try:
        await Deliverer(database, send).run()
    finally:
        await send.close()
