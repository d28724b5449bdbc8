"""Two judges of danger, the detector and the classifier: what each of them may decide against the other."""

from __future__ import annotations

from typing import Any

import pytest

from agencies.properties import properties
from dialogue_policies.danger_of_turn import Turn


def turn(above: float, intent: str, confidence: float, **more: Any) -> Turn:
    """`above`: log odds above the detector's threshold."""
    verdict = {"is": above > 0, "maybe": above > -3, "log_odds": above, "threshold": 0.0, **more.pop("verdict", {})}
    return Turn("words", intent, confidence, verdict, properties(), **more)


def test_a_doubt_becomes_an_alarm_where_the_classifier_is_sure_of_danger() -> None:
    assert turn(-1.5, "emg_fire", 0.97).sure
    assert not turn(-1.5, "emg_fire", 0.6).sure


@pytest.mark.parametrize("verdict", [{"quoted": True}, {"context": "last year"}])
def test_what_is_only_told_becomes_none(verdict: dict[str, Any]) -> None:
    found = turn(-1.5, "emg_fire", 0.97, verdict=verdict)
    assert not found.sure
    assert found.doubtful


def test_an_answer_to_a_question_becomes_none_either() -> None:
    assert not turn(-1.5, "emg_fire", 0.97, ask={"slot": "what", "kind": "text"}).sure


def test_words_close_to_a_known_routine_call_are_asked_about_less_easily() -> None:
    assert turn(0.5, "fireworks", 0.99, nearest=0.4).doubtful
    assert turn(-0.5, "fireworks", 0.99, nearest=0.7).doubtful
    assert turn(-1.0, "fireworks", 0.99, nearest=0.7).doubtful
    assert not turn(-0.5, "fireworks", 0.99, nearest=0.95).doubtful


def test_a_need_that_is_surely_understood_is_asked_about_only_after_an_alarm() -> None:
    assert not turn(-1.0, "fireworks", 0.99, sureness=0.92).doubtful
    assert turn(-1.0, "fireworks", 0.99, sureness=0.8).doubtful
    assert turn(0.5, "fireworks", 0.99, sureness=0.92).doubtful


def test_word_salad_is_asked_about_only_where_it_sounds_nearly_like_an_alarm() -> None:
    assert not turn(-2.9, "nlu_fallback", 0.3, nonsense=True).doubtful
    assert turn(-2.0, "nlu_fallback", 0.3, nonsense=True).doubtful
    assert turn(-2.9, "nlu_fallback", 0.3).doubtful


def test_a_phrase_of_the_agencys_list_is_asked_about_however_close_the_words_are() -> None:
    assert turn(-1.0, "fireworks", 0.99, nearest=0.99, verdict={"phrase": "shooting at", "why": "phrase"}).doubtful


def test_a_phrase_is_never_passed_over_however_sure_both_judges_are_of_something_else() -> None:
    """ "My bike was stolen and the guy who took it stabbed me" is nothing but a stolen bike to both of them."""
    assert turn(-9.0, "theft_cold", 1.0, nearest=0.99, verdict={"phrase": "stabbed", "maybe": True}).doubtful


def test_danger_in_one_piece_of_what_was_said_is_asked_about_however_harmless_the_whole_is() -> None:
    assert not turn(-7.5, "lost_property", 1.0, nearest=0.9).doubtful
    assert turn(-7.5, "lost_property", 1.0, nearest=0.9, verdict={"piece": 7.9, "maybe": True}).doubtful
    report = {"verdict": {"piece": 7.9, "maybe": True}, "report": True}
    assert turn(-7.5, "theft_cold", 1.0, **report).doubtful
    assert not turn(-7.5, "lost_property", 1.0, verdict={"piece": 7.9, "maybe": True}).sure


@pytest.mark.parametrize("said", ["yeah he's there right now", "they're still here", "it's out there now"])
def test_that_somebody_is_there_is_asked_about_where_nothing_says_what_for(said: str) -> None:
    verdict = {"is": True, "maybe": True, "log_odds": 9.0, "threshold": 0.0}
    offered = {"slot": "self_service", "kind": "choice", "choices": ["now", "online", "person"]}
    found = Turn(said, "emg_in_progress", 0.9, verdict, properties(), ask=offered)
    assert not found.sure
    assert found.doubtful
    assert Turn(said, "emg_in_progress", 0.9, verdict, properties()).sure
    assert Turn(said + " with a bat", "emg_in_progress", 0.9, verdict, properties(), ask=offered).sure
    there = {"slot": "suspect_present", "kind": "yes_no", "fact": "suspect_present"}
    assert Turn(said, "emg_in_progress", 0.9, verdict, properties(), ask=there).sure


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("he ran off toward pearl half an hour ago", True),
        ("they took off in a silver car", True),
        ("he ran off down the alley", True),
        ("he's gone to get a gun", False),
        ("he ran off with my kid", False),
    ],
)
def test_that_whoever_did_it_is_gone_answers_whether_they_are_there(said: str, gone: bool) -> None:
    verdict = {"is": True, "maybe": True, "log_odds": 1.0, "threshold": 0.0}
    asked = {"slot": "any_concern", "kind": "yes_no"}
    assert Turn(said, "inform", 0.9, verdict, properties(), ask=asked, report=True).only_an_answer is gone


@pytest.mark.parametrize(
    ("said", "asked_first"),
    [
        ("there is a second one on the back of the wall", True),
        ("there are two more on the side", True),
        ("he's coming back", False),
        ("they are back", False),
    ],
)
def test_a_description_that_names_nobody_is_asked_about(said: str, asked_first: bool) -> None:
    verdict = {"is": True, "maybe": True, "log_odds": 9.0, "threshold": 0.0}
    found = Turn(
        said, "emg_in_progress", 0.9, verdict, properties(), ask={"slot": "what_happened", "free": True}, report=True
    )
    assert found.sure is not asked_first
    assert found.doubtful
