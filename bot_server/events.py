"""Tells others what happens in conversations, where an operator names a broker (`event_broker:` in endpoints.yml).

CIVICLINE_EVENTS_URL: `amqp://` or `amqps://user:password@host:5672/vhost`; Rasa's own RabbitMQ broker publishes each event of each
turn, with PINs and codes masked (tracker_store/masking.py) but in the callers' own words otherwise: who listens keeps
them as the conversations are kept. Empty: nothing is published. CIVICLINE_EVENTS_QUEUE: one queue, or several with commas.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop
from typing import Any, Optional
from urllib.parse import unquote, urlsplit

from rasa.core.brokers.pika import PikaEventBroker
from rasa.utils.endpoints import EndpointConfig

USUAL_QUEUE = "civicline-turns"
PORTS = {"amqp": 5672, "amqps": 5671}


class Events(PikaEventBroker):
    @classmethod
    async def from_endpoint_config(
        cls, broker_config: Optional[EndpointConfig], event_loop: Optional[AbstractEventLoop] = None
    ) -> Optional[PikaEventBroker]:
        """None where no broker is named. Raises ValueError with the mend, or what connecting raises."""
        settings = dict(broker_config.kwargs) if broker_config else {}
        address = str(settings.get("address") or "")
        if not address:
            return None
        queues = [one.strip() for one in str(settings.get("queues") or USUAL_QUEUE).split(",") if one.strip()]
        broker = cls(**addressed(address), queues=queues, event_loop=event_loop)
        await broker.connect()
        return broker


def addressed(address: str) -> dict[str, Any]:
    """{host, port, username, password} as Rasa's broker wants them. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("CIVICLINE_EVENTS_URL is no address of RabbitMQ; write amqp://user:password@host:5672/vhost.")
    port = parts.port or PORTS[parts.scheme]
    whole = (
        f"{parts.scheme}://{parts.username or 'guest'}:{parts.password or 'guest'}@{parts.hostname}:{port}{parts.path}"
    )
    return {
        "host": whole,
        "port": port,
        "username": unquote(parts.username or "guest"),
        "password": unquote(parts.password or "guest"),
    }
