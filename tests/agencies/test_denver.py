"""Denver's own files: complete, sourced, and worded as a good receptionist speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from agencies import Agency
from agencies.directory.vocabulary import TEXT_FACTS
from agencies.line.in_writing import written
from agencies.loader import AGENCIES
from casework.directory.check import understood

DIGITS = {
    w: str(n) for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
} | {"hundred": "00"}  # "one eight hundred"


def every_line(agency: Agency) -> Iterator[tuple[str, str]]:
    """All that can be said, with where it stands."""
    yield "agency.emergency", agency.info.emergency.say
    yield "agency.unsure", agency.info.unsure_say
    for condition in agency.needs.common:
        if condition.say:
            yield f"common.{condition.id}", condition.say
    for name, offer in agency.needs.offers.items():
        yield from ((f"{name}.{part}", getattr(offer, part)) for part in ("prompt", "online_say", "person_say"))
    for name, need in agency.needs.needs.items():
        yield name, need.say
        if need.danger_say:
            yield f"{name}.danger", need.danger_say
        yield from ((f"{name}.{c.id}", c.say) for c in need.conditions if c.say)
    for name, question in agency.questions.items():
        yield from ((f"{name}.{part}", getattr(question, part)) for part in ("prompt", "reprompt"))
    for name, destination in agency.destinations.items():
        if destination.outside_hours:
            yield f"{name}.closed", destination.outside_hours.say
            yield f"{name}.closed_person", destination.outside_hours.person_say
    yield from ((f"notice.{n.id}", n.say) for n in agency.notices)
    prompts = agency.prompts.model_dump()
    prompts.pop("other_languages")
    for name, value in prompts.items():
        yield from value.items() if isinstance(value, dict) else [(name, value)]


def test_denver_handles_every_need_that_the_bot_understands(denver: Agency) -> None:
    assert set(denver.needs.needs) == set(understood(AGENCIES.parent / "domain.yml"))


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\bI'?m (?:an? )?officer\b",
        r"\bI am (?:an? )?officer\b",
        r"\bofficers? (?:is|are) on (?:the|their) way\b",
        r"\bminutes?\b",
        r"\bshortly\b",
        r"\bwill (?:arrive|be there|come)\b",
        r"\bpromise\b",
        r"\bguarantee\b",
        r"\bas soon as\b",
    ],
)
def test_no_line_pretends_to_be_an_officer_or_promises_an_arrival(denver: Agency, forbidden: str) -> None:
    for where, line in every_line(denver):
        allowed = where == "where_is_officer"  # says that it cannot be said
        assert allowed or not re.search(forbidden, line, re.IGNORECASE), f"{where}: {line}"


def test_every_line_is_short_enough_to_listen_to(denver: Agency) -> None:
    for where, line in every_line(denver):
        limit = 60 if where.startswith("greeting") else 45
        assert len(line.split()) <= limit, f"{where}: {line}"


def test_a_prompt_asks_one_question(denver: Agency) -> None:
    for name, question in denver.questions.items():
        assert question.prompt.count("?") == 1, name
        assert question.reprompt.count("?") == 1, name


def test_the_greeting_says_automated_emergency_and_the_way_to_a_person(denver: Agency) -> None:
    greeting = denver.prompts.greeting
    for words in ("automated", "dial nine one one", "press zero", "person"):
        assert words in greeting


def test_lines_for_an_emergency_say_nine_one_one(denver: Agency) -> None:
    spoken = [(name, need.say) for name, need in denver.needs.needs.items() if need.disposition == "911"]
    spoken += [(f"{name}.danger", need.danger_say) for name, need in denver.needs.needs.items() if need.danger_say]
    for name, need in denver.needs.needs.items():
        spoken += [(f"{name}.{c.id}", c.say) for c in need.conditions if c.disposition == "911" and c.say]
    for where, line in spoken:
        assert "nine one one" in line, where
        assert re.search(r"stay on the line|stay with me|I'll connect you", line), (
            f"{where} leaves who cannot dial alone"
        )


def test_the_suicide_line_is_gentle_and_names_nine_eight_eight(denver: Agency) -> None:
    need = denver.needs.needs["suicidal_self_other"]
    assert "nine eight eight" in need.say
    assert need.question is None


@pytest.mark.parametrize(
    "name",
    [
        "dv_current",
        "sexual_assault",
        "suicidal_self_other",
        "speak_to_person",
        "non_english",
        "relay_tty",
        "expected_death",
    ],
)
def test_who_needs_a_person_at_once_is_asked_nothing_and_offered_nothing(denver: Agency, name: str) -> None:
    need = denver.needs.needs[name]
    assert need.question is None
    assert need.offer is None
    assert need.disposition in {"911", "call_taker"}


def test_poison_help_is_said_with_what_makes_it_an_emergency(denver: Agency) -> None:
    need = denver.needs.needs["poison_question"]
    assert re.search(r"trouble breathing.*seizure.*woken.*nine one one", need.say)
    assert "1-800-222-1222" in written(need.say, denver.prompts.in_writing)


def test_who_has_lost_somebody_hears_that_we_are_sorry(denver: Agency) -> None:
    assert denver.needs.needs["expected_death"].say.startswith("I'm so sorry for your loss.")


def test_a_question_about_the_law_is_answered_with_who_knows_it_and_with_a_person(denver: Agency) -> None:
    need = denver.needs.needs["law_question"]
    assert need.question is None
    assert re.search(r"lawyer.*legal aid.*say person", need.say)


def test_numbers_said_aloud_are_numbers_of_the_directory(denver: Agency) -> None:
    phones = [destination.phone for destination in denver.destinations.values()]
    known = {phone[-10:] for phone in phones} | {phone[1:] for phone in phones}
    for where, line in every_line(denver):
        said = "".join(DIGITS.get(word, " ") for word in re.findall(r"[a-z]+", line.lower()))
        for number in said.split():
            if len(number) >= 7:
                assert number in known, f"{where} says {number}, which has no source"
            elif len(number) == 3:
                assert number in {"911", "311", "988"}, f"{where}: {number}"


def test_every_number_has_a_page_as_its_source(denver: Agency) -> None:
    for name, destination in denver.destinations.items():
        assert destination.phone_source.startswith("http"), name


def test_every_other_language_says_emergency_and_holds_on(denver: Agency) -> None:
    lines = denver.prompts.other_languages
    assert {"es", "vi", "ru", "fr"} <= set(lines)
    assert len({line.emergency for line in lines.values()}) == len(lines)


def test_a_barking_dog_never_goes_to_dispatch_by_itself(denver: Agency) -> None:
    need = denver.needs.needs["barking_dog"]
    assert (need.destination, need.conditions, need.question) == ("general_line", [], None)


def test_questions_fill_yes_no_facts(denver: Agency) -> None:
    for name, question in denver.questions.items():
        assert (question.kind == "yes_no") == (question.slot not in TEXT_FACTS), name


def test_every_question_and_destination_is_used(denver: Agency) -> None:
    needs = denver.needs.needs.values()
    asked = {need.question for need in needs if need.question} | {denver.info.limits.border_question}
    assert set(denver.questions) == asked
    used = {need.destination for need in needs} | {offer.person for offer in denver.needs.offers.values()}
    used |= {c.destination for need in needs for c in need.conditions if c.destination}
    assert set(denver.destinations) - used <= {"emergency", "crisis_line", "gas_company"}
