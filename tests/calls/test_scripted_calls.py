"""Plays every scripted call of this folder and holds it to what it expects, and to what every call must keep."""

import asyncio
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.calls.script import Expect, Script, load
from tests.calls.stage import Outcome, play
from tests.calls.virtual_time import run_virtually
from voice_connector.events import Interrupted, Timing

HERE = Path(__file__).parent
SCRIPTS = sorted(HERE.glob("*.yml"))
SCHEMA = jsonschema_rs.validator_for(json.loads((HERE.parents[1] / "contracts/call_record.schema.json").read_text()))
DEAD_AIR_S = 9.0  # the longest no-input wait is the caller's own silence; this is ours after the caller spoke


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_call_goes_as_scripted(path: Path, tmp_path: Path) -> None:
    script = load(path)
    outcome: Outcome = run_virtually(play(script, tmp_path))
    _check_always(script, outcome)
    _check(script.expect, outcome)


def test_there_are_at_least_thirty_scripted_calls_with_different_titles() -> None:
    titles = [load(path).title for path in SCRIPTS]
    assert len(set(titles)) == len(titles) >= 30


def test_two_calls_at_once_do_not_hear_each_other(tmp_path: Path) -> None:
    from tests.fakes.bot import FakeBot

    bot = FakeBot()
    noise, graffiti = load(HERE / "ordinary_transfer.yml"), load(HERE / "one_sentence_is_enough.yml")

    async def both() -> tuple[Outcome, Outcome]:
        return await asyncio.gather(
            play(noise, tmp_path, bot, "call-0000000a"), play(graffiti, tmp_path, bot, "call-0000000b")
        )

    one, other = run_virtually(both())
    assert one.record["need"] == "noise_party_now"
    assert other.record["need"] == "graffiti"
    assert set(one.heard).isdisjoint(other.heard)
    assert {got["sender"] for got in bot.got} == {"call-0000000a", "call-0000000b"}


def test_a_script_is_played_the_same_way_twice(tmp_path: Path) -> None:
    script = load(HERE / "barge_in.yml")
    first, second = run_virtually(play(script, tmp_path)), run_virtually(play(script, tmp_path))
    assert first.record == second.record
    assert first.line.shown == second.line.shown


def test_the_bot_is_told_what_the_caller_did_not_hear(tmp_path: Path) -> None:
    outcome: Outcome = run_virtually(play(load(HERE / "barge_in.yml"), tmp_path))
    [got] = outcome.bot.got
    assert got["metadata"]["not_heard"].endswith("How can I help you?")
    assert got["metadata"]["not_heard"] not in outcome.spoken


def _check_always(script: Script, outcome: Outcome) -> None:
    SCHEMA.validate(outcome.record)
    assert outcome.line.most_ahead_s <= 0.2 + 1e-6, "sound was sent more than 200 ms ahead"
    for message in outcome.bot.got:
        assert not message["message"].startswith("/") or message["message"].split("{")[0] in _CHANNEL_EVENTS
    ended_well = outcome.line.transfers or outcome.line.hung_up or outcome.record["ended_by"] == "caller"
    assert ended_well, "the caller was left on a dead line"
    if script.given.channel == "voice":
        _check_no_dead_air(outcome, script.given.silence_allowed_s or DEAD_AIR_S + 7)


_CHANNEL_EVENTS = {
    "/no_input", "/no_match", "/speak_to_person", "/hang_up", "/call_started", "/resume_report", "/dtmf",
    "/other_language", "/transfer_failed",
    "/correct",
}  # fmt: skip


def _check_no_dead_air(outcome: Outcome, longest_s: float) -> None:
    sounds = sorted(outcome.line.sounding + outcome.spoke_at + [(outcome.seconds, outcome.seconds)])
    silent_since = 0.0
    for begin, end in sounds:
        assert begin - silent_since < longest_s, f"silence from {silent_since:.1f} s to {begin:.1f} s"
        silent_since = max(silent_since, end)


def _check(expect: Expect, outcome: Outcome) -> None:
    record, said = outcome.record, outcome.bot.messages(outcome.record["call_id"])
    _in_order(expect.to_bot, said)
    assert expect.to_bot_exactly in (None, said)
    _in_order(expect.spoken, [outcome.spoken], parts=True)
    for part in expect.not_spoken:
        assert part not in outcome.spoken
    _in_order(expect.heard, outcome.heard)
    if expect.transfer != "anything":
        rung = outcome.line.transfers[-1].to.id if outcome.line.transfers else None
        assert rung == expect.transfer
    if expect.rung is not None:
        assert [order.to.id for order in outcome.line.transfers] == expect.rung
    for name in ("disposition", "reason", "need", "ended_by", "language", "ticket"):
        if getattr(expect, name) is not None:
            assert (name, record.get(name)) == (name, getattr(expect, name))
    assert record.get("failure") == expect.failure
    if expect.ticket_in is not None:
        _check_ticket(expect, outcome)
    _check_times(expect, outcome)
    if expect.spooled is not None:
        assert outcome.spool.waiting() == expect.spooled


def _check_ticket(expect: Expect, outcome: Outcome) -> None:
    """The one story of this call is where it should be, under the id that the transfer and the record carry."""
    spooled = [json.loads(path.read_text())["story"] for path in outcome.folder.glob("ticket-*.json")]
    stories = {"casework": list(outcome.casework.tickets.values()), "spool": spooled}
    assert [story["ticket"] for story in stories[expect.ticket_in or ""]] == [outcome.record["ticket"]]
    assert sum(map(len, stories.values())) == 1
    assert {order.ticket for order in outcome.line.transfers} == {outcome.record["ticket"]}


def _check_times(expect: Expect, outcome: Outcome) -> None:
    interruptions = outcome.line.events(Interrupted)
    if expect.interruptions is not None:
        assert len(interruptions) == expect.interruptions
    if expect.stopped_within_ms is not None:
        stopped = outcome.line.times(Interrupted)[0]
        began = max(begin for begin, _ in outcome.spoke_at if begin <= stopped)
        assert (stopped - began) * 1000 <= expect.stopped_within_ms
    _check_giving_way(expect, outcome)
    totals = [timing.total for timing in outcome.line.events(Timing)]
    if expect.answered_within_ms is not None:
        assert totals
        assert max(totals) <= expect.answered_within_ms
    if expect.answered_after_at_least_ms is not None:
        assert max(totals) >= expect.answered_after_at_least_ms
    if expect.lasts_at_most_s is not None:
        assert outcome.seconds <= expect.lasts_at_most_s


def _check_giving_way(expect: Expect, outcome: Outcome) -> None:
    """What our voice does when the caller makes a sound over it."""
    for began, _ in outcome.spoke_at:
        if not any(begin <= began < end for begin, end in outcome.line.sounding):
            continue
        silent, again = next(pause for pause in outcome.line.pauses() if pause[1] > began)
        if expect.silent_within_ms is not None:
            assert (silent - began) * 1000 <= expect.silent_within_ms
        if expect.paused_at_most_ms is not None:
            assert (again - silent) * 1000 <= expect.paused_at_most_ms


def _in_order(wanted: list[str], found: list[Any], *, parts: bool = False) -> None:
    rest = iter(found) if not parts else None
    text, at = " ".join(map(str, found)), 0
    for one in wanted:
        if rest is not None:
            assert any(one == item for item in rest), f"{one!r} is missing, or too early, in {found}"
        else:
            at = text.find(one, at)
            assert at >= 0, f"{one!r} is missing, or too early, in {text!r}"
            at += len(one)
