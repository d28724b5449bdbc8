"""A candidate passes when it is not worse than the model in use by more than chance; of missed danger it may not have one more."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List

import pytest

from retraining.gate import measuring, rules
from retraining.gate.comparing import lines as compared
from retraining.gate.judging import Line, judge, loss, passes

RULES = rules.load()


def pairs(both: int, worse: int = 0, better: int = 0, group: str = "first set") -> List[Line]:
    said = [(True, True)] * both + [(True, False)] * worse + [(False, True)] * better
    return [Line(group, f"{group} {n}", before, now) for n, (before, now) in enumerate(said)]


def measured(**changed: List[Line]) -> Dict[str, List[Line]]:
    return {
        what: pairs(300) for what in ("missed", "danger", "at_once", "alike", "needs", "quiet", "outside")
    } | changed


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
    assert failed(danger=pairs(960, worse=9, better=1)) == ["danger all"]


def test_small_losses_do_not_add_up_below_the_floor() -> None:
    wrong_before = [Line("first set", f"old {n}", False, False) for n in range(9)]
    assert failed(danger=pairs(291, worse=1) + wrong_before) == ["danger all"]
    assert failed(danger=pairs(291) + wrong_before) == [], "a model that is no worse may be as weak as the one in use"


def test_what_is_newly_missed_is_told_by_kind_and_never_by_line() -> None:
    lines = measured(missed=[*pairs(299), Line("second set: fire", "my stove burns", True, False)])
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
    assert [(one.text, one.before, one.now) for one in found["quiet"]] == [("a", True, False), ("b", True, True)]
    assert [(one.group, one.before, one.now) for one in found["danger"]] == [("set: fire", True, False)]
    assert [(one.group, one.before, one.now) for one in found["missed"]] == [("set: fire", True, True)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("rules:\n- {what: pizza}\nmay_be_overridden: []\n", "pizza|what"), ("rules: []\nspeed: 1\n", "speed")],
)
def test_rules_that_do_not_fit_are_refused(tmp_path, wrong: str, told: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "rules.yml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        rules.load(path)
