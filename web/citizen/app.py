"""Wires the citizens' pages together; the only file here that knows all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import Sanic

from web.citizen import home
from web.citizen.settings import CitizenSettings
from web.shared.app import make_app

HERE = Path(__file__).parent
COOKIE = "civicline"


def build(settings: CitizenSettings, name: str = "civicline-citizen") -> Sanic[Any, Any]:
    app = make_app(name, settings, HERE, COOKIE)
    app.blueprint(home.blueprint)
    return app
