"""Signing in, and accounts, as they are asked and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from casework.http.shapes import AgencyId, Shape

Login = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,38}$")]
PersonName = Annotated[str, Field(min_length=1, max_length=120)]
Password = Annotated[str, Field(min_length=1, max_length=400)]
StaffRole = Literal["call_taker", "officer", "reviewer", "designer", "supervisor", "administrator", "auditor"]
Roles = Annotated[list[StaffRole], Field(min_length=1, max_length=7)]
Source = Annotated[str, Field(min_length=1, max_length=128)]


class SignInRequest(Shape):
    """`source`: an opaque digest of where the page is asked from (network address); tries are limited by it."""

    agency: AgencyId
    login: Annotated[str, Field(min_length=1, max_length=80)]
    password: Password
    source: Source


class SignInNext(Shape):
    """The password is right. `outcome`: what is wanted next in this session: a code, or an app to be set up."""

    outcome: Literal["second_factor", "enrolment"]
    session: str
    expires_at: datetime


class SignInRefused(Shape):
    """No such login, a wrong password or code, or an account that is off; nobody learns which."""

    outcome: Literal["refused"] = "refused"


class SignInLocked(Shape):
    outcome: Literal["locked"] = "locked"
    minutes: int


class FactorRequest(Shape):
    """Six digits of the app, or a recovery code."""

    code: Annotated[str, Field(min_length=6, max_length=40)]


class Enrolment(Shape):
    """For an authenticator app: `address` as a QR code, or `secret` typed."""

    secret: str
    address: str


class AccountLine(Shape):
    """`provider`: this person signs in by the agency's identity provider, which has their second factor and says their roles."""

    login: str
    name: str
    roles: list[StaffRole]
    second_factor: bool
    must_change_password: bool
    last_sign_in_at: datetime | None = None
    disabled_at: datetime | None = None
    provider: bool = Field(False)


class SignedIn(Shape):
    """`session` is a new one: send it as Civicline-Staff-Session. `recovery_codes`: only when an app was set up."""

    outcome: Literal["signed_in"] = "signed_in"
    session: str
    expires_at: datetime
    account: AccountLine
    recovery_codes: list[str] = Field([])


class SessionAnswer(Shape):
    """Who is signed in. `step`: what is still wanted. `acts`: what these roles may do (casework/trail/roles.yml).
    `sign_out_address`: where the browser goes after signing out here, to be signed out at the identity provider."""

    agency: str
    step: Literal["second_factor", "enrolment", "change_password", "done"]
    account: AccountLine
    acts: list[str]
    expires_at: datetime
    idle_minutes: int
    sign_out_address: str | None = None


class OwnSession(Shape):
    """Somewhere where the person is signed in. `id` names it and opens nothing; `here`: the one that asks."""

    id: str
    begun_at: datetime
    seen_at: datetime
    here: bool


class OwnSessions(Shape):
    """The one used last first."""

    sessions: list[OwnSession]


class SessionsEnd(Shape):
    """`id`: one of them; absent: all but the one that asks. `password`: again, of whoever has one here."""

    id: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    password: Password | None = None


class SessionsEnded(Shape):
    outcome: Literal["ended", "refused"]
    ended: int = 0


class PasswordChange(Shape):
    old: Password
    new: Password


class PasswordAnswer(Shape):
    """`problem`: why it was not taken, in one sentence."""

    outcome: Literal["changed", "refused"]
    problem: str | None = None


class AccountRequest(Shape):
    login: Login
    name: PersonName
    roles: Roles


class AccountCreated(Shape):
    """`password`: to begin with; it cannot be seen again."""

    account: AccountLine
    password: str


class AccountChange(Shape):
    """`provider`: from now on this person signs in by the agency's identity provider; a reset takes it back."""

    name: PersonName | None = None
    roles: Roles | None = None
    disabled: bool | None = None
    provider: Literal[True] | None = None


class AccountList(Shape):
    accounts: list[AccountLine]


class NewPassword(Shape):
    password: str
