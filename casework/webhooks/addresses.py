"""The agency's addresses that hear of changes: put in, listed, taken out; and the letters that could not be delivered."""

from __future__ import annotations

import base64
import ipaddress
import secrets
import socket
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.errors import BadRequest
from casework.trail.actors import Actor
from casework.trail.entries import noted
from casework.webhooks.tables import Webhook, WebhookDelivery

_MOST = 20
# where clouds keep a machine's secrets, beside the link-local ones: Alibaba Cloud, Azure, AWS
_CLOUDS = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "168.63.129.16", "fd00:ec2::254")))


def add(session: Session, agency: str, url: str, events: list[str], actor: Actor, at: datetime) -> Webhook:
    """Puts an address in, with a fresh secret. Raises BadRequest for one that must not be called."""
    _check(url)
    if (session.scalar(select(func.count()).where(Webhook.agency == agency)) or 0) >= _MOST:
        raise BadRequest(f"An agency has at most {_MOST} addresses; remove one first.")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    row = Webhook(agency=agency, url=url, secret=secret, events=events, is_on=True, created_at=at)
    session.add(row)
    session.flush()
    noted(session, agency, actor, "webhook_added", at, {"webhook": row.id})
    return row


def remove(session: Session, agency: str, webhook: int, actor: Actor, at: datetime) -> bool:
    """Takes an address out, with what still waits for it; False when it is not there."""
    gone = session.scalars(
        delete(Webhook).where(Webhook.agency == agency, Webhook.id == webhook).returning(Webhook.id)
    ).all()
    if gone:
        noted(session, agency, actor, "webhook_removed", at, {"webhook": webhook})
    return bool(gone)


def switch_on(session: Session, agency: str, webhook: int, actor: Actor, at: datetime) -> bool:
    """Switches an address on again that had said that it is gone."""
    row = session.scalar(select(Webhook).where(Webhook.agency == agency, Webhook.id == webhook).with_for_update())
    if row is None:
        return False
    row.is_on = True
    noted(session, agency, actor, "webhook_switched_on", at, {"webhook": webhook})
    return True


def listed(session: Session, agency: str) -> list[tuple[Webhook, int, int]]:
    """Each address with how many letters wait for it, and how many were given up."""
    grouped = (
        select(WebhookDelivery.webhook_id, WebhookDelivery.state, func.count())
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.agency == agency, WebhookDelivery.state.in_(("waiting", "dead")))
        .group_by(WebhookDelivery.webhook_id, WebhookDelivery.state)
    )
    counts = {(webhook, state): count for webhook, state, count in session.execute(grouped)}
    rows = session.scalars(select(Webhook).where(Webhook.agency == agency).order_by(Webhook.id)).all()
    return [(row, counts.get((row.id, "waiting"), 0), counts.get((row.id, "dead"), 0)) for row in rows]


def dead(session: Session, agency: str, after: str, limit: int) -> Sequence[WebhookDelivery]:
    """Letters that were given up, by id."""
    ours = select(Webhook.id).where(Webhook.agency == agency)
    given_up = select(WebhookDelivery).where(
        WebhookDelivery.state == "dead", WebhookDelivery.webhook_id.in_(ours), WebhookDelivery.id > after
    )
    return session.scalars(given_up.order_by(WebhookDelivery.id).limit(limit)).all()


def _check(url: str) -> None:
    """https everywhere, plain http on this machine only, and never where clouds keep secrets (link-local addresses and a few more)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadRequest("url does not fit: it is no address.") from None
    if parts.username or parts.password or (port is not None and port < 1):
        raise BadRequest("url does not fit: leave user name and password out; the signature says who sends.")
    address = _numeric(host)
    if address is not None and (
        address in _CLOUDS or address.is_link_local or address.is_multicast or address.is_unspecified
    ):
        raise BadRequest("url does not fit: this kind of address is not called.")
    at_home = host == "localhost" or (address is not None and address.is_loopback)
    if not host or (parts.scheme != "https" and not at_home):
        raise BadRequest("url does not fit: it begins with https://, or with http:// for this machine.")


def _numeric(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that is written in numbers, in any of the ways that a resolver understands (2852039166, 0xa9fea9fe)."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
