"""What every call of the process shares, and how one call's ear and mouth are made of it."""

from dataclasses import dataclass, field

from voice_connector.agency_line import AgencyLine
from voice_connector.bot.client import Bot
from voice_connector.call.hearing.ear import Ear
from voice_connector.call.line import Line
from voice_connector.call.speaking.mouth import Ended, Mouth, Sounded, SpokenMouth, WrittenMouth
from voice_connector.call.speaking.pacer import Pacer
from voice_connector.call.turns.inbox import Inbox
from voice_connector.clock import Clock
from voice_connector.fallback import ReadyMade
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Engines
from voice_connector.transfer.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Parts:
    """Built once by app.py."""

    agency_line: AgencyLine
    engines: Engines
    bot: Bot
    tickets: Tickets
    clock: Clock
    settings: CallSettings
    ready_made: ReadyMade
    language_keys: dict[str, str] = field(default_factory=dict)

    def ear(self, inbox: Inbox) -> Ear:
        """The ear of one spoken call; what it hears goes to the inbox."""
        vad = self.engines.new_voice_activity()
        return Ear(vad, self.engines.recogniser, self.clock, self.settings, inbox.put_nowait)

    def spoken_mouth(self, pacer: Pacer, line: Line, ended: Ended, sounded: Sounded) -> Mouth:
        timeout_s = self.settings.speech_timeout_ms / 1000
        return SpokenMouth(self.engines.synthesiser, pacer, line.flush, timeout_s, ended, sounded)

    def written_mouth(self, ended: Ended, sounded: Sounded) -> Mouth:
        return WrittenMouth(ended, sounded, self.clock.now)
