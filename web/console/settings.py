"""What an operator sets for the console; what both apps have stands in web/shared/settings.py."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr

from web.shared.settings import PagesSettings


class ConsoleSettings(PagesSettings):
    """`connector_url`: where calls and chats are held, several with blanks between. `live_token`: what the connectors want for
    it; without one the service token is shown. `session_idle_minutes` is what casework allows too (CJIS AC-11). `citizen_url`:
    where people see the citizens' pages, for links that are given to them. `var`: where the versions of changed agency files
    are kept."""

    var: Path = Path("var")
    console_port: int = Field(default=8300, ge=1, le=65_535)
    connector_url: str = "http://127.0.0.1:8080"
    live_token: SecretStr = SecretStr("")
    citizen_url: str = "http://127.0.0.1:8200"
    session_idle_minutes: int = Field(default=30, ge=5, le=1_440)

    @property
    def connectors(self) -> tuple[str, ...]:
        return tuple(address.rstrip("/") for address in self.connector_url.split())

    @property
    def pages_address(self) -> str:
        return self.citizen_url.rstrip("/")

    @property
    def live_credential(self) -> str:
        return self.live_token.get_secret_value() or self.service_token.get_secret_value()
