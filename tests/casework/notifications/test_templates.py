"""Every event has words in every language; a mistake in them is told with file, line and mend; nothing private leaks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agencies import BrokenAgencyFile, load_agency
from agencies.loader import AGENCIES
from agencies.messages.files import examples, load_messages
from agencies.messages.sms_length import parts
from agencies.messages.template import BadWording, fill, variables_of
from agencies.messages.values import COMMON, EVENTS, OPTIONAL, VARIABLES
from casework.cases.machine import life
from casework.notifications.wording import write

MESSAGES = load_messages("denver", AGENCIES)
AGENCY = load_agency("denver")
EVERY = [(language, event) for language in MESSAGES.templates for event in MESSAGES.templates[language]]


def test_there_are_more_than_forty_templates_and_each_language_is_complete() -> None:
    assert len(EVENTS) >= 40
    assert {language: set(found) for language, found in MESSAGES.templates.items()} == {
        "en": set(EVENTS),
        "es": set(EVENTS),
    }


def test_spanish_says_that_no_native_speaker_has_read_it_yet() -> None:
    assert {name: frame.reviewed_by_native_speaker for name, frame in MESSAGES.frames.items()} == {
        "en": True,
        "es": False,
    }


def test_every_event_of_the_life_of_a_case_has_a_template() -> None:
    of_stages = {stage.event for stage in life().all_stages.values() if stage.event}
    of_moves = {move.event for move in life().moves.values() if move.event}
    assert of_stages
    assert of_moves
    assert of_stages | of_moves | set(life().notices) | {"message_waiting"} <= set(EVENTS)


def test_every_event_told_in_the_code_has_a_template_that_knows_its_values() -> None:
    """Where an event and its values stand in the source as they are (intake's codes, for one)."""
    found = 0
    for path in sorted((AGENCIES.parent / "casework").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Happened"):
                continue
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            event, values = given.get("event"), given.get("values")
            if isinstance(event, ast.Constant) and isinstance(values, ast.Dict):
                names = {key.value for key in values.keys if isinstance(key, ast.Constant)}
                assert event.value in EVENTS, path
                assert EVENTS[event.value] - OPTIONAL <= names <= EVENTS[event.value], f"{path}: {event.value}"
                found += 1
    assert found >= 1


def test_every_variable_that_is_used_exists() -> None:
    for language, event in EVERY:
        template = MESSAGES.templates[language][event]
        for source in (template.sms, template.subject, template.body, template.spoken):
            assert variables_of(source) <= COMMON | EVENTS[event], (language, event)
    assert COMMON | frozenset().union(*EVENTS.values()) <= set(VARIABLES)


@pytest.mark.parametrize(("language", "event"), EVERY)
def test_each_message_can_be_written_for_every_channel(language: str, event: str) -> None:
    given = {name: text for name, text in examples(event).items() if name in EVENTS[event]}
    sms, email, voice = (
        write(MESSAGES, AGENCY, event, channel, language, given, "theft_cold") for channel in ("sms", "email", "voice")
    )
    assert parts(sms.body) <= MESSAGES.rules.sms_most_parts
    assert "{" not in sms.body + email.body + (email.subject or "") + voice.body
    assert email.subject
    assert "\n" not in email.subject
    assert not re.search(r"\bPIN (is|es) \S*\d", email.body), "no PIN, ever"
    kind = MESSAGES.frames[language].kinds["theft_cold"]
    assert kind not in sms.body + voice.body + email.subject, "strangers may see or hear it"
    if event not in ("code_issued", "report_saved", "report_expiring", "report_link", "one_time_code"):
        assert not sms.secret
    assert ("code" in given and "40417" in sms.body) == (event in ("code_issued", "report_saved")), (
        "a code only where it belongs"
    )


def test_no_variable_is_a_secret_but_the_code() -> None:
    assert not {name for name in VARIABLES if "pin" in name.split("_") or "password" in name}


def test_a_number_is_said_digit_by_digit_and_a_time_as_a_day() -> None:
    voice = write(MESSAGES, AGENCY, "number_issued", "voice", "en", {"number": "2026-417702"}).body
    assert "two zero two six, four one seven, seven zero two" in voice
    assert "seven two zero, nine one three" in voice
    when = {"when": "2026-11-24T22:00:00+00:00"}
    assert "Tuesday, November 24 at 3:00 PM" in write(MESSAGES, AGENCY, "court_date", "sms", "en", when).body
    assert (
        "martes 24 de noviembre a las 3:00 de la tarde" in write(MESSAGES, AGENCY, "court_date", "sms", "es", when).body
    )


def test_the_agency_s_line_is_written_and_said_as_its_own_people_dial_it() -> None:
    there = load_agency("thornmouth", AGENCIES.parent / "tests" / "agencies_elsewhere")
    sms, voice = (write(MESSAGES, there, "please_call", channel, "en", {}).body for channel in ("sms", "voice"))
    assert "01632 960120" in sms
    assert "zero one, six three two, nine six zero, one two zero" in voice


def test_a_language_without_templates_gets_the_first_one() -> None:
    assert write(MESSAGES, AGENCY, "please_call", "sms", "am", {}).language == "en"
    assert write(MESSAGES, AGENCY, "please_call", "sms", "es-MX", {}).language == "es"


def test_a_value_cannot_bring_a_header_or_a_template_with_it() -> None:
    evil = "Officer\r\nBcc: all@example.org {{ 7*7 }} \u202e"
    mail = write(MESSAGES, AGENCY, "officer_assigned", "email", "en", {"officer": evil})
    assert "\r" not in mail.body
    assert "\nBcc" not in mail.body
    assert "{{ 7*7 }}" in mail.body, "it stands there as it was written"
    assert "\u202e" not in mail.body


@given(value=some.text(max_size=400))
def test_any_value_is_written_as_one_line(value: str) -> None:
    body = write(MESSAGES, AGENCY, "redirected", "sms", "en", {"destination": value}).body
    assert "\n" not in body
    assert len(body) < 600


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ officer.__init__.__globals__ }}",
        "{% for x in range(9) %}{{ x }}{% endfor %}",
        "{{ officer|attr('__class__') }}",
        "{{ cycler }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_cannot_reach_beyond_its_words(source: str) -> None:
    with pytest.raises(BadWording):
        fill(source, {"officer": "x"})


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("en/intake.yml", "{{ code }}. Keep", "{{ coed }}. Keep", ["en/intake.yml, line", "'coed'", "does not give"]),
        ("en/intake.yml", "{{ code }}. Keep", "{{ code. Keep", ["en/intake.yml, line", "cannot be read"]),
        ("en/intake.yml", "We received your {{ report }}. Next", "We received {{ kind }}. Next", ["strangers may see"]),
        ("en/closing.yml", "closed_unfounded:", "closed_unfonded:", ["there is no event 'closed_unfonded'"]),
        ("es/closing.yml", "closed_unfounded:", "closed_resolved:", ["stands here twice"]),
        ("en/service.yml", "voice: Please call us when", "voice: Please call 911 when", ["says digits in a call"]),
        ("en/service.yml", "Please call us at", "Please call us " + "very " * 150 + "soon at", ["parts", "shorten"]),
        ("en/service.yml", "subject: Please call us", "subject: Please {{ agency", ["'subject'", "cannot be read"]),
        ("rules.yml", "sms: [console]", "sms: [smtp]", ["smtp cannot send sms"]),
        ("rules.yml", 'begin: "21:00"', 'begin: "25:00"', ["not a time of day"]),
        ("rules.yml", "code_issued:", "code_isued:", ["there is no event 'code_isued'"]),
        ("rules.yml", "do: neutral}", "do: shout}", ["cannot be 'shout'"]),
    ],
)
def test_a_mistake_is_told_with_file_line_and_mend(
    messages_root: Path, file: str, old: str, new: str, said: list[str]
) -> None:
    path = messages_root / "denver" / "messages" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenAgencyFile) as broken:
        load_messages("denver", messages_root)
    for words in said:
        assert words in str(broken.value)
    assert all(fault.line >= 1 and fault.right for fault in broken.value.faults)


def test_a_template_that_is_missing_is_told(messages_root: Path) -> None:
    (messages_root / "denver" / "messages" / "en" / "closing.yml").unlink()
    with pytest.raises(BrokenAgencyFile, match="'closed_resolved' has no template"):
        load_messages("denver", messages_root)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("😀" * 35, 1),
    ],
)
def test_the_parts_of_a_text_are_counted_as_carriers_do(text: str, count: int) -> None:
    assert parts(text) == count


def test_a_name_with_a_typographers_apostrophe_does_not_make_two_parts_of_one() -> None:
    typed, plain = (
        write(
            load_messages("denver", AGENCIES), load_agency("denver"), "officer_assigned", "sms", "en", {"officer": name}
        )
        for name in ("Officer O’Brien", "Officer O'Brien")
    )
    assert typed.body == plain.body
    assert typed.sms_parts == plain.sms_parts == 1
