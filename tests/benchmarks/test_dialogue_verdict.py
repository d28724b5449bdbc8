"""The verdict on a played call: each reason for a bad one is found, and only where there is one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks import bench_dialogues, bench_report_length
from benchmarks.dialogue_player import Played
from benchmarks.dialogue_script import read
from benchmarks.dialogue_verdict import (
    DISPOSITION,
    FACT,
    NEED,
    NO_REPLY,
    TAKEN_BACK,
    THREE_TIMES,
    TRAPPED,
    filed,
    questions_before_where,
    reasons,
)
from benchmarks.open_line import AGENCY, ALWAYS, open_agencies
from benchmarks.tables import before, table
from tests.benchmarks.test_dialogue_player import dialogue, reply
from voice_connector.bot.replies import Reply

ROOT = Path(__file__).resolve().parents[2]
WHERE = reply("Where did it happen?", slot="where", kind="place")
OFFER = reply("Now, or a person?", slot="self_service", kind="choice")
SUMMARY = reply("A bike, at Grant. Is that right?", slot="report_summary", kind="yes_no")
FILED = reply("It is filed.", "report", disposition="self_service_report", need="theft_cold")
PERSON = reply("Please hold.", "transfer", disposition="call_taker", need="theft_cold")
EMERGENCY = reply("Dial nine one one.", "transfer", disposition="911", need="emg_fire")
GOODBYE = reply("Goodbye.", "end")


def call(*replies: Reply, said: list[str] | None = None, **parts: Any) -> Played:
    """A call of these replies; it is over when the last one ends or connects it."""
    expect = {"need": ["theft_cold"], "disposition": ["call_taker"], **parts.pop("expect", {})}
    over = replies[-1].decision.act in ("transfer", "end") if replies else False
    told = said or ["words"] * len(replies)
    return Played("theft", dialogue(expect=expect, **parts), told, list(replies), over)


def test_a_call_that_ends_as_it_may_is_good() -> None:
    assert reasons(call(WHERE, PERSON)) == []


def test_another_end_and_another_need_are_two_reasons() -> None:
    assert reasons(call(WHERE, EMERGENCY)) == [NEED, DISPOSITION]


def test_what_was_decided_before_a_goodbye_still_counts() -> None:
    wanted = {"disposition": ["self_service_report"]}
    good = call(OFFER, SUMMARY, FILED, GOODBYE, expect=wanted)
    assert reasons(good) == []
    assert filed(good)


def test_a_call_that_never_ends_is_trapped() -> None:
    assert reasons(call(WHERE, OFFER)) == [TRAPPED]


def test_no_reply_is_its_own_reason() -> None:
    silent = call(WHERE)
    silent.failure = "The bot gave no answer."
    assert reasons(silent) == [NO_REPLY]


def test_the_same_question_three_times_is_bad_for_everybody() -> None:
    assert reasons(call(WHERE, WHERE, PERSON)) == []
    assert reasons(call(WHERE, OFFER, WHERE, SUMMARY, WHERE, PERSON)) == [THREE_TIMES]


def test_anything_else_may_be_asked_after_every_answer_but_not_in_a_row() -> None:
    more = reply("Is there anything else?", "inform", disposition="info")
    assert reasons(call(more, WHERE, more, WHERE, more, PERSON)) == []
    assert reasons(call(more, more, more, PERSON)) == [THREE_TIMES]


@pytest.mark.parametrize(
    ("never", "replies", "broken"),
    [
        ("911", (EMERGENCY,), True),
        ("911", (PERSON,), False),
        ("other_city", (reply("Their police.", "transfer", need="other_city"),), True),
        ("other_city", (PERSON,), False),
        ("theft_cold", (PERSON,), True),
        ("hang_up", (WHERE, GOODBYE), True),
        ("hang_up", (reply("Open at nine.", "inform", disposition="info"), GOODBYE), False),
        ("online_only", (reply("Use the form.", "report", disposition="self_service_report"), GOODBYE), True),
        ("online_only", (OFFER, reply("Use it.", "report", disposition="self_service_report"), GOODBYE), False),
        ("online_only", (SUMMARY, FILED, GOODBYE), False),
        ("question_after_danger", (WHERE, PERSON), True),
        ("question_after_danger", (PERSON,), False),
        ("same_question_three_times", (WHERE, WHERE, WHERE, PERSON), True),
    ],
)
def test_what_must_never_happen(never: str, replies: tuple[Reply, ...], broken: bool) -> None:
    ends = ["911", "call_taker", "info", "self_service_report", "abandoned"]
    judged = call(*replies, expect={"need": [], "disposition": ends, "never": [never]})
    assert bool(reasons(judged)) is broken


def test_danger_that_is_told_later_allows_the_questions_before_it() -> None:
    later = [{"turn": 2, "text": "he has a knife"}]
    expect = {"need": [], "disposition": ["911"], "never": ["question_after_danger"]}
    assert reasons(call(WHERE, EMERGENCY, later=later, expect=expect)) == []
    assert reasons(call(WHERE, WHERE, EMERGENCY, later=later, expect=expect)) == ["never: question_after_danger"]


def test_a_call_that_was_over_before_is_judged_by_what_was_known_then() -> None:
    later = [{"turn": 2, "text": "he has a knife"}]
    expect = {"disposition": ["911"], "early": {"disposition": ["call_taker"]}, "facts": {"where": "grant"}}
    assert reasons(call(PERSON, later=later, expect=expect, opening="at grant")) == []
    assert DISPOSITION in reasons(call(WHERE, PERSON, later=later, expect=expect))


def test_a_fact_that_was_said_must_be_kept_as_decided_or_as_read_back() -> None:
    said, facts = ["my bike", "at grant"], {"facts": {"where": "grant"}}
    known = reply("Hold.", "transfer", disposition="call_taker", need="theft_cold", facts={"where": "Grant St"})
    assert reasons(call(WHERE, PERSON, said=said, expect=facts)) == [FACT]
    assert reasons(call(WHERE, known, said=said, expect=facts)) == []
    assert reasons(call(SUMMARY, PERSON, said=said, expect=facts)) == []


def test_an_answer_that_was_taken_is_kept_by_the_report_though_it_is_never_read_back() -> None:
    when = reply("When did it happen?", slot="when")
    expect = {"facts": {"where": "grant"}}
    assert reasons(call(WHERE, when, PERSON, said=["my bike", "at grant", "a person"], expect=expect)) == []
    assert reasons(call(WHERE, WHERE, PERSON, said=["my bike", "at grant", "a person"], expect=expect)) == [FACT]
    assert reasons(call(when, PERSON, said=["my bike at grant", "a person"], expect=expect)) == [FACT]


def test_a_street_is_what_is_known_of_a_place_until_all_of_it_is() -> None:
    said, facts = ["my bike", "on grant"], {"facts": {"where": "grant"}}
    street = reply("Where on Grant?", slot="where", kind="place", facts={"street": "Grant St"})
    place = reply("When?", slot="when", facts={"street": "Grant St", "where": "Logan St & 11th Ave"})
    assert reasons(call(street, PERSON, said=said, expect=facts)) == []
    assert reasons(call(street, place, PERSON, said=said, expect=facts)) == [FACT]


def test_a_fact_that_was_never_asked_is_not_missed() -> None:
    assert reasons(call(PERSON, said=["my bike"], expect={"facts": {"where": "grant"}})) == []


def test_of_a_telephone_number_the_digits_count() -> None:
    said = ["five five five oh one five two no oh one five three"]
    read_back = reply("Your phone: five five five, zero one five three. Is that right?", slot="report_summary")
    expect = {"facts": {"phone": "0153"}, "facts_not": {"phone": "0152"}}
    assert reasons(call(read_back, PERSON, said=said, expect=expect)) == []
    kept = reply("Hold.", "transfer", disposition="call_taker", need="theft_cold", facts={"phone": "+13035550152"})
    assert reasons(call(WHERE, kept, said=said, expect=expect)) == [FACT, TAKEN_BACK]


def test_questions_are_counted_until_where_is_asked_or_known() -> None:
    danger = reply("Is anyone hurt?", slot="injured", kind="yes_no")
    known = reply("Is anyone hurt?", slot="injured", kind="yes_no", facts={"where": "Grant St"})
    assert questions_before_where(call(OFFER, danger, WHERE, PERSON)) == 2
    assert questions_before_where(call(known, PERSON)) == 0
    assert questions_before_where(call(OFFER, PERSON)) is None


def test_the_report_tells_shares_and_reasons_and_nothing_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_dialogues, "before", lambda name: "")
    secret = ["a line of a caller"]
    text = bench_dialogues.report([call(PERSON, said=secret), call(EMERGENCY, said=secret)])
    assert "| theft | 2 | 1 | 50% |" in text
    assert f"| {DISPOSITION} | 1 | theft 1 |" in text
    assert "reports filed" not in text
    assert "| of these, reports filed | 1 |" in bench_dialogues.report([call(SUMMARY, FILED, GOODBYE), call(PERSON)])
    assert secret[0] not in text


def test_the_length_of_a_report_is_told_by_kind_with_its_target() -> None:
    text = bench_report_length.report(
        [call(WHERE, SUMMARY, FILED, GOODBYE, expect={"disposition": ["self_service_report"]})]
    )
    assert "| theft | yes | 4 | 15 | 0 | 2 | 0 of 0 | 11 turns, 200 words |" in text


def test_every_kind_of_report_has_a_caller_who_helps() -> None:
    kinds = {file.stem for file in (ROOT / "agencies/denver/reports").glob("*.yml")} - {"common"}
    callers = {file.stem: read(file) for file in (ROOT / "benchmarks/report_callers").glob("*.yml")}
    assert set(callers) == kinds
    assert all("self_service_report" in one.expect.disposition for all_ in callers.values() for one in all_)


def test_the_table_of_an_earlier_run_is_printed_below(tmp_path: Path) -> None:
    assert before("dialogues", tmp_path) == ""
    record = {"commit": "abc1234", "taken_at": "2026-11-28", "tables": [[{"topic": "all", "good": "25"}]]}
    (tmp_path / "dialogues_before.json").write_text(json.dumps(record))
    assert before("dialogues", tmp_path).endswith(table(("topic", "good"), [("all", "25")]))


def test_the_city_of_the_callers_never_closes(tmp_path: Path) -> None:
    told = yaml.safe_load((open_agencies(tmp_path) / AGENCY / "destinations.yml").read_text("utf-8"))
    hours = [one["hours"] for one in told.values() if "hours" in one]
    assert hours
    assert all(one == ALWAYS for one in hours)
