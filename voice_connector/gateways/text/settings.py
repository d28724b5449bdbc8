"""What a telephony engineer sets for the text-level gateway. Off until a token is set; each is CIVICLINE_TEXT__<NAME>."""

from pydantic import BaseModel, Field, SecretStr, field_validator

_SHORTEST_TOKEN = 16


class TextSettings(BaseModel):
    """The token is what the far end sends as `Authorization: Bearer ...`."""

    token: SecretStr = Field(default=SecretStr(""), description="empty: this gateway is off")
    refresh_s: int = Field(
        default=60, ge=10, le=3_600, description="the far end shows a sign of life at least so often"
    )
    transfer_status: bool = Field(
        default=False, description="the far end tells how a transfer went, and gives the call back when it failed"
    )
    sip: dict[str, str] = Field(
        default={}, description='SIP addresses of destinations, as JSON: {"call_taker": "sip:desk@pbx.example"}'
    )

    @property
    def on(self) -> bool:
        return bool(self.token.get_secret_value())

    @field_validator("token")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHORTEST_TOKEN:
            raise ValueError(f"a token of at least {_SHORTEST_TOKEN} characters, or none to turn this gateway off")
        return value
