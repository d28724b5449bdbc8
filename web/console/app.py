"""Wires the console together; the only file here that knows all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic

from signatures import tls
from web.console import (
    by_provider,
    call_backs,
    calls,
    case_map,
    cases,
    expected_pages,
    files_pages,
    hand_in,
    handovers,
    models,
    numbers,
    people,
    quality,
    settings_pages,
    signing_in,
)
from web.console.gate import guard
from web.console.live import pages as live_pages
from web.console.live.board import Boards
from web.console.live.connectors import Connectors
from web.console.live.feed import Feeds
from web.console.live.surge import Watch
from web.console.review import groups as review_groups
from web.console.review import pages as review_pages
from web.console.settings import ConsoleSettings
from web.shared.app import make_app

HERE = Path(__file__).parent
COOKIE = "civicline-console"


def build(settings: ConsoleSettings, name: str = "civicline-console") -> Sanic[Any, Any]:
    app = make_app(name, settings, HERE, COOKIE)
    guard(app)
    _connect(app, settings)
    app.ctx.expected = {}
    for room in (
        signing_in,
        by_provider,
        live_pages,
        handovers,
        call_backs,
        hand_in,
        case_map,
        cases,
        calls,
        review_groups,
        review_pages,
        numbers,
        quality,
        models,
        expected_pages,
        settings_pages,
        files_pages,
        people,
    ):
        app.blueprint(room.blueprint)
    return app


def _connect(app: Sanic[Any, Any], settings: ConsoleSettings) -> None:
    """To the connectors: one client for them all; a stream lasts as long as somebody looks."""
    client = httpx.AsyncClient(
        headers={"Authorization": f"Bearer {settings.live_credential}"},
        timeout=httpx.Timeout(5.0, read=30.0),
        trust_env=False,
        verify=tls.asking() or True,
    )
    app.ctx.connectors = Connectors(client, settings.connectors)
    app.ctx.feeds, app.ctx.watch = Feeds(app.ctx.connectors), Watch()
    app.ctx.boards = Boards(app.ctx.watch)

    @app.after_server_stop
    async def _close(*_: Any) -> None:
        app.ctx.boards.close()
        await app.ctx.feeds.close()
        await client.aclose()
