"""What a person adds to a case that has ended meanwhile: nothing of it is lost, they hear what becomes of it, and somebody sees it."""

from __future__ import annotations

from typing import Any

import pytest

from casework.trail.tables import AuditEntry
from tests.casework.cases.moving import filed
from tests.casework.console import Console
from tests.fakes.pictures import PNG

CLOSED, MERGED, PASSED_ON = "has been closed", "was joined to another one", "was passed on to"


async def end(console: Console, case: int, how: str) -> None:
    other = console.file()
    moves: dict[str, Any] = {
        CLOSED: {"move": "close", "reason": "resolved"},
        MERGED: {"move": "merge", "into": other},
        PASSED_ON: {"move": "redirect", "destination": "call_taker"},
    }
    answer = await console.move(case, **moves[how])
    assert answer.status_code == 200, answer.text


async def unread(console: Console) -> list[int]:
    """Cases that the pages show as having something to be read."""
    return [one["case"] for one in (await console.get("/cases", unread="true")).json()["cases"]]


async def messages(console: Console, case: int) -> list[str]:
    return [one["text"] for one in (await console.get(f"/cases/{case}/messages")).json()["messages"]]


@pytest.mark.parametrize("how", [CLOSED, MERGED, PASSED_ON])
async def test_an_answer_that_comes_after_the_end_is_kept_and_its_person_hears_so(console: Console, how: str) -> None:
    person, case = await filed(console)
    decided_on = console.case(case).answers
    await console.move(case, "ask_more", questions=["what_happened", "where"], note="Which lock was it?")
    await end(console, case, how)
    step = (await person.answer("what_happened", "a folding lock"))["step"]
    assert step["state"] == "submitted"
    assert how in step["say"]
    assert await messages(console, case) == ["What happened: a folding lock"]
    assert case in await unread(console)
    assert console.case(case).answers == decided_on, "what it was decided on stays as it was"


async def test_what_was_answered_before_the_end_and_handed_in_after_it_is_kept_too(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", note="What colour is it?")
    await person.answer("officer_asks", "blue")
    await end(console, case, CLOSED)
    for turn in ("again", "once more"):
        assert CLOSED in (await person.post("submit", turn=turn))["say"]
    assert await messages(console, case) == ["What colour is it?: blue"], "once, however often it is sent"
    assert console.case(case).stage == "closed_resolved"


async def test_answers_that_came_in_time_are_not_told_again_after_the_end(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", note="What colour is it?")
    await person.answer("officer_asks", "blue")
    await person.post("submit", turn="again")
    await end(console, case, CLOSED)
    await person.post("submit", turn="again")
    assert await messages(console, case) == []


@pytest.mark.parametrize("how", [CLOSED, MERGED, PASSED_ON])
async def test_a_message_after_the_end_is_kept_told_apart_and_seen(console: Console, how: str) -> None:
    _, case = await filed(console)
    await end(console, case, how)
    sent = await console.post(f"/cases/{case}/messages", "citizen", text="I found the receipt.")
    assert how in sent.json()["say"]
    assert case in await unread(console)
    trail = (await console.get(f"/cases/{case}/audit")).json()["entries"]
    assert [one["action"] for one in trail].count("write") == 1
    assert _details(console, case, "write")["after_end"] == console.case(case).stage


async def test_a_message_to_an_open_case_says_nothing_beside(console: Console) -> None:
    _, case = await filed(console)
    sent = await console.post(f"/cases/{case}/messages", "citizen", text="I found the receipt.")
    assert "say" not in sent.json()
    await end(console, case, CLOSED)
    assert "say" not in (await console.post(f"/cases/{case}/messages", text="Thank you.")).json(), "of the agency"


async def test_who_works_on_the_case_that_stays_finds_that_the_other_person_wrote(console: Console) -> None:
    _, case = await filed(console)
    await end(console, case, MERGED)
    stays = console.case(case).merged_into
    sent = await console.post(f"/cases/{case}/messages", "citizen", text="I found the receipt.")
    assert _details(console, stays, "written_to_merged") == {"case": case, "message": sent.json()["message"]}
    assert await messages(console, stays) == [], "whose person reads another's messages nowhere"


async def test_whoever_reported_in_spanish_hears_it_in_spanish(console: Console) -> None:
    person, case = await filed(console, language="es")
    await console.move(case, "ask_more", note="¿De qué color es?")
    await end(console, case, CLOSED)
    assert (await person.answer("officer_asks", "azul"))["step"]["say"].startswith("Su denuncia está cerrada")
    sent = await console.post(f"/cases/{case}/messages", "citizen", text="Encontré el recibo.")
    assert sent.json()["say"].startswith("Su denuncia está cerrada")


async def test_an_answer_to_a_case_that_went_on_without_it_is_thanked_for_in_the_person_s_language(
    console: Console,
) -> None:
    for language, thanks in (("en", "Thank you."), ("es", "Gracias.")):
        person, case = await filed(console, language=language, key=language)
        await console.move(case, "ask_more", note="Which colour?")
        await console.move(case, "stop_asking")
        assert (await person.answer("officer_asks", "blue"))["step"]["say"].startswith(thanks)


async def test_taken_back_and_then_remembered_something_is_kept(console: Console) -> None:
    _, case = await filed(console)
    assert (await console.post(f"/cases/{case}/withdrawal", "citizen")).status_code == 200
    sent = await console.post(f"/cases/{case}/messages", "citizen", text="It is back.")
    assert (CLOSED in sent.json()["say"], case in await unread(console)) == (True, True)


async def test_a_file_after_the_end_is_kept_and_a_message_says_that_it_came(console: Console) -> None:
    person, case = await filed(console)
    await end(console, case, CLOSED)
    address = f"/v1/reports/{person.report}/evidence"
    for _ in range(2):
        kept = await console.casework.client.post(address, files={"file": ("lock.png", PNG)})
        assert (kept.status_code, CLOSED in kept.json()["say"]) == (201, True)
    assert await messages(console, case) == ["(a file) lock.png"]
    assert [one["name"] for one in (await console.get(f"/cases/{case}/evidence")).json()["files"]] == ["lock.png"]


def _details(console: Console, case: int | None, action: str) -> dict[str, Any]:
    with console.casework.services.database.reading() as session:
        entry = session.query(AuditEntry).filter_by(case_id=case, action=action).one()
        found: dict[str, Any] = entry.details
        return found
