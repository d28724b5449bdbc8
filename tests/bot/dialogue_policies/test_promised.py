"""Somebody in danger waits for the person who was promised: which of their words lead elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from agencies.properties import properties
from dialogue_policies.danger_of_turn import Turn
from dialogue_policies.promised import only_waits

GRANTED = ("speak_to_person", "ask_repeat")


def said(words: str, intent: str, sureness: float = 0.2, above: float = -9.0, **more: Any) -> Turn:
    verdict = {"is": above > 0, "maybe": above > -3, "log_odds": above, "threshold": 0.0}
    needs = ("parking_complaint", "wildlife", "emg_medical")
    return Turn(words, intent, 0.95, verdict, properties(), needs=needs, sureness=sureness, **more)


@pytest.mark.parametrize(
    ("turn", "promised", "waits"),
    [
        (said("it's the white jeep going east", "parking_complaint", 0.5), "emg_in_progress", True),
        (said("probably the wood i was hauling", "nlu_fallback"), "emg_medical", True),
        (said("no nobody's in danger are you sending somebody", "deny", 0.9), "emg_in_progress", True),
        (said("almost hit a bus", "nlu_fallback", above=-1.0), "emg_in_progress", True),
        (said("no it's a dead raccoon", "wildlife", 0.6), "gas_smell", False),
        (said("there's a raccoon as well", "wildlife", 0.95), "gas_smell", False),
        (said("a person", "speak_to_person"), "emg_in_progress", False),
        (said("well it's been nice talking to you", "goodbye"), "suicidal_self_other", True),
        (said("ok bye", "goodbye"), "emg_in_progress", False),
        (said("/no_input", "no_input"), "emg_in_progress", False),
        (said("how long may it park there", "parking_complaint", 0.2), "parking_complaint", False),
        (said("try again", "nlu_fallback", ask={"slot": "after_transfer"}), "emg_in_progress", False),
    ],
)
def test_only_what_is_plainly_another_matter_or_a_plain_wish_leads_elsewhere(
    turn: Turn, promised: str, waits: bool
) -> None:
    assert only_waits(turn, promised, "a-ticket", GRANTED) is waits
    assert not only_waits(turn, promised, None, GRANTED)
