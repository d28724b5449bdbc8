"""Danger is heard at every turn: the classifier, the agency's lists over it, and thresholds that are measured."""

from __future__ import annotations

from pathlib import Path
from typing import List

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu_components.emergency.detector import EmergencyDetector
from nlu_components.emergency.model import Thresholds
from nlu_components.emergency.phrases import EmergencyPhrases, load_phrases
from tests.bot.small_agency import EMERGENCIES, HOSTILE, Storage, example, said, training_data

ROOT = Path(__file__).resolve().parents[2]
LISTS = """
threshold: {threshold}
phrase_weight: 3.0
context_weight: 3.0
phrases: ['stopped breathing', 'on fire', '(?:has|with) a gun']
contexts: ['last (?:week|year)', 'in (?:a|the) movie', 'false alarm']
present_danger: ['right now', 'still here']
"""


def lists_file(folder: Path, threshold: str = "measured") -> Path:
    path = folder / "emergency.yml"
    path.write_text(LISTS.format(threshold=threshold), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    folder = tmp_path_factory.mktemp("emergency")
    return Storage(folder, {"lists": str(lists_file(folder)), "emergency_intents": EMERGENCIES})


@pytest.fixture(scope="module")
def trained(storage: Storage) -> EmergencyDetector:
    return storage.trained(EmergencyDetector, training_data())


@pytest.fixture(scope="module")
def detector(trained: EmergencyDetector, storage: Storage) -> EmergencyDetector:
    return storage.loaded(EmergencyDetector)


@pytest.fixture(scope="module")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> EmergencyPhrases:
    return load_phrases(lists_file(tmp_path_factory.mktemp("phrases")))


DANGER = [
    "my mom is not breathing",
    "the house is burning down",
    "a man with a gun is outside",
    "he collapsed and won't wake up",
]
CALM = [
    "somebody stole my bike",
    "where did they tow my truck",
    "the dog next door barks",
    "the street light is out",
    "no thanks",
]


@pytest.mark.parametrize("text", DANGER)
def test_danger_that_was_not_trained_on_is_heard(detector: EmergencyDetector, text: str) -> None:
    assert said(detector, text).get("emergency")["is"] is True


@pytest.mark.parametrize("text", CALM)
def test_a_routine_call_is_none(detector: EmergencyDetector, text: str) -> None:
    assert said(detector, text).get("emergency")["is"] is False


@pytest.mark.parametrize("text", [*DANGER, *CALM])
def test_a_loaded_detector_judges_as_the_trained_one(
    trained: EmergencyDetector, detector: EmergencyDetector, text: str
) -> None:
    before, after = trained.verdict(text), detector.verdict(text)
    assert before["is"] == after["is"]
    assert before["log_odds"] == pytest.approx(after["log_odds"], abs=0.01)


def test_a_phrase_of_the_agency_raises_and_a_context_lowers(detector: EmergencyDetector) -> None:
    plain = detector.verdict("the shed was on paint")["log_odds"]
    raised = detector.verdict("the shed is on fire")
    assert raised["phrase"] == "on fire"
    assert raised["log_odds"] > plain + 2
    lowered = detector.verdict("the shed was on fire last year")
    assert lowered["context"] == "last year"
    assert lowered["log_odds"] < raised["log_odds"] - 2


@pytest.mark.parametrize("text", [*DANGER, *CALM, *HOSTILE])
def test_what_is_sure_is_also_not_excluded(detector: EmergencyDetector, text: str) -> None:
    verdict = detector.verdict(text)
    assert verdict["maybe"] or not verdict["is"]


def test_a_phrase_that_nothing_explains_is_at_least_asked_about(detector: EmergencyDetector) -> None:
    assert detector.verdict("the street light is on fire")["maybe"] is True
    assert detector.verdict("a pothole like the one on fire in the movie")["maybe"] is False


def test_the_measured_thresholds_ask_before_they_alarm() -> None:
    made = np.random.default_rng(5)
    danger, calm = made.normal(4, 2, 2_000), made.normal(-4, 2, 2_000)
    wanted = {"recall": 0.985, "false_alarms": 0.02}
    limits = Thresholds.measured(danger, calm, wanted)
    assert limits.check <= limits.alarm
    assert (danger > limits.check).mean() == pytest.approx(0.985, abs=0.002)
    assert (calm > limits.alarm).mean() <= 0.02


def test_no_context_silences_danger_that_is_present(phrases: EmergencyPhrases) -> None:
    past = phrases.evidence("he came last week with a gun")
    present = phrases.evidence("he came last week with a gun and he is still here")
    assert phrases.shift(past) == -3.0
    assert phrases.shift(present) == 3.0


def test_a_context_without_a_phrase_lowers_too_and_nothing_found_changes_nothing(phrases: EmergencyPhrases) -> None:
    assert phrases.shift(phrases.evidence("that was in the movie")) == -3.0
    assert phrases.shift(phrases.evidence("my bike was stolen")) == 0.0


def test_phrases_are_whole_words_in_any_case_with_any_apostrophe_and_space(phrases: EmergencyPhrases) -> None:
    assert phrases.evidence("HE  HAS\nA GUN").phrase == "has\na gun"
    assert phrases.evidence("IT IS ON   FIRE").phrase is not None
    assert phrases.evidence("he was with a gunther").phrase is None
    curly, straight = (
        load_phrases(ROOT / "agencies/denver/emergency.yml").evidence(t)
        for t in ("he can’t breathe", "he can't breathe")
    )
    assert curly.phrase == straight.phrase is not None


def test_a_long_calm_story_is_none(detector: EmergencyDetector) -> None:
    story = (
        "hello i am calling because the dog next door barks all night and the street light on our road is broken and there is "
        "a pothole in front of the house and the stop sign fell down so somebody should come and fix the road some day"
    )
    assert detector.verdict(story)["is"] is False


def test_the_agencys_own_threshold_is_taken(storage: Storage, tmp_path: Path, trained: EmergencyDetector) -> None:
    nervous = storage.loaded(EmergencyDetector, lists=str(lists_file(tmp_path, "0.0001")))
    assert nervous.verdict("a man with a gun is outside")["threshold"] == pytest.approx(-9.21, abs=0.01)
    deaf = tmp_path / "deaf"
    deaf.mkdir()
    assert storage.loaded(EmergencyDetector, lists=str(lists_file(deaf, "0.99999"))).verdict("no thanks")["is"] is False


def test_metadata_decides_over_the_intent(tmp_path: Path) -> None:
    data = training_data()
    marked = [
        example(f"the toddler walked away from me at store {n}", "missing_person", emergency=True) for n in range(15)
    ]
    calm = [example(f"can you tell me about smoke rules at site {n}", "emg_fire", emergency=False) for n in range(15)]
    storage = Storage(tmp_path, {"lists": str(lists_file(tmp_path)), "emergency_intents": EMERGENCIES})
    detector = storage.trained(EmergencyDetector, TrainingData([*data.training_examples, *marked, *calm]))
    assert detector.verdict("the toddler walked away from me at the store")["is"] is True
    assert detector.verdict("can you tell me about smoke rules")["is"] is False


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_gets_a_verdict(detector: EmergencyDetector, text: str) -> None:
    verdict = said(detector, text).get("emergency")
    assert isinstance(verdict["is"], bool)


@pytest.mark.parametrize("text", ["", "  ", "/no_input", '/dtmf{"digits": "911"}'])
def test_what_nobody_said_has_no_verdict(detector: EmergencyDetector, text: str) -> None:
    assert said(detector, text).get("emergency") is None


def test_a_message_without_text_has_no_verdict(detector: EmergencyDetector) -> None:
    (message,) = detector.process([Message(data={})])
    assert message.get("emergency") is None


def test_too_few_emergencies_to_learn_from_are_refused(tmp_path: Path) -> None:
    storage = Storage(tmp_path, {"lists": str(lists_file(tmp_path)), "emergency_intents": ["emg_fire"]})
    with pytest.raises(ValueError, match="at least 20 emergencies"):
        storage.trained(EmergencyDetector, training_data())


GOOD = "phrases: [a]\ncontexts: [b]\npresent_danger: [c]\n"
BROKEN: List[object] = [
    ("phrases: [a]\ncontexts: [b]\n", 1, "'present_danger' is missing; add it"),
    (GOOD.replace("[c]", "[]"), 3, "'present_danger' is empty; write at least one entry"),
    (GOOD.replace("[b]", "\n  - b\n  - '('"), 4, r"'\(' in 'contexts' is not a valid pattern"),
    (GOOD.replace("[c]", "[c, '(x)?']"), 3, "fits every sentence; leave one word in it"),
    (GOOD + "phrase_wieght: 1\n", 4, "unknown key 'phrase_wieght'; allowed are threshold, phrase_weight"),
    (GOOD + "phrase_weight: much\n", 4, "'phrase_weight' is 'much'; write a number from 0 to 20"),
    (GOOD + "threshold: -1\n", 4, "'threshold' is '-1'; write measured, or a probability"),
    (GOOD + "threshold: high\n", 4, "'threshold' is 'high'; write measured, or a probability"),
    (GOOD + "other_languages:\n  spanish: [no respira]\n", 5, "'spanish' is no language"),
    (GOOD + "other_languages:\n  es: ['no (']\n", 5, "not a valid pattern"),
    (GOOD.replace("phrases: [a]", "phrases:\n\t- a"), 2, "a tab stands at the beginning of the line"),
    ("- just\n- a list\n", 1, "the file is no mapping"),
    ("phrases: [", 1, "opened and"),
]


@pytest.mark.parametrize(("content", "line", "message"), BROKEN)
def test_a_broken_list_says_file_line_and_mend(tmp_path: Path, content: str, line: int, message: str) -> None:
    path = tmp_path / "emergency.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as refused:
        load_phrases(path)
    assert f"{tmp_path.name}/emergency.yml, line {line}: " in str(refused.value)


def test_a_missing_list_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"copy another agency's emergency\.yml"):
        load_phrases(tmp_path / "none.yml")


def test_the_list_of_every_agency_loads() -> None:
    files = sorted((ROOT / "agencies").glob("*/emergency.yml"))
    assert files
    for path in files:
        assert load_phrases(path).phrase_weight > 0
