"""What the bot says: the agency's words win over domain.yml's, and both are heard without training or a restart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, Optional

import pytest
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from agencies import live
from bot_server.wording import LiveWording

ROOT = Path(__file__).resolve().parents[3]
AGENCY = "id: {id}\nname: {name}\nemergency:\n  number: '{number}'\n  action: hang_up_and_dial\n  say: now\n"
DEFAULTS = """responses:
  utter_help:
  - text: 'Help is here. Dial {emergency_number_spoken}.'
  utter_thanks:
  - text: Welcome.
  utter_did_you_mean:
  - text: 'Is it about {candidate}?'
  utter_name_tow:
  - text: a towed car
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(live, "LOOK_AGAIN_S", 0.0)
    monkeypatch.setenv("CIVICLINE_AGENCY", "north")
    for agency, name, number in (("north", "North Town", "911"), ("south", "South Town", "999")):
        (tmp_path / agency).mkdir()
        (tmp_path / agency / "agency.yml").write_text(AGENCY.format(id=agency, name=name, number=number), "utf-8")
    (tmp_path / "domain.yml").write_text(DEFAULTS, "utf-8")
    return tmp_path


def words(root: Path) -> LiveWording:
    trained = Domain.from_dict({"responses": {"utter_trained": [{"text": "As it was trained."}]}})
    return LiveWording(EndpointConfig(), trained, root=root, domain_file=root / "domain.yml")


async def said(
    wording: LiveWording, name: str, agency: str = "south", told: Optional[Dict[str, Any]] = None, **values: Any
) -> Optional[str]:
    tracker = DialogueStateTracker("call", [])
    tracker.update(UserUttered("hello", metadata={"agency": agency, "channel": "web", **(told or {})}))
    found = await wording.generate(name, tracker, "rest", **values)
    return found and found["text"]


async def test_the_number_that_is_said_is_the_agencys_own(root: Path) -> None:
    wording = words(root)
    assert await said(wording, "utter_help", "south") == "Help is here. Dial nine nine nine."
    assert await said(wording, "utter_help", "north") == "Help is here. Dial nine one one."


async def test_an_agencys_own_words_win_and_are_nobody_elses(root: Path) -> None:
    (root / "south" / "wording.yml").write_text("utter_thanks: Cheers.\n", "utf-8")
    wording = words(root)
    assert await said(wording, "utter_thanks", "south") == "Cheers."
    assert await said(wording, "utter_thanks", "north") == "Welcome."


async def test_a_changed_sentence_is_heard_without_training_or_restart(root: Path) -> None:
    wording = words(root)
    assert await said(wording, "utter_thanks") == "Welcome."
    (root / "domain.yml").write_text(DEFAULTS.replace("Welcome.", "You are most welcome."), "utf-8")
    assert await said(wording, "utter_thanks") == "You are most welcome."
    (root / "south" / "wording.yml").write_text("utter_thanks: Ta.\n", "utf-8")
    assert await said(wording, "utter_thanks") == "Ta."


async def test_a_broken_edit_leaves_what_was_said_before(root: Path) -> None:
    (root / "south" / "wording.yml").write_text("utter_thanks: Cheers.\n", "utf-8")
    wording = words(root)
    assert await said(wording, "utter_thanks") == "Cheers."
    assert await said(wording, "utter_help") == "Help is here. Dial nine nine nine."
    (root / "south" / "wording.yml").write_text("utter_thanks: [unclosed\n", "utf-8")
    (root / "domain.yml").write_text("responses:\n\t- x\n", "utf-8")
    (root / "south" / "agency.yml").write_text("emergency: none\n", "utf-8")
    assert await said(wording, "utter_thanks") == "Cheers."
    assert await said(wording, "utter_help") == "Help is here. Dial nine nine nine."


async def test_a_broken_file_at_the_start_keeps_nobody_from_the_default_words(root: Path) -> None:
    (root / "south" / "wording.yml").write_text("utter_thanks: [unclosed\n", "utf-8")
    assert await said(words(root), "utter_thanks") == "Welcome."


async def test_the_callers_language_is_written_but_not_spoken_by_an_english_voice(root: Path) -> None:
    (root / "south" / "wording").mkdir()
    (root / "south" / "wording" / "cy.yml").write_text("utter_thanks: Croeso.\n", "utf-8")
    wording = words(root)
    assert await said(wording, "utter_thanks", told={"language": "cy"}) == "Croeso."
    assert await said(wording, "utter_thanks", told={"language": "cy", "channel": "voice"}) == "Welcome."
    assert await said(wording, "utter_help", told={"language": "cy"}) == "Help is here. Dial nine nine nine."


async def test_a_need_is_named_in_the_agencys_words(root: Path) -> None:
    wording = words(root)
    assert await said(wording, "utter_did_you_mean", candidate="utter_name_tow") == "Is it about a towed car?"
    (root / "south" / "wording.yml").write_text("utter_name_tow: a car in the pound\n", "utf-8")
    assert await said(wording, "utter_did_you_mean", candidate="utter_name_tow") == "Is it about a car in the pound?"
    assert await said(wording, "utter_did_you_mean", candidate="utter_name_lost_dog") == "Is it about lost dog?"


@pytest.mark.parametrize("agency", ["../south", "", "nowhere", "so/uth"])
async def test_an_agency_that_is_none_gets_the_default_words(root: Path, agency: str) -> None:
    assert await said(words(root), "utter_thanks", agency) == "Welcome."


async def test_what_only_the_model_knows_is_said_and_what_nobody_knows_is_not(root: Path) -> None:
    assert await said(words(root), "utter_trained") == "As it was trained."
    assert await said(words(root), "utter_nothing") is None


def test_rasa_makes_it_from_our_endpoints_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in re.findall(r"\$\{(\w+)\}", (ROOT / "endpoints.yml").read_text("utf-8")):
        monkeypatch.setenv(name, "x")
    named = read_endpoint_config(str(ROOT / "endpoints.yml"), "nlg")
    assert isinstance(NaturalLanguageGenerator.create(named, Domain.empty()), LiveWording)
