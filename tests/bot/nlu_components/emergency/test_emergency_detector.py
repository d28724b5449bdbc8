"""Danger is heard at every turn: the classifier, the agency's lists over it, and thresholds that are measured."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from agencies.danger.files import load_phrases
from agencies.danger.live import load_danger
from agencies.danger.phrases import EmergencyPhrases
from agencies.errors import BrokenAgencyFile
from nlu_components.emergency.detector import EmergencyDetector
from nlu_components.emergency.model import Thresholds
from tests.bot.nlu_components.small_agency import HOSTILE, Storage, example, said, training_data

ROOT = Path(__file__).resolve().parents[4]
LISTS = """
threshold: {threshold}
phrase_weight: 3.0
context_weight: 3.0
kinds:
  despair: {{need: suicidal_self_other, sure: ['end my life']}}
  fire: {{need: emg_fire, phrases: ['on fire']}}
  other: {{need: emg_in_progress, phrases: ['stopped breathing', '(?:has|with) a gun'], sure: ['^{{emergency_number}}$']}}
harmless: ['prop with a gun']
contexts: ['last (?:week|year)', 'in (?:a|the) movie', 'false alarm']
present_danger: ['right now', 'still here']
"""


AGENCY = "emergency: {number: '112', action: transfer, say: Dial one one two.}"
NEEDS = (
    "needs: {emg_fire: {disposition: '911', say: Get out.}, suicidal_self_other: {disposition: call_taker, say: Stay.}}"
)


def agency(root: Path, name: str, threshold: str = "measured") -> Path:
    """The danger part of an agency's folder."""
    folder = root / name
    folder.mkdir(exist_ok=True)
    (folder / "emergency.yml").write_text(LISTS.format(threshold=threshold), encoding="utf-8")
    (folder / "agency.yml").write_text(AGENCY, encoding="utf-8")
    (folder / "needs.yml").write_text(NEEDS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", autouse=True)
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("agencies")
    for name, threshold in (("small", "measured"), ("nervous", "0.0001"), ("deaf", "0.99999")):
        agency(root, name, threshold)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIVICLINE_AGENCIES_ROOT", str(root))
        patch.setenv("CIVICLINE_AGENCY", "small")
        yield root


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory, cities: Path) -> Storage:
    return Storage(tmp_path_factory.mktemp("emergency"))


@pytest.fixture(scope="module")
def trained(storage: Storage) -> EmergencyDetector:
    return storage.trained(EmergencyDetector, training_data())


@pytest.fixture(scope="module")
def detector(trained: EmergencyDetector, storage: Storage) -> EmergencyDetector:
    return storage.loaded(EmergencyDetector)


@pytest.fixture(scope="module")
def phrases(cities: Path) -> EmergencyPhrases:
    return load_danger(cities / "small").phrases


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


def test_danger_in_a_piece_is_heard_beside_a_whole_that_was_judged_alone_before(detector: EmergencyDetector) -> None:
    whole = "the shed is on fire and they towed my car"
    alone, beside = detector._learned(whole, ()), detector._learned(whole, ("the shed is on fire", "they towed my car"))
    assert alone[0] == pytest.approx(beside[0], abs=0.01)
    assert alone[1] < beside[1]


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
        load_danger(ROOT / "agencies/denver").phrases.evidence(t) for t in ("he can’t breathe", "he can't breathe")
    )
    assert curly.phrase == straight.phrase is not None


def test_a_long_calm_story_is_none(detector: EmergencyDetector) -> None:
    story = (
        "hello i am calling because the dog next door barks all night and the street light on our road is broken and there is "
        "a pothole in front of the house and the stop sign fell down so somebody should come and fix the road some day"
    )
    assert detector.verdict(story)["is"] is False


def test_the_threshold_of_the_agency_of_the_turn_is_taken(detector: EmergencyDetector) -> None:
    nervous = said(detector, "a man with a gun is outside", metadata={"agency": "nervous"}).get("emergency")
    assert nervous["threshold"] == pytest.approx(-9.21, abs=0.01)
    assert detector.verdict("no thanks", "deaf")["is"] is False
    assert detector.verdict("no thanks", "nobody knows it")["threshold"] == detector.verdict("no thanks")["threshold"]


def test_a_sure_phrase_is_an_emergency_of_its_kind_whatever_else_is_said(detector: EmergencyDetector) -> None:
    verdict = detector.verdict("last year in a movie i learned how to end my life")
    assert (verdict["is"], verdict["sure"], verdict["need"]) == (True, True, "suicidal_self_other")
    assert detector.verdict("112")["need"] == "emg_in_progress"
    assert detector.verdict("i live at 112 elm street").get("sure") is None


def test_what_only_holds_a_phrase_is_not_looked_into(phrases: EmergencyPhrases) -> None:
    assert phrases.evidence("it is a prop with a gun on it").phrase is None


def test_danger_at_the_end_of_a_long_text_is_not_explained_by_its_beginning(phrases: EmergencyPhrases) -> None:
    story = "last week the light went out " + "and nobody has come to mend it so far " * 110
    assert len(story) > 4_000
    assert phrases.evidence(story + " and now the house is on fire").alarming
    assert not phrases.evidence(story).alarming


def test_metadata_decides_over_the_intent(tmp_path: Path) -> None:
    data = training_data()
    marked = [
        example(f"the toddler walked away from me at store {n}", "missing_person", emergency=True) for n in range(15)
    ]
    calm = [example(f"can you tell me about smoke rules at site {n}", "emg_fire", emergency=False) for n in range(15)]
    storage = Storage(tmp_path)
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
    few = [example("the house is burning", "emg_fire"), example("my bike was stolen", "theft_cold")]
    with pytest.raises(ValueError, match="at least 20 emergencies"):
        Storage(tmp_path).trained(EmergencyDetector, TrainingData(few))


GOOD = "kinds: {fire: {need: emg_fire, phrases: [a]}}\ncontexts: [b]\npresent_danger: [c]\n"
BROKEN: List[object] = [
    ("contexts: [b]\npresent_danger: [c]\n", 1, "'kinds' is missing; add it"),
    (GOOD.replace("[c]", "[]"), 3, "'present_danger' is empty; write at least one entry"),
    (GOOD.replace("[b]", "\n  - b\n  - '('"), 4, r"'\(' in 'contexts' is not a valid pattern"),
    (GOOD.replace("[c]", "[c, '(x)?']"), 3, "fits every sentence; leave one word in it"),
    (GOOD.replace("need: emg_fire, ", ""), 1, "'fire' names no need"),
    (GOOD.replace(", phrases: [a]", ""), 1, "'fire' has no phrases"),
    (GOOD.replace("[a]", "[(?: own)]"), 1, "must be one text"),
    (GOOD.replace("phrases: [a]", "sure: ['{emergency_number}']"), 1, "is not known; write it into agency.yml"),
    (GOOD + "phrase_wieght: 1\n", 4, "unknown key 'phrase_wieght'; allowed are threshold, phrase_weight"),
    (GOOD + "phrase_weight: much\n", 4, "'phrase_weight' is 'much'; write a number from 0 to 20"),
    (GOOD + "threshold: -1\n", 4, "'threshold' is '-1'; write measured, or a probability"),
    (GOOD + "threshold: high\n", 4, "'threshold' is 'high'; write measured, or a probability"),
    (GOOD + "other_languages:\n  spanish: [no respira]\n", 5, "'spanish' is no language"),
    (GOOD + "other_languages:\n  es: ['no (']\n", 5, "not a valid pattern"),
    (GOOD.replace("contexts: [b]", "contexts:\n\t- b"), 3, "a tab stands at the beginning of the line"),
    ("- just\n- a list\n", 1, "the file is no mapping"),
    ("kinds: [", 1, "opened and"),
]


@pytest.mark.parametrize(("content", "line", "message"), BROKEN)
def test_a_broken_list_says_file_line_and_mend(tmp_path: Path, content: str, line: int, message: str) -> None:
    path = tmp_path / "emergency.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as refused:
        load_phrases(path)
    assert f"{tmp_path.name}/emergency.yml, line {line}: " in str(refused.value)


def test_a_missing_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrokenAgencyFile, match="copy another agency"):
        load_phrases(tmp_path / "none.yml")


def test_the_lists_of_every_agency_load_and_speak_of_needs_that_are_dangerous() -> None:
    files = sorted((ROOT / "agencies").glob("*/emergency.yml"))
    assert files
    for path in files:
        danger = load_danger(path.parent)
        needs = {kind.need for kind in danger.phrases.kinds}
        assert needs <= danger.properties.having("dangerous")
        assert needs <= set(danger.says), "each kind has its own sentence"
