"""Who handles a need under these facts at this time: the decision, or the one question that decides it. No I/O."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from agencies.directory.conditions import Facts, Verdict, area_of, judge
from agencies.directory.hours import is_open, opens_spoken
from agencies.directory.shape import Condition, Destination, Need, Notice, Offer, OutsideHours, Question
from agencies.directory.vocabulary import ACT_OF, Act, Disposition
from agencies.loader import Agency

_MOST_HOPS = 4


@dataclass(frozen=True)
class Ask:
    """The one question whose answer changes the result."""

    need: str
    question: Question
    danger: bool = False  # an answer sends the caller to the emergency services


@dataclass(frozen=True)
class Person:
    """Who takes the caller that would rather not serve themselves, and what is said first."""

    destination: str
    say: str


@dataclass(frozen=True)
class Decided:
    """Where the caller goes; `rule` names the condition that decided."""

    need: str
    disposition: Disposition
    destination: str
    say: str
    rule: str
    notices: tuple[Notice, ...] = ()
    offer: Offer | None = None
    person: Person | None = None

    @property
    def act(self) -> Act:
        return ACT_OF[self.disposition]


def route(agency: Agency, need: str, facts: Facts, asked: Collection[str], at: datetime) -> Ask | Decided:
    """Decides for a need. `asked`: slots already asked, never asked again; `at`: aware time.

    A need that the agency leaves out is a call-taker's, in the agency's words.
    """
    followed: list[str] = []
    while True:
        spec = agency.needs.needs.get(need)
        if spec is None:
            return _finished(agency, _person(agency, need, "left_out"), at)
        followed.append(need)
        step = _step(agency, need, spec, facts, asked)
        if not isinstance(step, str):
            return step if isinstance(step, Ask) else _finished(agency, step, at)
        if step in followed or len(followed) >= _MOST_HOPS:
            return _finished(agency, _person(agency, need, "circular"), at)
        need = step


def _step(agency: Agency, name: str, need: Need, facts: Facts, asked: Collection[str]) -> Ask | Decided | str:
    """A decision, a question, or the name of the need that takes over. Danger, then city limits, then the rest.

    A person first: no condition changes that, for 911 would mean to hang up. Which side of a border street it was is asked only
    when nothing more urgent is open.
    """
    if agency.needs.properties.has(name, "person_first"):
        return _default(agency, name, need)
    common = [] if need.disposition == "911" else agency.needs.common  # its own words are better than any general ones
    conditions = [*common, *need.conditions]
    dangers = [condition for condition in conditions if condition.disposition == "911"]
    others = [condition for condition in conditions if condition.disposition != "911"]
    held = _first_held(agency, dangers, facts)
    if held:
        return _by_condition(agency, name, need, held)
    if need.disposition != "911" and need.within_city and (elsewhere := _elsewhere(agency, facts)):
        return elsewhere
    held = _first_held(agency, others, facts)
    question = agency.questions[need.question] if need.question and _may_ask(need, facts) else None
    if question and _answer_matters(agency, [*dangers, *others], held, question.slot, facts):
        if question.slot not in asked and facts.get(question.slot) is None:
            danger = any(_first_held(agency, dangers, {**facts, question.slot: said}) for said in (True, False))
            return Ask(name, question, danger)
        return _by_condition(agency, name, need, held) if held else _unanswered(agency, name, need)
    if side := _border_question(agency, need, facts, asked):
        return Ask(name, side)
    if held:
        return held.need or _by_condition(agency, name, need, held)
    return _default(agency, name, need)


def _may_ask(need: Need, facts: Facts) -> bool:
    return not need.question_when or any(facts.get(name) is True for name in need.question_when)


def _first_held(agency: Agency, conditions: list[Condition], facts: Facts) -> Condition | None:
    limits = agency.info.limits
    return next((c for c in conditions if judge(c, facts, limits)[0] is Verdict.HOLDS), None)


def _answer_matters(
    agency: Agency, conditions: list[Condition], held: Condition | None, slot: str, facts: Facts
) -> bool:
    """Whether a condition before the one that holds hangs on nothing but this unanswered slot."""
    for condition in conditions:
        if condition is held:
            return False
        verdict, hangs_on = judge(condition, facts, agency.info.limits)
        if verdict is Verdict.OPEN and hangs_on == {slot}:
            return True
    return False


def _elsewhere(agency: Agency, facts: Facts) -> str | None:
    city = facts.get("city")
    limits = agency.info.limits
    if not city and facts.get("on_border") is True and facts.get("this_side") is False:
        return limits.neighbour_need
    area = area_of(city, limits) if isinstance(city, str) else None
    if area == "neighbour":
        return limits.neighbour_need
    if area == "airport" and limits.airport:
        return limits.airport.need
    return limits.transit.need if area == "transit" and limits.transit else None


def _border_question(agency: Agency, need: Need, facts: Facts, asked: Collection[str]) -> Question | None:
    """Of a street whose other side is another city: which side it was, once."""
    wanted = agency.info.limits.border_question
    if wanted is None or not need.within_city or facts.get("city") or facts.get("on_border") is not True:
        return None
    question = agency.questions[wanted]
    return None if question.slot in asked or facts.get(question.slot) is not None else question


def _by_condition(agency: Agency, name: str, need: Need, condition: Condition) -> Decided | str:
    if condition.need:
        return condition.need
    assert condition.disposition is not None
    info = agency.info
    fallback = {"911": info.emergency_destination, "call_taker": info.call_taker}
    destination = condition.destination or fallback.get(condition.disposition, need.destination)
    say = condition.say or ((need.danger_say or info.emergency.say) if condition.disposition == "911" else need.say)
    return Decided(name, condition.disposition, destination, say, condition.id)


def _default(agency: Agency, name: str, need: Need) -> Decided:
    offer = agency.needs.offers[need.offer] if need.offer else None
    return Decided(name, need.disposition, need.destination, need.say, "default", offer=offer)


def _unanswered(agency: Agency, name: str, need: Need) -> Decided:
    """The safe branch: a person, in the need's own words where a person takes it anyway."""
    if need.disposition == "call_taker":
        return Decided(name, need.disposition, need.destination, need.say, "unanswered")
    return _person(agency, name, "unanswered")


def _person(agency: Agency, name: str, rule: str) -> Decided:
    return Decided(name, "call_taker", agency.info.call_taker, agency.info.unsure_say, rule)


def _finished(agency: Agency, decided: Decided, at: datetime) -> Decided:
    """The decision as it stands at this hour, with the notices that are said first. An emergency waits for no notice."""
    info = agency.info
    if decided.disposition == "911":
        return decided
    destination = agency.destinations[decided.destination]
    if decided.act == "transfer" and not is_open(destination, at, info.calendar):
        decided = _when_closed(agency, decided, destination, at)
    person = _person_for_offer(agency, decided.offer, at) if decided.offer else None
    notices = tuple(n for n in agency.notices if n.is_on(at, info.is_stormy(at), decided.need))
    return replace(decided, notices=notices, person=person)


def _when_closed(agency: Agency, decided: Decided, destination: Destination, at: datetime) -> Decided:
    closed = _outside_hours(agency, destination, at)
    need = agency.needs.needs.get(decided.need)
    if need and need.when_closed == "inform":
        return replace(decided, disposition="info", say=closed.say, rule="outside_hours")
    person = agency.info.call_taker
    return replace(decided, disposition="call_taker", destination=person, say=closed.person_say, rule="outside_hours")


def _outside_hours(agency: Agency, destination: Destination, at: datetime) -> OutsideHours:
    """What is said when it is closed, with `{opens}` filled in."""
    closed = destination.outside_hours
    assert closed is not None
    opens = opens_spoken(destination, at, agency.info.calendar, agency.prompts.opens, agency.info.usage.day_first)
    said = {name: getattr(closed, name).replace("{opens}", opens) for name in ("say", "person_say")}
    return closed.model_copy(update=said)


def _person_for_offer(agency: Agency, offer: Offer, at: datetime) -> Person:
    destination = agency.destinations[offer.person]
    if is_open(destination, at, agency.info.calendar):
        return Person(offer.person, offer.person_say)
    return Person(agency.info.call_taker, _outside_hours(agency, destination, at).person_say)
