"""Somebody of the agency who signs in as a console does: password, then the code of an app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyotp

from casework.access import clients
from casework.staff_accounts import accounts
from casework.trail.actors import Actor

INSTALLER = Actor("installer", "system")


def credential(casework: Any, kind: str, agency: str | None = None, days: int = 1) -> str:
    """A fresh credential of a kind of client; it is known at once."""
    services = casework.services
    with services.database.writing() as session:
        _, token = clients.issue(session, kind, f"test-{kind}", agency, days, datetime.now(UTC))
    services.gate.clients._read_at = -clients.REREAD_S
    return token


@dataclass
class Colleague:
    """`code`: what the app shows; one that was used is not shown again before its 30 seconds are over, so time goes on."""

    casework: Any
    login: str
    password: str
    agency: str = "denver"
    secret: str = ""
    session: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = self.headers | ({"Civicline-Staff-Session": self.session} if self.session else {})
        return await self.casework.client.request(method, path, headers=headers | more.pop("headers", {}), **more)

    async def give_password(self, source: str = "here") -> Any:
        body = {"agency": self.agency, "login": self.login, "password": self.password, "source": source}
        self.session = ""
        answer = (await self.ask("POST", "/v1/staff/sign-in", json=body)).json()
        self.session = answer.get("session", "")
        return answer

    async def enrol(self) -> Any:
        self.secret = (await self.ask("POST", "/v1/staff/second-factor/enrolment")).json()["secret"]
        answer = (await self.ask("POST", "/v1/staff/second-factor/confirmation", json={"code": self.code()})).json()
        self.session = answer["session"]
        return answer

    async def choose_password(self, new: str = "seven green bicycles") -> Any:
        answer = await self.ask("POST", "/v1/staff/password", json={"old": self.password, "new": new})
        self.password = new
        return answer.json()

    async def sign_in(self) -> Any:
        """All of it, for the first time or again."""
        wanted = await self.give_password()
        if wanted["outcome"] == "enrolment":
            answer = await self.enrol()
            await self.choose_password()
            return answer
        answer = (await self.ask("POST", "/v1/staff/second-factor", json={"code": self.code()})).json()
        self.session = answer["session"]
        return answer

    def code(self, steps_on: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(int(datetime.now(UTC).timestamp()) + 30 * steps_on)


def colleague(
    casework: Any, *roles: str, login: str = "m.diaz", agency: str = "denver", client: str = "console"
) -> Colleague:
    """An account as an administrator makes it, with the password to begin with."""
    services = casework.services
    with services.database.writing() as session:
        _, password = accounts.create(
            session,
            services.passwords,
            agency,
            login,
            "M. Diaz",
            roles,
            INSTALLER,
            datetime.now(UTC),  # type: ignore[arg-type]
        )
    headers = {"Authorization": f"Bearer {credential(casework, client)}"}
    return Colleague(casework, login, password, agency, headers=headers)
