"""The addresses of the life of cases, in one place for the app, and what runs beside them."""

from __future__ import annotations

import casework.life.retention  # noqa: F401  # registers what this room forgets
from casework.api.case_files import case_files
from casework.api.connector import connector
from casework.api.desk import cases_of_agency
from casework.api.messages import case_messages
from casework.api.withdrawals import withdrawals
from casework.database import Database
from casework.life.delivery import Deliverer, OverHttp

BLUEPRINTS = (cases_of_agency, case_messages, connector, withdrawals, case_files)


async def deliver_webhooks(database: Database) -> None:
    """Until cancelled."""
    send = OverHttp()
    try:
        await Deliverer(database, send).run()
    finally:
        await send.close()
