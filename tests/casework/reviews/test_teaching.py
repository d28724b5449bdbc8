"""Which turns a reviewer should look at first, by what the record of the call tells."""

from __future__ import annotations

from typing import Any

import pytest

from casework.reviews.teaching import SAMPLED_IN, WEIGHTS, judged, reasons_of, score
from tests.casework.reviews.records import danger, record, said

QUIET = "call-quiet-1"  # no turn of it is in the random share


def why(*turns: dict[str, Any], place: int = 0, **changed: Any) -> set[str]:
    return set(reasons_of(record(*turns, call_id=QUIET, **changed), place))


def test_a_turn_that_was_understood_well_teaches_nothing() -> None:
    assert why(said("the neighbours are loud")) == set()


@pytest.mark.parametrize(
    ("judged_as", "reason"),
    [
        ({"danger": danger(0.2)}, "danger_near"),
        ({"danger": danger(1.4)}, "danger_near"),
        ({"danger": danger(-4.0, ask=True)}, "danger_asked"),
        ({"danger": danger(9.0)}, "alarm"),
        ({"intent": "nlu_fallback", "confidence": 0.8}, "not_sure"),
        ({"ranking": [{"name": "a", "confidence": 0.45}, {"name": "b", "confidence": 0.4}]}, "two_alike"),
        ({"confidence": 0.3}, "little_confidence"),
        ({"differ": True}, "models_differ"),
        ({"nearest": 0.4}, "unlike"),
    ],
)
def test_what_the_model_was_unsure_of_comes_first(judged_as: dict[str, Any], reason: str) -> None:
    assert reason in why(said("words", **judged_as))


@pytest.mark.parametrize(
    ("intent", "reason"),
    [("speak_to_person", "person_wanted"), ("correct", "taken_back"), ("change_mind", "taken_back")],
)
def test_what_the_caller_did_next_tells_that_it_was_wrong(intent: str, reason: str) -> None:
    assert why(said("my car"), said("next", 5000, intent=intent)) == {reason}


@pytest.mark.parametrize(
    ("asked", "why_"), [("did_you_mean", {"taken_back"}), ("report_summary", {"taken_back"}), ("hurt", set())]
)
def test_a_no_to_what_was_read_back_tells_that_it_was_wrong_and_to_another_question_nothing(
    asked: str, why_: set[str]
) -> None:
    assert why(said("my car"), said("no", 5000, intent="deny", asked=asked)) == why_


def test_two_misses_in_a_row_weigh_more_than_one() -> None:
    missed = {"intent": "nlu_fallback", "confidence": 0.9}
    twice = reasons_of(record(said("eh", **missed), said("um", 5000, **missed), call_id=QUIET), 0)
    once = reasons_of(record(said("eh", **missed), call_id=QUIET), 0)
    assert "missed_twice" in twice
    assert score(twice) > score(once)


def test_hanging_up_on_the_answer_is_a_reason_and_hanging_up_served_is_none() -> None:
    assert why(said("my car"), ended_by="caller", disposition="abandoned") == {"hung_up"}
    assert why(said("my car"), ended_by="caller") == set()


def test_the_answer_to_a_question_of_a_form_is_not_held_to_be_a_need() -> None:
    ranking = [{"name": "a", "confidence": 0.45}, {"name": "b", "confidence": 0.4}]
    assert why(said("a red one", asked="colour", ranking=ranking, confidence=0.1)) == set()


def test_about_one_turn_in_fifty_is_drawn_by_chance_and_always_the_same() -> None:
    drawn = [
        f"call-{n:05}" for n in range(5000) if "sample" in reasons_of(record(said("x"), call_id=f"call-{n:05}"), 0)
    ]
    assert 5000 / SAMPLED_IN * 0.6 < len(drawn) < 5000 / SAMPLED_IN * 1.4
    assert "sample" in reasons_of(record(said("other words"), call_id=drawn[0]), 0)


def test_silence_keys_and_our_own_words_are_no_turns_to_review() -> None:
    silence = {"who": "caller", "at_ms": 0, "text": "", "by": "silence"}
    ours = {"who": "assistant", "at_ms": 0, "text": "How can I help?"}
    assert judged(record(ours, silence, said("my car was towed"))) == [2]


def test_danger_outweighs_every_other_single_reason() -> None:
    assert sorted(WEIGHTS, key=WEIGHTS.__getitem__)[-2:] == ["danger_near", "danger_missed"]
