"""Whether the process lives and can serve, open to everybody on the private network; its numbers, for who watches it."""

from __future__ import annotations

from typing import Protocol

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import HTTPResponse, Request
from sanic.response import json, raw

from casework import meters
from casework.directory import services
from casework.errors import DatabaseDown
from casework.files import has_room
from casework.http.routes import Routes


class Services(services.Services, Protocol):
    """`without_folder`: agencies that have rows here and no folder, as the last run of retention found them."""

    @property
    def without_folder(self) -> list[str]: ...


routes: Routes[Services] = Routes("health")


@routes.beside_contract("get", "/healthz")
async def get_healthz(_request: Request, _services: Services) -> HTTPResponse:
    return json({"status": "alive"})


@routes.beside_contract("get", "/readyz")
async def get_readyz(_request: Request, services: Services) -> HTTPResponse:
    try:
        await services.database.run(services.database.ping)
    except DatabaseDown:
        return json({"status": "not_ready", "reason": "database"}, 503)
    if services.database.engine.dialect.name == "sqlite" and not has_room(services.var):
        return json({"status": "not_ready", "reason": "disk"}, 503)
    if not services.warm:  # seconds after a start: the first hand-over would wait
        return json({"status": "not_ready", "reason": "redactor"}, 503)
    told = {"status": "ready", "agencies": services.directory.ids()}
    return json(told | ({"without_folder": services.without_folder} if services.without_folder else {}))


@routes.beside_contract("get", "/metrics", is_open=False)
async def get_metrics(_request: Request, _services: Services) -> HTTPResponse:
    return raw(generate_latest(meters.registry), content_type=CONTENT_TYPE_LATEST)
