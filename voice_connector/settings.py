"""The connector's settings: every one an environment variable CIVICLINE_<NAME>; a bad value stops the start with one sentence."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from agencies.line.turn_taking import TurnTaking
from voice_connector.errors import SettingsWrong
from voice_connector.gateways.asterisk.settings import AsteriskSettings
from voice_connector.gateways.sip.settings import SipSettings
from voice_connector.gateways.text.settings import TextSettings
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.speech.settings import SpeechSettings


class CallSettings(TurnTaking):
    """How a call behaves. Set one as CIVICLINE_CALL__<NAME>, for example CIVICLINE_CALL__SILENCE_MS=600.

    What is a matter of taste and of the people who call stands in agencies/line/turn_taking.py and may be set by the agency too.
    """

    speculate_after_ms: int = Field(
        default=100, ge=60, le=1_000, description="pause at which recognition begins on trial"
    )
    speculate_answer_after_ms: int = Field(
        default=60,
        ge=40,
        le=1_000,
        description="the same after a word or two in answer to a yes/no question, and while digits are asked for",
    )
    noise_below_ms: int = Field(default=100, ge=20, le=500, description="sound shorter than this is not speech")
    barge_in_hold_ms: int = Field(
        default=100, ge=40, le=1_000, description="sound over our voice at which it pauses, until we know what it is"
    )
    barge_in_noise_ms: int = Field(
        default=700, ge=300, le=5_000, description="sound without words over our voice: it goes on in spite of it"
    )
    barge_in_probe_ms: int = Field(
        default=220, ge=60, le=2_000, description="speech over our voice at which its words are looked at"
    )
    barge_in_unheard_ms: int = Field(
        default=1_200,
        ge=400,
        le=5_000,
        description="speech over our voice that stops it when its words are not known in time",
    )
    language_confidence: float = Field(
        default=0.6,
        ge=0.3,
        le=1.0,
        description="how surely one turn sounds like another language (docs/decisions/0002-recogniser.md)",
    )
    understood_from: float = Field(
        default=0.75,
        ge=0.0,
        le=1.0,
        description="recogniser confidence from which an accent is an accent: such a turn is no doubt about the language",
    )
    written_language_confidence: float = Field(default=0.8, ge=0.3, le=1.0, description="the same for what is typed")
    language_speech_ms: int = Field(
        default=600, ge=0, le=5_000, description="shorter sounds say nothing about a language"
    )
    unclear_below: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        description="recogniser confidence under which words are not used; the bot has its own, higher, limit",
    )
    speech_timeout_ms: int = Field(
        default=6_000, ge=500, le=30_000, description="one recognition or one sentence of our voice"
    )
    frames_stalled_ms: int = Field(
        default=1_500, ge=200, le=10_000, description="no audio for so long in mid-speech ends the utterance"
    )
    ahead_ms: int = Field(default=200, ge=40, le=200, description="sound sent to a transport before it is due")

    def with_agency(self, wishes: TurnTaking) -> "CallSettings":
        """These settings where the environment sets them, else the agency's, else the defaults."""
        return CallSettings(**{**wishes.model_dump(exclude_unset=True), **self.model_dump(exclude_unset=True)})


class Settings(BaseSettings):
    """Everything the connector can be told from outside."""

    model_config = SettingsConfigDict(env_prefix="CIVICLINE_", env_nested_delimiter="__", extra="ignore")

    agency: str = Field(default="denver", pattern=r"^[a-z][a-z0-9_]{0,39}$")
    var: Path = Path("var")
    host: str = "127.0.0.1"
    connector_port: int = Field(default=8080, ge=1, le=65_535)
    bot_domain: Path = Field(default=Path("domain.yml"), description="the bot's lines, spoken ahead of the first call")
    rasa_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:5005")
    bot_token: SecretStr = SecretStr("")  # what opens Rasa's port
    casework_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8100")
    service_token: SecretStr = SecretStr("")
    live_token: SecretStr = Field(
        default=SecretStr(""),
        description="what consoles show to follow and take running calls; unset: the service token",
    )
    casework_token: SecretStr = SecretStr("")  # our credential for casework; without one, the service token
    bot_timeout_ms: int = Field(default=3_000, ge=200, le=30_000)
    casework_timeout_ms: int = Field(default=2_000, ge=100, le=30_000)
    spool: str | None = Field(
        default=None,
        description="a bucket (s3://bucket/prefix) for copies of what waits in the spool; unset: this host's disk alone",
    )
    chats: str | None = Field(
        default=None,
        description="a Valkey or Redis (redis://host:port/number) where web chats are kept, so that any connector goes on"
        " with one whose connector went away, and what calls decided, so that any can be asked; unset: a folder of this host,"
        " for this one after its restart",
    )
    spool_retry_s: int = Field(default=30, ge=1, le=3_600)
    page_secret: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(32)))
    page_token_s: int = Field(default=600, ge=30, le=86_400, description="how long a loaded page may start a call")
    page_origins: tuple[str, ...] = Field(
        default=(), description="extra origins allowed to open the WebSocket; the page's own always is"
    )
    proxies: int = Field(
        default=0, ge=0, le=5, description="proxies of ours before the call page, each adding an address"
    )
    longest_chat_idle_s: int = Field(default=900, ge=30, le=7_200)
    most_calls: int | None = Field(
        default=None, ge=1, le=1_000, description="spoken calls at once in this process; unset: measured at start"
    )
    most_chats: int = Field(default=200, ge=1, le=10_000, description="the same for calls whose sound is not ours")
    answer_within_ms: int = Field(
        default=1_200,
        ge=600,
        le=5_000,
        description="95 of 100 answers should begin so soon",
    )
    answer_late_ms: int = Field(
        default=2_500,
        ge=0,
        le=8_000,
        description="calls beyond that are taken while 95 of 100 answers begin so soon and nothing piles up; 0: none are",
    )
    engines_behind_ms: int = Field(
        default=1_500, ge=200, le=10_000, description="speech work waits so long: new calls go to a person"
    )
    bot_hold_s: float = Field(
        default=15, ge=0, le=120, description="how long calls wait for a bot that restarts before a person takes them"
    )
    hangs_after_s: float = Field(
        default=8,
        ge=0,
        le=120,
        description="a connector whose calls have stood still for so long ends itself: a PBX rings a person then; 0: never",
    )
    drain_s: float = Field(
        default=120, ge=0, le=3_600, description="after SIGTERM: how long calls may go on before a person takes them"
    )
    languages: tuple[str, ...] = Field(
        default=("en",), min_length=1, description="what bot and voice themselves speak; anything else goes to a person"
    )
    language_keys: dict[str, str] = Field(
        default={},
        description='more keys that choose a language, as JSON: {"8": "es"}; those of prompts.yml are known already',
    )
    log_format: Literal["json", "console"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_pii: bool = Field(
        default=False, description="write fields named pii_* to the log; only while looking for a fault"
    )
    call: CallSettings = Field(default_factory=CallSettings)
    asterisk: AsteriskSettings = Field(default_factory=AsteriskSettings)
    sip: SipSettings = Field(default_factory=SipSettings)
    text: TextSettings = Field(default_factory=TextSettings)
    twilio: TwilioSettings = Field(default_factory=TwilioSettings)
    speech: SpeechSettings = Field(default_factory=cast("Callable[[], SpeechSettings]", SpeechSettings))

    @property
    def spool_dir(self) -> Path:
        return self.var / "spool"

    @property
    def chats_dir(self) -> Path:
        """Where chats that are going on are kept, sealed, unless a Valkey is set."""
        return self.var / "chats"

    @property
    def calls_dir(self) -> Path:
        """Where the loopback gateway writes what the caller would have heard."""
        return self.var / "calls"


def load_settings() -> Settings:
    """The settings from the environment. Raises SettingsWrong with one sentence per wrong value."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsWrong(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    wrong = error.errors()[0]
    name = "CIVICLINE_" + "__".join(str(part).upper() for part in wrong["loc"])
    more = f" ({len(error.errors()) - 1} more settings are wrong too.)" if len(error.errors()) > 1 else ""
    value = "" if _is_secret(wrong["loc"], wrong.get("input")) else f" is {wrong.get('input')!r}, but it"
    return f"The setting {name}{value} must satisfy: {wrong['msg'].removeprefix('Value error, ')}.{more}"


def _is_secret(loc: tuple[int | str, ...], value: object) -> bool:
    """A secret that is wrong must not stand in a terminal or a log; a group of settings may hold one."""
    words = str(loc[-1]).lower() if loc else ""
    return isinstance(value, dict) or any(word in words for word in ("token", "secret", "password"))
