"""Counting results, following links, reading Rasa's warnings, typing to the bot: the pure parts of the commands."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Iterator

import pytest

from launcher import docs_links, progress, rasa_data, rest, results, talk
from launcher.call import what_to_play
from launcher.errors import BadSetting, LauncherError, StepFailed
from launcher.paths import ROOT
from launcher.settings import Settings

JUNIT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def test_counts_add_up_over_suites_and_an_error_counts_as_failed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(JUNIT.format(10, 2, 1, 3))
    (tmp_path / "b.xml").write_text(JUNIT.format(5, 0, 0, 0))
    total = results.from_junit(tmp_path / "a.xml") + results.from_junit(tmp_path / "b.xml")
    assert total.closing_line() == "9 passed, 3 failed, 3 skipped"


@pytest.mark.parametrize(
    ("markdown", "complaint"),
    [
        ("[a](other.md)", None),
        ("[a](other.md#two-words)", None),
        ("[a](other.md#missing)", "no heading"),
        ("[a](nowhere.md)", "no file"),
        ("![p](picture.png)", "no file"),
        ("[a](https://example.org/nowhere)", None),
        ("`[a](nowhere.md)` and\n```\n[a](nowhere.md)\n```", None),
        ("[a](folder%20name/page.md)", None),
    ],
)
def test_a_link_is_broken_when_its_file_or_heading_is_not_there(
    tmp_path: Path, markdown: str, complaint: str | None
) -> None:
    (tmp_path / "folder name").mkdir()
    (tmp_path / "folder name" / "page.md").write_text("# Page\n")
    (tmp_path / "other.md").write_text("# Two `words`\n")
    (tmp_path / "page.md").write_text(markdown)
    found = docs_links.broken_links(tmp_path)
    assert ([] if complaint is None else [complaint]) == [c for m in found for c in ("no file", "no heading") if c in m]


def test_every_guide_is_found_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    guides = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "guides").glob("*.md")}
    assert guides - set(docs_links.LINK.findall(readme)) == set()


def test_a_page_that_code_names_is_there(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("# Page\n")
    there, gone = (f"docs/{page}.md" for page in ("there", "guides/gone"))
    (tmp_path / "room.py").write_text(f'"""More stands in {there} and {gone}."""\n')
    assert docs_links.broken_links(tmp_path) == [
        f"room.py: it names {gone}, which leads to no file; correct the path or write the page."
    ]


def test_rasas_warnings_are_listed_once_and_those_of_libraries_are_not() -> None:
    text = """
/x/rasa/shared/utils/io.py:99: UserWarning: The intent 'bond' is not used in any story.
/x/rasa/shared/utils/io.py:99: UserWarning: The intent 'bond' is not used in any story.
/x/jax.py:1: UserWarning: jax is deprecated.
2026-01-01 WARNING  rasa.validator  - The utterance 'utter_x' is not used.
"""
    assert rasa_data.warnings(text) == [
        "The intent 'bond' is not used in any story.",
        "The utterance 'utter_x' is not used.",
    ]


@pytest.mark.parametrize("hidden", ["/restart", " /restart", "//restart", "\u200b/restart", "\ufeff \u2044/restart"])
def test_what_a_person_types_never_reaches_rasa_as_a_command(hidden: str) -> None:
    assert rest.typed(hidden) == "restart"


def test_a_typed_novel_is_cut_at_the_longest_text() -> None:
    assert len(rest.typed("word " * 4_000)) == rest.LONGEST_TEXT


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (":silence", "/no_input"),
        (":person", "/speak_to_person"),
        (":keys 1234", '/dtmf{"digits": "1234"}'),
        (":keys twelve", None),
        (":unknown", None),
    ],
)
def test_a_colon_stands_for_what_a_telephone_reports(line: str, event: str | None) -> None:
    assert talk.channel_event(line) == event


@pytest.fixture
def bot() -> Iterator[tuple[Settings, list[dict[str, object]]]]:
    """A bot that asks one question and then transfers."""
    received: list[dict[str, object]] = []
    decisions = [{"act": "ask", "ask": {"slot": "where", "kind": "place"}}, {"act": "transfer"}]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            decision = decisions[min(len(received), len(decisions)) - 1]
            answer = json.dumps([{"text": "Words."}, {"custom": {"civicline": decision}}]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Settings({"rasa": server.server_port}, Path("var"), "token"), received
    server.shutdown()
    server.server_close()


def test_a_talk_shows_decisions_says_what_was_asked_and_ends_with_the_transfer(
    bot: tuple[Settings, list[dict[str, object]]], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, received = bot
    lines = iter(["", "/my car is gone", "never asked for"])
    talk.converse(settings, lambda prompt: next(lines))
    assert [turn["message"] for turn in received] == ["/call_started", "my car is gone"]
    assert received[1]["metadata"]["asking"] == "where"  # type: ignore[index]
    assert received[0]["sender"] == received[1]["sender"]
    printed = capsys.readouterr().out
    assert '"act": "transfer"' in printed
    assert next(lines) == "never asked for"


def test_a_bot_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(LauncherError, match="did not answer the turn"):
        rest.send("http://127.0.0.1:9", "token", "call", "hello", {})


@pytest.mark.parametrize(("wav", "text"), [("", ""), ("a.wav", "both"), ("no-such-file.wav", "")])
def test_a_call_needs_one_recording_or_one_text(wav: str, text: str) -> None:
    with pytest.raises(BadSetting):
        what_to_play(wav, text)


def test_turns_of_one_call_are_separated_by_a_bar() -> None:
    assert what_to_play("", "my car is gone | yes |") == ["--say", "my car is gone", "--say", "yes"]


def test_a_step_that_fails_shows_the_end_of_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_VAR", str(tmp_path))
    with pytest.raises(StepFailed) as failed:
        progress.run_step("installing", ["sh", "-c", "seq 1 40; echo the registry is away; exit 4"], "install")
    message = str(failed.value)
    assert message.startswith("installing failed; the whole log is")
    assert message.endswith("    | the registry is away")
    assert "| 20\n" not in message
