"""The words that every agency's files share: dispositions, acts, facts."""

from __future__ import annotations

from typing import Literal

Disposition = Literal["911", "call_taker", "transfer", "info", "self_service_report", "case_status"]
Act = Literal["transfer", "inform", "report", "case_status"]
AskKind = Literal["yes_no", "choice", "place", "number", "text", "open"]
PhoneStatus = Literal["official", "older_official", "third_party", "weak"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

ACT_OF: dict[Disposition, Act] = {
    "911": "transfer",
    "call_taker": "transfer",
    "transfer": "transfer",
    "info": "inform",
    "self_service_report": "report",
    "case_status": "case_status",
}

# true, false, or the string "unknown" when the caller could not say
YES_NO_FACTS = frozenset(
    {
        "abuser_present",
        "alcohol_or_drugs",
        "at_risk_person",
        "attacking_now",
        "being_pressured",
        "blocking_traffic",
        "child_or_pet_inside",
        "cold_out",  # freezing weather is spoken of
        "city_property",
        "exposed",  # out in the cold, or without their medicine
        "fire",
        "fire_access_blocked",
        "firearm_stolen",
        "flooding_home",
        "happening_now",
        "harmful_swallowed",  # a battery, a cleaner, somebody else's medicine: an emergency before any sign of it
        "has_plan_or_means",
        "hazardous_material",
        "hate_symbol",
        "hit_and_run",
        "hit_while_driving",  # whoever calls sat in it
        "in_danger_now",
        "in_progress",
        "injured",
        "just_happened",  # minutes ago: whoever did it may be near
        "inside_building",
        "mandated_reporter",
        "medical_device",
        "no_license",
        "no_response",
        "on_border",  # on a street whose other side is another city
        "on_wires",
        "panic_alarm",
        "recurring",
        "reported_stolen",
        "sharps",  # used needles lying there
        "shut_in",  # a vehicle keeps somebody from driving out
        "sparking",
        "stalked_or_threatened",  # told of, whenever it was
        "suspect_present",
        "this_side",  # of such a street, ours
        "threats_now",
        "weapon",
    }
)
TEXT_FACTS = frozenset({"city", "where", "when", "plate", "vehicle"})
FACTS = YES_NO_FACTS | TEXT_FACTS
UNKNOWN = "unknown"

# a condition on `city` names one of these areas; the lists are in agency.yml
AREAS = frozenset({"own", "neighbour", "airport"})
