"""A person's rights at the command line: as over HTTP, in the name of a supervisor who answers for it, and in the trail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casework.__main__ import main
from casework.access.tables import PersonKey
from casework.cases.tables import Case
from casework.intake.tables import Report
from casework.notifications.tables import Contact
from tests.casework.conftest import TOKEN, trail
from tests.casework.console import Console
from tests.casework.rights.test_rights import close, person, there
from tests.casework.staff import colleague

PHONE = ("--phone", "303 555 0142")


@pytest.fixture
def command(casework: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `python -m casework person ...`: (exit code, what was printed)."""
    monkeypatch.setenv("CIVICLINE_VAR", str(casework.services.var))
    monkeypatch.setenv("CIVICLINE_SERVICE_TOKEN", TOKEN)
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(casework.root))
    colleague(casework, "supervisor", login="chief")
    colleague(casework, "officer", login="o.seven")

    def run(what: str, *more: str, by: str = "chief", why: str = "asked in writing") -> tuple[int, str]:
        capsys.readouterr()
        done = main(["person", what, "--agency", "denver", "--by", by, "--why", why, *more])
        said = capsys.readouterr()
        return done, said.out + said.err

    return run


def acts(casework: Any) -> list[tuple[str, str, str]]:
    """Without what set-up left."""
    looked = [one[:3] for one in trail(casework)]
    return [one for one in looked if one[0] not in ("create_account", "change_account", "submit")]


async def test_a_person_is_given_all_that_is_held_on_them(
    casework: Any, console: Console, command: Any, tmp_path: Path
) -> None:
    case = person(casework, console)
    out = tmp_path / "for-them.json"
    assert command("access", *PHONE, "--out", str(out))[0] == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [one["case"] for one in told["cases"]] == [case]
    assert out.stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"
    assert command("access", *PHONE, "--out", str(out))[0] == 1, "a file that is there is not written over"
    assert ("subject_access", "chief", "supervisor") in acts(casework)
    assert ("command", "operator", "system") in acts(casework)


async def test_erasing_is_told_first_and_done_with_yes_only(casework: Any, console: Console, command: Any) -> None:
    case = person(casework, console)
    close(casework, case)
    done, said = command("erase", *PHONE)
    assert done == 0
    assert "1 cases" in said
    assert there(casework, Case) == there(casework, Contact) == 1
    done, said = command("erase", *PHONE, "--yes")
    assert (done, "erased: 1 cases" in said) == (0, True)
    assert there(casework, Case) == there(casework, Contact) == 0
    assert ("erase", "chief", "supervisor") in acts(casework)


async def test_a_hold_keeps_it_until_it_is_lifted(casework: Any, console: Console, command: Any) -> None:
    case = person(casework, console)
    close(casework, case)
    assert command("hold", "--case", str(case), why="a court asked")[0] == 0
    assert "legal hold" in command("erase", *PHONE, "--yes")[1]
    assert there(casework, Case) == 1
    assert command("lift-hold", "--case", str(case))[0] == 0
    assert [what for what, _, _ in acts(casework) if "hold" in what] == ["hold", "lift_hold"]
    command("erase", *PHONE, "--yes")
    assert there(casework, Case) == 0


async def test_a_correction_keeps_what_was_said_first(casework: Any, console: Console, command: Any) -> None:
    case = person(casework, console)
    assert command("correct", "--case", str(case), "--question", "what_happened", "--value", '"it was blue"')[0] == 0
    assert console.case(case).answers["what_happened"] == "it was blue"
    assert "it was blue" in command("statements", "--case", str(case))[1]
    done, said = command("correct", "--case", str(case), "--question", "what_happened", "--value", "no quotes")
    assert (done, "JSON" in said) == (1, True)
    assert ("see_statements", "chief", "supervisor") in acts(casework)


async def test_a_lost_pin_is_reset_by_a_code_to_the_contact_on_record(
    casework: Any, console: Console, command: Any
) -> None:
    case = person(casework, console)
    done, said = command("send-code", "--case", str(case))
    assert done == 0
    assert there(casework, PersonKey) == 1
    with casework.services.database.reading() as session:
        assert session.query(PersonKey).one().case_id == case
    assert ("reset_pin", "chief", "supervisor") in acts(casework)
    assert not any(digits.isdigit() and len(digits) == 6 for digits in said.split()), (
        "the code is told to the person only"
    )


async def test_an_invitation_opens_the_case_once(casework: Any, console: Console, command: Any) -> None:
    case = person(casework, console)
    token = command("invite", "--case", str(case))[1].split(": ")[-1].strip()
    ask = {"agency": "denver", "invitation": token, "source": "a page"}
    begun = await casework.client.post("/v1/person-sessions/by-invitation", json=ask)
    assert begun.json()["outcome"] == "signed_in", begun.text
    again = await casework.client.post("/v1/person-sessions/by-invitation", json=ask)
    assert again.json()["outcome"] != "signed_in"


async def test_a_draft_is_deleted_by_its_code_and_a_filed_report_is_not(
    casework: Any, console: Console, command: Any
) -> None:
    begin = {"agency": "denver", "kind": "theft", "channel": "voice", "call_id": "call", "pin": "7391"}
    made = (await casework.client.post("/v1/reports", json=begin, headers={"Idempotency-Key": "b"})).json()
    with casework.services.database.reading() as session:
        code = session.get_one(Report, made["report"]).access_code
    assert command("delete-draft", "--code", "00000")[0] == 1
    assert command("delete-draft", "--code", str(code))[0] == 0
    assert there(casework, Report) == 0
    assert ("delete_draft", "chief", "supervisor") in acts(casework)


@pytest.mark.parametrize(("by", "why"), [("o.seven", "asked"), ("nobody", "asked"), ("chief", " ")])
async def test_without_a_supervisor_who_answers_for_it_and_a_reason_nothing_happens(
    casework: Any, console: Console, command: Any, by: str, why: str
) -> None:
    close(casework, person(casework, console))
    assert command("erase", *PHONE, "--yes", by=by, why=why)[0] == 1
    assert there(casework, Case) == 1
    assert acts(casework) == []
