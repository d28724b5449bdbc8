"""Any caller, whatever of ours is broken: the call ends, its record fits the contract, and nobody waits long on a silent line."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calls import stage
from tests.calls.script import Script, Step
from tests.calls.stage import Outcome, ScriptedCaller
from tests.calls.test_scripted_calls import SCHEMA
from tests.calls.virtual_time import run_virtually

SILENT_S = 17.0  # nobody says anything for the longest no-input wait, or a recogniser hangs for as long as it may

moments = st.one_of(
    st.fixed_dictionaries({"after": st.floats(0.0, 4.0).map(lambda s: round(s, 2))}),
    st.fixed_dictionaries({"quiet": st.sampled_from([0.0, 0.3, 1.0])}),
    st.fixed_dictionaries({"over": st.floats(0.0, 2.5).map(lambda s: round(s, 2))}),
)
words = st.sampled_from(
    ["there is a loud party next door", "graffiti on my wall", "yes", "no", "uh-huh", "okay thank you", "um the",
     "he has a gun", "a person", "hold on", "two four one oh seven seven", "I want to end my life", "try again", "no thanks bye"]
)  # fmt: skip
deeds = st.one_of(
    st.fixed_dictionaries({"says": words}),
    st.fixed_dictionaries({"coughs": st.sampled_from([0.05, 0.2, 0.6])}),
    st.fixed_dictionaries({"hums": st.sampled_from([0.5, 2.0, 6.0])}),
    st.fixed_dictionaries({"presses": st.sampled_from(["0", "5", "24", "241077#", "*", "00", "#"])}),
    st.fixed_dictionaries({"tones": st.sampled_from(["2", "tty"])}),
    st.fixed_dictionaries({"types": st.sampled_from(["graffiti", "/restart", ""])}),
    st.fixed_dictionaries({"stalls": st.sampled_from([0.5, 3.0])}),
)
steps = st.tuples(moments, deeds).map(lambda both: both[0] | both[1])
broken = st.fixed_dictionaries(
    {
        "bot": st.fixed_dictionaries(
            {
                "fault": st.sampled_from(["none", "none", "down", "rubbish", "not_json", "empty", "status"]),
                "fault_after": st.integers(0, 3),
                "delay_s": st.sampled_from([0.0, 0.0, 1.0, 2.5]),
                "hold_s": st.sampled_from([0.0, 5.0]),
            }
        ),
        "casework": st.sampled_from(["up", "up", "down", "slow"]),
        "recogniser": st.fixed_dictionaries(
            {
                "delay_ms": st.sampled_from([50, 150, 900, 2_500]),
                "fails": st.sampled_from([False, False, True]),
                "breaks": st.sampled_from([False, False, True]),
                "busy_when_speculative": st.booleans(),
            }
        ),
        "synthesiser": st.fixed_dictionaries(
            {
                "fails_after": st.sampled_from([None, None, 0, 2, 4]),
                "breaks_after": st.sampled_from([None, None, 1, 3]),
                "delay_ms": st.sampled_from([20, 120, 1_200]),
            }
        ),
        "transfer": st.sampled_from(["connected", "failed", ["not_answered", "connected"], ["not_answered", "failed"]]),
        "emergency_action": st.sampled_from(["hang_up_and_dial", "transfer"]),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=broken, told=st.lists(steps, max_size=5))
def test_any_call_ends_with_a_person_or_a_word_and_a_record(
    faults: dict[str, Any], told: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = Script.model_validate({"title": "any", "given": faults, "caller": told, "expect": {}})
    acted: list[tuple[float, float]] = []
    outcome = played(script, tmp_path_factory.mktemp("call"), acted)
    SCHEMA.validate(outcome.record)
    assert outcome.line.most_ahead_s <= 0.2 + 1e-6
    assert outcome.line.transfers or outcome.line.hung_up, "the caller was left on a dead line"
    silent_since = 0.0
    for begin, end in sorted([*outcome.line.sounding, *outcome.spoke_at, *acted, (outcome.seconds, outcome.seconds)]):
        assert begin - silent_since < SILENT_S, f"silence from {silent_since:.1f} s to {begin:.1f} s"
        silent_since = max(silent_since, end)


def played(script: Script, folder: Path, acted: list[tuple[float, float]]) -> Outcome:
    """`acted` gets the moments at which the caller does something."""

    class Noted(ScriptedCaller):
        async def _do(self, step: Step) -> None:
            began = asyncio.get_running_loop().time()
            try:
                await super()._do(step)
            finally:
                acted.append((began, asyncio.get_running_loop().time()))

    with pytest.MonkeyPatch.context() as instead:
        instead.setattr(stage, "ScriptedCaller", Noted)
        outcome: Outcome = run_virtually(stage.play(script, folder))
    return outcome
