"""A candidate passes when it is not worse than the model in use by more than chance; of missed danger it may not have one more."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List

import pytest

from retraining.gate import measuring, rules
from retraining.gate.comparing import lines as compared
from retraining.gate.further import of_recordings, of_reviewed
from retraining.gate.judging import Line, judge, loss, passes
from retraining.new_examples import is_kept_apart

RULES = rules.load()


def pairs(both: int, worse: int = 0, better: int = 0, group: str = "first set") -> List[Line]:
    said = [(1, 1)] * both + [(1, 0)] * worse + [(0, 1)] * better
    return [Line(group, f"{group} {n}", before, now) for n, (before, now) in enumerate(said)]


def measured(**changed: List[Line]) -> Dict[str, List[Line]]:
    return {rule.what: pairs(300) for rule in RULES.rules if rule.needed} | changed


def failed(**changed: List[Line]) -> List[str]:
    return [f"{one.what} {one.group}" for one in judge(measured(**changed), RULES) if not one.passed]


def test_a_model_that_answers_alike_passes() -> None:
    assert passes(judge(measured(), RULES))


def test_one_emergency_more_that_is_missed_stops_it_whatever_else_got_better() -> None:
    assert failed(missed=pairs(299, worse=1), needs=pairs(250, better=50)) == ["missed all"]


def test_a_missed_emergency_for_a_found_one_is_no_more() -> None:
    assert failed(missed=pairs(298, worse=1, better=1)) == []


def test_an_emergency_that_is_a_persons_call_instead_of_asked_about_is_not_missed_and_many_are_too_many() -> None:
    assert failed(danger=pairs(967, worse=2, better=1)) == []
    assert failed(danger=pairs(960, worse=9, better=1)) == ["danger all", "danger first set"]


def test_small_losses_do_not_add_up_below_the_floor() -> None:
    wrong_before = [Line("first set", f"old {n}", 0, 0) for n in range(9)]
    assert failed(danger=pairs(291, worse=1) + wrong_before) == ["danger all", "danger first set"]
    assert failed(danger=pairs(291) + wrong_before) == [], "a model that is no worse may be as weak as the one in use"


def test_what_is_newly_missed_is_told_by_kind_and_never_by_line() -> None:
    lines = measured(missed=[*pairs(299), Line("second set: fire", "my stove burns", 1, 0)])
    told = measuring.table(judge(lines, RULES), Path("new.tar.gz"), Path("old.tar.gz"))
    assert "second set: fire: 1" in told
    assert "stove" not in told


def test_a_change_within_noise_passes_and_one_beyond_it_does_not() -> None:
    assert failed(needs=pairs(290, worse=4, better=2)) == []
    assert failed(needs=pairs(260, worse=30)) == ["needs all", "needs first set"]


def test_a_group_that_gets_worse_stops_it_though_all_together_got_better() -> None:
    both = pairs(60, worse=12, group="third set") + pairs(400, better=60)
    assert failed(needs=both) == ["needs third set"]


def test_a_small_group_is_not_judged_by_itself() -> None:
    assert failed(needs=pairs(600, better=9) + pairs(3, worse=3, group="few")) == []


def test_a_part_that_was_not_measured_does_not_pass() -> None:
    assert failed(missed=[]) == ["missed all"]


def test_the_same_pairs_are_always_judged_alike() -> None:
    drawn = pairs(200, worse=9, better=4)
    assert loss(drawn, 0.95, 500) == loss(drawn, 0.95, 500)


def test_danger_can_never_be_overridden() -> None:
    assert not {"missed", "danger", "at_once"} & set(RULES.may_be_overridden)


def answer(text: str, **changed: object) -> Dict[str, object]:
    plain = {
        "wanted": "noise_ongoing",
        "intent": "noise_ongoing",
        "best": "noise_ongoing",
        "sure": False,
        "asked": False,
        "caught": False,
        "processor_ms": 12.0,
        "choice": {"sure": 0.9},
    }
    return {**plain, "text": text, "routine": True, **changed}


def test_answers_become_pairs_by_what_a_rule_is_about() -> None:
    before = {
        "set": {"needs": [answer("a"), answer("b")], "danger": [answer("c", wanted="fire", asked=True, caught=True)]}
    }
    now = {
        "set": {
            "needs": [answer("a", sure=True), answer("b", best="animal"), answer("new")],
            "danger": [answer("c", wanted="fire", caught=True)],  # a need that a person takes
        }
    }
    found = compared(before, now)  # type: ignore[arg-type]
    assert [(one.text, one.before, one.now) for one in found["needs"]] == [("a", True, True), ("b", True, False)]
    assert [one.also for one in found["needs"]] == [("need noise_ongoing",)] * 2
    assert [(one.text, one.before, one.now) for one in found["quiet"]] == [("a", True, False), ("b", True, True)]
    assert [round(one.now, 2) for one in found["calibration"]] == [0.99, 0.19], "surely wrong is worse than wrong"
    assert len(found["latency"]) == 3
    assert [(one.group, one.before, one.now) for one in found["danger"]] == [("set: fire", True, False)]
    assert [(one.group, one.before, one.now) for one in found["missed"]] == [("set: fire", True, True)]


def test_only_lines_that_were_timed_tell_how_fast_it_is() -> None:
    asked = {"set": {"needs": [answer("a"), answer("b", processor_ms=None)], "alike": [answer("c", processor_ms=None)]}}
    found = compared(asked, asked)  # type: ignore[arg-type]
    assert [one.text for one in found["latency"]] == ["a"]
    assert [one.text for one in found["needs"]] == ["a", "b"]


def test_a_need_that_gets_worse_stops_it_however_many_others_there_are() -> None:
    others = [Line("first set", f"{n}", 1, 1, (f"need n{n % 60}",)) for n in range(60 * 25)]
    lost = [Line("first set", f"lost {n}", 1, float(n > 11), ("need towed",)) for n in range(25)]
    gained = [Line("first set", f"gained {n}", 0, 1, ("need other",)) for n in range(30)]
    assert failed(needs=[*others, *lost, *gained]) == ["needs need towed"]


def test_of_many_groups_one_that_is_worse_by_chance_does_not_stop_it() -> None:
    moved = [
        Line("first set", f"{n}", float(n % 29 != 0), float(n % 31 != 0), (f"need n{n % 60}",)) for n in range(1800)
    ]
    assert failed(needs=moved) == []


def test_a_model_that_is_surer_of_what_is_wrong_does_not_pass() -> None:
    assert failed(calibration=[Line("first set", f"{n}", 0.95, 0.93) for n in range(400)]) == [
        "calibration all", "calibration first set",
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "stopped"), [(12, 70, []), (12, 95, ["latency all"]), (90, 120, [])])
def test_a_slow_model_does_not_pass_unless_the_one_in_use_is_as_slow(
    before: float, now: float, stopped: List[str]
) -> None:
    assert failed(latency=[Line("first set", f"{n}", before, now) for n in range(50)]) == stopped


def test_a_speaker_who_is_understood_worse_stops_it() -> None:
    others = [one for speaker in ("bundled voice", "Scottish accent") for one in pairs(48, better=8, group=speaker)]
    assert failed(heard=[*others, *pairs(30, worse=18, group="Spanish accent")]) == ["heard Spanish accent"]


def test_what_a_line_does_not_have_may_be_missing_and_is_told() -> None:
    found = judge(measured(), RULES)
    assert passes(found)
    assert "| reviewed | 0 | | | | | not measured" in measuring.table(found, Path("new.tar.gz"), Path("old.tar.gz"))


def test_one_reviewed_emergency_that_is_newly_missed_stops_it() -> None:
    assert failed(reviewed_danger=pairs(12, worse=1)) == ["reviewed_danger all"]


def turn(text: str, **changed: object) -> Dict[str, object]:
    label = {"verdict": "need", "needs": ["noise_ongoing"], "danger": False, "text": None, "reviewer": "ann"}
    plain = {
        "call_id": "call-1",
        "n": 2,
        "at": "2026-11-01T10:00:00Z",
        "language": "en",
        "channel": "voice",
        "state": "settled",
    }
    return {**plain, "text": text, "understood": {}, "labels": [{**label, **changed}]}


def test_only_reviewed_turns_that_are_never_trained_on_are_asked() -> None:
    texts = [f"the music next door is loud {n}" for n in range(60)]
    found = of_reviewed([turn(text) for text in texts])
    assert [one.text for one in found] == [text for text in texts if is_kept_apart(text)]
    assert {(one.group, one.need) for one in found} == {("en by voice", "noise_ongoing")}


def test_a_turn_that_only_answers_is_asked_about_its_danger_alone() -> None:
    text = next(text for text in (f"yes he is still here {n}" for n in range(60)) if is_kept_apart(text))
    assert of_reviewed([turn(text, verdict="answer", needs=[])]) == []
    (found,) = of_reviewed([turn(text, verdict="answer", needs=[], danger=True)])
    assert (found.need, found.danger) == (None, True)


def test_a_recorded_call_is_judged_as_a_whole_and_by_who_called() -> None:
    said = [
        {"call_id": "c1", "n": 0, "text": "hello"},
        {"call_id": "c1", "n": 1, "text": "it is loud"},
        {"call_id": "c2", "n": 0, "text": "x"},
    ]
    found = of_recordings(
        {**one, "found_need": "noise_ongoing" if one["call_id"] == "c1" else None, "found_danger": None, "found_group": "older callers"}
        for one in said
    )  # fmt: skip
    assert [one.call for one in found] == ["c1", "c1"]
    greeted = answer("c1") | found[0].line | {"text": "c1", "intent": "greet", "best": "greet"}
    told = answer("c1") | found[1].line | {"text": "c1"}
    heard = {"recorded": {"calls": [greeted, told]}}
    worse = {"recorded": {"calls": [greeted, told | {"best": "animal"}]}}
    (line,) = compared(heard, worse)["recorded"]  # type: ignore[arg-type]
    assert (line.group, line.before, line.now) == ("older callers", 1, 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("rules:\n- {what: pizza}\nmay_be_overridden: []\n", "pizza|what"), ("rules: []\nspeed: 1\n", "speed")],
)
def test_rules_that_do_not_fit_are_refused(tmp_path, wrong: str, told: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "rules.yml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        rules.load(path)
