"""A bad setting stops the start with one sentence; logs hold nothing that a caller said."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from pydantic import ValidationError

from agencies.line.turn_taking import TurnTaking
from voice_connector import log
from voice_connector.agency_line import load_agency_line
from voice_connector.call.hearing.language import LanguageWatch
from voice_connector.errors import SettingsWrong
from voice_connector.settings import CallSettings, load_settings
from voice_connector.speech.interfaces import Transcript

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "voice_connector").rglob("*.py"))
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
CALLERS_WORDS = {
    "text",
    "words",
    "said",
    "heard",
    "transcript",
    "digits",
    "message",
    "utterance",
    "name",
    "phone",
    "number",
}


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("CIVICLINE_CONNECTOR_PORT", "eighty", "CIVICLINE_CONNECTOR_PORT"),
        ("CIVICLINE_CONNECTOR_PORT", "70000", "65535"),
        ("CIVICLINE_CALL__SILENCE_MS", "5", "CIVICLINE_CALL__SILENCE_MS"),
        ("CIVICLINE_AGENCY", "../etc", "CIVICLINE_AGENCY"),
        ("CIVICLINE_RASA_URL", "localhost", "CIVICLINE_RASA_URL"),
    ],
)
def test_a_bad_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, part: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    assert part in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_an_unknown_agency_is_named_with_those_that_exist() -> None:
    with pytest.raises(SettingsWrong, match="denver"):
        load_agency_line("nowhere")


def test_every_agency_has_a_desk() -> None:
    agency_line = load_agency_line("denver")
    assert agency_line.lines.greeting
    assert agency_line.call_taker.phone
    assert all(agency_line.lines.fixed)


def test_a_language_that_the_agency_has_interpreters_for_is_still_another_one() -> None:
    agency_line = load_agency_line("denver")
    assert agency_line.languages == ("en",)
    assert "es" in agency_line.lines.other_languages
    spanish = Transcript("the police", 0.9, "es", 0.95)
    assert LanguageWatch(agency_line.languages).heard(spanish, 2_000, CallSettings())[1] == "es"


def test_a_wrong_start_is_one_line_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_CONNECTOR_PORT", "no")
    done = subprocess.run(
        [sys.executable, "-m", "voice_connector", "serve"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "CIVICLINE_CONNECTOR_PORT" in done.stderr


def log_calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    loggers = {"logger", "_log", "log", "_logger"}
    return [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in LEVELS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in loggers
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_log_messages_are_constant_and_callers_words_are_marked(path: Path) -> None:
    for call in log_calls(path):
        assert call.args, f"line {call.lineno}: a log line needs a message"
        assert isinstance(call.args[0], ast.Constant), f"line {call.lineno}: the message must be a constant string"
        assert len(call.args) == 1, f"line {call.lineno}: what varies belongs into fields"
        for field in call.keywords:
            assert field.arg is not None, f"line {call.lineno}: fields must be named"
            assert field.arg not in CALLERS_WORDS, (
                f"line {call.lineno}: '{field.arg}' may hold a caller's words; name it pii_{field.arg}"
            )


def test_the_scan_of_log_lines_finds_log_lines() -> None:
    assert sum(len(log_calls(path)) for path in SOURCES) >= 10


def test_no_module_prints() -> None:
    for path in SOURCES:
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        assert not any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls), path


def test_marked_fields_are_dropped_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        log.configure("json", "info")
        log.logger.info("something happened", call_id="c1", pii_text="I am Ann Smith")
        assert "Ann Smith" not in capsys.readouterr().err
        log.configure("json", "info", keep_pii=True)
        log.logger.info("something happened", call_id="c1", pii_text="I am Ann Smith")
        assert "Ann Smith" in capsys.readouterr().err
    finally:
        structlog.reset_defaults()


def test_the_agency_is_asked_where_the_environment_is_silent() -> None:
    wishes = TurnTaking(silence_ms=700, no_input_ms=9_000)
    merged = CallSettings(no_input_ms=5_000).with_agency(wishes)
    assert (merged.silence_ms, merged.no_input_ms) == (700, 5_000)
    assert merged.silence_unfinished_ms == CallSettings().silence_unfinished_ms


def test_pauses_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="not in order"):
        TurnTaking(silence_ms=300, silence_answered_ms=400)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CIVICLINE_TWILIO__AUTH_TOKEN", "an-auth-token-without-an-address"),
        ("CIVICLINE_TEXT__TOKEN", "too-short"),
        ("CIVICLINE_ASTERISK__PASSWORD", "short-too"),
    ],
)
def test_a_secret_that_is_wrong_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    assert name.split("__")[0] in str(wrong.value)
    assert value not in str(wrong.value)
