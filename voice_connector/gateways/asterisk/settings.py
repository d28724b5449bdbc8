"""What a telephony engineer sets for Asterisk. Off until a password is set; each is CIVICLINE_ASTERISK__<NAME>."""

from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, field_validator

MediaFormat = Literal["slin16", "slin", "ulaw", "alaw"]
_SHORTEST_PASSWORD = 12


class AsteriskSettings(BaseModel):
    """The same user and password serve the WebSocket, the question for the next step and the AudioSocket ids."""

    user: str = Field(default="asterisk", min_length=1, max_length=64, pattern=r"^[^:\s]+$")
    password: SecretStr = Field(default=SecretStr(""), description="empty: this gateway is off")
    old_format: MediaFormat = Field(
        default="slin16", description="what c(...) asks for, where an Asterisk before 22.8 does not say it itself"
    )
    audiosocket_port: int = Field(default=0, ge=0, le=65_535, description="0: no AudioSocket")
    audiosocket_host: str = "127.0.0.1"
    audiosocket_allow: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(), description="networks that may connect; empty: only this machine"
    )
    audiosocket_any_id: bool = Field(
        default=False, description="take calls from those networks whose id was not fetched over HTTP first"
    )
    fetched_within_ms: int = Field(
        default=4_000, ge=500, le=20_000, description="how long a transfer waits for the dialplan's question"
    )

    @property
    def on(self) -> bool:
        return bool(self.password.get_secret_value())

    @field_validator("password")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHORTEST_PASSWORD:
            raise ValueError(f"a password of at least {_SHORTEST_PASSWORD} characters, or none to turn Asterisk off")
        return value
