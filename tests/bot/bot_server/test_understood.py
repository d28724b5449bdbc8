"""What was made of a turn is told beside the reply: judgements, never the caller's words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

import pytest
from jsonschema import Draft202012Validator
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot_server import understood

SCHEMA = json.loads((Path(__file__).parents[3] / "contracts/bot_reply.schema.json").read_text(encoding="utf-8"))
PARSED: Dict[str, Any] = {
    "intent": {"name": "noise_ongoing", "confidence": 0.91234},
    "intent_ranking": [{"name": f"n{at}", "confidence": 0.9 - at / 10} for at in range(5)],
    "scope": {"candidates": ["noise_ongoing"], "reason": "low_confidence"},
    "emergency": {"is": False, "maybe": True, "log_odds": -1.25, "threshold": 0.5, "why": "phrase", "phrase": "a gun"},
}


def tracker_of(text: str, parsed: Dict[str, Any] = PARSED, **metadata: Any) -> DialogueStateTracker:
    tracker = DialogueStateTracker("call-1", [])
    tracker.update(UserUttered(text, parsed["intent"], parse_data={**parsed, "text": text}, metadata=metadata))
    return tracker


def reply(**more: Any) -> List[Dict[str, Any]]:
    return [{"text": "One moment."}, {"text": "Where?", "custom": {"civicline": {"act": "ask", **more}}}]


def test_the_civicline_object_tells_what_was_understood_and_fits_its_contract() -> None:
    told = understood.told_with(reply(), tracker_of("loud music", asking="where"))
    body = told[1]["custom"]["civicline"]
    Draft202012Validator(SCHEMA).validate(body)
    assert body["understood"]["intent"] == "noise_ongoing"
    assert body["understood"]["danger"]["log_odds"] == -1.25
    assert body["understood"]["asked"] == "where"
    assert len(body["understood"]["ranking"]) == understood.RANKED


def test_no_word_of_the_caller_is_in_it() -> None:
    assert "gun" not in json.dumps(understood.of(tracker_of("he has a gun")))


@pytest.mark.parametrize("text", ["/no_input", "", '/dtmf{"digits":"1"}'])
def test_silence_and_keys_were_not_judged(text: str) -> None:
    assert understood.told_with(reply(), tracker_of(text)) == reply()


def test_a_reply_that_decides_nothing_stays_as_it_is() -> None:
    plain = [{"text": "One moment."}, {"custom": {"other": 1}}]
    assert understood.told_with(plain, tracker_of("loud music")) == plain


def test_inside_a_form_too_it_is_known_which_model_understood() -> None:
    within_a_form = tracker_of("brown leather", model_id="m1")  # a form asks a tracker of its own, which has no model
    assert (understood.of(within_a_form) or {})["model"] == "m1"


def differs(intent: str, confidence: float, **verdict: Any) -> bool:
    heard = {**PARSED["emergency"], "is": False, "maybe": False, "why": "classifier", **verdict}
    parsed = {**PARSED, "intent": {"name": intent, "confidence": confidence}, "emergency": heard}
    return bool((understood.of(tracker_of("words", parsed)) or {}).get("differ"))


def test_an_alarm_in_what_is_surely_routine_is_a_disagreement_of_the_models() -> None:
    assert differs("noise_ongoing", 0.95, **{"is": True})
    assert not differs("noise_ongoing", 0.6, **{"is": True})
    assert not differs("noise_ongoing", 0.95, maybe=True)
    assert not differs("noise_ongoing", 0.95, **{"is": True, "why": "phrase"}), "the agency's list is no model"


def test_an_emergency_need_without_danger_is_one_too() -> None:
    assert differs("emg_fire", 0.8)
    assert not differs("emg_fire", 0.8, maybe=True)


def test_how_sure_and_how_near_are_told() -> None:
    parsed = {**PARSED, "scope": {"sure": 0.871, "nearest": 0.512}}
    found = understood.of(tracker_of("words", parsed)) or {}
    assert (found["sure"], found["nearest"]) == (0.871, 0.512)
