"""Signing in and out over HTTP, and the accounts of an agency, which its administrators keep."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request
from sanic.response import empty
from sqlalchemy.orm import Session

from casework.access.attempts import Locked
from casework.directory import services
from casework.errors import Conflict, NotFound, Unauthorized
from casework.http.acting import actor_of
from casework.http.callers import STAFF_SESSION, Staff
from casework.http.guard import answer, read_shape
from casework.http.routes import Answers, Routes
from casework.http.shapes import ErrorAnswer
from casework.staff_accounts import accounts, sessions, shapes
from casework.staff_accounts.passwords import Passwords
from casework.staff_accounts.signing_in import SignedIn, SigningIn, Tried, account_of, acting
from casework.staff_accounts.tables import StaffAccount, StaffSession
from casework.trail.actors import roles
from casework.trail.entries import noted


class Provided(Protocol):
    """What the accounts ask of provider/: the identity provider of an agency, and where one signs out there."""

    def issuer(self, agency: str) -> str | None: ...

    async def sign_out_address(self, agency: str) -> str | None: ...


class Services(services.Services, Protocol):
    @property
    def passwords(self) -> Passwords: ...

    @property
    def signing_in(self) -> SigningIn: ...

    @property
    def provider_signing_in(self) -> Provided: ...


routes: Routes[Services] = Routes("staff_accounts")
_A = "/v1/agencies/{agency}/accounts"
_SIGNED: Answers = {200: ("signed in, refused or locked", (shapes.SignedIn, shapes.SignInRefused, shapes.SignInLocked))}


@routes.operation(
    "post",
    "/v1/staff/sign-in",
    "Password first: what is wanted next",
    {200: ("next, refused or locked", (shapes.SignInNext, shapes.SignInRefused, shapes.SignInLocked))},
    body=shapes.SignInRequest,
)
async def post_sign_in(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.SignInRequest)
    services.directory.get(asked.agency)
    tried = Tried(asked.agency, asked.login.strip().casefold(), asked.password, asked.source)
    found = await services.signing_in.with_password(tried, datetime.now(UTC))
    if isinstance(found, Locked):
        return answer(shapes.SignInLocked(minutes=found.minutes))
    if found == "refused":
        return answer(shapes.SignInRefused())
    return answer(
        shapes.SignInNext.model_validate(
            {"outcome": found.step, "session": found.token, "expires_at": found.expires_at}
        )
    )


@routes.operation(
    "post", "/v1/staff/second-factor", "The second factor, or a recovery code", _SIGNED, body=shapes.FactorRequest
)
async def post_second_factor(request: Request, services: Services) -> HTTPResponse:
    code = read_shape(request, shapes.FactorRequest).code
    return await _signed(services.signing_in.with_factor(_session(request).session, code, datetime.now(UTC)))


@routes.operation(
    "post",
    "/v1/staff/second-factor/enrolment",
    "Set up an authenticator app",
    {200: ("its secret, told once", (shapes.Enrolment,))},
)
async def post_enrolment(request: Request, services: Services) -> HTTPResponse:
    key, now = _session(request).session, datetime.now(UTC)
    secret, address = await services.database.write(services.signing_in.enrol, key, now)
    return answer(shapes.Enrolment(secret=secret, address=address))


@routes.operation(
    "post", "/v1/staff/second-factor/confirmation", "The app's first code", _SIGNED, body=shapes.FactorRequest
)
async def post_confirmation(request: Request, services: Services) -> HTTPResponse:
    code, key = read_shape(request, shapes.FactorRequest).code, _session(request).session
    return await _signed(services.database.write(services.signing_in.confirm, key, code, datetime.now(UTC)))


@routes.operation("get", "/v1/staff/session", "Who is signed in", {200: ("the session", (shapes.SessionAnswer,))})
async def get_session(request: Request, services: Services) -> HTTPResponse:
    told = await services.database.read(_told, _session(request))
    if told.account.provider:
        away = await services.provider_signing_in.sign_out_address(told.agency)
        told = told.model_copy(update={"sign_out_address": away})
    return answer(told)


@routes.operation("delete", "/v1/staff/session", "Sign out", {204: ("over", ())})
async def delete_session(request: Request, services: Services) -> HTTPResponse:
    staff, now = _session(request), datetime.now(UTC)

    def out(session: Session) -> None:
        sessions.end(session, staff.session)
        account = account_of(session, staff.agency, staff.login)
        if account is not None and staff.done:
            noted(session, staff.agency, acting(account), "sign_out", now)

    await services.database.write(out)
    return empty()


@routes.operation(
    "get", "/v1/staff/sessions", "Where the person is signed in", {200: ("each of them", (shapes.OwnSessions,))}
)
async def get_sessions(request: Request, services: Services) -> HTTPResponse:
    staff, now = _done(request), datetime.now(UTC)

    def load(session: Session) -> shapes.OwnSessions:
        return shapes.OwnSessions(
            sessions=[
                shapes.OwnSession(
                    id=sessions.name_of(row), begun_at=row.created_at, seen_at=row.seen_at,
                    here=row.digest == staff.session,
                )
                for row in sessions.of_account(session, _account(session, staff), now)
            ]
        )  # fmt: skip

    return answer(await services.database.read(load))


@routes.operation(
    "post",
    "/v1/staff/sessions/end",
    "End one of the person's other sessions, or all of them",
    {
        200: ("ended, or refused for a wrong password", (shapes.SessionsEnded,)),
        404: ("no such session of theirs", (ErrorAnswer,)),
    },
    body=shapes.SessionsEnd,
)
async def post_sessions_end(request: Request, services: Services) -> HTTPResponse:
    """Whoever found a session open must not throw its person out: the password is asked for again. Of those who sign in by an
    identity provider nothing more is asked: they have no password here."""
    asked, staff, now = read_shape(request, shapes.SessionsEnd), _done(request), datetime.now(UTC)
    account = await services.database.read(_account, staff)
    if account.issuer is None:
        tried = Tried(staff.agency, staff.login, asked.password or "", f"session {staff.session}")
        if not isinstance(await services.signing_in.checked(tried, now), StaffAccount):
            return answer(shapes.SessionsEnded(outcome="refused"))

    def end(session: Session) -> int:
        account = _account(session, staff)
        others = [row for row in sessions.of_account(session, account, now) if row.digest != staff.session]
        going = [row for row in others if asked.id in (None, sessions.name_of(row))]
        if asked.id is not None and not going:
            raise NotFound("No other session of yours has that name; it may be over.")
        for row in going:
            sessions.end(session, row.digest)
        noted(session, staff.agency, acting(account), "end_sessions", now, {"sessions": len(going)})
        return len(going)

    return answer(shapes.SessionsEnded(outcome="ended", ended=await services.database.write(end)))


@routes.operation(
    "post",
    "/v1/staff/password",
    "Change the password; the person's other sessions end",
    {200: ("changed, or why not", (shapes.PasswordAnswer,))},
    body=shapes.PasswordChange,
)
async def post_password(request: Request, services: Services) -> HTTPResponse:
    asked, staff, now = read_shape(request, shapes.PasswordChange), _session(request), datetime.now(UTC)
    problem = "That is the old one." if asked.new == asked.old else None
    problem = problem or await services.passwords.why_not(asked.new, staff.login)
    if problem:
        return answer(shapes.PasswordAnswer(outcome="refused", problem=problem))
    tried = Tried(staff.agency, staff.login, asked.old, f"session {staff.session}")
    if not isinstance(await services.signing_in.checked(tried, now), StaffAccount):
        return answer(shapes.PasswordAnswer(outcome="refused", problem="The old password is not right."))
    hashed = await services.passwords.hashed(asked.new)

    def change(session: Session) -> None:
        row = session.get(StaffSession, staff.session)
        if row is None or row.step != "done":
            raise Unauthorized("Give the second factor first.")
        account = session.get_one(StaffAccount, row.account_id)
        account.password_hash, account.must_change = hashed, False
        sessions.end_all(session, account, but=staff.session)
        noted(session, staff.agency, acting(account), "change_password", now)

    await services.database.write(change)
    return answer(shapes.PasswordAnswer(outcome="changed"))


@routes.operation("get", _A, "Who has an account here", {200: ("all of them", (shapes.AccountList,))}, acting=True)
async def get_accounts(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage_accounts")
    services.directory.get(agency)
    found = await services.database.read(accounts.listed, agency)
    return answer(shapes.AccountList(accounts=[line(one) for one in found]))


@routes.operation(
    "post",
    _A,
    "Make an account",
    {201: ("with a password to begin with", (shapes.AccountCreated,))},
    body=shapes.AccountRequest,
    acting=True,
)
async def post_account(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked, now = (
        actor_of(request, "manage_accounts"),
        read_shape(request, shapes.AccountRequest),
        datetime.now(UTC),
    )
    services.directory.get(agency)

    def make(session: Session) -> shapes.AccountCreated:
        account, password = accounts.create(
            session, services.passwords, agency, asked.login, asked.name, asked.roles, actor, now
        )
        return shapes.AccountCreated(account=line(account), password=password)

    return answer(await services.database.write(make), 201)


@routes.operation(
    "patch",
    _A + "/{login}",
    "Other roles, another name, switched off or on, signing in by the provider; the person's sessions end",
    {200: ("as it is now", (shapes.AccountLine,))},
    body=shapes.AccountChange,
    acting=True,
)
async def patch_account(request: Request, services: Services, agency: str, login: str) -> HTTPResponse:
    actor, asked, now = (
        actor_of(request, "manage_accounts"),
        read_shape(request, shapes.AccountChange),
        datetime.now(UTC),
    )

    issuer = services.provider_signing_in.issuer(agency) if asked.provider else None
    if asked.provider and issuer is None:
        raise Conflict("This agency has no identity provider here (CIVICLINE_STAFF_IDENTITY).")

    def change(session: Session) -> shapes.AccountLine:
        changed = asked.model_dump(exclude={"provider"})
        return line(accounts.change(session, agency, login, actor, now, issuer=issuer, **changed))

    return answer(await services.database.write(change))


@routes.operation(
    "post",
    _A + "/{login}/reset",
    "A new password to begin with; the second factor is set up anew",
    {200: ("the password, told once", (shapes.NewPassword,))},
    acting=True,
)
async def post_reset(request: Request, services: Services, agency: str, login: str) -> HTTPResponse:
    actor, now = actor_of(request, "manage_accounts"), datetime.now(UTC)
    password = await services.database.write(accounts.begin_anew, services.passwords, agency, login, actor, now)
    return answer(shapes.NewPassword(password=password))


def line(row: StaffAccount) -> shapes.AccountLine:
    return shapes.AccountLine.model_validate(
        {
            "login": row.login,
            "name": row.name,
            "roles": row.roles,
            "second_factor": row.factor_confirmed_at is not None,
            "must_change_password": row.must_change,
            "last_sign_in_at": row.last_sign_in_at,
            "disabled_at": row.disabled_at,
            "provider": row.issuer is not None,
        }
    )


def _session(request: Request) -> Staff:
    """The session of the request, at whatever step; raises Unauthorized."""
    staff: Staff | None = getattr(request.ctx, "staff", None)
    if staff is None:
        raise Unauthorized(f"Send the session as {STAFF_SESSION.title()}.")
    return staff


def _done(request: Request) -> Staff:
    """The same, signed in to the end."""
    staff = _session(request)
    if not staff.done:
        raise Unauthorized("Signing in is not done: the second factor, or a new password, is still wanted.")
    return staff


def _account(session: Session, staff: Staff) -> StaffAccount:
    return session.get_one(StaffAccount, session.get_one(StaffSession, staff.session).account_id)


def _told(session: Session, staff: Staff) -> shapes.SessionAnswer:
    row = session.get_one(StaffSession, staff.session)
    account = session.get_one(StaffAccount, row.account_id)
    step = "change_password" if row.step == "done" and account.must_change else row.step
    acts = [act for act, may in roles().acts.items() if set(may) & set(staff.roles)] if staff.done else []
    return shapes.SessionAnswer.model_validate(
        {
            "agency": staff.agency, "step": step, "account": line(account), "acts": acts,
            "expires_at": row.expires_at, "idle_minutes": sessions.IDLE_MINUTES,
        }
    )  # fmt: skip


async def _signed(trying: Awaitable[SignedIn | str | Locked]) -> HTTPResponse:
    found = await trying
    if isinstance(found, Locked):
        return answer(shapes.SignInLocked(minutes=found.minutes))
    if not isinstance(found, SignedIn):
        return answer(shapes.SignInRefused())
    return answer(
        shapes.SignedIn(
            session=found.token, expires_at=found.expires_at, account=line(found.account),
            recovery_codes=list(found.recovery_codes),
        )
    )  # fmt: skip
