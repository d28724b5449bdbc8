"""A shadow is held against what was made of turns and calls: agreement, danger that only one of them heard, calls it would have ended."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Dict, List

import pytest

from retraining import recordings
from retraining.__main__ import main
from retraining.models import Refused
from retraining.shadow import Beside, beside
from retraining.shadow_calls import Call, Line, found_by_people
from retraining.shadow_calls import table as by_call
from retraining.shadow_report import redacted, table

LINE = Line({"noise_ongoing": "transfer", "city_hours_info": "info"}, {"city_hours_info": "Opening hours"})


class Fake:
    async def understand(self, text: str, agency: str) -> Dict[str, Any]:
        loud = "gun" in text
        intent = "city_hours_info" if "open" in text else "nlu_fallback" if "eh" in text else "noise_ongoing"
        return {"intent": intent, "danger": {"at_once": loud, "ask": loud}}


def turn(text: str, intent: str, at_once: bool = False, asked: str = "", **more: Any) -> Dict[str, Any]:
    danger = {"at_once": at_once, "ask": at_once}
    understood = {"intent": intent, "danger": danger, **({"asked": asked} if asked else {})}
    return {"text": text, "understood": understood, **more}


def heard(*turns: Dict[str, Any]) -> Beside:
    return asyncio.run(beside(Fake(), "denver", turns))  # type: ignore[arg-type]


def test_a_shadow_counts_what_another_model_would_have_done() -> None:
    found = heard(
        turn("loud music", "noise_ongoing"),
        turn("they stole it", "theft_cold", at_once=True),
        turn("a toy gun", "nlu_fallback"),
        turn("red", "nlu_fallback", asked="colour"),
    )
    assert (found.turns, found.agreed, found.surer) == (4, 1, 1), "an answer to a question is no need"
    assert (found.missed, found.alarms) == (["they stole it"], ["a toy gun"])


def test_danger_in_the_middle_of_a_form_is_compared_as_well() -> None:
    assert heard(turn("he has a knife", "inform", at_once=True, asked="where")).missed == ["he has a knife"]


def test_a_call_is_missed_only_when_no_turn_of_it_is_heard_as_danger() -> None:
    first = turn("he's here", "emg_in_progress", at_once=True, call_id="one")
    second = turn("he has a gun", "emg_in_progress", at_once=True, call_id="one")
    other = turn("somebody's in my yard", "emg_in_progress", at_once=True, call_id="two")
    calls = heard(first, second, other).calls
    assert [call.missed for call in calls.values()] == [False, True]
    assert calls["two"].words == "somebody's in my yard"


def test_the_calls_that_it_would_have_ended_are_told_by_need() -> None:
    calls = heard(
        turn("when are you open", "city_hours_info", call_id="one"),
        turn("loud music", "noise_ongoing", call_id="two"),
        turn("eh", "nlu_fallback", call_id="three"),
        turn("open the door he has a gun", "emg_in_progress", at_once=True, call_id="four"),
    ).calls
    told = "\n".join(by_call(calls.values(), LINE))
    assert "calls that it would have ended by itself: 1\n  Opening hours (city_hours_info): 1" in told
    assert "| not understood it, and handed over to a call-taker | 1 |" in told
    assert "emergencies that it would have missed: 0" in told


def test_what_a_person_found_is_held_against_the_first_need_of_the_call() -> None:
    overheard: List[Dict[str, Any]] = [
        {"call_id": "one", "text": "eh", "found_need": "noise_ongoing", "found_danger": None},
        {"call_id": "one", "text": "loud music", "found_need": "noise_ongoing", "found_danger": None},
        {"call_id": "two", "text": "my window is broken", "found_need": "vandalism", "found_danger": True},
    ]
    found = heard(*overheard)
    told = "\n".join(by_call(found.calls.values(), LINE))
    assert "1 of 2 calls are about what a person found" in told
    assert "emergencies that it would have missed: 1\n  my window is broken" in told


def test_the_report_begins_with_the_calls_and_tells_only_needs_that_are_heard_otherwise() -> None:
    told = table(
        heard(
            turn("loud music", "noise_ongoing", call_id="one"),
            turn("loud music", "noise_ongoing", call_id="two"),
            turn("when are you open", "noise_ongoing", call_id="three"),
            turn("please open up", "city_hours_info", call_id="four"),
        ),
        "denver",
    )
    assert told.index("4 calls") < told.index("4 turns named a need, 3 of 4 (75.0 %) understood alike")
    assert "1 needs were heard alike in every turn" in told
    assert "| 2 of 3 |" in told
    assert "(noise_ongoing) |" in told, "in words, and with the id"


def test_a_file_that_is_not_there_is_told_before_a_model_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shadow", "models/none.tar.gz"]) == 1
    assert capsys.readouterr().err == "models/none.tar.gz: there is no such file or folder.\n"


def test_no_word_that_tells_who_called_is_shown() -> None:
    missed = turn("my name is Olivia Martinez and he is in my house", "emg_in_progress", at_once=True, call_id="one")
    told = table(redacted(heard(missed)), "denver")
    assert told.count("[name]") == 2, "once as a turn, once as a call"
    assert "Martinez" not in told


def recogniser(folder: Path, says: List[Dict[str, Any]], code: int = 0) -> Path:
    """Stands for the connector's Python: prints what it would have heard."""
    path = folder / "python"
    lines = "".join(json.dumps(one) + "\n" for one in says)
    path.write_text(f"#!{sys.executable}\nimport sys\nsys.stdout.write({lines!r})\nsys.exit({code})\n")
    path.chmod(0o755)
    return path


def test_recordings_are_turns_with_what_people_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(recordings.PYTHON, str(recogniser(tmp_path, [{"call_id": "c1", "n": 0, "text": "loud music"}])))
    (tmp_path / "found.csv").write_text("call_id,need,danger\nc1,noise_ongoing,no\n")
    turns = list(recordings.turns(tmp_path, delete=False))
    assert [(one["text"], one["found_need"], one["found_danger"]) for one in turns] == [
        ("loud music", "noise_ongoing", False)
    ]


def test_a_folder_that_cannot_be_heard_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(recordings.PYTHON, str(recogniser(tmp_path, [], code=2)))
    with pytest.raises(Refused, match="could not be heard"):
        list(recordings.turns(tmp_path, delete=False))


def test_what_was_heard_before_an_engine_failed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(recordings.PYTHON, str(recogniser(tmp_path, [{"call_id": "c1", "text": "x"}], code=2)))
    assert len(list(recordings.turns(tmp_path, delete=False))) == 1
    assert "Not all" in capsys.readouterr().err


def test_a_row_that_does_not_fit_is_named(tmp_path: Path) -> None:
    (tmp_path / "found.csv").write_text("call_id,need,danger\nc1,noise_ongoing,perhaps\n")
    with pytest.raises(ValueError, match="perhaps"):
        found_by_people(tmp_path)


def test_a_need_that_the_agency_leaves_out_is_a_call_takers() -> None:
    assert "| handed over to a call-taker | 1 |" in "\n".join(by_call([Call(need="something_else")], LINE))
