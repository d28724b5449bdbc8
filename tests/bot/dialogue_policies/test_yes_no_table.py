"""What the policy takes for a plain answer, which spares a doubt its question, is what the same words mean everywhere else."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from agencies.properties import properties
from dialogue_policies.danger_of_turn import Turn
from spoken.en.whereabouts import only_that_they_left
from tests.spoken.yes_no_table import Said, table, ways

ALARM: Dict[str, Any] = {"is": True, "maybe": True, "log_odds": 1.0, "threshold": 0.0}


@pytest.mark.parametrize("intent", ["inform", "emg_fire"])
@pytest.mark.parametrize("said", table(), ids=lambda said: said.words)
def test_only_what_the_table_calls_yes_or_no_spares_a_doubt_its_question(said: Said, intent: str) -> None:
    ask = {"kind": "yes_no", "asked": "yes_no", "slot": said.about or "any_fact"}
    for way in (said, *ways(said)):
        turn = Turn(way.words, intent, 0.9, ALARM, properties(), ask=ask)
        if turn.only_an_answer and not only_that_they_left(
            way.words
        ):  # of whoever did it that says a no, of nothing else
            assert said.meaning == "no", way.words
        elif turn.plain_answer and not turn.only_an_answer:
            assert said.meaning == "yes", way.words
