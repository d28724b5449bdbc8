"""The fault drill: many calls at once, and in the middle of them a process is killed. Nobody may be left on a dead line."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.drills.callers import Treatment, ring
from tests.drills.town import Town
from voice_connector.speech.interfaces import Pcm

_APART_S = 0.4
_RECORDS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Round:
    """One round: who was killed, and how every caller was treated."""

    victim: str
    calls: list[Treatment]
    records_missing: int

    @property
    def lost(self) -> list[Treatment]:
        return [call for call in self.calls if call.ended == "lost"]

    @property
    def good(self) -> bool:
        return not self.lost and not self.records_missing

    def row(self) -> str:
        ended = Counter(call.ended for call in self.calls)
        longest = max((call.longest_wait_s for call in self.calls), default=0.0)
        counts = " | ".join(str(ended[name]) for name in ("answer", "person", "turned_away", "lost"))
        return f"| {self.victim} | {len(self.calls)} | {counts} | {longest:.1f} | {self.records_missing} |"


HEAD = (
    "| killed | calls | answer | person | turned away to a person | lost | longest wait s | records missing |\n|"
    + "---|" * 8
)


def round_of(town: Town, victim: str, turns: Sequence[Pcm], calls: int, kill_after_s: float) -> Round:
    """Calls ring one after the other, then the victim is killed; ends when every call has ended.

    Several victims are joined by +, and killed one after the other, `kill_after_s` apart.
    """
    treatments = asyncio.run(_calls(town, victim, turns, calls, kill_after_s))
    town.whole_again()
    held = [call.call_id for call in treatments if call.call_id and call.ended != "turned_away"]
    return Round(victim, treatments, len(town.missing_records(held, _RECORDS_WITHIN_S)))


async def _calls(town: Town, victim: str, turns: Sequence[Pcm], calls: int, kill_after_s: float) -> list[Treatment]:
    async def one(number: int) -> Treatment:
        await asyncio.sleep(number * _APART_S)
        return await ring(town.address, turns)

    ringing = [asyncio.create_task(one(number)) for number in range(calls)]
    for name in victim.split("+"):
        await asyncio.sleep(kill_after_s)
        await asyncio.to_thread(town.kill, name)
    return list(await asyncio.gather(*ringing))
