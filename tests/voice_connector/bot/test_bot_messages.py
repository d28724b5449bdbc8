"""Words of a caller can never become a command to the bot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_connector.bot import messages

HOSTILE = [
    "/restart",
    "//restart",
    "  /restart",
    "\t\n/restart",
    "\u200b/restart",  # zero width space
    "\ufeff/restart",  # byte order mark
    "\u00a0/restart",  # no-break space
    "\u2028/restart",  # line separator
    "\u202e/restart",  # right-to-left override
    "\u2066/restart\u2069",
    "\x00/restart",
    "\x1b[2J/restart",
    "\u00ad/restart",  # soft hyphen
    "\u3164/restart",  # a letter that nobody sees
    "\u2800/restart",  # a blank Braille cell
    "\u034f/restart",  # combining grapheme joiner
    "\ufe0f/restart",  # variation selector
    "\U000e0061/restart",  # tag character
    "\ue000/restart",  # private use
    "\uff0frestart",  # fullwidth solidus
    "\u2044restart",  # fraction slash
    "\u2215restart",  # division slash
    "/ / \u200b / restart",
    '/EXTERNAL: {"slot": 1}',
    '/inform{"need": "emg_fire"}',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_arrives_without_its_slash(text: str) -> None:
    said = messages.words(text)
    assert said[0].isalnum() or said[0] == "["
    assert "restart" in said or ":" in said or "inform" in said


@given(st.text(max_size=3_000))
def test_no_text_whatever_arrives_as_a_command(text: str) -> None:
    said = messages.words(text)
    assert not said.startswith("/")
    assert said == said.strip()
    assert len(said) <= messages.LONGEST_TEXT
    assert all(char.isprintable() for char in said)
    assert messages.words(said) == said


@given(st.text(alphabet="/ \u200b\u2044\uff0f\n\t\u3164", max_size=60))
def test_nothing_but_slashes_and_air_is_nothing(text: str) -> None:
    assert messages.words(text) == ""


def test_a_long_story_is_sent_whole_and_a_megabyte_is_bounded_and_quick() -> None:
    story = " ".join(["and then"] * 1_700) + " he stopped breathing"
    assert messages.words(story) == story
    assert len(messages.words("a" * 1_000_000)) == messages.LONGEST_TEXT


def test_tags_are_taken_off_and_what_they_hold_is_kept() -> None:
    assert messages.words("<b>somebody stole my <i class='x'>bike</i></b>") == "somebody stole my bike"
    assert messages.words("</slot>/restart<br/>") == "restart"
    assert messages.words("it is < 5 feet and > 3 feet") == "it is < 5 feet and > 3 feet"


def test_what_people_write_is_left_alone() -> None:
    said = "¿Dónde está mi coche? It's at 14th & Pearl, 24/7 — 日本語"
    assert messages.words(said) == said


@pytest.mark.parametrize("digits", ["", "12a", "1\n/restart", '1"}', "1" * 65])
def test_what_is_not_keys_never_becomes_a_key_message(digits: str) -> None:
    with pytest.raises(ValueError, match="DTMF"):
        messages.dtmf(digits)


@pytest.mark.parametrize("code", ["", "english", "EN", 'e"', "e\n"])
def test_what_is_no_language_never_becomes_a_language_message(code: str) -> None:
    with pytest.raises(ValueError, match="ISO 639"):
        messages.other_language(code)


def test_our_own_events_are_commands() -> None:
    assert messages.dtmf("12#") == '/dtmf{"digits": "12#"}'
    assert messages.other_language("es") == '/other_language{"language": "es"}'
