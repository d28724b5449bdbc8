"""Two judges of danger, the detector and the classifier: what each of them may decide against the other."""

from __future__ import annotations

from typing import Any

import pytest

from agencies.properties import properties
from dialogue_policies.danger_of_turn import Turn
from spoken.en import report_offer


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


def test_what_happened_told_freely_is_asked_about_where_the_detector_alarms_though_the_classifier_hears_an_answer() -> (
    None
):
    story: dict[str, Any] = {"ask": {"slot": "what_happened", "free": True}, "report": True, "settled": True}
    assert turn(1.1, "inform", 0.99, **story).doubtful
    assert not turn(-1.1, "inform", 0.99, **story).doubtful


STORY = "light turned green she went i went she stopped and i rolled into her"


@pytest.mark.parametrize(("above", "asked"), [(9.0, True), (-1.0, True), (-3.8, False)])
def test_a_story_told_after_danger_was_denied_rings_nobody_unasked(above: float, asked: bool) -> None:
    verdict = {"is": above > 0, "maybe": True, "log_odds": above, "threshold": 0.0}
    what = {"slot": "what_happened", "free": True}
    known: dict[str, Any] = {"ask": what, "report": True}
    found = Turn(STORY, "crash_no_injury", 0.6, verdict, properties(), settled=True, **known)
    assert not found.sure
    assert found.doubtful is asked
    assert Turn(STORY, "emg_medical", 0.97, verdict, properties(), settled=True, **known).doubtful
    hurt = {"facts": {"injured": True}, "settled": True, **known}
    assert Turn("he hit me again", "inform", 0.6, verdict, properties(), **hurt).doubtful
    elsewhere = {**known, "ask": {"slot": "plate", "kind": "text"}, "settled": True}
    assert Turn("he's at the back door", "inform", 0.6, verdict, properties(), **elsewhere).doubtful is asked


@pytest.mark.parametrize(
    ("said", "facts", "above", "asked"),
    [
        ("no no force, I think it fell", {}, -1.0, False),
        ("no it's three in the morning he's asleep", {}, -1.0, False),
        ("no i mean she's cut pretty bad", {}, 3.8, True),
        ("no she fell and she can't get up", {}, 3.1, True),
        ("no he just keeps hitting her", {}, 0.6, True),
        ("no it's only smoke coming from the wall", {}, -1.0, True),
        ("nobody, we were out of town", {}, -1.0, False),
        ("no but he cut me", {"injured": True}, 2.0, True),
        ("no he stopped breathing", {}, 8.0, True),
        ("he's asleep I think", {}, 2.0, True),
    ],
)
def test_a_no_to_the_question_about_danger_is_a_no_unless_something_clear_takes_it_back(
    said: str, facts: dict[str, Any], above: float, asked: bool
) -> None:
    verdict = {"is": above > 0, "maybe": True, "log_odds": above, "threshold": 0.0}
    concern = {"slot": "any_concern", "kind": "yes_no"}
    in_report = Turn(said, "inform", 0.6, verdict, properties(), facts=facts, ask=concern, report=True)
    assert (in_report.sure or in_report.doubtful) is asked
    checked = Turn(said, "inform", 0.6, verdict, properties(), facts=facts, checking=True)
    assert (checked.sure or checked.doubtful) is asked


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("now before he wakes the baby", True),
        ("uh right now i guess", False),
        ("now he's at the door", False),
        ("he's here now", False),
    ],
)
def test_an_offer_that_is_taken_first_is_asked_about_before_anybody_is_rung(said: str, chosen: bool) -> None:
    verdict = {"is": True, "maybe": True, "log_odds": 3.0, "threshold": 0.0}
    offered = {"slot": "self_service", "kind": "choice", "choices": ["now", "online", "person"]}
    found = Turn(said, "dv_current", 0.9, verdict, properties(), ask=offered)
    if chosen:
        assert not found.sure
        assert found.doubtful
    assert (report_offer.chosen_first(said) == "now") is (chosen or said.startswith("uh"))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("now please if it isn't too long i have customers waiting at the counter", True),
        ("now please if it isn't too long my bread is in the oven", False),
        ("now before he comes back", True),
        ("now please my daughter is hurt", True),
        ("now i think somebody is in the basement", True),
    ],
)
def test_a_faint_doubt_behind_an_offer_that_is_taken_asks_only_where_a_word_may_tell_of_danger(
    said: str, asked: bool
) -> None:
    verdict = {"is": False, "maybe": True, "log_odds": -3.0, "threshold": 0.0}
    offered = {"slot": "self_service", "kind": "choice", "choices": ["now", "online", "person"]}
    assert Turn(said, "inform", 0.6, verdict, properties(), ask=offered).doubtful is asked


def test_a_clear_alarm_behind_an_offer_that_is_taken_is_an_emergency() -> None:
    verdict = {"is": True, "maybe": True, "log_odds": 9.0, "threshold": 0.0}
    offered = {"slot": "self_service", "kind": "choice", "choices": ["now", "online", "person"]}
    assert Turn("now help me my baby isn't breathing", "emg_medical", 0.8, verdict, properties(), ask=offered).sure


@pytest.mark.parametrize(
    ("said", "intent", "only"),
    [
        ("no it's just mattresses and that couch", "deny", True),
        ("no it's just mattresses and that couch", "emg_fire", False),
        ("no he left a package here", "deny", False),
        ("no the couch is on both of us", "deny", False),
        ("no she walked away toward the bridge and said goodbye", "suicidal_self_other", False),
        ("no he ran off but he's outside my door", "deny", False),
    ],
)
def test_a_no_spares_an_alarm_only_where_nothing_is_said_but_the_no(said: str, intent: str, only: bool) -> None:
    ask = {"slot": "any_concern", "kind": "yes_no"}
    found = turn(6.0, intent, 0.97, ask=ask, report=True)
    assert Turn(said, intent, 0.97, found.verdict, properties(), ask=ask, report=True).only_an_answer is only


def test_an_alarm_behind_a_yes_or_a_sum_in_a_report_is_heard() -> None:
    """ "Yes that's right, but he's outside my house again", to the read-back; "three hundred, my mom just collapsed"."""
    alarm = {"is": True, "maybe": True, "log_odds": 4.3, "threshold": 0.0}
    summary = {"slot": "report_summary", "kind": "yes_no", "asked": "yes_no"}
    said = "yes that's right but he's outside my house again"
    assert Turn(said, "emg_in_progress", 0.99, alarm, properties(), ask=summary, report=True).sure
    assert Turn("yes please", "affirm", 0.99, alarm, properties(), ask=summary, report=True).plain_answer
    worth = {"slot": "items.1.value", "kind": "number", "asked": "money"}
    high = {**alarm, "log_odds": 6.0}
    assert Turn(
        "three hundred my mom just collapsed", "emg_medical", 0.99, high, properties(), ask=worth, report=True
    ).sure
    assert not Turn("three hundred fifty", "inform", 0.99, high, properties(), ask=worth, report=True).sure


def test_a_detail_after_danger_was_denied_is_asked_about_only_where_a_word_of_it_may_tell_of_one() -> None:
    thing = {"slot": "items.1.what", "kind": "text", "asked": "text", "free": True}

    def doubted(said: str, above: float, intent: str = "inform", denied: bool = True) -> bool:
        verdict = {"is": False, "maybe": True, "log_odds": above, "threshold": 0.0}
        return Turn(said, intent, 0.84, verdict, properties(), ask=thing, report=True, denied=denied).doubtful

    kits = "milwaukee m eighteen drill kits five of em total eleven fifty"
    assert not doubted(kits, -1.5)
    assert doubted(kits, -1.5, denied=False)
    assert doubted(kits, -0.5)
    assert doubted(kits, -1.5, intent="emg_fire")
    assert doubted("my drill and he's still in the garage", -1.5)
    assert doubted("a saw and my hand is bleeding", -1.5)


@pytest.mark.parametrize(
    ("said", "above", "facts", "sure"),
    [
        ("nah he dipped i just seen him ride off like ten minutes ago", 4.4, {}, False),
        ("no no he's super nice he walks next to me", 4.4, {}, False),
        ("no she's cut pretty bad", 4.4, {"injured": True}, True),
        ("no but he is still out there", 4.4, {}, True),
        ("he dipped with a gun", 4.4, {}, True),
        ("no he's inside now", 6.0, {}, True),
    ],
)
def test_a_no_to_a_question_about_danger_is_no_alarm_by_its_reason_alone(
    said: str, above: float, facts: dict[str, Any], sure: bool
) -> None:
    verdict = {"is": True, "maybe": True, "log_odds": above, "threshold": 0.0}
    ask = {"slot": "any_concern", "kind": "yes_no"}
    found = Turn(said, "emg_medical", 0.98, verdict, properties(), ask=ask, report=True, facts=facts)
    assert found.sure is sure
    assert found.sure or found.doubtful
