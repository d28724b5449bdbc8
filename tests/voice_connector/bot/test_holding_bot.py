"""A bot that restarts costs its callers a moment; one that stays away costs them no more than the time that was set."""

import json

import httpx
import pytest

from tests.calls.virtual_time import VirtualClock, run_virtually
from voice_connector.bot.client import RasaBot
from voice_connector.bot.holding import HoldingBot
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Reply, Say
from voice_connector.errors import BotFailed

HELLO = Message("my car was towed")
ANSWER = [{"text": "When?", "custom": {"civicline": {"act": "inform"}}}]


class Rasa:
    """Down until `back_at`; `how` is what a connection meets meanwhile."""

    def __init__(self, back_at: float, how: str = "refused") -> None:
        self.back_at, self.how, self.asked = back_at, how, 0
        self.told: list[dict[str, object]] = []
        self.clock = VirtualClock()

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        self.told.append(json.loads(request.content)["metadata"])
        if self.clock.now() >= self.back_at:
            return httpx.Response(200, json=ANSWER)
        if self.how == "refused":
            raise httpx.ConnectError("refused", request=request)
        if self.how == "killed":
            raise httpx.RemoteProtocolError("server disconnected", request=request)
        return httpx.Response(int(self.how))

    def bot(self, hold_s: float) -> HoldingBot:
        client = httpx.AsyncClient(base_url="http://bot.test", transport=httpx.MockTransport(self.handle))
        return HoldingBot(RasaBot(client, 3.0), self.clock, hold_s)


@pytest.mark.parametrize("how", ["refused", "killed", "503"])
def test_a_call_goes_on_when_the_bot_comes_back_in_time(how: str) -> None:
    rasa = Rasa(back_at=6.0, how=how)

    async def call() -> tuple[Reply, float, bool]:
        bot = rasa.bot(hold_s=15)
        reply = await bot.send("call-1", HELLO)
        return reply, rasa.clock.now(), bot.away

    reply, at, away = run_virtually(call())
    assert isinstance(reply, Say)
    assert 6.0 <= at < 7.5
    assert not away


def test_a_bot_that_stays_away_is_given_up_after_the_time_and_then_at_once_for_every_call() -> None:
    rasa = Rasa(back_at=9_999)

    async def calls() -> list[float]:
        bot, took = rasa.bot(hold_s=10), []
        for n in range(3):
            began = rasa.clock.now()
            with pytest.raises(BotFailed, match="cannot be reached"):
                await bot.send(f"call-{n}", HELLO)
            took.append(rasa.clock.now() - began)
        return took

    first, *others = run_virtually(calls())
    assert 9 <= first <= 10.2
    assert max(others) < 0.5


@pytest.mark.parametrize("how", ["500", "404"])
def test_a_bot_that_answers_wrongly_is_not_waited_for(how: str) -> None:
    rasa = Rasa(back_at=1.0, how=how)

    async def call() -> float:
        with pytest.raises(BotFailed):
            await rasa.bot(hold_s=15).send("call-1", HELLO)
        return rasa.clock.now()

    assert run_virtually(call()) < 0.5
    assert rasa.asked == 1


def test_after_it_was_back_a_second_restart_is_waited_for_again() -> None:
    rasa = Rasa(back_at=3.0)

    async def calls() -> float:
        bot = rasa.bot(hold_s=10)
        await bot.send("call-1", HELLO)
        rasa.back_at = rasa.clock.now() + 5
        began = rasa.clock.now()
        await bot.send("call-1", HELLO)
        return rasa.clock.now() - began

    assert 4.5 <= run_virtually(calls()) <= 7


def test_a_message_that_is_sent_again_is_known_as_the_same_one() -> None:
    rasa = Rasa(back_at=0.6, how="killed")

    async def calls() -> None:
        bot = rasa.bot(hold_s=10)
        await bot.send("call-1", HELLO)
        await bot.send("call-1", HELLO)

    run_virtually(calls())
    first, second, later = rasa.told[0], rasa.told[-2], rasa.told[-1]
    assert "again" not in first
    assert second == {**first, "again": True}
    assert later["turn"] != first["turn"]
    assert "again" not in later
