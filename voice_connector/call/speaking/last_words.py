"""What is still said when something of ours has failed: with our voice if there is one, with ready-made sound if not."""

from voice_connector.call.speaking.voice import Voice
from voice_connector.call.turns.turn_taking import Floor
from voice_connector.errors import EarFailed, VoiceFailed
from voice_connector.fallback import ReadyMade


class LastWords:
    """One call. Nothing here waits for the caller, and nothing raises."""

    def __init__(self, voice: Voice, floor: Floor, ready_made: ReadyMade) -> None:
        self._voice, self._floor, self._ready_made = voice, floor, ready_made

    async def say(self, text: str) -> None:
        """The text to its end."""
        await self._voice.say(text, final=True)
        try:
            await self._floor.until_spoken()
        except EarFailed:
            await self._voice.mouth.quiet()
        except VoiceFailed:
            await self.play(emergency=False)

    async def play(self, *, emergency: bool) -> None:
        """Without a voice: the safety sentence in an emergency, else that something failed."""
        await self._voice.play(*(self._ready_made.emergency if emergency else self._ready_made.failure))
        await self._voice.mouth.quiet()
