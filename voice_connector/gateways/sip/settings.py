"""What a newcomer sets to call with a softphone. Off until CIVICLINE_SIP__ON=true; each is CIVICLINE_SIP__<NAME>."""

from ipaddress import ip_address

from pydantic import BaseModel, Field, model_validator


class SipSettings(BaseModel):
    """There is no password on a SIP call without a registrar: who reaches the port may call. So it is on loopback by itself."""

    on: bool = False
    host: str = Field(default="127.0.0.1", description="the interface to listen on")
    port: int = Field(default=5070, ge=1_024, le=65_535)
    user: str = Field(
        default="civicline",
        pattern=r"^[a-z0-9_.-]{1,40}$",
        description="softphones dial sip:<user>@<host>:<port>, or an agency's number in its place",
    )
    open_to_network: bool = Field(default=False, description="listen beyond loopback: put a firewall before it first")
    allow: tuple[str, ...] = Field(
        default=(), description="SIP addresses that may call (user@host); empty: whoever reaches the port"
    )
    most_calls: int = Field(default=4, ge=1, le=20)
    sip: dict[str, str] = Field(
        default={},
        description='SIP addresses of destinations, as JSON: {"call_taker": "sip:desk@192.0.2.7"}; else it is only told',
    )

    @model_validator(mode="after")
    def _is_closed(self) -> "SipSettings":
        if self.on and not self.open_to_network and not ip_address(self.host).is_loopback:
            raise ValueError("a loopback address as host, or open_to_network=true behind a firewall")
        return self
