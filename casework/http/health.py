"""Whether the process lives, and whether it can serve; open to everybody on the private network."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from casework.errors import DatabaseDown

health = Blueprint("health")


@health.get("/healthz")
async def healthz(_request: Request) -> HTTPResponse:
    return json({"status": "alive"})


@health.get("/readyz")
async def readyz(request: Request) -> HTTPResponse:
    services = request.app.ctx.services
    try:
        await services.database.run(services.database.ping)
    except DatabaseDown:
        return json({"status": "not_ready", "reason": "database"}, 503)
    return json({"status": "ready", "agencies": services.directory.ids()})
