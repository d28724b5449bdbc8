"""Routing: danger first, one question at most, a person in doubt, the hours, the notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from agencies import Agency, Ask, Decided, load_agency, route
from agencies.directory.shape import Condition, Need, Notice
from agencies.directory.vocabulary import TEXT_FACTS, UNKNOWN, YES_NO_FACTS

NOON = datetime(2026, 11, 20, 19, tzinfo=UTC)  # noon in Denver, a Friday
DENVER = load_agency("denver")
NEEDS = sorted(DENVER.needs.needs)
PERSON_OR_911 = {"911", "call_taker"}

SIDE = {"on_border", "this_side"}  # asked about beside the deciding question, see below
facts_of_a_caller = some.dictionaries(
    some.sampled_from(sorted(YES_NO_FACTS - SIDE)), some.sampled_from([True, False, UNKNOWN]), max_size=6
)


@settings(max_examples=300, deadline=None)
@given(
    need=some.sampled_from(NEEDS), facts=facts_of_a_caller, city=some.sampled_from([None, "Denver", "aurora", "Mars"])
)
def test_whatever_is_known_one_question_is_the_most_and_then_there_is_a_decision(
    need: str, facts: dict[str, bool | str], city: str | None
) -> None:
    known = facts | ({"city": city} if city else {})
    first = route(DENVER, need, known, [], NOON)
    if isinstance(first, Ask):
        assert first.question.slot not in known
        assert isinstance(route(DENVER, need, known, [first.question.slot], NOON), Decided)
        for answer in (True, False, UNKNOWN):
            assert isinstance(route(DENVER, need, known | {first.question.slot: answer}, [], NOON), Decided)


@settings(max_examples=200, deadline=None)
@given(need=some.sampled_from(NEEDS), facts=facts_of_a_caller)
def test_more_danger_never_makes_an_answer_calmer(need: str, facts: dict[str, bool | str]) -> None:
    decision = route(DENVER, need, facts | {"in_danger_now": True}, [], NOON)
    assert isinstance(decision, Decided)
    first = DENVER.needs.properties.has(need, "person_first")  # a person at once, who is never told to hang up
    wanted = ("call_taker", "call_taker") if first else ("911", "emergency")
    assert (decision.disposition, decision.destination) == wanted


@settings(max_examples=100, deadline=None)
@given(facts=facts_of_a_caller, city=some.text(max_size=20))
def test_an_emergency_never_asks_and_is_never_sent_to_another_city(facts: dict[str, bool | str], city: str) -> None:
    for need in (n for n in NEEDS if DENVER.needs.needs[n].disposition == "911" and n != "missing_person"):
        decision = route(DENVER, need, facts | {"city": city}, [], NOON)
        assert isinstance(decision, Decided)
        assert decision.disposition == "911"


@pytest.mark.parametrize("need", [n for n in NEEDS if DENVER.needs.needs[n].question])
def test_a_question_left_unanswered_leads_to_a_person(need: str) -> None:
    now = dict.fromkeys(DENVER.needs.needs[need].question_when[-1:], True)
    ask = route(DENVER, need, now, [], NOON)
    assert isinstance(ask, Ask)
    for facts, asked in ((now, [ask.question.slot]), (now | {ask.question.slot: UNKNOWN}, [])):
        decision = route(DENVER, need, facts, asked, NOON)
        assert isinstance(decision, Decided)
        assert decision.disposition in PERSON_OR_911
        assert decision.rule == "unanswered"


@pytest.mark.parametrize("need", [n for n in NEEDS if DENVER.needs.needs[n].question])
def test_the_answer_to_the_question_changes_the_result(need: str) -> None:
    now = dict.fromkeys(DENVER.needs.needs[need].question_when[-1:], True)
    ask = route(DENVER, need, now, [], NOON)
    assert isinstance(ask, Ask)
    yes, no = (route(DENVER, need, now | {ask.question.slot: answer}, [], NOON) for answer in (True, False))
    assert isinstance(yes, Decided)
    assert isinstance(no, Decided)
    assert (yes.disposition, yes.destination) != (no.disposition, no.destination)


@pytest.mark.parametrize("need", NEEDS)
def test_every_condition_of_every_need_can_decide(need: str) -> None:
    for condition in DENVER.needs.needs[need].conditions:
        facts = {name: "Aurora" if value == "neighbour" else value for name, value in condition.when.items()}
        facts |= {"city": "Denver"} if condition.when.get("city") == "own" else {}
        facts |= {"city": "DIA"} if condition.when.get("city") == "airport" else {}
        question = DENVER.needs.needs[need].question
        calm = {DENVER.questions[question].slot: False} if question else {}
        decision = route(DENVER, need, calm | facts, ["happening_now", "injured"], NOON)
        assert isinstance(decision, Decided)
        assert decision.rule == condition.id or decision.need == condition.need


def test_a_need_that_the_agency_leaves_out_is_a_call_takers_in_the_agencys_words() -> None:
    decision = route(DENVER, "pizza", {}, [], NOON)
    assert isinstance(decision, Decided)
    assert (decision.need, decision.disposition, decision.destination) == ("pizza", "call_taker", "call_taker")
    assert (decision.say, decision.rule) == (DENVER.info.unsure_say, "left_out")


def test_needs_that_send_callers_in_a_circle_end_with_a_person() -> None:
    there = Need(
        what="a",
        disposition="info",
        destination="call_taker",
        say="a",
        conditions=[Condition(id="to_b", when={"recurring": True}, need="b")],
    )
    back = Need(
        what="b",
        disposition="info",
        destination="call_taker",
        say="b",
        conditions=[Condition(id="to_a", when={"recurring": True}, need="a")],
    )
    needs = DENVER.needs.model_copy(update={"needs": {"a": there, "b": back}})
    decision = route(_with(needs=needs), "a", {"recurring": True}, [], NOON)
    assert isinstance(decision, Decided)
    assert (decision.disposition, decision.rule) == ("call_taker", "circular")


@pytest.mark.parametrize(
    ("at", "disposition"),
    [
        ("2026-11-20T13:59:59+00:00", "info"),  # Friday 06:59:59 in Denver
        ("2026-11-20T14:00:00+00:00", "transfer"),  # 07:00
        ("2026-11-21T02:59:00+00:00", "transfer"),  # 19:59
        ("2026-11-21T03:00:00+00:00", "info"),  # 20:00
        ("2026-11-21T14:30:00+00:00", "info"),  # Saturday 07:30
        ("2026-07-17T13:00:00+00:00", "transfer"),  # Friday 07:00 in summer time
        ("2026-07-17T12:59:00+00:00", "info"),
    ],
)
def test_hours_are_those_of_the_wall_clock_in_the_agency(at: str, disposition: str) -> None:
    decision = route(DENVER, "noise_ongoing", {}, [], datetime.fromisoformat(at))
    assert isinstance(decision, Decided)
    assert decision.disposition == disposition


def test_a_caller_who_declines_the_offer_reaches_a_person_also_when_three_one_one_is_closed() -> None:
    day, night = (route(DENVER, "graffiti", {}, [], at) for at in (NOON, NOON + timedelta(hours=12)))
    assert isinstance(day, Decided)
    assert isinstance(night, Decided)
    assert day.person is not None
    assert night.person is not None
    assert (day.person.destination, night.person.destination) == ("general_line", "call_taker")


def test_storm_notices_are_said_in_storm_mode_only_and_never_delay_an_emergency() -> None:
    stormy = _with(info=DENVER.info.model_copy(update={"storm_mode": True}))
    calm, busy = (route(agency, "power_outage", {"medical_device": False}, [], NOON) for agency in (DENVER, stormy))
    danger = route(stormy, "power_outage", {"on_wires": True}, [], NOON)
    assert isinstance(calm, Decided)
    assert isinstance(busy, Decided)
    assert isinstance(danger, Decided)
    assert [n.id for n in calm.notices] == []
    assert [n.id for n in busy.notices] == ["storm", "storm_outage"]
    assert danger.notices == ()


@pytest.mark.parametrize(
    "fact", ["has_plan_or_means", "in_progress", "injured", "in_danger_now", "weapon", "threats_now"]
)
def test_a_caller_in_despair_gets_a_person_at_once_and_is_never_told_to_hang_up(fact: str) -> None:
    decision = route(DENVER, "suicidal_self_other", {fact: True}, [], NOON)
    assert isinstance(decision, Decided)
    assert (decision.disposition, decision.destination) == ("call_taker", "call_taker")
    assert decision.say.startswith("I'm glad you told me. Stay with me")
    assert "hang up" not in decision.say.lower()


def test_danger_at_home_keeps_its_own_words(denver: Agency) -> None:
    decision = route(denver, "dv_current", {"abuser_present": True, "in_danger_now": True}, [], NOON)
    assert isinstance(decision, Decided)
    assert decision.say == denver.needs.needs["dv_current"].say


def test_a_notice_begins_and_ends_when_it_says() -> None:
    notice = Notice(id="parade", say="The parade closes Broadway.", starts=NOON, ends=NOON + timedelta(hours=2))
    moments = [NOON - timedelta(seconds=1), NOON, NOON + timedelta(hours=2)]
    assert [notice.is_on(at, storm_mode=False) for at in moments] == [False, True, False]


def test_the_city_is_understood_in_the_ways_callers_say_it(denver: Agency) -> None:
    for said in ("aurora", "AURORA", "the city of Aurora", " Aurora. ", "in Aurora"):
        decision = route(denver, "barking_dog", {"city": said}, [], NOON)
        assert isinstance(decision, Decided)
        assert decision.need == "other_city", said


def test_text_facts_do_not_decide_by_themselves(denver: Agency) -> None:
    decision = route(denver, "noise_party_now", dict.fromkeys(TEXT_FACTS, "x"), [], NOON)
    assert isinstance(decision, Decided)
    assert decision.rule == "default"


def _with(**parts: object) -> Agency:
    from dataclasses import replace

    return replace(DENVER, **parts)  # type: ignore[arg-type]


def test_whether_somebody_is_still_there_is_asked_only_when_it_may_be(denver: Agency) -> None:
    """A theft that is told of as over is offered a report at once; its form asks about danger."""
    for need in ("theft_cold", "theft_from_vehicle", "vandalism"):
        assert isinstance(route(denver, need, {}, [], NOON), Decided)
        assert isinstance(route(denver, need, {"happening_now": False}, [], NOON), Decided)
        asked = route(denver, need, {"just_happened": True}, [], NOON)
        assert isinstance(asked, Ask)
        assert asked.question.slot == "suspect_present"
        there = route(denver, need, {"suspect_present": True}, [], NOON)
        assert isinstance(there, Decided)
        assert there.disposition == "911"


@pytest.mark.parametrize(("side", "need"), [(True, "theft_cold"), (UNKNOWN, "theft_cold"), (False, "other_city")])
def test_a_street_at_the_city_limit_is_asked_about_after_danger_and_decides(side: bool | str, need: str) -> None:
    known: dict[str, bool | str] = {"on_border": True, "where": "Sheridan Blvd", "just_happened": True}
    first = route(DENVER, "theft_cold", known, [], NOON)
    assert isinstance(first, Ask)
    assert first.question.slot == "suspect_present"
    second = route(DENVER, "theft_cold", known | {"suspect_present": False}, ["suspect_present"], NOON)
    assert isinstance(second, Ask)
    assert second.question.slot == "this_side"
    last = route(DENVER, "theft_cold", known | {"suspect_present": False, "this_side": side}, [], NOON)
    assert isinstance(last, Decided)
    assert last.need == need


def test_a_city_that_was_named_needs_no_question_about_the_side() -> None:
    known: dict[str, bool | str] = {"on_border": True, "suspect_present": False, "city": "Lakewood"}
    assert getattr(route(DENVER, "theft_cold", known, [], NOON), "need", None) == "other_city"
    assert isinstance(route(DENVER, "theft_cold", known | {"city": "Denver"}, [], NOON), Decided)
    anywhere = next(
        name for name in NEEDS if not DENVER.needs.needs[name].within_city and not DENVER.needs.needs[name].question
    )
    assert isinstance(route(DENVER, anywhere, {"on_border": True}, [], NOON), Decided)
