"""Settings that both web apps have: each an environment variable CIVICLINE_<NAME>; a bad value stops the start with one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

from cryptography.fernet import Fernet
from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agencies.live_files import agencies_root

LEAST_KEY = 32


class SettingsWrong(Exception):
    """A setting cannot be used; the message says which and what would be right."""


class PagesSettings(BaseSettings):
    """`web_keys`: what session cookies are encrypted with, the present key first, with blanks between; one is made when there
    is none, and then sessions end with the process. `web_proxies`: how many proxies of ours stand before the app."""

    model_config = SettingsConfigDict(env_prefix="CIVICLINE_", extra="ignore", frozen=True)

    agency: str = Field(default="denver", pattern=r"^[a-z][a-z0-9_]{0,39}$")
    agencies_root: Path = Field(default_factory=agencies_root)
    host: str = "127.0.0.1"
    casework_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8100")
    service_token: SecretStr = SecretStr("")
    casework_token: SecretStr = SecretStr("")  # our credential for casework; without one, the service token
    casework_timeout_ms: int = Field(default=8_000, ge=200, le=60_000)
    web_keys: SecretStr = Field(default_factory=lambda: SecretStr(Fernet.generate_key().decode()))
    web_proxies: int = Field(default=0, ge=0, le=5)
    session_idle_minutes: int = Field(default=120, ge=5, le=1_440)
    requests_a_minute: int = Field(
        default=1_800,
        ge=10,
        le=100_000,
        description="of one address, which a library, an office or many telephones of a carrier share: 150 people who fill a form",
    )
    log_format: Literal["json", "console"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("web_keys")
    @classmethod
    def _long_enough(cls, keys: SecretStr) -> SecretStr:
        each = keys.get_secret_value().split()
        if not each or min(map(len, each)) < LEAST_KEY:
            raise ValueError(f"each key has at least {LEAST_KEY} characters")
        return keys


Chosen = TypeVar("Chosen", bound=PagesSettings)


def load(kind: type[Chosen]) -> Chosen:
    """Raises SettingsWrong with one sentence; the value itself is not repeated, it may be a secret."""
    try:
        return kind()
    except ValidationError as error:
        wrong = error.errors(include_input=False)[0]
        name = "CIVICLINE_" + "__".join(str(part).upper() for part in wrong["loc"])
        raise SettingsWrong(f"The setting {name} must satisfy: {wrong['msg'].removeprefix('Value error, ')}.") from None
