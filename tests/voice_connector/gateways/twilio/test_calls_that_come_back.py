"""Transfers and streams that fail: the caller stays with us, whatever Twilio reports, and is never left on a dead line."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from tests.calls.virtual_time import run_virtually
from tests.voice_connector.gateways.conformance.peer_twilio import Caller, Gathering, GatherPeer, StreamPeer
from tests.voice_connector.gateways.conformance.stage import GREETING, Stage, build, tone
from voice_connector.errors import WireError
from voice_connector.events import CallStarted
from voice_connector.gateways.twilio import wire

_GREETED_S = len(GREETING) * 0.06 + 1.5


def perform(folder: Path, play: Callable[[Stage], Awaitable[None]], heard: tuple[str, ...] = ()) -> None:
    async def main() -> None:
        stage = build(folder, heard)
        try:
            await play(stage)
        finally:
            await stage.strike()

    run_virtually(main())


async def by_stream(stage: Stage) -> Caller:
    caller = await StreamPeer().call(stage)
    await stage.clock.sleep(_GREETED_S)
    return caller


def test_when_no_queue_answers_the_stream_comes_back_and_the_same_call_goes_on(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        caller.nobody_answers = 9
        await caller.wants_person()
        await stage.until(lambda: len(caller.transfers) == 2, within_s=150)
        let_go = caller.socket
        await stage.until(lambda: caller.socket is not let_go, within_s=150)
        back = stage.clock.now()
        await stage.until(lambda: caller.ear.loud(back, stage.clock.now()), within_s=30)
        assert len(stage.exchange.started) == 1
        assert caller.on_the_line

    perform(tmp_path, play)


def test_a_stream_that_is_lost_comes_back_into_the_same_call(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        lost = caller.socket
        assert lost is not None
        lost.close()
        await stage.until(lambda: caller.socket is not lost)
        await stage.clock.sleep(1)
        await caller.press("5")
        await stage.until(lambda: '/dtmf{"digits": "5"}' in stage.bot.messages())
        assert len(stage.exchange.started) == 1
        assert stage.exchange.records == []

    perform(tmp_path, play)


def test_a_caller_whose_stream_breaks_the_protocol_goes_to_a_person(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        assert caller.socket is not None
        caller.socket.give("{nonsense")
        await stage.until(lambda: caller.transfers)
        assert caller.transfers[0].to == "+15550100"

    perform(tmp_path, play)


@pytest.mark.parametrize("way", ["stream", "gather"])
def test_a_transfer_that_fails_after_we_took_it_for_answered_opens_with_an_apology(tmp_path: Path, way: str) -> None:
    """Twilio rang longer than it was told: our record is closed, and the caller is still there."""

    async def play(stage: Stage) -> None:
        peer = StreamPeer() if way == "stream" else GatherPeer()
        caller = await peer.call(stage)
        await stage.clock.sleep(_GREETED_S)
        caller.rings_for_s = 100.0
        caller.nobody_answers = 1
        stage.beside(caller.wants_person())
        again: CallStarted = (await stage.until(lambda: stage.exchange.started[1:], within_s=200))[0]
        assert again.returned == "no_answer"
        assert again.call_id == stage.exchange.started[0].call_id, "the story is forgotten"
        if isinstance(caller, Gathering):
            await stage.until(lambda: caller.read[-1].startswith("I'm sorry, nobody could take your call."))
            await caller.wants_person()
            await stage.over(2)
            first, last = stage.exchange.records
            assert last.turns[: len(first.turns)] == first.turns
            assert len({one["sender"] for one in stage.bot.got}) == 1

    perform(tmp_path, play)


def test_a_caller_who_hangs_up_while_it_rings_has_abandoned_the_call(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        caller.nobody_answers = 9
        await caller.wants_person()
        await stage.until(lambda: caller.transfers)
        await stage.clock.sleep(5)
        await caller.webhooks.dialled(caller.fields(CallStatus="completed", DialCallStatus="canceled"))
        [record] = await stage.over()
        assert record.ended_by == "caller"

    perform(tmp_path, play)


def test_an_emergency_by_stream_is_said_and_then_connected_after_the_grace(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        await caller.speak(np.concatenate([tone(1.0), np.zeros(16_000 * 12, np.int16)]))
        await stage.until(lambda: caller.transfers, within_s=30)
        [record] = await stage.over()
        assert record.disposition == "911"
        assert caller.documents[-1].find("Pause") is None, "the sentence and its grace were ours already"

    perform(tmp_path, play, heard=("he has a gun",))


def test_a_stopping_connector_files_its_record_without_waiting_for_the_answer(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        caller.rings_for_s = caller_rings = 60.0
        caller.nobody_answers = 1
        began = stage.clock.now()
        await stage.exchange.close(12)
        assert stage.clock.now() - began < 12
        assert caller_rings > 12
        [record] = stage.exchange.records
        assert record.failure == "shutdown"
        assert caller.transfers[0].to == "+15550100"

    perform(tmp_path, play)


def test_a_second_stream_for_a_call_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        first = caller.socket
        start = wire.Start("MZ1", caller.sid, "AC0", {"token": caller.webhooks._tokens.issue(caller.sid)})
        with pytest.raises(WireError) as refused:
            caller.webhooks.admit(start)
        assert refused.value.code == "two_streams"
        with pytest.raises(WireError) as replayed:
            caller.webhooks.admit(start)
        assert replayed.value.code == "used_token"
        assert caller.socket is first
        assert first is not None
        assert not first.gone

    perform(tmp_path, play)


def test_a_stream_for_a_call_that_never_rang_is_refused(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        caller = await by_stream(stage)
        foreign = "CA" + "0" * 32
        start = wire.Start("MZ1", foreign, "AC0", {"token": caller.webhooks._tokens.issue(foreign)})
        with pytest.raises(WireError) as refused:
            caller.webhooks.admit(start)
        assert refused.value.code == "no_call"
        assert len(stage.exchange.started) == 1

    perform(tmp_path, play)
