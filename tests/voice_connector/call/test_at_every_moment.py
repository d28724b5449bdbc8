"""A caller who hangs up, and a process that is stopped, at every moment of a call: nobody is left on a dead line, no record is lost."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.calls import stage
from tests.calls.script import Script, load
from tests.calls.stage import Outcome, ScriptedCaller
from tests.calls.test_scripted_calls import SCHEMA
from tests.calls.virtual_time import run_virtually
from voice_connector.events import HungUp, ShuttingDown

CALLS = Path(stage.__file__).parent
ORDINARY, HELD = "ordinary_transfer.yml", "emergency_while_the_bot_restarts.yml"
EVERY_S, LONGEST_S = 0.23, 12.0
HAND_OVER_WITHIN_S = 12.0


class Moments:
    """Plays a call in which an event comes at one moment, whatever else happens then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch, self._folder = monkeypatch, folder
        self._act = ScriptedCaller.act

    def play(self, script: Script, at_s: float, event: Any) -> Outcome:
        acting = self._act

        async def act(caller: ScriptedCaller) -> None:
            asyncio.get_running_loop().call_later(at_s, caller._session.post, event)
            await acting(caller)

        self._monkeypatch.setattr(ScriptedCaller, "act", act)
        outcome: Outcome = run_virtually(stage.play(script, self._folder / f"{at_s:.2f}"))
        return outcome


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Moments:
    return Moments(monkeypatch, tmp_path)


def every_moment() -> list[float]:
    return [number * EVERY_S for number in range(round(LONGEST_S / EVERY_S))]


@pytest.mark.parametrize("name", [ORDINARY, HELD])
def test_whoever_hangs_up_is_gone_at_once_and_has_a_record(moments: Moments, name: str) -> None:
    script = load(CALLS / name)
    for at_s in every_moment():
        outcome = moments.play(script, at_s, HungUp())
        SCHEMA.validate(outcome.record)
        if outcome.record["ended_by"] == "caller":
            assert outcome.seconds <= at_s + 0.5, f"the call went on after {at_s:.2f} s without its caller"
        else:
            assert outcome.line.transfers, f"hung up at {at_s:.2f} s"


@pytest.mark.parametrize("name", [ORDINARY, HELD])
def test_a_process_that_stops_hands_over_in_time_whatever_it_was_doing(moments: Moments, name: str) -> None:
    script = load(CALLS / name)
    for at_s in every_moment():
        outcome = moments.play(script, at_s, ShuttingDown())
        SCHEMA.validate(outcome.record)
        assert outcome.line.transfers or outcome.line.hung_up, f"a dead line after a stop at {at_s:.2f} s"
        assert outcome.seconds <= at_s + HAND_OVER_WITHIN_S, f"too late after a stop at {at_s:.2f} s"
