"""What is sent to the bot for each kind of contribution: words, keys, silence, another language."""

from dataclasses import dataclass

from spoken.language_wishes import language_asked_for
from voice_connector.agency_line import AgencyLine
from voice_connector.bot import messages
from voice_connector.bot.replies import WireAsk
from voice_connector.call.hearing import no_match
from voice_connector.call.hearing.language import LanguageWatch
from voice_connector.call.journal import Journal
from voice_connector.call.turns.dtmf import Entered, WantsBack, WantsPerson
from voice_connector.call.turns.turn_taking import Contribution
from voice_connector.events import TextTyped, TurnEnded
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import TextLanguage, Transcript

_TTY = "[tones of a text telephone (TTY)]"  # what the call-taker reads before they answer


@dataclass(frozen=True, slots=True)
class ToBot:
    """A message for the bot and the transcript it came from, if any."""

    text: str
    transcript: Transcript | None = None
    language: str | None = None
    language_in_doubt: bool = False  # the answer begins with the offer of other languages


class Interpreter:
    """One call: remembers languages."""

    def __init__(
        self,
        agency_line: AgencyLine,
        settings: CallSettings,
        text_language: TextLanguage,
        journal: Journal,
        keys: dict[str, str],
    ) -> None:
        self._agency_line, self._settings, self._text_language, self._journal = (
            agency_line,
            settings,
            text_language,
            journal,
        )
        self._language_keys = keys
        self._languages = LanguageWatch(agency_line.languages)

    def read(self, said: Contribution, ask: WireAsk | None = None) -> ToBot:
        """What to send to the bot; `ask` is the question that is open. Every contribution is written into the journal here."""
        if isinstance(said, TurnEnded):
            return self._spoken(said)
        if isinstance(said, TextTyped):
            return self._whispered(said) if said.whispered else self._typed(said.text)
        if isinstance(said, WantsPerson):
            self.note(said)
            return ToBot(messages.speak_to_person())
        if isinstance(said, WantsBack):
            self._journal.caller("*", "keys")
            return ToBot(messages.go_back())
        if isinstance(said, Entered):
            return self._keyed(said.digits, ask)
        self._journal.caller("", "silence")
        return ToBot(messages.no_input())

    def note(self, said: Contribution) -> None:
        """Writes down what will not be answered any more."""
        if isinstance(said, TurnEnded):
            self._journal.caller(said.transcript.text, "speech", said.transcript, said.started_at)
        elif isinstance(said, TextTyped):
            self._typed_down(said)
        elif isinstance(said, WantsPerson):
            if said.by_tty:
                self._journal.caller(_TTY, "speech")
            else:
                self._journal.caller("0", "keys")

    def _spoken(self, turn: TurnEnded) -> ToBot:
        heard = turn.transcript
        self.note(turn)
        self._languages, other = self._languages.heard(heard, turn.voiced_ms, self._settings)
        other = other or self._asked_for(heard.text)
        if other is not None:
            return self._other_language(other, heard)
        in_doubt = self._languages.in_doubt
        if not no_match.has_words(heard, self._settings):
            return ToBot(messages.no_match(), heard, language_in_doubt=in_doubt)
        return ToBot(messages.words(heard.text), heard, heard.language, in_doubt)

    def _typed(self, text: str) -> ToBot:
        words = messages.words(text)
        self._journal.caller(words, "typed")
        other = self._languages.written(self._text_language.identify(words), self._settings) if words else None
        other = other or self._asked_for(words)
        if other is not None:
            return self._other_language(other, Transcript(words))
        if not words:
            return ToBot(messages.no_match())
        return ToBot(words)

    def _whispered(self, said: TextTyped) -> ToBot:
        """A call-taker says for the caller what the bot did not understand."""
        self._typed_down(said)
        words = messages.words(said.text)
        return ToBot(words) if words else ToBot(messages.no_match())

    def _typed_down(self, said: TextTyped) -> None:
        words = messages.words(said.text)
        if said.whispered:
            self._journal.staff(words)
        else:
            self._journal.caller(words, "typed")

    def _keyed(self, digits: str, ask: WireAsk | None) -> ToBot:
        """A key that chooses a language does so until another question is open: then it may be its answer."""
        self._journal.caller(digits, "keys")
        language = self._language_keys.get(digits)
        if language is not None and (ask is None or ask.kind in ("open", "yes_no")):
            return self._other_language(language)
        return ToBot(messages.dtmf(digits))

    def _asked_for(self, text: str) -> str | None:
        """Another language that the caller asks for by its name."""
        code = language_asked_for(text)
        return None if code in self._agency_line.languages else code

    def _other_language(self, code: str, heard: Transcript | None = None) -> ToBot:
        self._journal.language = code
        return ToBot(messages.other_language(code), heard, code)
