"""What is told unasked right after a report was filed goes to that report; what is of another matter does not."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from actions.change_of_mind import ActionChangeMind, ActionCorrect
from actions.misses import ActionNoMatch
from actions.open_answer import ActionOpenAnswer
from actions.routing import ActionRoute, ValidateNeedForm
from actions.sealing import seal
from tests.bot.actions.desk import Conversation
from tests.bot.actions.report_desk import Intake

HELMET = "oh and my helmet was on it too, a black Giro, sixty dollars"
FILED: Dict[str, Any] = {
    "open_question": "anything_else",
    "need": "theft_cold",
    "decision": {"disposition": "self_service_report"},
    "verified": {"session": seal("civicline_person_x"), "filed": True},
}


def filed(monkeypatch: pytest.MonkeyPatch, intake: Intake, **slots: Any) -> Conversation:
    client = intake.client()
    monkeypatch.setattr("actions.report.adding.shared_client", lambda: client)
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    return Conversation(**{**FILED, **slots})


async def told(monkeypatch: pytest.MonkeyPatch, intake: Intake, text: str, scope: Any, **slots: Any) -> Conversation:
    return await filed(monkeypatch, intake, **slots).turn(ActionOpenAnswer(), text, "affirm", scope=scope)


async def test_one_thing_more_goes_to_the_report_that_was_filed(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    talk = await told(monkeypatch, intake, HELMET, {"candidates": ["affirm", "theft_cold"], "sure": 0.9})
    assert intake.messages == [HELMET]
    assert "put that with your report" in talk.text
    assert talk.slots["open_question"] == "anything_else"


async def test_what_is_taken_for_no_move_of_the_talk_goes_there_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    heard = {"candidates": ["inform", "found_property"], "sure": 0.9}
    talk = filed(monkeypatch, intake)
    await talk.turn(ActionNoMatch(), "and a laptop charger about 30", "inform", scope=heard)
    assert intake.messages == ["and a laptop charger about 30"]
    assert "put that with your report" in talk.text


@pytest.mark.parametrize("action", [ActionCorrect(), ActionChangeMind()])
@pytest.mark.parametrize("asked", ["anything_else", "did_you_mean"])
async def test_what_is_wrong_in_the_report_that_was_filed_goes_there(
    monkeypatch: pytest.MonkeyPatch, action: Any, asked: str
) -> None:
    intake, said = Intake(), "no i never said fireworks and the address is twenty two eleven not four ten"
    talk = await filed(monkeypatch, intake, open_question=asked, candidate="fireworks").turn(action, said, "correct")
    assert intake.messages == [said]
    assert "put that with your report" in talk.text
    assert talk.slots["open_question"] == "anything_else"


async def test_who_does_not_say_what_would_be_right_is_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    talk = await filed(monkeypatch, intake).turn(ActionCorrect(), "can you fix the address", "correct")
    assert intake.messages == []
    assert talk.slots["need"] == "add_to_report"


async def test_without_a_report_that_was_filed_a_correction_is_one_of_the_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    talk = filed(monkeypatch, intake, verified=None)
    await talk.turn(ActionCorrect(), "the address is wrong", "correct")
    assert intake.messages == []


async def test_what_is_taken_for_another_crime_is_of_the_report_and_begins_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    intake = Intake()
    heard = {"candidates": ["theft_from_vehicle", "theft_cold"], "sure": 0.85}
    talk = filed(monkeypatch, intake)
    for action in (ValidateNeedForm(intake.client()), ActionRoute(intake.client())):
        await talk.turn(action, HELMET, "theft_from_vehicle", scope=heard)
    assert intake.messages == [HELMET]
    assert "put that with your report" in talk.text
    assert talk.slots["need"] == "theft_cold"
    await talk.turn(ActionOpenAnswer(), "yes and my pump, silver, about 30", "affirm", scope={"candidates": ["affirm"]})
    assert len(intake.messages) == 2, "one thing more may follow"


async def test_another_crime_that_is_told_of_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    talk = filed(monkeypatch, intake)
    heard = {"candidates": ["vandalism", "theft_cold"], "sure": 0.9}
    await talk.turn(
        ValidateNeedForm(intake.client()), "also somebody broke my window, about 200", "vandalism", scope=heard
    )
    assert intake.messages == []
    assert talk.slots["need"] == "vandalism"


async def test_another_matter_is_not_put_with_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    heard = {"candidates": ["parking_ticket"], "sure": 0.9}
    await told(monkeypatch, intake, "yes a parking ticket, about sixty dollars", heard)
    assert intake.messages == []


async def test_without_a_report_of_this_call_nothing_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    await told(monkeypatch, intake, HELMET, {"candidates": ["affirm"], "sure": 0.9}, verified=None)
    assert intake.messages == []


async def test_what_cannot_be_kept_is_asked_for_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = await told(monkeypatch, Intake(messages=503), HELMET, {"candidates": ["affirm"], "sure": 0.9})
    assert talk.text.endswith("Is there anything else?")
    assert "put that with your report" not in talk.text
