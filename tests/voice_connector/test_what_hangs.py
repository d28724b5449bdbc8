"""A disk, a store, a machine of ours that answers nothing, not even no: the caller hears us all the same, and reaches a person."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from casework_client.wire_httpx import casework_over
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes.agency_line import fake_agency_line
from tests.fakes.casework import FakeCasework
from voice_connector.apart import Apart
from voice_connector.bot.replies import WireUnsent
from voice_connector.call.journal import Journal
from voice_connector.call.speaking import mouth
from voice_connector.call.speaking.pacer import Pacer
from voice_connector.call.standing import Standing
from voice_connector.chats.kept import KeptChat
from voice_connector.chats.running import RunningChat
from voice_connector.errors import LineBusy
from voice_connector.events import AssistantSays, CallStarted, SpeakingEnded
from voice_connector.gateways.asterisk.audiosocket import AudioSocketLeg
from voice_connector.gateways.sip import server as sip
from voice_connector.gateways.sip.settings import SipSettings
from voice_connector.speech.engines import build_synthesiser
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Speech
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.tts.prompt_store import PromptStore
from voice_connector.transfer.tickets import Tickets

FOR_EVER_S = 3_600.0


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """What a hanging disk waits for; it comes at the test's end."""
    comes = threading.Event()
    yield comes
    comes.set()


async def test_a_disk_that_hangs_takes_no_thread_of_those_that_make_sound(stuck: threading.Event) -> None:
    disk = Apart("a-disk", 2)
    hanging = [asyncio.create_task(disk.run(stuck.wait)) for _ in range(50)]
    await asyncio.sleep(0.05)
    assert await asyncio.wait_for(asyncio.to_thread(lambda: "sound"), 2) == "sound"
    stuck.set()
    assert all(await asyncio.gather(*hanging))


def test_a_caller_is_put_through_although_the_disk_hangs_over_their_ticket() -> None:
    class HangingSpool:
        async def keep_ticket(self, story: dict[str, Any], key: str) -> bool:
            await asyncio.sleep(FOR_EVER_S)
            return True

    async def keep() -> tuple[str | None, float]:
        clock = VirtualClock()
        tickets = Tickets(casework_over(FakeCasework("down").client()), 2.0, HangingSpool())
        unsent = WireUnsent(key="call-1-3", body={"ticket": "chosen-by-the-bot-01"})
        return await tickets.keep(unsent), clock.now()

    ticket, waited_s = run_virtually(keep())
    assert ticket == "chosen-by-the-bot-01", "the screen finds the story as soon as the disk comes back"
    assert waited_s <= 1.0


def test_a_fixed_sentence_is_spoken_although_the_disk_with_the_kept_ones_hangs(
    tmp_path: Path, stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = build_synthesiser(SpeechSettings(var=tmp_path, synthesiser="tone"))

    async def speak() -> tuple[int, float]:
        await voice.prepare(["One moment, please."])
        for name in ("_read", "_write"):
            monkeypatch.setattr(PromptStore, name, lambda *_given, **_named: stuck.wait())
        monkeypatch.setattr(PromptStore, "recall", lambda *_given: None)
        began = asyncio.get_running_loop().time()
        sound = await voice.synthesise("One moment, please.")
        return len(sound.pcm), asyncio.get_running_loop().time() - began

    with monkeypatch.context():
        samples, took_s = asyncio.run(_and_let_go(speak(), stuck))
    assert samples > 0
    assert took_s < 3


async def _and_let_go(work: Any, stuck: threading.Event) -> Any:
    try:
        return await work
    finally:
        stuck.set()


def test_sound_that_is_never_made_ready_for_the_line_is_a_voice_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    class AnotherRate:
        async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
            return Speech(np.ones(100, np.int16), 24_000)

    async def never(*_: Any) -> Pcm:
        await asyncio.sleep(FOR_EVER_S)
        raise AssertionError

    async def flush() -> None: ...

    async def send(_frame: Pcm) -> None: ...

    async def talk() -> SpeakingEnded:
        ended = asyncio.Queue[SpeakingEnded]()
        pacer = Pacer(VirtualClock(), send)
        speaking = mouth.SpokenMouth(AnotherRate(), pacer, flush, 6.0, ended.put_nowait, lambda _id, _at: None)  # type: ignore[arg-type]
        speaking.say(mouth.Utterance(1, "You will never hear this."))
        async with asyncio.timeout(7):
            return await ended.get()

    monkeypatch.setattr(asyncio, "to_thread", never)
    assert run_virtually(talk()).failed == "TimeoutError"


def test_a_sentence_is_heard_although_its_first_sound_cannot_be_told_of() -> None:
    async def talk() -> int:
        sent: list[Pcm] = []

        async def send(frame: Pcm) -> None:
            sent.append(frame)

        def broken(_at: float) -> None:
            raise KeyError("a figure")

        pacer = Pacer(VirtualClock(), send)
        pacing = asyncio.create_task(pacer.run())
        pacer.on_next_sound(broken)
        pacer.queue(np.ones(SAMPLE_RATE, np.int16))
        async with asyncio.timeout(5):
            await pacer.drained()
        pacing.cancel()
        return len(sent)

    assert run_virtually(talk()) == 50


def test_a_pbx_that_reads_nothing_any_more_does_not_hold_up_the_hand_over() -> None:
    class FullPipe:
        def write(self, _data: bytes) -> None: ...

        async def drain(self) -> None:
            await asyncio.sleep(FOR_EVER_S)

    async def leave() -> float:
        clock = VirtualClock()
        await AudioSocketLeg(None, FullPipe(), clock).finish(0.2)  # type: ignore[arg-type]
        return clock.now()

    assert run_virtually(leave()) <= 6


def test_what_is_said_in_a_chat_is_read_although_the_place_where_it_is_kept_hangs() -> None:
    comes, kept = asyncio.Event(), list[int]()

    async def keep(chat: KeptChat) -> None:
        await comes.wait()
        kept.append(len(chat.frames))

    async def talk() -> tuple[list[str], float]:
        clock = VirtualClock()
        call = CallStarted("call00000001", "web", "browser")
        chat = RunningChat(call, keep, clock)
        session: Any = SimpleNamespace(
            journal=Journal(call, "denver", "en", clock), standing=Standing(), post=lambda _event: None
        )
        chat.connected(session)
        keeping = asyncio.create_task(chat.keeping())
        read: list[str] = []
        for text in ("Hello.", "How can I help?"):
            chat.line.show(AssistantSays(text, 1, False, 1.0))
            read.append(await anext(chat.read(len(read))))
        waited_s = clock.now()
        comes.set()
        await clock.sleep(1)
        keeping.cancel()
        return read, waited_s

    read, waited_s = run_virtually(talk())
    assert ["Hello." in read[0], "How can I help?" in read[1]] == [True, True]
    assert waited_s <= 5
    assert kept[-1] == 2, "what came while it hung is kept when it answers"


class Ringing:
    """A baresip call that has been dialled here."""

    peer = "sip:softphone@127.0.0.1"

    def __init__(self, sip_rate: int = 8_000) -> None:
        self.headers: dict[str, str] = {}
        info = SimpleNamespace(tx_ready=True, rx_ready=True, rx_sample_rate=sip_rate, tx_sample_rate=sip_rate)
        self.audio = SimpleNamespace(info=lambda: info)
        self.done: list[str] = []

    async def answer(self) -> None:
        self.done.append("answered")

    async def transfer(self, target: str, timeout: float) -> None:
        self.done.append(target)
        if "busy" in target:
            raise TimeoutError

    async def hangup(self) -> None:
        self.done.append("hung up")


@pytest.mark.parametrize("why", [LineBusy("full", "No room."), RuntimeError("ours")])
async def test_a_softphone_for_which_there_is_no_room_is_put_through_to_a_person(
    why: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sip, "_baresip", lambda: None)
    agency_line = fake_agency_line()
    queues = [queue.to.id for queue in agency_line.switchboard.legs(agency_line.call_taker, "en", datetime.now(UTC))]
    addresses = {name: f"sip:{name}-{'busy' if at == 0 else 'free'}@pbx" for at, name in enumerate(queues)}

    async def hold(*_: Any) -> None:
        raise why

    exchange = SimpleNamespace(
        hold=hold,
        dialled=SimpleNamespace(of=lambda _number: SimpleNamespace(agency_line=agency_line)),
        sources=SimpleNamespace(of_number=lambda _number: None),
    )
    call = Ringing()
    server = sip.SipServer(SimpleNamespace(exchange=exchange), SipSettings(sip=addresses))  # type: ignore[arg-type]
    await server._answer(call)
    assert call.done == ["answered", *list(addresses.values())[:2], "hung up"]
