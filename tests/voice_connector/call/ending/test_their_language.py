"""A hand-over in the caller's own language, from what an agency has recorded or written."""

import pytest

from tests.fakes.agency_line import fake_agency_line
from voice_connector.agency_line import load_agency_line
from voice_connector.bot import messages
from voice_connector.bot.replies import Decision, Say, Transfer
from voice_connector.call.ending.their_language import in_their_language

EMERGENCY = Decision("transfer", disposition="911", reason="emergency")
PERSON = Decision("transfer", disposition="call_taker", reason="other_language")


def test_denvers_spanish_emergency_is_said_in_spanish_and_leads_with_the_number() -> None:
    lines = load_agency_line("denver").lines
    said = in_their_language(Transfer("Hang up and dial.", EMERGENCY), lines, "es", "voice").text
    assert said.startswith("Si es una emergencia, cuelgue y marque el nueve uno uno.")
    assert "No cuelgue" in said


def test_a_call_hears_english_where_nobody_has_recorded_the_language_and_a_chat_reads_both() -> None:
    lines, reply = load_agency_line("denver").lines, Transfer("Hang up and dial.", EMERGENCY)
    assert in_their_language(reply, lines, "vi", "voice") == reply
    written = in_their_language(reply, lines, "vi", "web").text
    assert written.startswith("Hang up and dial.")
    assert lines.other_emergencies["vi"] in written


def test_only_a_hand_over_changes_its_language() -> None:
    say = Say("Impound is at 5226 Brighton.", PERSON)
    assert in_their_language(say, fake_agency_line().lines, "es", "voice") is say


@pytest.mark.parametrize(
    ("text", "english", "heard"),
    [
        ("no respira", None, {"text": "no respira"}),
        ("/other_language", "not breathing", {"text": "other_language", "english": "not breathing"}),
        ("", None, None),
    ],
)
def test_words_go_beside_the_message_that_names_their_language_and_are_made_harmless(
    text: str, english: str | None, heard: dict[str, str] | None
) -> None:
    assert messages.heard(messages.other_language("es"), text, english) == heard
    assert messages.heard("no respira", text, english) is None
