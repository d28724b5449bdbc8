"""Signing in by a provider, from the button to the session: what is remembered meanwhile, once, for ten minutes.

The session is one of ours, with our limits; the second factor is the provider's. Local accounts stay as they are: one
administrator without the provider is what opens the door when the provider is away. What knows the protocol is imported where an
agency has a provider only.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework import meters
from casework.database import Database
from casework.errors import NotFound
from casework.http.callers import digest
from casework.staff_accounts import sessions
from casework.staff_accounts.provider import people
from casework.staff_accounts.provider.carried import Answer, Try, new_try
from casework.staff_accounts.provider.errors import NotSignedIn
from casework.staff_accounts.provider.settings import Provider, Providers
from casework.staff_accounts.signing_in import SignedIn, acting
from casework.staff_accounts.tables import ProviderTry
from casework.trail.actors import Actor
from casework.trail.entries import noted

log = logging.getLogger(__name__)
MINUTES = 10
_UNKNOWN = Actor("unknown", "system")


@dataclass(frozen=True)
class Going:
    """Where the browser goes, and what it has to bring back."""

    address: str
    state: str


class ProviderSigningIn:
    def __init__(self, database: Database, providers: Providers) -> None:
        self._database, self._providers = database, providers
        if providers:
            from casework.staff_accounts.provider import flow
            from casework.staff_accounts.provider.discovery import Discovery

            self._flow = flow
            self._discoveries = {agency: Discovery(one) for agency, one in providers.items()}

    def of(self, agency: str) -> Provider | None:
        return self._providers.get(agency)

    def issuer(self, agency: str) -> str | None:
        provider = self.of(agency)
        return provider.issuer if provider else None

    async def begin(self, agency: str, now: datetime) -> Going:
        """Raises NotFound without a provider, WrongProvider."""
        provider, one = self._mine(agency), new_try()
        try:
            address = await self._flow.address(provider, self._discoveries[agency], one)
        except NotSignedIn as error:
            raise self._told(agency, error) from None
        await self._database.write(_remember, agency, one, now)
        return Going(address, one.state)

    async def finish(self, agency: str, state: str, answer: Answer, now: datetime) -> SignedIn:
        """Raises NotFound without a provider, NotSignedIn, WrongProvider; both stand in the trail."""
        provider = self._mine(agency)
        try:
            one = await self._database.write(_taken, agency, state, now)
            if one is None:
                raise NotSignedIn("over")
            found = await self._flow.claims(provider, self._discoveries[agency], one, answer, now.timestamp())
            person = people.known(provider, found)
            signed_in = await self._database.write(_entered, agency, provider, person, now)
            if signed_in is None:
                raise NotSignedIn("no_role", "none of what the provider says is a role here (roles)")
        except NotSignedIn as error:
            await self._database.write(_refused, agency, error.why, now)
            raise self._told(agency, error) from None
        return signed_in

    async def sign_out_address(self, agency: str) -> str | None:
        """Where the browser goes to be signed out there too; None where it need not, or the provider does not answer."""
        provider = self.of(agency)
        if provider is None:
            return None
        try:
            back = provider.redirect.removesuffix("/provider/done")
            return await self._flow.sign_out_address(provider, self._discoveries[agency], back)
        except NotSignedIn as error:
            self._told(agency, error)
            return None

    def _mine(self, agency: str) -> Provider:
        provider = self.of(agency)
        if provider is None:
            raise NotFound("This agency has no identity provider here.")
        return provider

    def _told(self, agency: str, error: NotSignedIn) -> NotSignedIn:
        """What is set up wrong is for the operator; what a person did is counted."""
        if error.problem:
            log.error("somebody could not sign in by the provider", extra={"agency": agency, "problem": error.problem})
        return error


def _remember(session: Session, agency: str, one: Try, now: datetime) -> None:
    session.execute(delete(ProviderTry).where(ProviderTry.expires_at <= now))
    session.add(
        ProviderTry(
            digest=digest(one.state), agency=agency, nonce=one.nonce, verifier=one.verifier,
            expires_at=now + timedelta(minutes=MINUTES),
        )
    )  # fmt: skip


def _taken(session: Session, agency: str, state: str, now: datetime) -> Try | None:
    """Once: whoever brings the same answer again comes too late."""
    row = session.get(ProviderTry, digest(state), with_for_update=True)
    if row is None:
        return None
    session.delete(row)
    fits = row.agency == agency and row.expires_at > now
    return Try(state, row.nonce, row.verifier) if fits else None


def _entered(session: Session, agency: str, provider: Provider, person: people.Known, now: datetime) -> SignedIn | None:
    """None: the person has no role any more; that stays."""
    account = people.enter(session, agency, provider, person, now)
    if not account.roles:
        return None
    account.last_sign_in_at = now
    token, until = sessions.begin(session, account, "done", now)
    noted(session, agency, acting(account), "sign_in", now, {"by": "provider"})
    session.flush()
    session.expunge(account)
    return SignedIn(token, until, account)


def _refused(session: Session, agency: str, why: str, now: datetime) -> None:
    noted(session, agency, _UNKNOWN, "sign_in_refused", now, {"wrong": "provider", "why": why})
    meters.WRONG_SIGN_INS.labels(agency).inc()
