"""A broken file stops the start with file, line, what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agencies import BrokenAgencyFile, UnknownAgency, load_agency
from agencies.yaml_lines import parse

Spoil = Callable[[str, str, str], Path]
CASES = [
    ("agency.yml", 'number: "911"', "number: 911", "'number' reads as a number", 'put it in quotes: "911"'),
    ("agency.yml", "timezone: America/Denver", "timezone: America/Denwer", "no such time zone", "America/Denver"),
    (
        "agency.yml",
        "retention_days: 90",
        "retention_dais: 90",
        "'retention_dais' is not known here",
        "check the spelling",
    ),
    (
        "agency.yml",
        "call_taker: call_taker",
        "call_taker: call_takr",
        "no destination in destinations.yml called 'call_takr'",
        "did you mean 'call_taker'",
    ),
    ("agency.yml", "storm_mode: false", "storm_mode: off", "'storm_mode' is neither true nor false", "true or false"),
    ("agency.yml", "silence_ms: 560", "silence_ms: 100", "'silence_ms' does not fit", "greater than or equal to 200"),
    ("agency.yml", "silence_ms: 560", "silence_ms: 1400", "the pauses are not in order", "the shortest"),
    ("agency.yml", "  no_input_ms: 7000", "  no_inputs_ms: 7000", "'no_inputs_ms' is not known", "check the spelling"),
    (
        "agency.yml",
        "border_question: which_side",
        "border_question: anyone_hurt",
        "asks for something else",
        "slot this_side",
    ),
    ("agency.yml", "id: denver", "id: boulder", "id is 'boulder'", "write the folder's name, denver"),
    (
        "agency.yml",
        "languages: [en, es,",
        "languages: [en, es, xx,",
        "no lines for xx",
        "other_languages in prompts.yml",
    ),
    (
        "destinations.yml",
        'phone: "+17209132000"',
        'phone: "720-913-2000"',
        "not a telephone number",
        "'+17209131311' or '+441414960123'",
    ),
    ("destinations.yml", 'mon: ["07:00-20:00"]', 'mon: ["7-20"]', "not opening hours", "'07:00-20:00'"),
    (
        "destinations.yml",
        "phone_status: official",
        "phone_status: guessed",
        "'phone_status' cannot be 'guessed'",
        "'official'",
    ),
    ("destinations.yml", "    person_say: Three", "    person_sai: Three", "'person_say' is missing", "add it"),
    (
        "needs.yml",
        "question: suspect_in_sight",
        "question: suspect_in_site",
        "no question in questions.yml called 'suspect_in_site'",
        "did you mean 'suspect_in_sight'",
    ),
    (
        "needs.yml",
        "destination: records_unit",
        "destination: archive",
        "no destination in destinations.yml called 'archive'",
        "add it, or use one of",
    ),
    ("needs.yml", "when: {in_danger_now: true}", "when: {in_dangr: true}", "'in_dangr' is not a fact", "in_danger_now"),
    ("needs.yml", "need: auto_theft}", "need: car_gone}", "no need of this file called 'car_gone'", "add it"),
    (
        "needs.yml",
        "say: Sure. I'm connecting",
        "say: At 7 I'm connecting",
        "digits are not spoken well",
        "as people say them",
    ),
    (
        "needs.yml",
        "disposition: case_status",
        "disposition: status",
        "'disposition' cannot be 'status'",
        "'case_status'",
    ),
    ("needs.yml", "    offer: report_online\n", "", "offer and disposition do not fit", "self_service_report"),
    ("needs.yml", "when: {city: neighbour}", "when: {city: Aurora}", "a condition on city names an area", "neighbour"),
    ("questions.yml", "slot: child_or_pet_inside", "slot: locked", "'locked' is not a fact", "child_or_pet_inside"),
    ("notices.yml", "storm_only: true", 'starts: "2026-12-01T18:00:00"', "the time has no zone", "-07:00"),
    ("prompts.yml", "please_wait:", "please_weit:", "'please_wait' is missing", "add it"),
    ("prompts.yml", "please_wait:", "greeting:", "'greeting' stands here twice", "keep one of them"),
    ("prompts.yml", '    key: "8"\n', "", "a key and its offer belong together", "give both"),
    ("prompts.yml", 'key: "8"', 'key: "1"', "a language's key is 3 to 9", 'as in "8"'),
    ("recordings/index.yml", "es_offer.wav", "es_ofer.wav", "there is no recording 'es_ofer.wav'", "beside index.yml"),
    (
        "queues.yml",
        "destination: general_line",
        "destination: generalline",
        "no destination called 'generalline'",
        "did you mean 'general_line'",
    ),
    (
        "queues.yml",
        "call_taker: [call_takers]",
        "call_taker: [call_taker]",
        "no queue called 'call_taker'",
        "call_takers",
    ),
    ("queues.yml", "max_wait_s: 180", "max_wait_s: 1", "'max_wait_s' does not fit", "greater than or equal to 5"),
    (
        "queues.yml",
        "otherwise: [call_takers, city_line]",
        "otherwise: [city_line]",
        "nobody is sure to answer at night",
        "without hours",
    ),
    ("questions.yml", "  kind: yes_no", "   kind: yes_no", "this is not YAML", "indentation"),
    ("questions.yml", "  kind: yes_no", "\tkind: yes_no", "a tab stands", "indent with spaces"),
    ("notices.yml", "say: Because of", "say: Please note: because of", "a colon stands inside", "text in quotes"),
    ("agency.yml", "action: hang_up_and_dial", "action: *dial", "begins with *", "in quotes"),
    ("agency.yml", "languages: [en, es, vi, ru, fr, zh, ar, am]", "languages: [en, es", "bracket", "closed"),
    ("agency.yml", "country: US", "country: UK", "no such country", "such as US or GB"),
    ("agency.yml", "languages: [en, es,", "languages: [es, en,", "does not speak 'es'", "put en first"),
    ("agency.yml", 'number: "911"', 'number: "999"', "999 is no short number of US", "+1"),
    ("destinations.yml", '"+17209131311"', '"+1720913131"', "too few or too many digits", "as in '+1"),
    (
        "agency.yml",
        "dial nine one one",
        "dial the police",
        "'say' does not speak the emergency number 911",
        "nine one one",
    ),
    (
        "prompts.yml",
        "hang up and dial nine one one. To reach",
        "hang up. To reach",
        "'greeting' does not speak",
        "nine one",
    ),
    ("prompts.yml", "In an emergency, call nine one one.", "Hello.", "'greeting_web' does not speak", "nine one one"),
    (
        "needs.yml",
        "dial nine one one, from",
        "dial nine nine nine, from",
        "speaks 999, an emergency number of",
        "nine one",
    ),
    (
        "reports/common.yml",
        "That's an emergency. Hang up now and dial nine one one.",
        "That's an emergency. Hang up now and dial nine nine nine.",
        "'say' speaks 999, an emergency number of",
        "nine one one",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "wrong", "right"), CASES, ids=[f"{c[0]}: {c[3]}" for c in CASES])
def test_a_fault_is_named_with_its_line_and_its_mend(
    spoil: Spoil, file: str, old: str, new: str, wrong: str, right: str
) -> None:
    root = spoil(file, old, new)
    with pytest.raises(BrokenAgencyFile) as caught:
        load_agency("denver", root)
    said = [fault for fault in caught.value.faults if wrong in fault.wrong and right in fault.right]
    assert said, str(caught.value)
    assert said[0].file == f"agencies/denver/{file}"
    assert _near(root / "denver" / file, said[0].line, new or "offer")


def _near(path: Path, line: int, new: str) -> bool:
    """The line is in the file, and what was spoiled stands at most a need's length away from it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = new.splitlines()[0].strip()
    places = [number for number, text in enumerate(lines, 1) if first in text]
    return 1 <= line <= len(lines) and any(abs(line - place) <= 30 for place in places)


def test_the_line_is_exactly_that_of_the_value(spoil: Spoil) -> None:
    root = spoil("agency.yml", "retention_days: 90", "retention_days: 0")
    lines = (root / "denver" / "agency.yml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(BrokenAgencyFile) as caught:
        load_agency("denver", root)
    assert [fault.line for fault in caught.value.faults] == [lines.index("retention_days: 0") + 1]


def test_faults_in_two_files_are_told_at_once(spoil: Spoil) -> None:
    spoil("agency.yml", "retention_days: 90", "retention_days: many")
    root = spoil("prompts.yml", "still_there:", "stil_there:")
    with pytest.raises(BrokenAgencyFile) as caught:
        load_agency("denver", root)
    assert {fault.file for fault in caught.value.faults} == {
        "agencies/denver/agency.yml",
        "agencies/denver/prompts.yml",
    }


def test_a_missing_file_is_named(spoil: Spoil) -> None:
    root = spoil("agency.yml", "denver", "denver")
    (root / "denver" / "notices.yml").unlink()
    with pytest.raises(BrokenAgencyFile, match=r"notices\.yml, line 1: the file is missing; create notices\.yml"):
        load_agency("denver", root)


def test_a_file_that_is_not_text_is_named(spoil: Spoil) -> None:
    root = spoil("agency.yml", "denver", "denver")
    (root / "denver" / "notices.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenAgencyFile, match="UTF-8"):
        load_agency("denver", root)


@pytest.mark.parametrize("file", ["agency.yml", "needs.yml", "destinations.yml", "questions.yml", "prompts.yml"])
def test_an_empty_file_does_not_load(spoil: Spoil, file: str) -> None:
    root = spoil("agency.yml", "denver", "denver")
    (root / "denver" / file).write_text("", encoding="utf-8")
    with pytest.raises(BrokenAgencyFile, match=file):
        load_agency("denver", root)


def test_danger_listed_after_a_calmer_condition_is_refused(spoil: Spoil) -> None:
    root = spoil(
        "needs.yml",
        "      - {id: stolen_instead, when: {reported_stolen: true}, need: auto_theft}",
        "      - {id: stolen_instead, when: {reported_stolen: true}, need: auto_theft}\n"
        '      - {id: hurt, when: {injured: true}, disposition: "911"}',
    )
    with pytest.raises(BrokenAgencyFile, match="danger comes after a calmer condition; move it to the top"):
        load_agency("denver", root)


def test_an_emergency_that_asks_is_refused(spoil: Spoil) -> None:
    root = spoil(
        "needs.yml", "    what: Fire, smoke or an explosion\n", "    what: Fire\n    question: someone_inside\n"
    )
    with pytest.raises(BrokenAgencyFile, match="an emergency asks a question"):
        load_agency("denver", root)


def test_a_question_that_decides_nothing_is_refused(spoil: Spoil) -> None:
    root = spoil("needs.yml", "    question: lane_blocked", "    question: locked_inside")
    with pytest.raises(BrokenAgencyFile, match="no condition looks at child_or_pet_inside"):
        load_agency("denver", root)


@pytest.mark.parametrize("name", ["boulder", "../denver", "", "denver/../denver"])
def test_an_unknown_agency_is_named_with_those_that_exist(name: str) -> None:
    with pytest.raises(UnknownAgency, match="denver"):
        load_agency(name)


def test_unquoted_yes_and_no_stay_words_and_lines_are_kept() -> None:
    document = parse("a:\n  - yes\n  - no\nb: true\n", "x.yml")
    assert document.data == {"a": ["yes", "no"], "b": True}
    assert document.line_of(("a", 1)) == 3
    assert document.line_of(("a", "missing", "deeper")) == 1


def test_control_characters_are_refused_not_read() -> None:
    with pytest.raises(BrokenAgencyFile, match=r"x\.yml, line 2: a control character"):
        parse("a: 1\nb: \x07\n", "x.yml")
