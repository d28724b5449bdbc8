"""A credential that was issued for one agency, at every address that its kind may ask, of a thing of another agency: in the address,
in the body, behind an id, or behind a session."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from casework.http.callers import PERSON_SESSION, STAFF_SESSION
from casework.http.rights import client, rights
from casework.intake.tables import Report
from tests.casework.console import Console
from tests.casework.http.test_who_may import EVERY, KINDS, asked, signed_in_citizen
from tests.casework.notifications.steps import state, stored
from tests.casework.staff import colleague, credential

REFUSED = "This credential is for another agency."
_BY_AN_E_MAIL_S_ID = {("post", "/v1/notifications/bounces")}  # a test of its own, below


@pytest.fixture
async def of_denver(console: Console) -> dict[str, Any]:
    """A report, the session of a citizen and that of a supervisor."""
    casework, now = console.casework, datetime.now(UTC)
    with casework.services.database.writing() as session:
        session.add(
            Report(
                id="r" * 32, agency="denver", kind="theft", channel="web", access_code="51423", pin_hash="x", call_id="page",
                language="en", state="draft", created_at=now, updated_at=now,
            )
        )  # fmt: skip
    console.file(access_code="90417")
    officer = colleague(casework, "supervisor")
    await officer.sign_in()
    portal = {"Authorization": f"Bearer {credential(casework, 'portal')}"}
    citizen = await signed_in_citizen(casework, portal)
    return {"report": "r" * 32, "staff": officer.session, "person": citizen["Civicline-Person-Session"]}


async def asked_of_denver(
    casework: Any, method: str, path: str, bearer: dict[str, str], there: dict[str, Any], with_session: bool
) -> httpx.Response:
    """The request with whatever names Denver."""
    sessions = {STAFF_SESSION: there["staff"], PERSON_SESSION: there["person"]} if with_session else {}
    address = path.replace("{report}", there["report"])
    found: httpx.Response = await asked(
        casework, method, address, "denver", bearer | sessions, described_as=path,
        body={"agency": "denver", "report": there["report"]}, query={"agency": "denver"},
    )  # fmt: skip
    return found


@pytest.mark.parametrize("kind", KINDS)
async def test_a_credential_of_another_agency_opens_nothing_of_this_one(
    casework: Any, second_agency: str, of_denver: dict[str, Any], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = casework.services.notifier
    monkeypatch.setattr(notifier, "settings", notifier.settings.model_copy(update={"dev_messages": True}))
    foreign = {"Authorization": f"Bearer {credential(casework, kind, agency=second_agency)}"}
    may = [one for one in EVERY if rights().open(*one) & client(kind, kind).rights and one not in _BY_AN_E_MAIL_S_ID]
    let_in = []
    for method, path in may:
        answers = [
            await asked_of_denver(casework, method, path, foreign, of_denver, with_session)
            for with_session in (False, True)
        ]
        if path.startswith(("/v1/person-session/", "/v1/staff/")) or path == "/v1/person-session":
            answers = answers[1:]  # without the session nothing names the agency there
        let_in += [
            (method, path, one.status_code, one.text[:200])
            for one in answers
            if one.status_code != 403 or REFUSED not in one.text
        ]
    assert let_in == []


@pytest.mark.parametrize("kind", KINDS)
async def test_a_credential_of_this_agency_is_never_told_that_it_is_another_s(
    casework: Any, of_denver: dict[str, Any], kind: str
) -> None:
    own = {"Authorization": f"Bearer {credential(casework, kind, agency='denver')}"}
    for method, path in (one for one in EVERY if rights().open(*one) & client(kind, kind).rights):
        answer = await asked_of_denver(casework, method, path, own, of_denver, with_session=False)
        assert REFUSED not in answer.text, (method, path)


async def test_a_mail_system_of_another_agency_tells_nothing_of_our_e_mails(casework: Any, second_agency: str) -> None:
    notification = stored(casework, channel="email")
    body = {"message_id": f"<{notification}@example.gov>", "permanent": True}
    answers = {}
    for agency in (second_agency, "denver"):
        bearer = {"Authorization": f"Bearer {credential(casework, 'mail_system', agency=agency)}"}
        answer = await casework.client.post("/v1/notifications/bounces", json=body, headers=bearer)
        answers[agency] = (answer.status_code, state(casework, notification).state)
    assert answers == {second_agency: (404, "sent"), "denver": (204, "undelivered")}
