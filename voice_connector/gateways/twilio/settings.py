"""What a telephony engineer sets for Twilio. Off until the auth token is set; each is CIVICLINE_TWILIO__<NAME>."""

from typing import Literal

from pydantic import AnyHttpUrl, BaseModel, Field, SecretStr, model_validator


class TwilioSettings(BaseModel):
    """`public_url` is what the caller of our webhooks types: signatures are made over it, and a proxy hides it from us."""

    auth_token: SecretStr = Field(default=SecretStr(""), description="of the account; empty: this gateway is off")
    account_sid: str = Field(default="", pattern=r"^(AC[0-9a-f]{32})?$", description="if set, no other account's calls")
    public_url: AnyHttpUrl | None = Field(default=None, description="for example https://line.city.example")
    way: Literal["stream", "gather"] = Field(
        default="stream", description="stream: our ears and voice; gather: Twilio's recogniser and voice"
    )
    language: str = Field(default="en-US", pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", description="of gather")
    voice: str = Field(
        default="", max_length=60, pattern=r"^[A-Za-z0-9._-]*$", description="of gather; empty: Twilio's own"
    )
    speech_model: str = Field(default="", max_length=60, pattern=r"^[a-z0-9_-]*$", description="of gather")
    hints: tuple[str, ...] = Field(default=(), max_length=500, description="of gather: street names, for example")
    caller_id: str = Field(
        default="", pattern=r"^(\+[0-9]{7,15})?$", description="shown to who is rung; empty: the caller's"
    )
    sip: dict[str, str] = Field(
        default={},
        description='SIP addresses of destinations, as JSON: {"call_taker": "sip:desk@pbx.example"}; tickets ride there',
    )
    token_s: int = Field(default=30, ge=5, le=300, description="how long after the webhook its stream may connect")

    @property
    def on(self) -> bool:
        return bool(self.auth_token.get_secret_value())

    @property
    def address(self) -> str:
        """The public address without a slash at its end."""
        return str(self.public_url or "").rstrip("/")

    @model_validator(mode="after")
    def _has_address(self) -> "TwilioSettings":
        if self.on and self.public_url is None:
            raise ValueError("a public_url when auth_token is set: signatures are checked against it")
        return self
