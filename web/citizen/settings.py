"""What an operator sets for the citizens' pages; what both apps have stands in web/shared/settings.py."""

from __future__ import annotations

from typing import Annotated

from pydantic import AnyUrl, Field, field_validator
from pydantic_settings import NoDecode

from web.shared.settings import PagesSettings


class CitizenSettings(PagesSettings):
    """`connector_url`: where the chat's conversations are held."""

    citizen_port: int = Field(default=8200, ge=1, le=65_535)
    connector_url: AnyUrl = AnyUrl("http://127.0.0.1:8080")
    call_page: Annotated[tuple[AnyUrl, ...], NoDecode] = Field(
        default=(),
        description="the connector's page as browsers reach it, where a chat can be spoken, with blanks between several: an agency's is "
        "the one at an address of its hosts, the default agency's is at nobody's; without one its chats are written only",
    )
    languages: tuple[str, ...] = Field(
        default=("en",), min_length=1, description="what the assistant itself understands"
    )
    most_chats: int = Field(default=200, ge=1, le=10_000)
    chats_an_hour: int = Field(default=120, ge=1, le=10_000, description="of one address")
    sign_ins_an_hour: int = Field(default=60, ge=1, le=10_000, description="tries with code and PIN of one address")
    answer_within_s: float = Field(
        default=12, ge=1, le=30, description="how long a page without script waits for an answer"
    )

    @field_validator("call_page", mode="before")
    @classmethod
    def _each(cls, pages: object) -> object:
        return pages.split() if isinstance(pages, str) else pages
