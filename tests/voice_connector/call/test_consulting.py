"""What becomes of an urgent event that arrives in the very moment of the bot's answer."""

import asyncio
from types import SimpleNamespace
from typing import Any

from tests.fakes.agency_line import fake_agency_line
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Decision, Reply, Say
from voice_connector.call.answers import ToBot
from voice_connector.call.consulting import Consulting
from voice_connector.call.journal import Journal
from voice_connector.call.turns.inbox import Inbox
from voice_connector.clock import RealClock
from voice_connector.events import CallStarted, DtmfPressed

ANSWER = Say("The impound lot is open until six.", Decision("inform"))


class SlowBot:
    away = False

    def __init__(self) -> None:
        self.answers = asyncio.Event()

    async def send(self, _call_id: str, _message: Message) -> Reply:
        await self.answers.wait()
        return ANSWER


async def test_a_key_in_the_moment_of_the_answer_is_the_next_turn() -> None:
    bot, inbox, noted = SlowBot(), Inbox(), list[Any]()
    journal = Journal(CallStarted("call", "web", "browser"), "denver", "en", RealClock())
    voice: Any = SimpleNamespace(unsaid=lambda: "")
    parts: Any = SimpleNamespace(bot=bot, agency_line=fake_agency_line(), settings=SimpleNamespace(hold_after_ms=1))
    deciding = asyncio.create_task(Consulting(parts, journal, voice, inbox, noted.append).decide(ToBot("where is it")))
    await asyncio.sleep(0.05)  # by now the caller is listened to while the bot is asked
    bot.answers.set()
    inbox.put_nowait(DtmfPressed("0"))
    assert await deciding == ANSWER
    assert noted == []
    assert await asyncio.wait_for(inbox.get(), 1) == DtmfPressed("0")
