"""What is asked about an office that was named, and hours of a week as they are said; a need of its own is no such question."""

from __future__ import annotations

import pytest

from spoken.en.office_questions import HOURS, NUMBER, OTHER, Asked, asked_in
from spoken.en.saying_hours import week

OFFICES = {
    "jail": ["the Sheriff's line", "county jail", "jail"],
    "impound": ["impound lot", "impound"],
    "general": ["311"],
}
NAMED = {
    "what's the phone number for the jail": Asked(NUMBER, "jail"),
    "what are the hours of the county jail": Asked(HOURS, "jail"),
    "is the impound lot open on Sundays": Asked(HOURS, "impound"),
    "where is the impound": Asked(OTHER, "impound"),
    "and for the jail": Asked(NUMBER, "jail", as_before=True),
    "what about the impound lot?": Asked(NUMBER, "impound", as_before=True),
    "um what number do I call for 311": Asked(NUMBER, "general"),
}
OF_THE_LAST = {
    "what are their hours": Asked(HOURS),
    "and are they open on sunday?": Asked(HOURS),
    "can I have their number please": Asked(NUMBER),
    "what number do I call for that": Asked(NUMBER),
    "What's the address?": Asked(OTHER),
    "what do I need to bring": Asked(OTHER),
    "do they take cards": Asked(OTHER),
    "is there a website": Asked(OTHER),
}
NEEDS = [
    "when can I pick up my car from the impound",
    "what's my case number",
    "do you have my phone number",
    "my number is 303 555 0101",
    "someone opened my car",
    "is my brother in the jail",
    "how do I pay a parking ticket",
    "the door is open and nobody is home",
    "he took my phone",
    "somebody is in my house with a card reader",
    "jail",
    "",
]


@pytest.mark.parametrize(("words", "wanted"), [*NAMED.items(), *OF_THE_LAST.items()])
def test_a_question_about_an_office_is_read_with_the_office_that_it_names(words: str, wanted: Asked) -> None:
    assert asked_in(words, OFFICES) == wanted


@pytest.mark.parametrize("words", NEEDS)
def test_what_holds_a_need_is_no_question_about_an_office(words: str) -> None:
    assert asked_in(words, OFFICES) is None


def test_a_week_is_said_by_runs_of_days_with_the_same_hours() -> None:
    weekdays = {day: ["07:00-20:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    assert week({**weekdays, "sat": ["08:00-17:00"], "sun": ["08:00-17:00"]}) == (
        "Monday to Friday from seven a m to eight p m, and Saturday and Sunday from eight a m to five p m"
    )
    assert week({"fri": ["20:00-04:00"]}) == "Friday from eight p m to four a m"
    assert week({"mon": ["09:00-12:00", "13:00-17:00"]}) == (
        "Monday from nine a m to noon and from one p m to five p m"
    )
    assert week({day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}) == "day and night"
    assert week({}) == ""
