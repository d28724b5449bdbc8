"""A filed report that an officer wants more of: just those questions, and what else the officer asks."""

from __future__ import annotations

from casework.cases.tables import Case
from casework.intake.reopen import reopen
from casework.intake.tables import Report
from tests.casework.intake.conftest import resumed


async def test_an_officer_who_wants_more_reopens_just_those_questions(casework, person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all()
    filed = await ada.post("submit", turn="s")
    with casework.services.database.writing() as session:
        reopen(session, ada.report, ["items.1.value", "suspect"], "", session.get(Report, ada.report).submitted_at)
        session.get_one(Case, filed["case"]).stage = "more_wanted"
    found = await resumed(casework, ada.code)
    assert found["step"]["question"]["id"] == "items.1.value"
    ada.step = found["step"]
    await ada.answer("items.1.value", 900)
    assert ada.step["question"]["id"] == "suspect"
    await ada.answer("suspect", "a man in a red coat")
    assert [line["question"] for line in ada.step["summary"]] == ["items.1.value", "suspect"]
    again = await ada.post("submit", turn="s2")
    assert again["case"] == filed["case"]
    with casework.services.database.reading() as session:
        answers = session.get(Case, filed["case"]).answers
        assert (answers["items"][0]["value"], answers["suspect"]) == (900, "a man in a red coat")


async def test_an_officers_note_is_put_as_a_question(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(anonymous=True)
    filed = await ada.post("submit", turn="s")
    with casework.services.database.writing() as session:
        session.get_one(Case, filed["case"]).stage = "more_wanted"
        reopen(session, ada.report, [], "Is it on the north side?", session.get(Report, ada.report).submitted_at)
    found = await resumed(casework, ada.code)
    assert found["step"]["question"]["prompt"].endswith("Is it on the north side?")
    ada.step = found["step"]
    await ada.answer("officer_asks", "yes, facing the park")
    assert ada.step["state"] == "summary"
    filed = await ada.post("submit", turn="s2")
    with casework.services.database.reading() as session:
        kept = session.get_one(Case, filed["case"]).answers["officer_asks"]
        assert kept == [{"asked": "Is it on the north side?", "answer": "yes, facing the park"}]
