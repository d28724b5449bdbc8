"""Joins telling people to casework's web service: its addresses, and the worker beside the requests."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sanic import Sanic

from casework.database import Database
from casework.directory.directory import Directory
from casework.notifications import retention
from casework.notifications.api.notifications import notifications
from casework.notifications.api.vendor_callbacks import callbacks
from casework.notifications.catalogue import Catalogue
from casework.notifications.settings import load_notify_settings
from casework.notifications.worker import Telling
from casework.settings import Settings

log = logging.getLogger(__name__)
retention.register()


def make_telling(settings: Settings, database: Database, directory: Directory) -> Telling:
    """Loads every agency's messages; raises BadSetting or BrokenAgencyFile."""
    catalogue = Catalogue(settings.agencies_root)
    catalogue.load_all()
    # the token and the folder are casework's own, also where a test gave them
    own = load_notify_settings(service_token=settings.service_token, var=settings.var)
    return Telling(database, directory, catalogue, own)


def attach(app: Sanic[Any, Any], settings: Settings, database: Database, directory: Directory) -> None:
    """Adds the addresses, and starts and stops the worker with the app unless it runs apart."""
    telling = make_telling(settings, database, directory)
    app.ctx.telling = telling
    app.blueprint(notifications)
    app.blueprint(callbacks)
    if telling.settings.notify_worker == "apart":
        return

    @app.after_server_start
    async def _start(*_: Any) -> None:
        telling.start()

    @app.before_server_stop
    async def _stop(*_: Any) -> None:
        await asyncio.to_thread(telling.stop)  # before the database is closed: what is registered last stops first
