"""Cues: an agency's phrases, the doubts that silence them, and the messages for a broken file."""

from __future__ import annotations

from pathlib import Path
from typing import Dict

import pytest
import yaml

from nlu_components.facts.cues import Cues, load_cues
from nlu_components.facts.phrases import Phrases
from spoken.utterance import heard
from tests.bot.nlu_components.facts.golden import AGENCY

SMALL = """\
guards:
  negation: [not, don't]
  hypothetical: [if]
  hearsay: [she said]
  hedge: [maybe, i think]
facts:
  injured:
    danger: true
    yes: ["(is|are) hurt", my neck hurts]
    unless: [last year]
    no: ["nobody (is|was)? hurt", everyone is fine]
    unclear: [hurt my feelings]
  recurring:
    yes: ["every _ night", "again $"]
    no: ["only once"]
"""


@pytest.fixture
def cues(tmp_path: Path) -> Cues:
    return load_cues(_written(tmp_path, SMALL))


@pytest.fixture(scope="module")
def agency() -> Cues:
    return load_cues(AGENCY / "cues.yml")


def _written(folder: Path, text: str) -> Path:
    path = folder / "cues.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _values(cues: Cues, text: str) -> Dict[str, object]:
    return {fact: hit.value for fact, hit in cues.found(heard(text)).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he is hurt", {"injured": True}),
        ("nobody is hurt", {"injured": False}),
        ("nobody hurt", {"injured": False}),
        ("NOBODY IS HURT!", {"injured": False}),
        ("every other night", {"recurring": True}),
        ("he did it again", {"recurring": True}),
        ("he did it again, loudly", {"recurring": True}),
        ("again i say", {}),
        ("nothing of the kind", {}),
        ("", {}),
    ],
)
def test_a_phrase_decides_its_fact(cues: Cues, text: str, expected: dict) -> None:
    assert _values(cues, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nobody is hurt but he is hurt",  # yes beside no
        "if nobody is hurt",
        "she said nobody is hurt",
        "not that everyone is fine",
        "maybe everyone is fine",  # a hedge is enough where a wrong no could hurt
        "i think nobody was hurt",
        "they hurt my feelings",
        "my neck hurts since last year",
    ],
)
def test_in_doubt_a_fact_is_left_out(cues: Cues, text: str) -> None:
    assert "injured" not in _values(cues, text)


def test_a_doubt_in_another_clause_does_not_count(cues: Cues) -> None:
    assert _values(cues, "she said hello. nobody is hurt") == {"injured": False}


def test_a_hedge_does_not_silence_a_yes_about_danger(cues: Cues) -> None:
    assert _values(cues, "i think he is hurt") == {"injured": True}


def test_every_question_of_the_agency_has_cues(agency: Cues) -> None:
    questions = yaml.safe_load((AGENCY / "questions.yml").read_text(encoding="utf-8"))
    asked = {entry["slot"] for entry in questions.values() if entry["kind"] == "yes_no"}
    assert asked <= agency.facts


def test_every_condition_of_the_agency_has_cues(agency: Cues) -> None:
    needs = yaml.safe_load((AGENCY / "needs.yml").read_text(encoding="utf-8"))
    conditions = list(needs["common"]) + [c for need in needs["needs"].values() for c in need.get("conditions") or []]
    used = {name for condition in conditions for name, wanted in condition["when"].items() if isinstance(wanted, bool)}
    assert used - agency.facts == set()


@pytest.mark.parametrize(
    "text",
    [
        "i don't know if anybody is hurt",
        "is anyone hurt",
        "not hurt but bleeding",
        "nobody is badly hurt",
        "no injuries as far as i know, i think",
        "everyone is fine except my son is bleeding",
        "we are fine but she isn't",
        "they said nobody was hurt",
        "i hope nobody is hurt",
        "nobody was hurt until he hit her and now she is bleeding",
    ],
)
def test_danger_is_never_denied_on_doubtful_words(agency: Cues, text: str) -> None:
    assert _values(agency, text).get("injured") is not False


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        (SMALL.replace("negation:", "nagation:"), 2, "unknown guard 'nagation'"),
        (SMALL.replace("only once", "(only|once"), 15, "a '(' without its ')'"),
        (SMALL.replace("only once", "(only)?"), 15, "every word of it may be left out"),
        (SMALL.replace("only once", "only.*once"), 15, "cannot stand here"),
        (SMALL.replace("only once", "(only||once)"), 15, "an empty choice"),
        (SMALL.replace("only once", "every _ night"), 15, "also under 'yes'"),
        (SMALL.replace("danger: true", "danger: maybe"), 8, "must be true or false"),
        (SMALL.replace('no: ["only', 'nope: ["only'), 15, "unknown key 'nope'"),
        (SMALL.replace('yes: ["every _ night", "again $"]', "yes: every night"), 14, "must be a list"),
        (SMALL.replace("  recurring:", "  injured:"), 13, "stands here twice"),
    ],
)
def test_a_broken_file_says_file_line_and_mend(tmp_path: Path, broken: str, line: int, words: str) -> None:
    path = _written(tmp_path, broken)
    with pytest.raises(ValueError, match=r"cues\.yml") as raised:
        load_cues(path)
    assert words in str(raised.value)
    assert f"{path.name}, line {line}: " in str(raised.value)


@pytest.mark.parametrize("content", ["", "[]", "facts: {}", "guards: {}\n", "a: [", "\x00"])
def test_a_file_that_is_no_list_of_cues_stops_the_start(tmp_path: Path, content: str) -> None:
    with pytest.raises(ValueError, match=r"cues\.yml"):
        load_cues(_written(tmp_path, content))


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="copy another agency"):
        load_cues(tmp_path / "cues.yml")


def test_nested_choices_and_optional_words_are_all_found() -> None:
    phrases = Phrases()
    phrases.add("(he|the (old|young)? man) (just|has)? left", "left")
    said = ["he left", "he just left", "the man left", "the old man has left", "the young man left"]
    assert all([m.meaning for m in phrases.matches(text.split())] == ["left"] for text in said)
    assert not list(phrases.matches(["the", "old", "man", "was", "left"]))


def test_memory_of_phrases_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu_components.facts.phrases.REMEMBERED", 50)
    phrases = Phrases()
    for number in range(200):
        phrases.add(f"a w{number} b", number)
    for number in range(200):
        assert [m.meaning for m in phrases.matches(["a", f"w{number}", "b"])] == [number]
    assert phrases._steps <= 60


@pytest.mark.parametrize(
    "told",
    [
        "yesterday somebody stole my packages off the porch and he's back outside right now",
        "my packages were stolen yesterday and the guy is on my porch again this minute",
        "someone took my bike last week and now the same guy is standing in my yard",
        "they broke into the garage on monday and they're back",
        "my mailbox was smashed last night and she is back in my driveway",
        "kids tagged the wall last night and they're across the street again",
    ],
)
def test_whoever_has_come_back_is_there_whenever_the_first_time_was(told: str) -> None:
    found = load_cues(AGENCY / "cues.yml").found(heard(told))
    assert found["suspect_present"].value is True


@pytest.mark.parametrize(
    "told", ["he's back from college and my bike was stolen yesterday", "my neighbors are back from vacation"]
)
def test_who_is_back_from_somewhere_did_nothing(told: str) -> None:
    found = load_cues(AGENCY / "cues.yml").found(heard(told))
    assert "suspect_present" not in found or found["suspect_present"].value is False
