"""A call-taker hands a caller in: what was told, and the ways in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from casework.http.shapes import AgencyId, CallId, Channel, Name, Shape
from casework.intake.api.shapes import Known, Language


class HandInRequest(Shape):
    """What a call-taker was told: `known` as in the beginning of any report (where, when, what, said, ...)."""

    kind: Name
    language: Language | None = None
    known: Known = Field({})


class WayIn(Shape):
    """`way_in`: digits, in which the caller is transferred into the assistant, once. `link`: what stands in a link, once. Both are
    told once; asking again makes new ones and ends these."""

    report: str
    access_code: str
    way_in: str
    way_in_until: datetime
    link: str
    link_until: datetime


class HandedInRequest(Shape):
    """A caller comes with the digits of a call-taker."""

    agency: AgencyId
    way_in: Annotated[str, Field(pattern=r"^[0-9]{4,12}$")]
    call_id: CallId
    channel: Channel
