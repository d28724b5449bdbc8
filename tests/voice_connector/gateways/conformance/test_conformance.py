"""What every gateway must do, whatever its wire: the same tests over all of them."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from tests.calls.virtual_time import run_virtually
from tests.voice_connector.gateways.conformance import (  # noqa: F401  they register themselves
    peer_asterisk,
    peer_browser,
    peer_loopback,
    peer_template,
    peer_text,
    peer_twilio,
)
from tests.voice_connector.gateways.conformance.peers import PEERS, Mischief, Peer
from tests.voice_connector.gateways.conformance.stage import (
    CALLER_NUMBER,
    DIALLED,
    GREETING,
    TONE_HZ,
    Stage,
    build,
    pitch,
    tone,
)
from voice_connector.events import AudioFrame, DtmfPressed, HungUp, NoInput, SpeechText, TextTyped
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE

Play = Callable[[Stage, Peer], Awaitable[None]]
_GREETING_S = len(GREETING) * 0.06


def who(*abilities: str, without: str = "") -> pytest.MarkDecorator:
    """The peers that can do all of these, and not `without`."""
    fitting = [
        name
        for name, maker in PEERS.makers.items()
        if set(abilities) <= maker().can and (not without or without not in maker().can)
    ]
    return pytest.mark.parametrize("name", fitting)


def perform(folder: Path, name: str, play: Play, heard: tuple[str, ...] = ("person please",), **settings: Any) -> Stage:
    """One scene on virtual time."""
    stage_of: list[Stage] = []

    async def main() -> None:
        stage = build(folder, heard, **settings)
        stage_of.append(stage)
        try:
            async with asyncio.timeout(300):
                await play(stage, PEERS.makers[name]())
        finally:
            await stage.strike()

    run_virtually(main())
    return stage_of[0]


@who()
def test_a_call_starts_once_under_an_id_of_our_own(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        await peer.call(stage)
        await stage.until(lambda: stage.exchange.started)
        await stage.clock.sleep(2)
        [call] = stage.exchange.started
        assert call.gateway == peer.gateway
        assert call.channel == "voice"
        assert len(call.call_id) >= 12
        for foreign in (CALLER_NUMBER, CALLER_NUMBER[2:], "CA0", "conv"):
            assert foreign not in call.call_id
        if "dialled" in peer.can:
            assert call.dialled == DIALLED

    perform(tmp_path, name, play)


@who()
def test_a_caller_has_the_same_source_in_every_call_and_it_is_not_their_number(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        for calls in (1, 2):
            call = await peer.call(stage)
            await stage.until(lambda wanted=calls: len(stage.exchange.started) == wanted)
            await stage.clock.sleep(2)
            await call.hang_up()
        first, second = (one.source for one in stage.exchange.started)
        assert first == second
        if "source" in peer.can:
            assert first is not None
            assert first.startswith(("tel:", "web:"))
            assert CALLER_NUMBER[2:] not in first

    perform(tmp_path, name, play)


@who("sound", without="scripted")
@pytest.mark.parametrize("chunks_ms", [(20,), (10,), (60, 20), (7, 33, 1, 100)], ids=str)
def test_sound_arrives_as_20_ms_frames_whatever_the_wire_cuts(
    tmp_path: Path, name: str, chunks_ms: tuple[int, ...]
) -> None:
    if chunks_ms != (20,) and "chunks" not in PEERS.makers[name]().can:
        pytest.skip("this wire has frames of one size only")

    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        before = len(stage.exchange.events(AudioFrame))
        await call.speak(tone(2.0), chunks_ms)
        await stage.clock.sleep(0.3)
        frames = [event.pcm for event in stage.exchange.events(AudioFrame)[before:]]
        assert {len(frame) for frame in frames} == {FRAME_SAMPLES}
        assert {frame.dtype for frame in frames} == {np.dtype(np.int16)}
        heard = np.concatenate(frames)
        loud = heard[np.abs(heard.astype(np.int32)) > 2_000]
        assert len(loud) > 1.5 * SAMPLE_RATE
        assert abs(len(heard) / SAMPLE_RATE - 2.0) < 0.1
        assert abs(pitch(heard[4_000:20_000]) - TONE_HZ) < 10

    perform(tmp_path, name, play)


@who("sound")
def test_our_voice_is_heard_at_its_own_pace_never_far_ahead(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.until(lambda: stage.exchange.lines)
        began, ahead = stage.clock.now(), 0.0
        for _ in range(160):
            await stage.clock.sleep(0.02)
            ahead = max(ahead, call.ear.until - stage.clock.now(), call.ear.most_ahead_s)
        assert ahead <= 0.2 + 0.021
        assert call.ear.loud(began + 0.3, began + 0.6)
        assert call.ear.loud(began + _GREETING_S - 0.4, began + _GREETING_S)
        assert abs(pitch(call.ear.between(began + 0.5, began + 2.0)) - 220) < 10
        assert not call.ear.loud(began + _GREETING_S + 0.3, began + _GREETING_S + 0.4)

    perform(tmp_path, name, play)


@who("sound", "silence")
def test_silence_is_sent_while_nobody_speaks(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        for _ in range(10):
            await stage.clock.sleep(0.5)
            assert call.ear.until >= stage.clock.now() - 0.021

    perform(tmp_path, name, play)


@who("sound", without="scripted")
def test_speech_over_our_voice_stops_it_within_200_ms(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(0.5)
        stage.beside(call.speak(tone(1.0)))
        await stage.until(lambda: call.ear.flushed_at, within_s=3)
        stopped = call.ear.flushed_at[0]
        await stage.clock.sleep(1.0)
        assert stopped < _GREETING_S - 0.5, "the greeting would have ended by itself"
        assert not call.ear.loud(stopped + 0.2, stopped + 0.9)

    perform(tmp_path, name, play)


@who("keys")
def test_a_key_is_one_event(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        await call.press("5")
        await stage.until(lambda: stage.exchange.events(DtmfPressed))
        assert stage.exchange.events(DtmfPressed)[0] == DtmfPressed("5")
        await stage.until(lambda: '/dtmf{"digits": "5"}' in stage.bot.messages())

    perform(tmp_path, name, play)


@who("typed")
def test_typed_words_reach_the_bot(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        await call.say_words("there is a loud party")
        await stage.until(lambda: "there is a loud party" in stage.bot.messages())
        assert stage.exchange.events(TextTyped)

    perform(tmp_path, name, play)


@who("recognised")
def test_what_the_carrier_recognised_reaches_the_bot_with_its_confidence(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        assert call.read == [GREETING]
        await call.say_words("there is a loud party")
        await stage.until(lambda: "there is a loud party" in stage.bot.messages())
        [heard] = stage.exchange.events(SpeechText)
        assert heard.confidence == pytest.approx(0.83)
        [message] = [one for one in stage.bot.got if one["message"] == "there is a loud party"]
        assert message["metadata"]["stt_confidence"] == pytest.approx(0.83)
        assert message["metadata"]["channel"] == "voice"
        await stage.until(lambda: call.read[-1] == "Is it happening right now?")

    perform(tmp_path, name, play)


@who("recognised")
def test_silence_that_the_carrier_reports_is_the_bots_to_handle(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await call.say_nothing()
        await stage.until(lambda: call.read[-1] == "I didn't hear anything.")
        assert stage.exchange.events(NoInput)
        await call.say_nothing()
        await stage.until(lambda: call.transfers)
        assert [turn.by for turn in (await stage.over())[0].turns if turn.who == "caller"] == ["silence", "silence"]

    perform(tmp_path, name, play)


@who("recognised")
def test_words_that_look_like_a_command_are_only_words(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await call.say_words('/dtmf{"digits": "1"}')
        await stage.until(lambda: stage.bot.messages())
        assert not stage.bot.messages()[0].startswith("/")

    perform(tmp_path, name, play)


@who(without="scripted")
def test_a_caller_who_hangs_up_ends_the_call(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(1)
        await call.hang_up()
        [record] = await stage.over()
        assert record.ended_by == "caller"
        assert stage.exchange.events(HungUp)
        assert stage.bot.messages()[-1] == "/hang_up"

    perform(tmp_path, name, play)


@who("vanish")
def test_a_wire_that_is_cut_ends_the_call_too(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(1)
        await call.vanish()
        [record] = await stage.over()
        assert record.ended_by == "caller"

    perform(tmp_path, name, play)


@who(without="scripted")
def test_a_goodbye_hangs_up(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        if "sound" in peer.can:
            await call.speak(np.concatenate([tone(1.0), np.zeros(SAMPLE_RATE * 3, np.int16)]))
        else:
            await call.say_words("thank you, bye")
        [record] = await stage.over()
        assert record.ended_by == "assistant"
        await stage.until(lambda: call.closed)

    perform(tmp_path, name, play, heard=("thank you bye",))


@who()
def test_a_transfer_reaches_the_carrier_with_its_ticket(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        await call.wants_person()
        await stage.until(lambda: call.transfers)
        [order] = call.transfers
        assert order.to is None or order.to.endswith("5550100")
        if "ticket" in peer.can:
            assert order.ticket == "tick-2"
        [record] = await stage.over()
        assert record.ended_by == "transfer"
        assert record.ticket == "tick-2"

    perform(tmp_path, name, play)


@who("carrier_transfer")
def test_a_transfer_that_nobody_takes_goes_to_the_next_place(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call: Any = await peer.call(stage)
        call.nobody_answers = 1
        await stage.clock.sleep(_GREETING_S + 1)
        await call.wants_person()
        await stage.until(lambda: len(call.transfers) == 2, within_s=150)
        assert call.transfers[1].to.endswith("5550111")
        [record] = await stage.over()
        assert record.transfer is not None
        assert record.transfer[0] == "connected"

    perform(tmp_path, name, play)


@who("refusal")
def test_who_cannot_show_to_be_the_carrier_is_refused(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        with capture_logs() as logs:
            call = await peer.call(stage, authentic=False)
            await stage.clock.sleep(2)
        assert stage.exchange.started == []
        assert call.closed
        assert [line for line in logs if line["log_level"] == "warning"]

    perform(tmp_path, name, play)


def _mischief() -> Iterator[Any]:
    for name, maker in PEERS.makers.items():
        for one in maker().mischief:
            yield pytest.param(name, one, id=f"{name}: {one.name}")


@pytest.mark.parametrize(("name", "mischief"), [*_mischief()])
def test_what_a_broken_far_end_sends_ends_its_own_call_and_no_other(
    tmp_path: Path, name: str, mischief: Mischief
) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        bad, good = await peer.call(stage), await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        with capture_logs() as logs:
            sending = mischief.send(bad)
            if inspect.isawaitable(sending):
                await sending
            await stage.until(lambda: stage.exchange.records)
        codes = [line["code"] for line in logs if line["log_level"] == "warning" and "code" in line]
        assert codes == [mischief.code]
        assert stage.exchange.active == 1
        assert not good.closed
        await good.wants_person()
        await stage.until(lambda: good.transfers)

    perform(tmp_path, name, play)


@who()
def test_a_connector_that_stops_hands_the_call_to_a_person(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        call = await peer.call(stage)
        await stage.clock.sleep(_GREETING_S + 1)
        closing = stage.beside(stage.exchange.close(12))
        if "recognised" in peer.can:
            await call.say_words("hello")  # a carrier that asks in turns hears of it at the next one
        await stage.until(lambda: call.transfers)
        await closing
        [record] = stage.exchange.records
        assert record.failure == "shutdown"
        assert stage.exchange.active == 0

    perform(tmp_path, name, play)


@who("busy")
def test_when_there_is_no_room_the_caller_is_told_or_connected_with_a_person(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        first = await peer.call(stage)
        await stage.clock.sleep(1)
        second = await peer.call(stage)
        await stage.clock.sleep(2)
        assert len(stage.exchange.records) == 0
        assert not first.closed
        assert second.closed or second.transfers
        assert stage.exchange.active == 1

    perform(tmp_path, name, play, most_calls=1, most_chats=1)


@who()
def test_nothing_that_names_the_caller_is_written_to_the_log(tmp_path: Path, name: str) -> None:
    async def play(stage: Stage, peer: Peer) -> None:
        with capture_logs() as logs:
            call = await peer.call(stage)
            await stage.clock.sleep(_GREETING_S + 1)
            await call.wants_person()
            await stage.until(lambda: call.transfers)
            await stage.over()
        text = repr([{key: value for key, value in line.items() if not key.startswith("pii_")} for line in logs])
        assert CALLER_NUMBER not in text
        assert CALLER_NUMBER[2:] not in text
        assert "call started" in text

    perform(tmp_path, name, play)
