"""Callers who each report a lost wallet, turn by turn, through the connector's own client of the bot: held and sent again as there."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
import psycopg

from tests.hosts.party import Party
from voice_connector.bot.client import RasaBot
from voice_connector.bot.holding import HoldingBot
from voice_connector.bot.messages import Message, words
from voice_connector.bot.replies import Ask, Reply
from voice_connector.clock import RealClock

PIN = "eight three six four"
SAID = (
    "i lost my wallet", "you can take it now", "no", "at fourteenth and pearl", "yesterday around noon", "brown leather",
    "sixty dollars", "no", "paula reyes", "seven two oh five five five oh one two two", PIN, "yes",
)  # fmt: skip
Between = Callable[[int], Awaitable[None]]
_numbers = itertools.count(1)


@dataclass
class Reporter:
    call_id: str
    replies: list[Reply] = field(default_factory=list)
    longest_s: float = 0.0

    @property
    def acts(self) -> list[str]:
        return [reply.decision.act for reply in self.replies]


async def report(bot: HoldingBot, between: Between) -> Reporter:
    """A whole report; `between` is awaited before each turn, with its number from 0."""
    caller, clock = Reporter(f"two-hosts-{next(_numbers)}"), RealClock()
    asking = None
    for number, said in enumerate(SAID):
        await between(number)
        known = {"agency": "denver", "channel": "voice", "language": "en", "call_id": caller.call_id}
        told = {**known, **({"asking": asking} if asking else {})}
        began = clock.now()
        reply = await bot.send(caller.call_id, Message(words(said), told))
        caller.longest_s = max(caller.longest_s, clock.now() - began)
        caller.replies.append(reply)
        asking = reply.ask.slot if isinstance(reply, Ask) else None
    return caller


async def reports(
    party: Party, many: int, between: Between, apart_s: float = 0.05, within_s: float = 8.0
) -> list[Reporter]:
    """`within_s`: how long a turn may take before it has failed."""
    address, shown = party.settings.url("rasa"), {"Authorization": f"Bearer {party.settings.bot_token}"}
    async with httpx.AsyncClient(base_url=address, headers=shown, trust_env=False, timeout=within_s) as http:
        bot = HoldingBot(RasaBot(http, within_s), RealClock(), 15.0)

        async def one(number: int) -> Reporter:
            await asyncio.sleep(number * apart_s)
            return await report(bot, between)

        return list(await asyncio.gather(*(one(number) for number in range(many))))


def filed(party: Party) -> tuple[int, int]:
    """(reports that were filed, reports that were begun) in casework's database."""
    with psycopg.connect(party.database) as connection:
        cases = connection.execute("SELECT count(*) FROM cases").fetchone()
        begun = connection.execute("SELECT count(*) FROM reports").fetchone()
    assert cases
    assert begun
    return int(cases[0]), int(begun[0])


def turns_kept(party: Party, call_id: str) -> list[str]:
    """The `turn` of every turn of the caller that the bot's database holds, in order."""
    query = "SELECT data::json->'metadata'->>'turn' FROM events WHERE sender_id = %s AND type_name = 'user' ORDER BY id"
    with psycopg.connect(party.tracker) as connection:
        return [row[0] for row in connection.execute(query, (call_id,))]


def nothing_filed_twice(party: Party, call_ids: list[str]) -> None:
    """Each call has its one record in casework within a while."""
    query = "SELECT count(*), count(DISTINCT call_id) FROM call_records WHERE call_id = ANY(%s)"
    end = time.monotonic() + 30
    found: tuple[int, ...] = ()
    while time.monotonic() < end:
        with psycopg.connect(party.database) as connection:
            row = connection.execute(query, (call_ids,)).fetchone()
        found = tuple(row) if row else ()
        if found == (len(call_ids), len(call_ids)):
            return
        time.sleep(0.2)
    raise AssertionError(f"{found} records of {len(call_ids)} calls")
