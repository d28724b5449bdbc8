"""The addresses of the life of cases, in one place for the app, and what runs beside them."""

from __future__ import annotations

import casework.cases.retention  # noqa: F401  # registers what this room forgets
from casework.cases.api.files import case_files
from casework.cases.api.messages import case_messages
from casework.cases.api.staff import cases_of_agency
from casework.cases.api.withdrawals import withdrawals
from casework.database import Database
from casework.records_system.api import connector
from casework.records_system.webhook_delivery import Deliverer, OverHttp

BLUEPRINTS = (cases_of_agency, case_messages, connector, withdrawals, case_files)


async def deliver_webhooks(database: Database) -> None:
    """Until cancelled."""
    send = OverHttp()
    try:
        await Deliverer(database, send).run()
    finally:
        await send.close()
