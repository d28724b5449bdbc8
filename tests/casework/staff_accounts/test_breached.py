"""Passwords that were stolen somewhere are not taken, where the operator has the list of them."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import pytest

from casework.errors import BadSetting
from casework.staff_accounts.breached import Breached
from casework.staff_accounts.passwords import Passwords
from tests.casework.staff import colleague

STOLEN = "correct horse battery"


def listed(path: Path, words: list[str], ending: str = "\r\n") -> Path:
    """As the downloader of Have I Been Pwned writes it."""
    dice = random.Random(5)
    digests = sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words)
    path.write_bytes("".join(f"{one}:{dice.randrange(1, 10**7)}{ending}" for one in digests).encode())
    return path


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("count", [1, 2, 3, 500])
def test_each_password_of_the_list_is_found_and_no_other(tmp_path: Path, count: int, ending: str) -> None:
    words = [f"stolen word {number}" for number in range(count)]
    breached = Breached(listed(tmp_path / "list.txt", words, ending))
    assert [word for word in words if not breached.has(word)] == []
    assert [number for number in range(2_000) if breached.has(f"another {number}")] == []


def test_the_last_line_may_have_no_end_and_digests_may_be_small_letters_without_a_count(tmp_path: Path) -> None:
    words = ["one", "two", "three"]
    digests = sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest() for word in words)
    (tmp_path / "list.txt").write_text("\n".join(digests), encoding="utf-8")
    breached = Breached(tmp_path / "list.txt")
    assert [breached.has(word) for word in (*words, "four")] == [True, True, True, False]


@pytest.mark.parametrize(
    "text",
    [None, "", "password\nqwerty\n", f"{'F' * 40}:3\n{'0' * 40}:5\n", "A" * 32 + ":7\n"],
    ids=["no file", "empty", "words", "not in order", "NTLM"],
)
def test_what_is_no_such_list_stops_the_start_with_one_sentence(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "list.txt"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match="CIVICLINE_BREACHED_PASSWORDS"):
        Breached(path)


async def test_a_colleague_who_chooses_a_stolen_password_hears_why_and_keeps_the_old_one(
    casework: Any, tmp_path: Path
) -> None:
    services = casework.services
    breached = Breached(listed(tmp_path / "list.txt", [STOLEN]))
    services.passwords = Passwords(casework.hasher, breached=breached)
    officer = colleague(casework, "officer")
    await officer.give_password()
    await officer.enrol()
    body = {"old": officer.password, "new": STOLEN}
    told = (await officer.ask("POST", "/v1/staff/password", json=body)).json()
    assert told["outcome"] == "refused"
    assert "stolen" in told["problem"]
    assert (await officer.choose_password("seven green bicycles"))["outcome"] == "changed"


def test_the_setting_reaches_the_service(make_settings: Any, tmp_path: Path) -> None:
    from casework.app import build_services

    settings = make_settings(breached_passwords=listed(tmp_path / "list.txt", [STOLEN]))
    settings.var.mkdir(parents=True)
    services = build_services(settings)
    try:
        assert services.passwords._why_not(STOLEN, "m.diaz") is not None
        assert services.passwords._why_not("seven green bicycles", "m.diaz") is None
    finally:
        services.pins.close()
        services.passwords.close()
        services.database.close()
