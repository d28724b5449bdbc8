"""The extractor as Rasa calls it: entities, facts, and the messages that it leaves alone."""

from __future__ import annotations

import inspect
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from agencies.live_files import LOOK_S
from nlu_components.facts.extractor import FactExtractor, timezone_of
from nlu_components.places.files import GAZETTEERS
from tests.bot.nlu_components.facts.golden import NOW

PLACES = """\
streets: [{name: Elm, type: St}, {name: %s, type: Rd}]
landmarks: []
areas: []
own_city_names: [Smallville]
other_authorities: []
neighbour_cities: [Bigton]
"""


@pytest.fixture(scope="module")
def extractor() -> FactExtractor:
    made = FactExtractor.create({}, None, None, None)  # type: ignore[arg-type]
    made.now = lambda zone: NOW  # type: ignore[method-assign]
    return made


def _message(text: Optional[str], asking: Any = None, **more: Any) -> Message:
    data: Dict[str, Any] = {"text": text, **more}
    if asking is not None:
        data["metadata"] = {"asking": asking}
    return Message(data)


def test_a_turn_gets_facts_and_entities_in_rasas_output(extractor: FactExtractor) -> None:
    (message,) = extractor.process([_message("my bike was stolen at colfax and york last night")])
    output = message.as_dict(only_output_properties=True)
    assert output["facts"]["where"] == "Colfax Ave & York St"
    assert output["facts"]["happening_now"] is False
    where = next(entity for entity in output["entities"] if entity["entity"] == "where")
    assert where["value"] == "Colfax Ave & York St"
    assert message.get("text")[where["start"] : where["end"]] == "colfax and york"
    assert where["extractor"] == "FactExtractor"
    assert where["confidence_entity"] == 1.0


def test_entities_of_others_are_kept(extractor: FactExtractor) -> None:
    (message,) = extractor.process([_message("on colfax", entities=[{"entity": "digits", "value": "1"}])])
    assert [entity["entity"] for entity in message.get("entities")] == ["digits", "street"]


def test_the_open_question_decides_what_digits_mean(extractor: FactExtractor) -> None:
    asked = {
        slot: extractor.process([_message("oh three one seven", slot)])[0].get("facts") for slot in ("pin", "when")
    }
    assert asked == {"pin": {"pin": "0317"}, "when": {"pin": "0317"}}
    assert extractor.process([_message("3035550142", "phone")])[0].get("facts") == {"phone": "+13035550142"}


@pytest.mark.parametrize("text", ["/no_input", '/dtmf{"digits":"1234"}', "", "   ", None])
def test_channel_events_and_silence_are_left_alone(extractor: FactExtractor, text: Optional[str]) -> None:
    (message,) = extractor.process([_message(text)])
    assert message.get("facts") is None
    assert message.get("entities") is None


@pytest.mark.parametrize("metadata", [None, [], "asking", {"asking": 7}, {"asking": None}, {"asking": ["where"]}])
def test_strange_metadata_does_no_harm(extractor: FactExtractor, metadata: Any) -> None:
    (message,) = extractor.process([Message({"text": "union station", "metadata": metadata})])
    assert message.get("facts") == {}


def test_rasas_graph_may_call_it_with_messages_alone() -> None:
    assert list(inspect.signature(FactExtractor.process).parameters) == ["self", "messages"]


def test_rasas_recipe_knows_the_component() -> None:
    registered = DefaultV1Recipe._from_registry(FactExtractor.__name__)
    assert registered.clazz is FactExtractor


def test_the_time_zone_is_the_agencys_own(tmp_path: Path) -> None:
    path = tmp_path / "agency.yml"
    assert str(timezone_of(tmp_path)) == "UTC"
    path.write_text("timezone: America/Denver\n", encoding="utf-8")
    assert str(timezone_of(tmp_path)) == "America/Denver"
    path.write_text("timezone: Denver\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the timezone 'Denver' is unknown"):
        timezone_of(tmp_path)


@pytest.fixture
def two_cities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for city, street, zone in (("smallville", "Quibble", "Europe/London"), ("bigton", "Quaver", "Asia/Tokyo")):
        (tmp_path / city).mkdir()
        (tmp_path / city / "agency.yml").write_text(f"id: {city}\ntimezone: {zone}\n", encoding="utf-8")
        (tmp_path / city / "places.yml").write_text(PLACES % street, encoding="utf-8")
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path))
    monkeypatch.setenv("CIVICLINE_AGENCY", "smallville")
    return tmp_path


def _where(extractor: FactExtractor, text: str, agency: Optional[str] = None) -> Optional[str]:
    (message,) = extractor.process([Message({"text": text, "metadata": {"agency": agency} if agency else None})])
    return message.get("facts").get("where")


def test_streets_and_clock_are_those_of_the_turns_agency(two_cities: Path) -> None:
    extractor = FactExtractor()
    clocks: List[str] = []
    extractor.now = lambda zone: clocks.append(str(zone)) or NOW  # type: ignore[method-assign, func-returns-value]
    said = "at elm and quaver"
    assert _where(extractor, said) == "Elm St & Quaver"
    assert _where(extractor, said, "bigton") == "Elm St & Quaver Rd"
    assert clocks == ["Europe/London", "Asia/Tokyo"]


def test_a_new_street_is_known_without_a_restart(two_cities: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extractor, now = FactExtractor(), time.monotonic()
    assert _where(extractor, "at elm and quaver", "smallville") == "Elm St & Quaver"
    (two_cities / "smallville" / "places.yml").write_text(PLACES % "Quaver", encoding="utf-8")
    monkeypatch.setattr(GAZETTEERS, "_clock", lambda: now + LOOK_S + 1)
    assert _where(extractor, "at elm and quaver", "smallville") == "Elm St & Quaver Rd"


def test_a_broken_list_stops_the_start_with_its_name(two_cities: Path) -> None:
    (two_cities / "smallville" / "cues.yml").write_text("guards: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"smallville/cues\.yml, line 1: 'facts' is missing"):
        FactExtractor()


@pytest.mark.parametrize(
    ("text", "asking", "fact", "here", "there"),
    [
        ("it was on 3/11", "when", "when_iso", "2026-03-11", "2026-11-03"),
        ("07700 900123", "phone", "phone", None, "+447700900123"),
        ("AB12 CDE", "plate", "plate", None, "AB12CDE"),
    ],
)
def test_dates_telephones_and_plates_are_read_as_in_the_country_of_the_turns_agency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, asking: str, fact: str, here: Optional[str], there: str
) -> None:
    for city, country in (("home", "US"), ("away", "GB")):
        (tmp_path / city).mkdir()
        words = f"id: {city}\ncountry: {country}\ntimezone: Europe/London\n"
        (tmp_path / city / "agency.yml").write_text(words, encoding="utf-8")
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path))
    monkeypatch.setenv("CIVICLINE_AGENCY", "home")
    made = FactExtractor.create({}, None, None, None)  # type: ignore[arg-type]
    made.now = lambda zone: NOW  # type: ignore[method-assign]

    def told(agency: str) -> Optional[str]:
        message = Message({"text": text, "metadata": {"asking": asking, "agency": agency}})
        return (made.process([message])[0].get("facts") or {}).get(fact)

    assert told("home") == here
    assert told("away") == there
