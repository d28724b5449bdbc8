"""An agency's people and callers type telephone numbers as their country writes them, wherever a number is typed over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from casework.cases.tables import Case
from casework.notifications.contacts import save_contact
from casework.notifications.tables import Contact
from casework.person_sessions import reminders
from tests.casework.console import Console
from tests.dialogues.elsewhere import town

TOWN, NUMBER = "thornmouth", "+447700900123"


@pytest.fixture
def _town(agencies_root: Path) -> None:
    town(agencies_root)


@pytest.fixture
def there(_town: None, console: Console) -> Console:
    """The console of a British town; its officers type what they hear."""
    return Console(console.casework, TOWN)


@pytest.fixture
def case(there: Console) -> int:
    """A case of the town, of a person with a British telephone."""
    made = there.file(agency=TOWN)
    with there.casework.services.database.writing() as session:
        contact = save_contact(session, TOWN, None, phone=NUMBER, wants=["sms"])
        session.execute(update(Case).where(Case.id == made).values(contact_id=contact))
    return made


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("07700 900456", "+447700900456"), ("+1 303 555 0199", "+13035550199"), ("0044 7700 900456", "+447700900456")],
)
async def test_an_officer_gives_a_person_another_number(there: Console, case: int, typed: str, kept: str) -> None:
    with there.casework.services.database.reading() as session:
        contact = session.get_one(Case, case).contact_id
    address = f"/v1/agencies/{TOWN}/contacts/{contact}"
    answer = await there.casework.client.patch(address, json={"phone": typed}, headers=there.who())
    assert (answer.status_code, answer.json().get("phone")) == (200, kept), answer.text
    with there.casework.services.database.reading() as session:
        assert session.get_one(Contact, contact).phone == kept


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", "(07700) 900-123"])
async def test_a_call_taker_finds_the_case_by_the_number(there: Console, case: int, typed: str) -> None:
    answer = await there.casework.client.get(f"/v1/agencies/{TOWN}/cases", params={"q": typed}, headers=there.who())
    assert [one["case"] for one in answer.json()["cases"]] == [case], answer.text


async def test_a_person_s_data_is_found_by_the_number(there: Console, case: int) -> None:
    told = await there.post("/subject-access", "supervisor", phone="07700 900123", why="they asked in writing")
    assert [one["case"] for one in told.json()["cases"]] == [case], told.text


def test_who_lost_the_code_is_reminded_at_the_number() -> None:
    assert reminders.written("07700 900123", None, "GB") == NUMBER
    assert reminders.written("07700 900123", None, "US") == "07700 900123", "fits nobody"
