"""Names, when asked for: lead-ins, refusals, spelled names, and the model only as a second way."""

from __future__ import annotations

from typing import List, Optional, Tuple

import pytest

from nlu_components.facts.names import NameFinder

GIVEN = [
    ("maria gonzalez", "Maria Gonzalez"),
    ("My name is Maria Gonzalez.", "Maria Gonzalez"),
    ("um yeah it's john smith", "John Smith"),
    ("this is bob", "Bob"),
    ("o'brien", "O'Brien"),
    ("sarah-jane miller", "Sarah-Jane Miller"),
    ("mister lee", "Lee"),
    ("josé garcía thank you", "José García"),
    ("kwame mensah m e n s a h", "Kwame Mensah"),
    ("i'm priya", "Priya"),
    ("nguyen van an", "Nguyen Van An"),
]
REFUSED = [
    "no",
    "no thanks",
    "i'd rather not say",
    "anonymous",
    "why do you need that",
    "",
    "🙂",
    "12345",
    "what",
    "i don't know",
]


def _never(_: str) -> List[Tuple[int, int]]:
    return []


@pytest.mark.parametrize(("said", "name"), GIVEN)
def test_a_name_is_taken_from_a_plain_answer_without_the_model(said: str, name: str) -> None:
    found = NameFinder(_never).found(said)
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize("said", REFUSED)
def test_a_refusal_is_no_name(said: str) -> None:
    assert NameFinder(_never).found(said) is None


def test_a_name_inside_a_story_is_found_by_the_real_model() -> None:
    found = NameFinder().found("i already gave that to the front desk yesterday when daniel park took my report")
    assert found is not None
    assert found[0] == "Daniel Park"


def test_without_its_model_a_long_answer_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu_components.facts.names.PACKAGE", "no_such_package")
    assert NameFinder().found("well i told all of it to daniel park yesterday at the front desk") is None


def test_the_name_stands_in_the_callers_text() -> None:
    text = "  My name is  Maria   Gonzalez, thanks"
    found: Optional[Tuple[str, int, int]] = NameFinder(_never).found(text)
    assert found is not None
    assert text[found[1] : found[2]] == "Maria   Gonzalez"
