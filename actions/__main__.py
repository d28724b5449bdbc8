"""Starts the action server on the loopback address: `python -m actions`. Rasa SDK's own main listens on every address, and asks
nobody who they are; here only Rasa, with CIVICLINE_ACTIONS_TOKEN, is listened to."""

from __future__ import annotations

import logging
import os
from typing import Optional

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from signatures import tls
from signatures.own_ports import LEAST_CHARACTERS, refusal
from watching import traces
from watching.counts import Counts
from watching.sanic_app import watch
from watching.where import in_logs

logger = logging.getLogger("actions")
KEEP_OPEN_S = 75  # longer than whoever asks keeps an idle connection, so that a question never meets a closing one


HEALTH = frozenset({"/health", "/healthz", "/readyz", "/metrics"})  # no caller's word is in any of them
TOKEN = "CIVICLINE_ACTIONS_TOKEN"  # noqa: S105  # a variable's name


async def healthz(_: Request) -> HTTPResponse:
    return json({"status": "ok"})


def main() -> None:
    logging.basicConfig(
        level=os.environ.get("CIVICLINE_LOG_LEVEL", "INFO"), format="%(asctime)s %(levelname)s %(message)s"
    )
    host, port = os.environ.get("CIVICLINE_ACTIONS_HOST", "127.0.0.1"), os.environ.get("CIVICLINE_ACTIONS_PORT", "5055")
    if not port.isdigit():
        raise SystemExit(f"CIVICLINE_ACTIONS_PORT is '{port}'; write a port number, for example 5055.")
    token = os.environ.get(TOKEN, "").strip()
    if len(token) < LEAST_CHARACTERS:
        raise SystemExit(f"{TOKEN} is missing or shorter than {LEAST_CHARACTERS} characters; Rasa shows the same one.")
    try:
        secured = tls.listening()
    except tls.BadTls as error:
        raise SystemExit(str(error)) from None
    app = closed_app(token)
    in_logs()
    traces.start("actions")
    watch(app, Counts("actions"))
    logger.info("action server started")
    app.run(host, int(port), ssl=secured, workers=1, access_log=False, motd=False)


def closed_app(token: str) -> Sanic:
    """The SDK's app, which answers whoever shows the token; anybody may see that it lives."""
    app = create_app("actions", cors_origins="")
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_OPEN_S
    app.add_route(healthz, "/healthz")
    app.add_route(healthz, "/readyz")

    async def door(request: Request) -> Optional[HTTPResponse]:
        refused = refusal(request.method, request.path, request.headers, token, HEALTH)
        return json({"error": refused.sentence}, refused.status) if refused else None

    app.register_middleware(door, "request")
    return app


if __name__ == "__main__":
    main()
