"""A whole office for the tests of the console: a real casework with cases and people, a real connector with a scripted bot, the
console, and a real browser where the machine has one."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyotp
from argon2 import PasswordHasher

from agencies.loader import AGENCIES
from casework.database import Database
from casework.migrate import upgrade
from casework.sample_data import fill
from casework.staff_accounts.passwords import Passwords
from casework.staff_accounts.second_factor import Seals
from casework.staff_accounts.tables import StaffAccount
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.settings import quiet_environment
from tests.web.serving import served, token_in

KEY = "a-key-for-the-pins-of-tests-32-characters"
PASSWORD = "seven green bicycles"
BINARY = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
PEOPLE = {
    "ana": ("Ana Alvarez", ["call_taker"]),
    "ben": ("Ben Okafor", ["call_taker"]),
    "olga": ("Olga Reyes", ["officer"]),
    "sam": ("Sam Lindqvist", ["supervisor"]),
    "ada": ("Ada Novak", ["administrator"]),
    "rita": ("Rita Sowa", ["reviewer"]),
}


@dataclass
class Office:
    """`agencies`: a copy of the agencies' folder, which the console may change."""

    address: str
    casework: str
    line: str
    agencies: Path
    tokens: dict[str, str]
    secrets: dict[str, str]
    used: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, httpx.Cookies] = field(default_factory=dict)

    def code(self, login: str) -> str:
        """What the app shows; a code counts once, so the next one is taken early, as casework allows for clocks."""
        now = int(time.time()) // 30
        step = max(now, self.used.get(login, 0) + 1)
        if step > now + 1:
            time.sleep(max(0.0, (step - 1) * 30 - time.time() + 0.2))
        self.used[login] = step
        return pyotp.TOTP(self.secrets[login]).at(step * 30)

    @contextmanager
    def visitor(self) -> Iterator[httpx.Client]:
        with httpx.Client(base_url=self.address, trust_env=False) as client:
            yield client

    @contextmanager
    def signed_in(self, login: str, anew: bool = False) -> Iterator[httpx.Client]:
        """A client without a browser, through the same forms; with the session of the last one while it holds, as a code of the
        second factor counts once in thirty seconds."""
        with self.visitor() as client:
            client.cookies.update({} if anew else self.sessions.get(login, {}))
            if client.cookies and client.get("/password").status_code == 200:
                yield client
                return
            client.cookies.clear()
            token = token_in(client.get("/sign-in").text)
            client.post("/sign-in", data={"csrf": token, "login": login, "password": PASSWORD})
            page = client.get("/sign-in/code").text
            told = client.post("/sign-in/code", data={"csrf": token_in(page), "code": self.code(login)})
            assert told.status_code == 303, told.text[:2000]
            self.sessions[login] = httpx.Cookies(client.cookies)
            yield client

    def hand_over(self, **changed: Any) -> str:
        """A ticket as the bot makes one."""
        story = {
            "agency": "denver", "call_id": f"call-{uuid.uuid4().hex[:8]}", "channel": "voice", "need": "theft_cold",
            "reason": "asked_for_person", "facts": {"where": "14th Ave & Pearl St", "suspect_present": False},
            "language": "en", "wish": "I want to talk to somebody",
            "transcript": [{"who": "assistant", "text": "How can I help?"}, {"who": "caller", "text": "My bike is gone"}],
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {self.tokens['bot']}", "Idempotency-Key": uuid.uuid4().hex}
        answer = httpx.post(f"{self.casework}/v1/handovers", json=story | changed, headers=headers, trust_env=False)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["ticket"])

    def call_back(self, ticket: str, **changed: Any) -> str:
        """The id of a promise to ring the person of this story, as the bot makes one."""
        wish = {"agency": "denver", "call_id": f"call-{ticket}", "number": "3035550123", "ticket": ticket}
        headers = {"Authorization": f"Bearer {self.tokens['bot']}", "Idempotency-Key": ticket}
        answer = httpx.post(f"{self.casework}/v1/call-backs", json=wish | changed, headers=headers, trust_env=False)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def file(self, record: dict[str, Any]) -> str:
        """A call record as the connector files it; its call id."""
        headers = {"Authorization": f"Bearer {self.tokens['connector']}"}
        address = f"{self.casework}/v1/calls/{record['call_id']}"
        answer = httpx.put(address, json=record, headers=headers, trust_env=False)
        assert answer.status_code == 204, answer.text
        return str(record["call_id"])


@contextmanager
def open_office(folder: Path, at: int = 0, **of_casework: str) -> Iterator[Office]:
    """`at`: the console's port; `of_casework`: settings that only this office has."""
    agencies = folder / "agencies"
    agencies.mkdir()
    shutil.copytree(AGENCIES / "denver", agencies / "denver")
    var = folder / "var"
    var.mkdir()
    kept = _fill(var / "casework.db")
    tokens = {kind: secrets.token_urlsafe(32) for kind in ("bot", "connector", "console", "portal", "trainer", "live")}
    common = {"CIVICLINE_AGENCIES_ROOT": str(agencies), "CIVICLINE_VAR": str(var), "PYTHONPATH": _extra_path()}
    issued = " ".join(f"{kind}:{tokens[kind]}" for kind in ("bot", "connector", "console", "portal", "trainer"))
    with_keys = {"CIVICLINE_PIN_KEYS": KEY, "CIVICLINE_CLIENT_TOKENS": issued}
    with (
        served("casework", "CIVICLINE_CASEWORK_PORT", folder, **common, **with_keys, **of_casework) as casework,
        _line(casework, tokens) as line,
    ):
        own = {
            "CIVICLINE_CASEWORK_URL": casework, "CIVICLINE_CONNECTOR_URL": line,
            "CIVICLINE_CASEWORK_TOKEN": tokens["console"], "CIVICLINE_LIVE_TOKEN": tokens["live"],
        }  # fmt: skip
        with served("web.console", "CIVICLINE_CONSOLE_PORT", folder, at, **common, **own) as address:
            yield Office(address, casework, line, agencies, tokens, kept)


def _fill(path: Path) -> dict[str, str]:
    """Cases of a made-up city, and the people with their second factors set up. Returns the apps' secrets."""
    database = Database(f"sqlite:///{path}", 2)
    upgrade(database.engine)
    now = datetime.now(UTC)
    fill(database, "denver", 200, 7, now)
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)).hash(PASSWORD)
    kept = {login: pyotp.random_base32() for login in PEOPLE}
    with database.writing() as session:
        session.add_all(
            StaffAccount(
                id=login, agency="denver", login=login, name=name, roles=roles, password_hash=cheap, must_change=False,
                factor=Seals([KEY]).close(kept[login]), factor_confirmed_at=now, created_at=now, created_by="tests",
            )
            for login, (name, roles) in PEOPLE.items()
        )  # fmt: skip
    database.close()
    return kept


@contextmanager
def _line(casework: str, tokens: dict[str, str]) -> Iterator[str]:
    command = [str(env_python(SERVICES_ENV)), "-m", "tests.web.console.line", "--casework", casework]
    command += [f"--token={tokens['connector']}", f"--live={tokens['live']}"]  # a token may begin with a dash
    environment = {**quiet_environment(), "PYTHONPATH": _extra_path()}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        printed: list[str] = []
        for row in process.stdout:
            printed.append(row)
            if row.startswith("http"):
                break
        assert "http" in "".join(printed[-1:]), f"the connector of the tests did not start: {''.join(printed)}"
        address = printed[-1].strip()
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _extra_path() -> str:
    return os.environ.get("PYTHONPATH", "")


def enter(office: Office, browser: Any, login: str) -> Any:
    """A page of somebody who has signed in, in a browser context of their own."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)  # a machine that does other things too
    page.goto(f"{office.address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code")
    page.fill("#code", office.code(login))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page
