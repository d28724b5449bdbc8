"""What everybody must know of a need stands in one table: this test shows it, and who reads it."""

from pathlib import Path

import pytest
import yaml

from agencies.loader import AGENCIES, load_agency
from agencies.properties import meanings, properties

ROOT = Path(__file__).resolve().parents[2]
TABLE = {
    "dangerous": "downed_line dv_current emg_fire emg_in_progress emg_medical gas_smell missing_person sexual_assault suicidal_self_other",
    "always_911": "downed_line dv_current emg_fire emg_in_progress emg_medical gas_smell",
    "person_first": "suicidal_self_other",
    "sensitive": "dv_current missing_person sexual_assault suicidal_self_other",
    "in_person": "adult_abuse child_abuse dv_current harassment_threats order_violation sexual_assault",
    "never_told": "adult_abuse child_abuse dv_current order_violation sexual_assault",
    "never_checked": "ask_privacy ask_recording call_started dtmf dv_current expected_death hang_up lost_code missing_person no_input "
    "no_match non_english other_language own_number relay_tty report_something sexual_assault speak_to_person stop_calls "
    "suicidal_self_other transfer_failed which_line",
    "doubted": "bond case_number_request city_hours_info court_date_ticket dmv_tax_license found_property inmate_info law_question "
    "lost_property out_of_scope_chat parking_ticket pet_lost_found property_held records_copy release_notify towed_impound "
    "trash_missed",
    "violent": "adult_abuse assault_past child_abuse dv_current sexual_assault",
    "threatening": "dv_current harassment_threats order_violation",
    "vulnerable": "adult_abuse child_abuse dv_current sexual_assault",
    "incident": "adult_abuse airport_issue animal_bite animal_cruelty animal_stray_aggr assault_past auto_theft burglary_cold "
    "child_abuse civil_dispute crash_no_injury crime_tip encampment fraud_scam harassment_threats hit_run_parked "
    "lockout mental_health_help noise_party_now order_violation power_outage reckless_driver shelter_food "
    "suspicious_activity theft_cold theft_from_vehicle traffic_hazard transit_issue tree_storm trespass_unwanted "
    "vandalism water_main welfare_check wildlife",
    "apart": "abandoned_vehicle add_to_report barking_dog bond case_number_request case_status city_hours_info civil_standby "
    "court_date_ticket dmv_tax_license expected_death fireworks found_property graffiti illegal_dumping inmate_info law_question "
    "lost_property noise_ongoing officer_complaint officer_message parking_complaint parking_ticket pet_lost_found poison_question "
    "pothole_street property_held records_copy release_notify resume_report towed_impound trash_missed victim_support",
    "natural": "animal_stray_aggr lockout power_outage shelter_food tree_storm water_main wildlife",
}


@pytest.mark.parametrize("word", TABLE)
def test_the_table(word: str) -> None:
    assert sorted(properties().having(word)) == TABLE[word].split()


def test_every_property_has_a_meaning_and_every_need_is_one() -> None:
    assert set(meanings()) == set(TABLE)
    intents = {str(one) for one in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]}
    assert set(properties().words) <= intents


def test_a_person_first_is_never_asked_about_and_nobody_doubts_an_emergency() -> None:
    assert properties().having("person_first") <= properties().having("never_checked")
    assert not properties().having("doubted") & properties().having("dangerous")


def test_an_agency_changes_what_is_its_own_to_change_and_adds_protection() -> None:
    own = properties().with_changes({"parking_ticket": {"doubted": False}, "theft_cold": {"never_told": True}})
    assert not own.has("parking_ticket", "doubted")
    assert own.has("theft_cold", "never_told")
    assert properties().has("parking_ticket", "doubted"), "the product's own table stays"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"suicidal_self_other": {"person_first": False}}, "no agency can take that away"),
        ({"harassment_threats": {"in_person": False}}, "no agency can take that away"),
        ({"dv_current": {"never_told": False}}, "no agency can take that away"),
        ({"theft_cold": {"loud": True}}, "unknown property 'loud'"),
    ],
)
def test_what_protects_a_person_cannot_be_taken_away(change: dict[str, dict[str, bool]], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        properties().with_changes(change)


def test_the_properties_are_said_nowhere_else() -> None:
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    for key in ("emergency_intents", "person_first", "doubted", "never_checked", "agencies/denver/emergency.yml"):
        assert key not in config


def test_every_agency_keeps_them() -> None:
    for folder in AGENCIES.glob("*/agency.yml"):
        assert load_agency(folder.parent.name).needs.properties.has("suicidal_self_other", "person_first")
