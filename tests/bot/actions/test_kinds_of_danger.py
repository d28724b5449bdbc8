"""What is said in an emergency is the agency's own life-saving sentence for that kind of danger; a person first for despair."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import pytest

from actions.danger_check import ActionCheckDanger, ActionDangerAnswer
from actions.emergency import ActionEmergency
from agencies.danger.live import load_danger
from tests.bot.actions.desk import ROOT, Casework, Conversation

DENVER = load_danger(ROOT / "agencies/denver")


@pytest.fixture
def emergency() -> ActionEmergency:
    return ActionEmergency(Casework().client())


async def said(action: Any, text: str, intent: str, danger: Dict[str, Any], **slots: Any) -> Conversation:
    return await Conversation(**slots).turn(action, text, intent, emergency={"is": True, **danger})


@pytest.mark.parametrize(
    ("text", "intent", "danger", "need", "words"),
    [
        ("i smell gas in my house", "gas_smell", {}, "gas_smell", "don't touch any switches"),
        ("i smell gas in my house", "noise_ongoing", {"need": "gas_smell"}, "gas_smell", "don't touch any switches"),
        ("my kitchen is on fire", "emg_fire", {}, "emg_fire", "Get everyone outside"),
        ("a wire fell on my car", "inform", {"need": "downed_line"}, "downed_line", "Stay far away from the wire"),
        ("my boyfriend is hitting me", "dv_current", {}, "dv_current", "I want you to be safe"),
        ("she fell and won't wake up", "emg_medical", {"need": "emg_medical"}, "emg_medical", "medical emergency"),
    ],
)
async def test_each_kind_has_its_own_sentence(
    emergency: ActionEmergency, text: str, intent: str, danger: Dict[str, Any], need: str, words: str
) -> None:
    talk = await said(emergency, text, intent, danger)
    assert words in talk.text
    assert (talk.reply["need"], talk.reply["disposition"], talk.reply["reason"]) == (need, "911", "emergency")
    assert talk.reply["voice"] == {"safety": True}


async def test_danger_of_no_known_kind_has_the_agencys_own_sentence(emergency: ActionEmergency) -> None:
    talk = await said(emergency, "something terrible is going on", "noise_ongoing", {})
    assert talk.text == DENVER.say
    assert talk.reply["need"] == "emg_in_progress"


DESPAIR = [
    ("i don't see a way out", "suicidal_self_other", {}),
    ("are you a robot i feel like ending my life", "are_you_robot", {"need": "suicidal_self_other", "sure": True}),
    ("he has a gun and wants to end his life", "emg_in_progress", {"need": "suicidal_self_other", "sure": True}),
]


@pytest.mark.parametrize(("text", "intent", "danger"), DESPAIR)
async def test_whoever_speaks_of_ending_a_life_gets_a_person_at_once_and_is_not_told_to_hang_up(
    emergency: ActionEmergency, text: str, intent: str, danger: Dict[str, Any]
) -> None:
    talk = await said(emergency, text, intent, danger, need="theft_cold")
    assert talk.text.startswith("I'm glad you told me. Stay with me")
    assert "nine eight eight" in talk.text
    assert "hang up" not in talk.text.lower()
    assert (talk.reply["act"], talk.reply["disposition"]) == ("transfer", "call_taker")
    assert talk.reply["need"] == "suicidal_self_other"
    assert talk.reply["facts"]["earlier_need"] == "theft_cold"
    assert talk.reply["voice"] == {"safety": True}


async def test_a_yes_to_the_danger_question_is_answered_by_the_kind_that_was_asked_about() -> None:
    answer = ActionDangerAnswer(Casework().client())
    talk = await said(ActionCheckDanger(), "my lamp was burning", "theft_cold", {"is": False, "need": "emg_fire"})
    await talk.turn(answer, "yes", "affirm")
    assert talk.text == DENVER.sentence("emg_fire")


async def test_a_no_to_the_danger_question_answers_the_needs_own_question_about_danger() -> None:
    talk = await said(ActionCheckDanger(), "he broke the order again", "order_violation", {"is": False})
    await talk.turn(ActionDangerAnswer(Casework().client()), "no", "deny")
    assert talk.slots["facts"]["in_danger_now"] is False
    assert talk.slots["facts"]["injured"] is False


async def test_the_words_of_the_agency_of_the_turn_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, emergency: ActionEmergency
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    phrases = "kinds: {fire: {need: emg_fire, phrases: [on fire]}}\ncontexts: [film]\npresent_danger: [now]\n"
    (folder / "emergency.yml").write_text(phrases, encoding="utf-8")
    (folder / "agency.yml").write_text("emergency: {number: '999', action: transfer, say: Ring nine nine nine.}")
    (folder / "needs.yml").write_text("needs: {emg_fire: {disposition: '911', say: Get out and ring nine nine nine.}}")
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path))
    monkeypatch.setenv("CIVICLINE_AGENCY", "elsewhere")
    talk = Conversation()
    await talk.turn(emergency, "the flat is on fire", "emg_fire", metadata={"agency": "elsewhere"})
    assert talk.text == "Get out and ring nine nine nine."
    assert talk.reply["destination"]["phone"] == "999"


@pytest.mark.parametrize(
    ("text", "intent", "likely", "sure"),
    [
        ("my neighbor's newspapers are piling up and it smells not nice", "gas_smell", "gas_smell", 0.65),
        ("she wants to nap and threw up a bit", "gas_smell", "gas_smell", 0.37),
        ("smoke alarm battery in the hallway", "emg_fire", "emg_fire", 0.5),
        ("grandpa says the road looks funny and his face is numb", "nlu_fallback", "missing_person", 0.49),
        ("the car runs in the closed garage with the man inside", "nlu_fallback", "suicidal_self_other", 0.02),
    ],
)
async def test_a_kind_that_is_not_sure_gets_the_sentence_for_every_emergency(
    emergency: ActionEmergency, text: str, intent: str, likely: str, sure: float
) -> None:
    talk = await Conversation().turn(
        emergency, text, intent, emergency={"is": True}, scope={"candidates": [likely], "sure": sure}
    )
    assert talk.text == DENVER.say
    assert talk.reply["disposition"] == "911"


async def test_a_phrase_names_the_kind_however_unsure_the_classifier_is(emergency: ActionEmergency) -> None:
    talk = await Conversation().turn(
        emergency,
        "gas leak",
        "inform",
        emergency={"is": True, "need": "gas_smell"},
        scope={"candidates": [], "sure": 0.1},
    )
    assert "don't touch any switches" in talk.text


async def test_who_may_speak_of_ending_a_life_gets_a_person_and_is_neither_told_to_hang_up_nor_taken_for_it(
    emergency: ActionEmergency,
) -> None:
    said = "let's do the report i'm just sitting on the floor of the kitchen"
    talk = await Conversation().turn(
        emergency, said, "suicidal_self_other", emergency={"is": True}, scope={"sure": 0.5}
    )
    assert (talk.reply["act"], talk.reply["disposition"]) == ("transfer", "call_taker")
    assert "hang up" not in talk.text.lower()
    assert "nine eight eight" not in talk.text


async def test_the_kind_that_was_asked_about_is_as_sure_as_it_was_then() -> None:
    answer = ActionDangerAnswer(Casework().client())
    talk = await Conversation().turn(
        ActionCheckDanger(), "it smells odd", "gas_smell", scope={"candidates": ["gas_smell"], "sure": 0.4}
    )
    await talk.turn(answer, "yes", "affirm")
    assert talk.text == DENVER.say
