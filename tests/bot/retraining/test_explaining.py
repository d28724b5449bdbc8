"""Turns are explained by the training data that lie here: the nearest examples, and what the settled ones become, as the patch has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

import pytest

from retraining import explaining
from retraining.explaining import Explainer
from retraining.new_examples import is_kept_apart
from tests.bot.retraining.test_nearness import OTHERS, SCOOTERS
from tests.bot.retraining.test_new_examples import NOISE, on_side

LABEL = {
    "verdict": "need",
    "needs": ["noise_ongoing"],
    "danger": False,
    "reviewer": "ann",
    "at": "2026-11-20T18:05:00.120000Z",
}


class Casework:
    """As the real one: `kept`: what was said of each turn."""

    def __init__(self) -> None:
        self.waiting: List[Dict[str, Any]] = []
        self.settled: List[Dict[str, Any]] = []
        self.told: List[Dict[str, Any]] = []
        self.unlike: List[Dict[str, Any]] = []
        self.grouped: List[List[Dict[str, Any]]] = []

    def unexplained(self) -> Dict[str, Any]:
        waits = [one for one in self.waiting if "nearest" not in one]
        return {
            "turns": waits[:50],
            "settled": any("becomes" not in one for one in self.settled),
            "ungrouped": bool(self.unlike),
        }

    def turns(self, state: str, reason: str = "") -> List[Dict[str, Any]]:
        assert (state, reason) in (("settled", ""), ("open", "unlike"))
        return list(self.settled if state == "settled" else self.unlike)

    def group(self, turns: List[Dict[str, Any]]) -> None:
        self.grouped.append(turns)

    def explain(self, turns: List[Dict[str, Any]]) -> None:
        assert 0 < len(turns) <= 100
        self.told += turns
        for told in turns:
            for one in [*self.waiting, *self.settled]:
                if one["call_id"] == told["call_id"]:
                    one.update(told)

    def label(self, text: str, **label: Any) -> str:
        call = f"call-{len(self.settled)}"
        understood = {"intent": "animal"}
        line = {
            "call_id": call,
            "n": 0,
            "at": "2026-11-20T18:00:00Z",
            "text": text,
            "state": "settled",
            "understood": understood,
        }
        self.settled.append({**line, "labels": [{**LABEL, **label}]})
        return call

    def becomes(self, call: str) -> Dict[str, Any]:
        (one,) = self.each(call)
        return one

    def each(self, call: str) -> List[Dict[str, Any]]:
        found: List[Dict[str, Any]] = next(one["becomes"] for one in self.settled if one["call_id"] == call)
        return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "noise.yml").write_text(NOISE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def casework() -> Casework:
    return Casework()


@pytest.fixture
def explainer(tree: Path, casework: Casework) -> Explainer:
    return Explainer(casework, tree)  # type: ignore[arg-type]


def test_a_turn_that_waits_is_shown_its_nearest_examples_with_their_place(
    explainer: Explainer, casework: Casework
) -> None:
    casework.waiting.append({"call_id": "call-1", "n": 2, "text": "there is barking the whole day"})
    assert explainer.look(), "there may be more"
    assert not explainer.look()
    (told,) = casework.told
    nearest = told["nearest"][0]
    assert (told["call_id"], told["n"], nearest["file"], nearest["intent"]) == (
        "call-1",
        2,
        "data/nlu/noise.yml",
        "noise_ongoing",
    )
    assert NOISE.splitlines()[nearest["line"] - 1].strip() == f"- {nearest['text']}"
    assert [one["cosine"] for one in told["nearest"]] == sorted(
        (one["cosine"] for one in told["nearest"]), reverse=True
    )


def test_a_settled_turn_says_where_it_would_stand_and_behind_what(explainer: Explainer, casework: Casework) -> None:
    text = on_side(False)
    call = casework.label(text)
    explainer.look()
    becomes = casework.becomes(call)
    assert becomes == {
        "what": "training", "labelled_at": LABEL["at"], "danger": False, "file": "data/nlu/noise.yml", "line": 7,
        "behind": "barking all day", "intent": "noise_ongoing", "text": text,
    }  # fmt: skip
    assert NOISE.splitlines()[6].strip() == "- barking all day"


@pytest.mark.parametrize(
    ("text", "label", "what", "why"),
    [
        (on_side(True), {}, "kept_apart", None),
        ("Barking, all day!", {}, "left_out", "is there already"),
        ("Barking, all day!", {"needs": ["missing_person"]}, "conflict", "noise_ongoing"),
        (
            "drums",
            {"verdict": "two_needs", "needs": ["noise_ongoing", "missing_person"]},
            "left_out",
            "verdict two_needs",
        ),
    ],
)
def test_what_is_not_trained_on_says_why(
    explainer: Explainer, casework: Casework, text: str, label: Dict[str, Any], what: str, why: Any
) -> None:
    call = casework.label(text, **label)
    explainer.look()
    assert (casework.becomes(call)["what"], casework.becomes(call).get("why")) == (what, why)


def test_a_turn_that_was_split_becomes_an_example_of_each_need(explainer: Explainer, casework: Casework) -> None:
    parts = [on_side(False), on_side(False, "we lost touch with her")]
    needs = ["noise_ongoing", "missing_person"]
    call = casework.label(" and ".join(parts), verdict="two_needs", needs=needs, parts=parts)
    explainer.look()
    assert [(one["intent"], one["text"], one["what"]) for one in casework.each(call)] == [
        (need, part, "training") for need, part in zip(needs, parts)
    ]


def test_what_a_designer_took_over_is_told_as_there_and_the_rest_is_not_told_again(
    explainer: Explainer, casework: Casework, tree: Path
) -> None:
    text = on_side(False)
    taken, other = (
        casework.label(text),
        casework.label(next(f"a piano {n}" for n in range(99) if not is_kept_apart(f"a piano {n}"))),
    )
    explainer.look()
    explainer.look()
    assert len(casework.told) == 2
    nlu = tree / "data" / "nlu" / "noise.yml"
    nlu.write_text(NOISE.replace("barking all day\n", f"barking all day\n    - {text}\n"), encoding="utf-8")
    explainer.look()
    assert casework.becomes(taken)["why"] == "is there already"
    assert casework.becomes(other)["behind"] == text


def test_the_latest_label_is_the_one_by_which_it_is_so(explainer: Explainer, casework: Casework) -> None:
    call = casework.label("drums all night long")
    later = {**LABEL, "reviewer": "ben", "at": "2026-11-20T18:05:01Z"}
    casework.settled[0]["labels"].append(later)
    explainer.look()
    assert casework.becomes(call)["labelled_at"] == later["at"]


def strange(casework: Casework, *texts: str) -> None:
    """Turns that wait and are unlike all examples."""
    for text in texts:
        call = f"new-{len(casework.unlike)}"
        casework.unlike.append({"call_id": call, "n": 2, "text": text, "understood": {"intent": "animal"}})


def test_what_is_unlike_all_examples_is_told_in_groups_together_with_what_is_called_new(
    explainer: Explainer, casework: Casework
) -> None:
    strange(casework, *SCOOTERS[:3], OTHERS[0])
    casework.label(SCOOTERS[3], verdict="new_need", needs=[])
    explainer.look()
    (told,) = casework.grouped
    groups = {(one["call_id"], one["n"]): one["group"] for one in told}
    assert groups == {("new-0", 2): 1, ("new-1", 2): 1, ("new-2", 2): 1, ("new-3", 2): 0, ("call-0", 0): 1}


def test_groups_are_made_anew_after_a_while_and_only_of_other_turns(
    explainer: Explainer, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange(casework, *SCOOTERS[:3])
    explainer.look()
    strange(casework, SCOOTERS[3])
    explainer.look()
    assert len(casework.grouped) == 1, "not at every look"
    monkeypatch.setattr(explaining, "GROUPS_EVERY_S", 0.0)
    explainer.look()
    explainer.look()
    assert [len(told) for told in casework.grouped] == [3, 4]


def test_trouble_is_said_once_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = iter([*[OSError("no such file")] * 3, KeyboardInterrupt()])

    class Failing:
        def look(self) -> bool:
            raise next(looks)

    monkeypatch.setattr(explaining, "EVERY_S", 0.0)
    monkeypatch.setattr(explaining.os, "setpriority", lambda *_: None)
    with pytest.raises(KeyboardInterrupt):
        explaining._go_on(Failing(), lambda: True)  # type: ignore[arg-type]
    assert capsys.readouterr().err == "turns are not explained: no such file\n"
