"""One breath of two clauses: when it is two needs, and which of them comes first. The classifier's word is given."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu_components.needs.classifier import NeedClassifier
from nlu_components.several.component import NeedsOfBreath

Word = Tuple[str, float]


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Dict[str, Word]:
    """What the classifier says of a text: (intent, how sure); a test fills it."""
    known: Dict[str, Word] = {}

    def process(self: NeedClassifier, messages: List[Message]) -> List[Message]:
        for message in messages:
            name, sure = known[message.get(TEXT)]
            message.set(INTENT, {"name": name, "confidence": 1.0}, add_to_output=True)
            message.set("scope", {"sure": sure, "candidates": [name]}, add_to_output=True)
        return messages

    monkeypatch.setattr(NeedClassifier, "process", process)
    return known


def processed(text: str) -> Message:
    stored: Any = None
    component = NeedsOfBreath(NeedsOfBreath.get_default_config(), stored, stored)
    return component.process([Message({TEXT: text})])[0]


def understood(text: str) -> Tuple[str, Any]:
    message = processed(text)
    return message.get(INTENT)["name"], message.get("also")


TICKET = "my car was towed and i need to pay a ticket"


def test_two_needs_of_which_the_whole_is_one_are_both_heard(words: Dict[str, Word]) -> None:
    words[TICKET] = ("towed_impound", 0.9)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.95)
    assert understood(TICKET) == ("towed_impound", ["parking_ticket"])


def test_of_a_mixture_the_first_need_is_as_sure_as_its_own_words(words: Dict[str, Word]) -> None:
    words[TICKET] = ("towed_impound", 0.55)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.75)
    assert processed(TICKET).get("scope")["sure"] == 0.99
    assert understood(TICKET) == ("towed_impound", ["parking_ticket"])


def test_a_beginning_that_leads_to_the_matter_is_no_first_need(words: Dict[str, Word]) -> None:
    words[TICKET] = ("parking_ticket", 0.9)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.95)
    assert understood(TICKET) == ("parking_ticket", ["towed_impound"])


def test_a_whole_that_is_a_mixture_keeps_the_order_in_which_it_was_told(words: Dict[str, Word]) -> None:
    words[TICKET] = ("parking_ticket", 0.6)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.95)
    assert understood(TICKET) == ("towed_impound", ["parking_ticket"])


def test_parts_of_a_third_thing_are_its_story(words: Dict[str, Word]) -> None:
    words[TICKET] = ("civil_dispute", 0.9)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.99)
    assert understood(TICKET) == ("civil_dispute", None)


def test_a_half_that_is_not_surely_understood_is_no_need_of_its_own(words: Dict[str, Word]) -> None:
    words[TICKET] = ("towed_impound", 0.9)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.8)
    assert understood(TICKET) == ("towed_impound", None)


def test_who_says_that_it_is_another_matter_is_believed_sooner_and_in_that_order(words: Dict[str, Word]) -> None:
    said = "my dog is lost and also there's a pothole"
    words[said] = ("pothole_street", 0.9)
    words["my dog is lost"] = ("pet_lost_found", 0.6)
    words["there's a pothole"] = ("pothole_street", 0.7)
    for part in ("my dog is lost and", "also there's a pothole"):
        words.setdefault(part, ("inform", 0.1))
    assert understood(said) == ("pet_lost_found", ["pothole_street"])


def test_of_two_incidents_on_top_of_each_other_one_that_nobody_did_is_a_matter_of_its_own(
    words: Dict[str, Word],
) -> None:
    said = "my bike was stolen and also a dead tree is about to fall"
    words[said] = ("tree_storm", 0.9)
    words["my bike was stolen"] = ("theft_cold", 0.9)
    words["a dead tree is about to fall"] = ("tree_storm", 0.9)
    for part in ("my bike was stolen and", "also a dead tree is about to fall"):
        words.setdefault(part, ("inform", 0.1))
    assert understood(said) == ("theft_cold", ["tree_storm"])


def test_two_crimes_are_one_story(words: Dict[str, Word]) -> None:
    said = "they smashed my window and also took my bag"
    words[said] = ("theft_from_vehicle", 0.9)
    words["they smashed my window"] = ("vandalism", 0.9)
    words["took my bag"] = ("theft_cold", 0.9)
    assert understood(said) == ("theft_from_vehicle", None)


def test_two_crimes_that_the_caller_sets_apart_are_two(words: Dict[str, Word]) -> None:
    said = "they took my bag and somebody else sprayed paint on my door"
    words[said] = ("vandalism", 0.9)
    words["they took my bag"] = ("theft_cold", 0.9)
    words["somebody else sprayed paint on my door"] = ("vandalism", 0.9)
    assert understood(said) == ("theft_cold", ["vandalism"])


def test_a_third_need_that_nobody_would_swear_to_is_a_mixture(words: Dict[str, Word]) -> None:
    words[TICKET] = ("airport_issue", 0.2)
    words["my car was towed"] = ("towed_impound", 0.99)
    words["i need to pay a ticket"] = ("parking_ticket", 0.95)
    assert understood(TICKET) == ("towed_impound", ["parking_ticket"])


def test_never_mind_and_why_is_no_need(words: Dict[str, Word]) -> None:
    words["never mind, his father will pay"] = ("bond", 0.8)
    words["never mind"] = ("change_mind", 0.9)
    words["his father will pay"] = ("bond", 0.8)
    assert understood("never mind, his father will pay") == ("change_mind", None)


def test_never_mind_and_a_need_that_is_plain_is_that_need(words: Dict[str, Word]) -> None:
    said = "never mind, my wallet got stolen and they found my card"
    words[said] = ("found_property", 0.5)
    words["my wallet got stolen and they found my card"] = ("theft_cold", 0.95)
    assert understood(said)[0] == "theft_cold"
