"""Hand-overs: stored once, redacted, and told to the call-taker as they were."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.calls.redaction import Redactors, Withholding, load_redactor, redact_all
from casework.calls.tables import Handover
from tests.casework.conftest import trail

PATH = "/v1/handovers"


def story(**changed: Any) -> dict[str, Any]:
    return {
        "agency": "denver",
        "call_id": "call-1",
        "channel": "voice",
        "need": "theft_cold",
        "reason": "asked_for_person",
        "facts": {"where": "14th and Pearl", "suspect_present": False},
        "language": "en",
        "wish": "call Ada Lovelace back",
        "destination_id": "call_taker",
        "transcript": [
            {"who": "assistant", "text": "How can I help?"},
            {"who": "caller", "text": "Ada Lovelace, 303 555 0199"},
        ],
    } | changed


async def hand_over(casework, key: str = "k1", **changed: Any):
    return await casework.client.post(PATH, json=story(**changed), headers={"Idempotency-Key": key})


async def see(casework, ticket: str, agency: str = "denver", **headers: str):
    who = {"Civicline-Actor": "taker-3", "Civicline-Role": "call_taker"} | headers
    return await casework.client.get(f"/v1/agencies/{agency}/handovers/{ticket}", headers=who)


async def test_a_story_is_stored_redacted_and_told(casework) -> None:
    created = await hand_over(casework)
    assert created.status_code == 201
    told = (await see(casework, created.json()["ticket"])).json()
    assert told["transcript"][1] == {"who": "caller", "text": "[name], [number]"}
    assert told["wish"] == "call [name] back"
    assert told["facts"] == {"where": "14th and Pearl", "suspect_present": False}
    assert (told["need"], told["reason"], told["language"], told["destination_id"]) == (
        "theft_cold",
        "asked_for_person",
        "en",
        "call_taker",
    )


async def test_what_was_said_reaches_no_file_of_the_database(casework) -> None:
    await hand_over(casework)
    var = casework.services.database.engine.url.database
    for path in (var, f"{var}-wal"):
        with open(path, "rb") as file:
            assert b"Lovelace" not in file.read()


async def test_the_same_key_and_story_is_stored_once(casework) -> None:
    first, second = await hand_over(casework), await hand_over(casework)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert count(casework) == 1


async def test_twenty_retries_at_once_are_stored_once(casework) -> None:
    answers = await asyncio.gather(*(hand_over(casework) for _ in range(20)))
    assert len({answer.content for answer in answers}) == 1
    assert count(casework) == 1


async def test_the_same_key_with_another_story_is_a_conflict(casework) -> None:
    await hand_over(casework)
    other = await hand_over(casework, call_id="call-2")
    assert other.status_code == 409
    assert other.json()["error"]["code"] == "conflict"


async def test_a_hand_over_without_a_key_is_refused(casework) -> None:
    answer = await casework.client.post(PATH, json=story())
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["error"]["message"]


async def test_a_text_that_breaks_the_redactor_is_withheld(casework) -> None:
    created = await hand_over(casework, transcript=[{"who": "caller", "text": "break the redactor, I am Ada Lovelace"}])
    told = (await see(casework, created.json()["ticket"])).json()
    assert told["transcript"] == [{"who": "caller", "text": "[withheld]"}]


async def test_least_is_enough(casework) -> None:
    body = {"agency": "denver", "call_id": "c", "channel": "web", "reason": "emergency"}
    answer = await casework.client.post(PATH, json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 201


@pytest.mark.parametrize("ticket", ["nope", "x" * 500, "%00", "..%2F..%2Fetc"])
async def test_an_unknown_ticket_is_not_found(casework, ticket: str) -> None:
    answer = await see(casework, ticket)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"agency": "boulder"},
        {"transcript": [{"who": "police", "text": "x"}]},
        {"transcript": [{"who": "caller", "text": "x" * 4001}]},
        {"surprise": 1},
        {"reason": "Because!"},
        {"transcript": [{"who": "caller", "text": "x"}] * 401},
    ],
)
async def test_a_story_that_does_not_fit_is_refused(casework, changed: dict[str, Any]) -> None:
    answer = await hand_over(casework, **changed)
    assert answer.status_code in {400, 404}
    assert count(casework) == 0


def test_without_a_redactor_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "privacy", None)
    redactor = load_redactor()
    assert isinstance(redactor, Withholding)
    assert redact_all([(redactor, "I am Ada Lovelace"), (redactor, "")]) == ["[withheld]", ""]


@pytest.mark.parametrize("kind", ["fake", "real"])
def test_the_fake_redactor_and_the_real_one_take_out_the_same(kind: str) -> None:
    redactor = FakeRedactor() if kind == "fake" else load_redactor()
    assert not isinstance(redactor, Withholding)
    redacted = redactor.redact("My name is Ada Lovelace and my number is 303 555 0199.")
    assert "Lovelace" not in redacted
    assert "0199" not in redacted
    assert "my number is" in redacted


def test_of_a_very_long_story_the_end_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("casework.calls.redaction.time.monotonic", lambda: next(clock))

    class Plain:
        def redact(self, text: str) -> str:
            return text

    story = [(Plain(), text) for text in ("first", "second", "third")]
    assert redact_all(story, budget_s=2.5) == ["[withheld]", "second", "third"]


def test_our_own_lines_are_redacted_once_and_what_callers_say_every_time() -> None:
    seen: list[str] = []

    class Counting(FakeRedactor):
        def redact(self, text: str) -> str:
            seen.append(text)
            return super().redact(text)

    redactors = Redactors(Counting())
    story = [("assistant", "Thank you, Ada Lovelace."), ("caller", "I am Ada Lovelace")]
    for _ in range(2):
        told = redact_all([(redactors.of(who), text) for who, text in story])
        assert told == ["Thank you, [name].", "I am [name]"]
    assert seen.count("Thank you, Ada Lovelace.") == 1
    assert seen.count("I am Ada Lovelace") == 2


class FakeRedactor:
    """As the one in conftest.py, which the running service of these tests has."""

    def redact(self, text: str) -> str:
        return text.replace("Ada Lovelace", "[name]").replace("303 555 0199", "[number]")


def count(casework) -> int:
    with casework.services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Handover))


async def test_a_ticket_that_the_sender_chose_opens_the_story_and_a_second_try_makes_no_second_one(casework) -> None:
    chosen = "chosen-by-the-sender-01"
    for _ in range(2):
        created = await hand_over(casework, ticket=chosen)
        assert (created.status_code, created.json()) == (201, {"ticket": chosen})
    assert (await see(casework, chosen)).json()["call_id"] == "call-1"


async def test_a_ticket_of_another_hand_over_is_refused_and_a_short_one_too(casework) -> None:
    await hand_over(casework, ticket="chosen-by-the-sender-01")
    taken = await hand_over(casework, "k2", ticket="chosen-by-the-sender-01", call_id="call-2")
    assert taken.status_code == 409
    assert (await hand_over(casework, "k3", ticket="guess-me")).status_code in (400, 422)


async def test_who_looked_at_a_story_stands_in_the_trail(casework) -> None:
    ticket = (await hand_over(casework)).json()["ticket"]
    await see(casework, ticket)
    assert trail(casework) == [("see_handover", "taker-3", "call_taker", {"handover": ticket})]


@pytest.mark.parametrize(("role", "status"), [("", 400), ("citizen", 403), ("records_system", 403), ("janitor", 400)])
async def test_nobody_reads_a_story_without_saying_who_they_are(casework, role: str, status: int) -> None:
    ticket = (await hand_over(casework)).json()["ticket"]
    assert (await see(casework, ticket, **{"Civicline-Role": role})).status_code == status
    assert trail(casework) == []


async def test_the_story_of_another_agency_is_as_one_that_there_is_not(casework, second_agency: str) -> None:
    ticket = (await hand_over(casework)).json()["ticket"]
    theirs, nobody = await see(casework, ticket, second_agency), await see(casework, "no-such-ticket")
    assert (theirs.status_code, theirs.content) == (404, nobody.content)
    assert trail(casework) == []
