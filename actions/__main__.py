"""Starts the action server on the loopback address: `python -m actions`. Rasa SDK's own main listens on every address."""

from __future__ import annotations

import logging
import os

from rasa_sdk.endpoint import create_app
from sanic.request import Request
from sanic.response import HTTPResponse, json

from watching import traces
from watching.counts import Counts
from watching.sanic_app import watch

logger = logging.getLogger("actions")
KEEP_OPEN_S = 75  # longer than whoever asks keeps an idle connection, so that a question never meets a closing one


async def healthz(_: Request) -> HTTPResponse:
    return json({"status": "ok"})


def main() -> None:
    logging.basicConfig(
        level=os.environ.get("CIVICLINE_LOG_LEVEL", "INFO"), format="%(asctime)s %(levelname)s %(message)s"
    )
    host, port = os.environ.get("CIVICLINE_ACTIONS_HOST", "127.0.0.1"), os.environ.get("CIVICLINE_ACTIONS_PORT", "5055")
    if not port.isdigit():
        raise SystemExit(f"CIVICLINE_ACTIONS_PORT is '{port}'; write a port number, for example 5055.")
    app = create_app("actions", cors_origins="")
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_OPEN_S
    app.add_route(healthz, "/healthz")
    app.add_route(healthz, "/readyz")
    traces.start("actions")
    watch(app, Counts("actions"))
    logger.info("action server started")
    app.run(host, int(port), workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
