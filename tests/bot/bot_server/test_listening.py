"""A shadow hears each turn of a running call; nobody waits for it, and without one nothing is sent anywhere."""

from __future__ import annotations

import os
import stat
import threading
import types
from pathlib import Path
from typing import Any, Dict, List

import pytest

from bot_server import listening
from retraining.listening import live_turns
from retraining.models import Refused

PARSED: Dict[str, Any] = {
    "text": "there is smoke",
    "intent": {"name": "emg_fire"},
    "emergency": {"is": False, "maybe": True, "log_odds": -1.0},
}
MESSAGE = types.SimpleNamespace(sender_id="call-1", metadata={"agency": "denver", "asking": None})


def heard(note: Path, turns: int, told: List[Dict[str, Any]]) -> threading.Thread:
    listener = threading.Thread(target=lambda: told.extend(live_turns(note, turns, minutes=0.2)))
    listener.start()
    path = Path(f"{note}{listening.BESIDE}")
    while not path.exists():
        pass
    return listener


def test_a_listener_hears_the_turn_and_what_was_made_of_it(tmp_path: Path) -> None:
    note, told = tmp_path / "note", []  # type: ignore[var-annotated]
    listener = heard(note, 1, told)
    assert stat.S_IMODE(os.stat(f"{note}{listening.BESIDE}").st_mode) == 0o600
    listening.Ear(Path(f"{note}{listening.BESIDE}")).tell(listening.turn_of(MESSAGE, PARSED) or {})
    listener.join()
    understood = {"intent": "emg_fire", "danger": {"at_once": False, "ask": True}, "asked": None}
    assert told == [{"call_id": "call-1", "text": "there is smoke", "agency": "denver", "understood": understood}]
    assert not Path(f"{note}{listening.BESIDE}").exists()


def test_without_a_listener_or_with_a_slow_one_the_call_goes_on(tmp_path: Path) -> None:
    ear = listening.Ear(tmp_path / "nobody")
    ear.tell({"text": "hello"})
    listener = live_turns(tmp_path / "note", 1, minutes=1)
    told = threading.Thread(target=lambda: next(listener))
    told.start()
    path = Path(f"{tmp_path / 'note'}{listening.BESIDE}")
    while not path.exists():
        pass
    ear = listening.Ear(path)
    for _ in range(500):  # more than any queue holds
        ear.tell({"text": "x" * 4_000})
    told.join()
    listener.close()


@pytest.mark.parametrize("text", ["", "/no_input"])
def test_silence_and_keys_are_no_turn(text: str) -> None:
    assert listening.turn_of(MESSAGE, {**PARSED, "text": text}) is None


def test_two_shadows_at_once_are_refused(tmp_path: Path) -> None:
    told: List[Dict[str, Any]] = []
    listener = heard(tmp_path / "note", 1, told)
    with pytest.raises(Refused, match="one at a time"):
        next(live_turns(tmp_path / "note", 1, minutes=0.1))
    listening.Ear(Path(f"{tmp_path / 'note'}{listening.BESIDE}")).tell({"text": "hello"})
    listener.join()
    assert told == [{"text": "hello"}]


async def test_the_bot_tells_what_it_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def parsed(self: Any, message: Any) -> Dict[str, Any]:
        return PARSED

    told: List[Dict[str, Any]] = []
    monkeypatch.setattr(listening.Ear, "tell", lambda self, turn: told.append(turn))
    assert await listening.hearing(listening.Ear(tmp_path / "x"), parsed)(None, MESSAGE) is PARSED
    assert told[0]["text"] == "there is smoke"
