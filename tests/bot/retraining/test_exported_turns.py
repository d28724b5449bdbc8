"""A file of exported turns stands for casework: what is asked for is what comes, also where nothing is labelled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

import pytest

from retraining.__main__ import main

LABEL = {"by": "ann", "verdict": "need", "needs": ["noise_ongoing"], "danger": False}


def turn(call_id: str, text: str, **more: Any) -> Dict[str, Any]:
    told = {"call_id": call_id, "n": 1, "text": text, "at": "2026-11-20T18:00:00Z", "score": 1.0, "state": "open"}
    return {
        **told,
        "reasons": ["unlike"],
        "labels": [],
        "understood": {"intent": "noise_ongoing", "model": "m1"},
        **more,
    }


@pytest.fixture
def exported(tmp_path: Path) -> str:
    told = [
        turn("open-unlike", "an unlike one"),
        turn("open-alarm", "an alarm", reasons=["alarm"], at="2026-11-25T18:00:00+00:00"),
        turn("settled", "drums", state="settled", labels=[LABEL], understood={"intent": "fireworks", "model": "m2"}),
    ]
    path = tmp_path / "turns.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], ["open-unlike", "open-alarm", "settled"]),
        (["--state", "settled"], ["settled"]),
        (["--reason", "alarm"], ["open-alarm"]),
        (["--intent", "fireworks"], ["settled"]),
        (["--model-id", "m1"], ["open-unlike", "open-alarm"]),
        (["--since", "2026-11-21T00:00:00Z"], ["open-alarm"]),
        (["--until", "2026-11-20T18:00:00Z"], []),
    ],
)
def test_what_is_asked_of_a_file_comes_and_nothing_else(
    exported: str, asked: List[str], found: List[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--turns", exported, *asked]) == 0
    assert [json.loads(line)["call_id"] for line in capsys.readouterr().out.splitlines()] == found


def test_the_inbox_of_a_file_shows_what_waits_for_a_label(exported: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "--turns", exported]) == 0
    said = capsys.readouterr().out
    assert "open-unlike 1" in said
    assert "settled" not in said


def test_the_inbox_shows_what_stands_around_a_turn_and_what_came_of_its_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    around = {
        "asked": "What can I do?",
        "answered": "Where is it?",
        "confidence": 0.41,
        "alternatives": ["cloud music"],
    }
    ended = {"disposition": "call_taker", "transfer": "not_answered", "helped": False, "came_back": True}
    told = turn("around-1", "loud music", around=around, outcome=ended, found_need="fireworks", found_danger=True)
    path = tmp_path / "turns.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")
    assert main(["inbox", "--turns", str(path)]) == 0
    then = "call taker, transfer not answered, the caller was not helped, told again within 48 hours"
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:]] == [
        "(asked: What can I do?)",
        "loud music",
        "(recogniser: 0.41)",
        "(heard as well: cloud music)",
        "(answered: Where is it?)",
        f"(then: {then}, the call-taker found fireworks, the call-taker found danger)",
    ]


def test_nothing_is_said_of_a_call_that_nothing_is_known_of(exported: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "--turns", exported, "--reason", "alarm"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["      an alarm"]


def test_new_needs_are_looked_for_in_a_file_in_which_not_all_is_labelled(
    exported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-needs", "--turns", exported]) == 0
    assert capsys.readouterr().out.startswith("1 turns are unlike all training data; 0 groups")


def test_without_casework_one_sentence_says_where_to_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CASEWORK_TOKEN", "SERVICE_TOKEN", "CASEWORK_URL"):
        monkeypatch.delenv(f"CIVICLINE_{name}", raising=False)
    assert main(["inbox"]) == 1
    assert "make learn DO=inbox" in capsys.readouterr().err
