"""Every room's routes in one place: the app serves them, and contracts/casework.openapi.json is drawn from them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from casework.bot_models.api import routes as bot_models
from casework.call_backs.api import routes as call_backs
from casework.calls.api import routes as calls
from casework.cases.api.at_risk import routes as at_risk
from casework.cases.api.contacts import routes as contacts
from casework.cases.api.flags import routes as flags
from casework.cases.api.messages import routes as messages
from casework.cases.api.staff import routes as cases
from casework.cases.api.unread import routes as unread
from casework.directory.api import routes as directory
from casework.figures.api import routes as figures
from casework.health import routes as health
from casework.http import openapi
from casework.http.routes import Operation
from casework.intake.api.case_evidence import routes as case_evidence
from casework.intake.api.drafts import routes as drafts
from casework.intake.api.evidence import routes as evidence
from casework.intake.api.handing_in import routes as handing_in
from casework.intake.api.reports import routes as reports
from casework.lookup.api import routes as lookup
from casework.notifications.api.notifications import routes as notifications
from casework.notifications.api.vendor_callbacks import routes as vendor_callbacks
from casework.person_sessions.api.lost_access import routes as lost_access
from casework.person_sessions.api.own_case import routes as own_case
from casework.person_sessions.api.signing_in import routes as signing_in
from casework.quality.api import routes as quality
from casework.records_system.api import routes as records_system
from casework.reviews.api import routes as reviews
from casework.rights.api import routes as rights
from casework.staff_accounts.api import routes as staff_accounts
from casework.staff_accounts.provider.api import routes as provider_sign_in
from casework.webhooks.api import routes as webhooks

ROUTES = (
    directory,
    staff_accounts,
    provider_sign_in,
    own_case,
    signing_in,
    lost_access,
    lookup,
    calls,
    call_backs,
    reports,
    handing_in,
    evidence,
    cases,
    messages,
    unread,
    drafts,
    case_evidence,
    flags,
    at_risk,
    contacts,
    webhooks,
    records_system,
    rights,
    quality,
    reviews,
    bot_models,
    figures,
    notifications,
    vendor_callbacks,
    health,
)
OPERATIONS: tuple[Operation, ...] = tuple(one for room in ROUTES for one in room.operations)
PATH = Path(__file__).parents[1] / "contracts" / "casework.openapi.json"


def document() -> dict[str, Any]:
    """The contract, OpenAPI 3.1."""
    return openapi.document(OPERATIONS)


@cache
def as_json() -> str:
    """The contract as it is kept in contracts/casework.openapi.json."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
