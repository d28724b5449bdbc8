"""Settings of speech, each an environment variable CIVICLINE_SPEECH_<NAME>; the connector's settings hold one of these."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from spoken.languages import languages


def _written_languages() -> tuple[str, ...]:
    """Those that are told by script and letters, and every one that has everyday words in spoken/languages.yml."""
    by_letters = ("en", "es", "vi", "zh", "ar", "am", "ru", "fr", "so", "ne", "ko")
    return tuple(dict.fromkeys((*by_letters, *languages().everyday)))


class SpeechSettings(BaseSettings):
    """Which engines, how much work at once, and where models and spoken prompts are kept."""

    model_config = SettingsConfigDict(env_prefix="CIVICLINE_SPEECH_", extra="ignore", populate_by_name=True)

    var: Path = Field(default=Path("var"), validation_alias="CIVICLINE_VAR")
    recogniser: str = Field(
        default="whisper", description="a name of stt/registry.py; auto: the best whose models are installed"
    )
    synthesiser: str = Field(default="auto", description="auto, or a name of tts/registry.py")
    whisper_dir: Path | None = Field(
        default=None, description="a CTranslate2 Whisper folder; None: the bundled base model"
    )
    streets: tuple[str, ...] = Field(default=(), description="expected after 'where?'; the agency's own when empty")
    pronunciations: dict[str, str] = Field(default={}, description="name: spelling for the voice; the agency's own")
    countries: tuple[str, ...] = Field(
        default=("US",), description="whose telephone numbers are said without their code (ISO 3166); the agency's own"
    )
    piper_voice: Path | None = Field(default=None, description="a piper voice (.onnx); None: the bundled joe-us voice")
    fallback_recogniser: str = Field(
        default="moonshine",
        description="or none; hears an utterance over which the recogniser failed twice; loaded when needed",
    )
    engines_in: Literal["processes", "threads"] = Field(
        default="processes", description="threads need less memory, but a crash of an engine ends every call"
    )
    niceness: int = Field(
        default=5, ge=0, le=19, description="of engine processes, so that pacing sound comes before making it"
    )
    stuck_after_ms: int = Field(
        default=20_000, ge=500, description="an engine process that works longer on one job is killed and replaced"
    )
    workers: int = Field(default=2, ge=1, le=64, description="recognitions at the same time, one CPU thread each")
    queue_limit: int = Field(default=16, ge=1, description="waiting recognitions before callers are told EngineBusy")
    speculative_queue_limit: int = Field(
        default=2, ge=0, description="waiting recognitions at which speculative ones are refused"
    )
    job_timeout_ms: int = Field(default=8_000, ge=100)
    max_utterance_ms: int = Field(
        default=28_000, ge=1_000, le=29_000, description="a longer utterance keeps its last part"
    )
    prompt_memory_mb: int = Field(default=64, ge=1, description="spoken prompts kept in memory")
    text_languages: tuple[str, ...] = Field(
        default_factory=_written_languages, description="that a message may be taken for; no other is named"
    )

    @property
    def engine_dir(self) -> Path:
        """Where joined or converted model files are kept."""
        return self.var / "engines"

    @property
    def prompt_dir(self) -> Path:
        """Where spoken prompts are kept between starts."""
        return self.var / "prompts"
