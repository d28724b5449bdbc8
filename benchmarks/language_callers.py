"""What a caller of another language is answered, turn after turn: by the sound alone, or by the bot as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from voice_connector.agency_line import AgencyLine
from voice_connector.bot.client import Bot
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Ask, Transfer
from voice_connector.call.answers import Interpreter
from voice_connector.call.hearing.language import LanguageWatch
from voice_connector.call.journal import Journal
from voice_connector.call.telling import metadata
from voice_connector.clock import RealClock
from voice_connector.events import CallStarted, TurnEnded
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript
from voice_connector.speech.lid.text import LinguaTextLanguage
from voice_connector.speech.settings import SpeechSettings

Heard = Sequence[tuple[Transcript, int]]  # with the milliseconds of speech in it


@dataclass(frozen=True, slots=True)
class Answered:
    """One caller: how often the answer was in English, whether other languages were offered, and what was named at last."""

    in_english: int
    offered: bool
    language: str | None  # of a caller who was sent on because of it


class Answering(Protocol):
    async def answer(self, heard: Heard, offered: bool) -> Answered:
        """Until the language is found, or somebody else answers. `offered`: the caller understands the offer."""
        ...


class BySound:
    """The connector's judgement, and an English answer for all that it lets pass."""

    async def answer(self, heard: Heard, offered: bool) -> Answered:
        watch, in_english, offers = LanguageWatch(("en",)), 0, 0
        for transcript, voiced_ms in heard:
            watch, other = watch.heard(transcript, voiced_ms, CallSettings())
            if other is not None:
                return Answered(in_english, offers > 0, other)
            offers += watch.in_doubt
            in_english += not (watch.in_doubt and offered)
        return Answered(in_english, offers > 0, None)


class ByBot:
    """The real bot's answers: who is not understood twice is connected with a person, whatever the language."""

    def __init__(self, bot: Bot, agency_line: AgencyLine) -> None:
        self._bot, self._agency_line, self._callers = bot, agency_line, 0
        self._written = LinguaTextLanguage(SpeechSettings().text_languages)

    async def answer(self, heard: Heard, offered: bool) -> Answered:
        self._callers += 1
        call = CallStarted(f"language-{self._callers}", "voice", "loopback")
        journal = Journal(call, self._agency_line.agency, "en", RealClock())
        interpreter = Interpreter(self._agency_line, CallSettings(), self._written, journal, {})
        in_english, offers, ask = 0, 0, None
        for transcript, voiced_ms in heard:
            meaning = interpreter.read(TurnEnded(transcript, 0.0, 0.0, 0.0, 0.0, voiced_ms), ask)
            reply = await self._bot.send(call.call_id, Message(meaning.text, metadata(journal, meaning, ask)))
            if isinstance(reply, Transfer):
                language = journal.language
                return Answered(in_english, offers > 0, None if language == "en" else language)
            ask = reply.ask if isinstance(reply, Ask) else None
            offers += meaning.language_in_doubt
            in_english += not (meaning.language_in_doubt and offered)
        return Answered(in_english, offers > 0, None)
