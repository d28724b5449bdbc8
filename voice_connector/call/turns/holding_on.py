"""Waits for a caller who asked us to hold on, and says now and then that we are still there."""

from voice_connector.call.consulting import Consulting
from voice_connector.call.speaking.voice import Voice
from voice_connector.call.turns.turn_taking import Contribution, Floor, Silence


async def wait(
    floor: Floor, voice: Voice, bot: Consulting, allowed_s: int | None, say: str, every_s: int
) -> Contribution:
    """The caller's next contribution; `say` every `every_s` of the silence that the bot allows this once. No words: no company."""
    left_s = allowed_s
    while say and left_s is not None and left_s > every_s:
        said = await floor.wait(bot.ask, every_s)
        if not isinstance(said, Silence):
            return said
        left_s -= every_s
        await voice.say(say, rate=bot.rate)
    return await floor.wait(bot.ask, left_s)
