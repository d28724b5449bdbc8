"""Every room's tables, in one place: whoever wants them all in the metadata (app, migrations) imports this."""

from __future__ import annotations

from casework import idempotency
from casework.access import tables as access
from casework.base import Base
from casework.bot_models import tables as bot_models
from casework.call_backs import tables as call_backs
from casework.calls import tables as calls
from casework.cases import tables as cases
from casework.intake import tables as intake
from casework.notifications import tables as notifications
from casework.quality import tables as quality
from casework.records_system import tables as records_system
from casework.reviews import tables as reviews
from casework.rights import tables as rights
from casework.staff_accounts import tables as staff_accounts
from casework.trail import tables as trail
from casework.webhooks import tables as webhooks

ROOMS = (
    access,
    bot_models,
    call_backs,
    calls,
    cases,
    idempotency,
    intake,
    notifications,
    quality,
    records_system,
    reviews,
    rights,
    staff_accounts,
    trail,
    webhooks,
)
TABLES: tuple[type[Base], ...] = tuple(
    table
    for room in ROOMS
    for table in vars(room).values()
    if isinstance(table, type) and issubclass(table, Base) and table.__module__ == room.__name__
)
METADATA = Base.metadata
