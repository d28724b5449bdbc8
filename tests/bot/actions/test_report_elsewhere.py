"""Where it happened decides in the middle of a report too: another city's police at once, and of the city limit which side."""

from __future__ import annotations

import pytest

from tests.bot.actions.report_desk import Caller, Intake, started


async def _asked_where(intake: Intake) -> Caller:
    caller = await (await started(intake)).says("no", "deny")
    assert caller.asked == "where"
    return caller


async def test_another_city_ends_the_report_with_its_police_and_the_ticket_tells_all() -> None:
    intake = Intake()
    caller = await _asked_where(intake)
    await caller.says("in lakewood, on wadsworth", facts={"city": "Lakewood", "where": "Wadsworth Blvd"})
    assert (caller.reply["act"], caller.reply["need"]) == ("transfer", "other_city")
    assert caller.reply["destination"]["id"] == "lakewood"
    assert caller.said.startswith("Lakewood Police take that.")
    assert intake.tickets[0]["facts"]["city"] == "Lakewood"
    assert intake.tickets[0]["facts"]["report"] == "R1"
    assert "where" not in intake.answers
    assert intake.left


async def test_a_city_that_is_ours_ends_nothing() -> None:
    intake = Intake()
    caller = await _asked_where(intake)
    await caller.says("at the zoo in denver", facts={"city": "Denver", "where": "Denver Zoo"})
    assert caller.asked == "when"


async def test_a_city_in_the_story_is_no_place_of_the_deed() -> None:
    intake = Intake()
    caller = await _asked_where(intake)
    for text in ("colfax and york", "last night"):
        await caller.says(text, facts={"where": "Colfax Ave & York St"} if "colfax" in text else {})
    await caller.says("i had just come home from work, in lakewood they told me to call", facts={"city": "Lakewood"})
    assert caller.asked == "contact"


@pytest.mark.parametrize(
    ("answer", "intent", "goes_on"),
    [("yes", "affirm", True), ("i don't know", "dont_know", True), ("no", "deny", False)],
)
async def test_of_a_street_at_the_city_limit_the_side_is_asked(answer: str, intent: str, goes_on: bool) -> None:
    intake = Intake()
    caller = await _asked_where(intake)
    await caller.says("sheridan and tenth", facts={"where": "10th Ave & Sheridan Blvd", "on_border": True})
    assert (caller.asked, caller.said) == ("this_side", "On our side?")
    await caller.says(answer, intent)
    assert intake.answers["where"]["value"] == "10th Ave & Sheridan Blvd"
    assert (caller.asked == "when") is goes_on
    assert (caller.reply["need"] == "other_city") is not goes_on


async def test_which_side_is_asked_again_when_nobody_understood() -> None:
    caller = await _asked_where(Intake())
    await caller.says("sheridan and tenth", facts={"where": "10th Ave & Sheridan Blvd", "on_border": True})
    await caller.says("wibble wobble", "nlu_fallback")
    assert (caller.asked, caller.said) == ("this_side", "Yes or no. On our side?")
