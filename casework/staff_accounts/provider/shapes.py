"""Signing in by a provider, as it is asked and answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casework.http.shapes import AgencyId, Shape

_Brought = Annotated[str, Field(max_length=4_000)]


class ProviderShown(Shape):
    """`name`: on the button of the page."""

    name: str


class SignInWays(Shape):
    """How the people of an agency can sign in; with a password always. `provider`: absent where there is none."""

    provider: ProviderShown | None = None


class ProviderAsked(Shape):
    agency: AgencyId


class ProviderGoing(Shape):
    """The browser goes to `address`, and has to come back with `state`, which the page keeps where only it can read it."""

    outcome: Literal["go"] = "go"
    address: str
    state: str


class ProviderAnswer(Shape):
    """What the browser brought back in the address."""

    agency: AgencyId
    state: Annotated[str, Field(min_length=1, max_length=200)]
    code: _Brought = ""
    error: _Brought = ""
    iss: _Brought = ""


class ProviderRefused(Shape):
    """`why`: over (too late, or used), refused_there, no_role, second_factor (the provider asked for none), login_taken (the
    login is another account's), off (the account is switched off), set_up_wrong (the log has the sentence)."""

    outcome: Literal["refused"] = "refused"
    why: Literal["over", "refused_there", "no_role", "second_factor", "login_taken", "off", "set_up_wrong"]
