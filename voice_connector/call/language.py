"""Whether the caller speaks a language that the assistant does not, judged from the sound of the first turns (or from what is written)."""

from dataclasses import dataclass, replace

from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript


@dataclass(frozen=True, slots=True)
class LanguageWatch:
    """What has been heard so far. `ours` are ISO 639-1 codes that the assistant speaks."""

    ours: tuple[str, ...]
    turns: int = 0

    def heard(
        self, transcript: Transcript, voiced_ms: int, settings: CallSettings
    ) -> tuple["LanguageWatch", str | None]:
        """The watch after one spoken turn, and the code of another language when that is what the caller speaks.

        One sure turn is enough. Doubtful ones are not added up: an accent makes all of a caller's turns doubtful. Short
        sounds say nothing.
        """
        code, sure = transcript.language, transcript.language_confidence or 0.0
        if self.turns >= settings.language_turns or code is None or voiced_ms < settings.language_speech_ms:
            return self, None
        other = code not in self.ours and sure >= settings.language_confidence
        return replace(self, turns=self.turns + 1), code if other else None

    def written(self, identified: tuple[str, float] | None, settings: CallSettings) -> str | None:
        """The code of another language in which something was written, at any turn."""
        if identified is None:
            return None
        code, sure = identified
        return code if code not in self.ours and sure >= settings.written_language_confidence else None
