"""What we write in NIBRS's name is in the FBI's published lists, means there what we mean, and passes the FBI's own checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from agencies import load_agency
from casework.records_system import nibrs, nibrs_form
from casework.records_system.whole import things

FBI: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("nibrs_codes.yml").read_text(encoding="utf-8"))
MEANT = {
    "theft_cold": "Larceny", "theft_from_vehicle": "Theft From Motor Vehicle", "auto_theft": "Motor Vehicle Theft",
    "vandalism": "Vandalism", "graffiti": "Vandalism", "burglary_cold": "Burglary", "fraud_scam": "False Pretenses",
    "identity_theft": "Identity Theft", "harassment_threats": "Intimidation", "assault_past": "Simple Assault",
    "trespass_unwanted": "Trespass",
}  # fmt: skip


def test_every_offense_code_is_the_fbi_s_and_means_what_the_kind_says() -> None:
    offenses = nibrs.rules().offenses
    assert set(offenses) == set(MEANT)
    assert {
        kind: FBI["offenses"][code][0] for kind, code in offenses.items() if MEANT[kind] not in FBI["offenses"][code][0]
    } == {}
    assert {FBI["offenses"][one.code][0] for one in nibrs.rules().closer} == {
        "Theft of Motor Vehicle Parts or Accessories"
    }


def test_every_kind_that_has_a_code_is_a_need_or_form_that_there_is() -> None:
    denver = load_agency("denver")
    assert set(nibrs.rules().offenses) <= {*denver.needs.needs, *denver.reports.kinds}


def test_of_what_only_arrests_are_told_of_no_incident_is_written() -> None:
    group_b = {code for code in nibrs.rules().offenses.values() if FBI["offenses"][code][1] == "B"}
    assert group_b == set(nibrs.rules().arrests_only)
    assert not any(nibrs.is_incident(code) for code in (*group_b, None))
    assert nibrs_form.segments({"offense": "90J"}) == []


def test_every_description_of_property_and_every_loss_is_the_fbi_s() -> None:
    rules = nibrs.rules()
    assert {*rules.property_words, rules.property_otherwise} <= set(FBI["property"])
    assert {FBI["loss"][code] for code in nibrs_form._LOSS.values()} == {"Stolen", "Destroyed/Damaged/Vandalized"}
    assert FBI["victim"]["I"] == "Individual"


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("my credit cards", "Credit/Debit Cards"), ("a red bicycle", "Bicycles"), ("two bikes", "Bicycles"),
        ("catalytic converter", "Vehicle Parts/Accessories"), ("wheels", "Vehicle Parts/Accessories"),
        ("plates", "Vehicle Parts/Accessories"), ("batteries", "Vehicle Parts/Accessories"),
        ("car stereo", "Vehicle Parts/Accessories"), ("a Nikon camera", "Photographic/Optical Equipment"),
        ("my driver’s license", "Identity Documents"), ("US passport", "Identity Documents"),
        ("an iPhone 14", "Portable Electronic Communications"),
        ("watches and rings", "Jewelry/Precious Metals/Gems"), ("cardigan", "Other"), ("a carpet", "Other"), ("vanity", "Other"),
        ("my ringo starr poster", "Other"), ("golden retriever", "Other"), ("money", "Money"), ("lawn mower", "Lawn/Yard/Garden Equipment"),
        ("a table", "Household Goods"), ("a tablet", "Computer Hardware/Software"), ("pickup truck", "Trucks"), ("", "Other"),
    ],
)  # fmt: skip
def test_a_thing_has_the_description_that_the_fbi_has_for_it(what: str, name: str) -> None:
    assert FBI["property"][nibrs.property_code(what)] == name


def test_no_vehicle_is_told_as_larceny_which_the_fbi_would_refuse() -> None:
    larcenies = {code for code in FBI["offenses"] if code in ("23D", "23E", "23F", "23G", "23H")}
    words = [word for some in nibrs.rules().property_words.values() for word in some]
    assert [(one, of) for of in larcenies for one in words if nibrs.property_code(one, of) in FBI["vehicles"]] == []
    assert nibrs.property_code("a scooter", "240") == "24", "theft of a motor vehicle has one"


def test_the_thing_of_a_case_is_described_by_its_offense() -> None:
    answers = {"items": [{"what": "a scooter"}, {"what": "a bike"}]}
    assert [one["code"] for one in things(answers, "23H")] == ["77", "04"]
    assert [one["code"] for one in things({"damaged": "car", "damage_value": 400}, "290")] == ["03"]
