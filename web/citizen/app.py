"""Wires the citizens' pages together; the only file here that knows all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import Request, Sanic

from web.citizen import home, widget
from web.citizen.case.invited import blueprint as invited
from web.citizen.case.lost_pin import blueprint as lost_pin
from web.citizen.case.own import blueprint as own
from web.citizen.case.pages import blueprint as case
from web.citizen.chat.pages import chat_pages
from web.citizen.chat.rooms import Rooms
from web.citizen.chat.waits import Known
from web.citizen.report.beginning import blueprint as report_beginning
from web.citizen.report.pages import blueprint as report
from web.citizen.report.place import blueprint as report_place
from web.citizen.settings import CitizenSettings
from web.shared.app import FRAMED, make_app
from web.shared.guarding import Rates

HERE = Path(__file__).parent
COOKIE = "civicline"


def build(settings: CitizenSettings, name: str = "civicline-citizen") -> Sanic[Any, Any]:
    app = make_app(name, settings, HERE, COOKIE)
    for blueprint in (
        home.blueprint,
        widget.blueprint,
        chat_pages(),
        chat_pages(FRAMED),
        report_beginning,
        report,
        report_place,
        case,
        own,
        lost_pin,
        invited,
    ):
        app.blueprint(blueprint)
    app.ctx.sign_ins = Rates(settings.sign_ins_an_hour, 3_600)
    _hold_chats(app, settings)
    return app


def _hold_chats(app: Sanic[Any, Any], settings: CitizenSettings) -> None:
    address = str(settings.connector_url).rstrip("/").replace("http", "ws", 1) + "/call"
    token, kept_s = settings.service_token.get_secret_value(), settings.session_idle_minutes * 60
    app.ctx.rooms = Rooms(address, token, settings.most_chats, settings.chats_an_hour, kept_s)
    app.ctx.waits = Known(app.ctx.casework)
    app.add_task(app.ctx.rooms.keep_tidy())
    app.ctx.when_left.append(_chat_left)

    @app.before_server_stop
    async def _close(*_: Any) -> None:
        await app.ctx.rooms.close()


def _chat_left(request: Request) -> None:
    """Whoever opens this device's history after it finds no way back into the chat."""
    if name := request.ctx.visit.get("chat"):
        request.app.add_task(request.app.ctx.rooms.left(name, request.ctx.look.id))
