"""Settings of telling people, all from CIVICLINE_ environment variables; vendors' secrets stay secret in logs and errors."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from casework.errors import BadSetting


class NotifySettings(BaseSettings):
    """Units are in the names. `notify_queue` None: a SQLite file in `var`; else redis:// or postgresql://.

    `notify_worker`: embedded in serve, or apart (`python -m casework worker`). `public_url`: how the world reaches
    /callbacks and /u on this service, without it there are no status callbacks and no unsubscribe links.
    `citizen_url`: where people see the citizens' pages, for links to them; an agency's own `portal` comes first.
    `dev_messages`: keep the texts of the console vendor, readable at /v1/dev/messages. Never in production.
    """

    model_config = SettingsConfigDict(env_prefix="CIVICLINE_", frozen=True)

    service_token: SecretStr = Field(min_length=16)
    var: Path = Path("var")
    notify_queue: SecretStr | None = None
    notify_worker: Literal["embedded", "apart"] = "embedded"
    notify_threads: int = Field(2, ge=1, le=32)
    notify_batch: int = Field(20, ge=1, le=200)
    notify_poll_s: float = Field(1.0, gt=0, le=60)
    notify_lease_s: float = Field(180, gt=0, le=3600)
    notify_secret: SecretStr | None = None
    public_url: str | None = Field(None, pattern=r"^https?://[^/\s]+(/\S*)?$")
    citizen_url: str | None = Field(None, pattern=r"^https?://[^/\s]+(/\S*)?$")
    dev_messages: bool = False

    twilio_url: str = "https://api.twilio.com"
    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_from: str | None = None
    twilio_messaging_service_sid: str | None = None

    smtp_host: str | None = None
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None

    webhook_url: str | None = Field(None, pattern=r"^https?://\S+$")
    webhook_secret: SecretStr | None = None

    @property
    def signing_key(self) -> bytes:
        """Signs unsubscribe links; from the service token unless one of its own is set, so that tokens can be changed."""
        own = self.notify_secret or self.service_token
        return hashlib.sha256(b"civicline links\0" + own.get_secret_value().encode()).digest()

    @property
    def base_url(self) -> str | None:
        return self.public_url.rstrip("/") if self.public_url else None


def load_notify_settings(**given: Any) -> NotifySettings:
    """Reads the environment, except for what is given; raises BadSetting."""
    try:
        return NotifySettings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        raise BadSetting(
            f"CIVICLINE_{name.upper()} is not usable: {first['msg'][0].lower()}{first['msg'][1:]}."
        ) from None
