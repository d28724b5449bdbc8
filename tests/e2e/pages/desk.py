"""Somebody of the agency at the console of the running processes: signed in as one of the made-up colleagues."""

from __future__ import annotations

import re
import subprocess
from typing import Any

from launcher import sample_data
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.sample_data import PERSON
from launcher.stack import Stack
from tests.e2e.pages.conftest import DESK

NAMES = {"sample.call-taker": "Ana Alvarez", "sample.supervisor": "Sam Lindqvist"}


def signs_in(chromium: Any, stack: Stack, login: str = "sample.call-taker", address: str = "") -> Any:
    """A page in a browser of their own, at the first page of their menu. A code counts once in half a minute.
    `address`: another way to the console."""
    page = chromium.new_context(viewport=DESK, base_url=address or stack.settings.url("console")).new_page()
    page.set_default_timeout(30_000)
    page.goto("/sign-in")
    page.fill("#login", login)
    page.fill("#password", _password(stack, login))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code")
    page.fill("#code", _code(stack, login))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def _password(stack: Stack, login: str) -> str:
    people = dict(PERSON.findall(sample_data.note(stack.settings).read_text("utf-8")))
    return people[login]


def _code(stack: Stack, login: str) -> str:
    command = [str(env_python(SERVICES_ENV)), "-m", "casework", "account", "code"]
    who = ["--agency", stack.settings.agency, "--login", login]
    told = subprocess.run(
        [*command, *who], cwd=ROOT, env=stack.settings.environment_of("casework"), capture_output=True, text=True
    )
    found = re.search(r"\b\d{6}\b", told.stdout)
    assert found, told.stdout + told.stderr
    return found[0]
