"""A report that is gone back in, and answers that are corrected one at a time."""

from __future__ import annotations


async def test_a_correction_changes_the_answer_and_what_follows_from_it(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="has_witnesses", more_to_tell=True, knows_suspect=True)
    assert (await ada.post("corrections", question="where", text="no, fifteenth and Pearl"))["step"]["question"][
        "id"
    ] == "has_witnesses"
    await ada.post("corrections", question="knows_suspect", value=False)
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"]}
    assert kept["where"] == "no, fifteenth and Pearl"
    assert "suspect" not in kept
    await ada.post("corrections", question="knows_suspect", value=True)
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"]}
    assert kept["suspect"] == "my blue bicycle"


async def test_a_correction_that_does_not_fit_is_asked_for_with_the_reason(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="name")
    await ada.post("corrections", question="items.1.value", text="a fortune")
    assert ada.step["question"]["id"] == "items.1.value"
    assert "dollars" in ada.step["question"]["problem"]
    assert ada.step["question"]["given"] == "one thousand two hundred dollars"
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"]}
    assert kept["items.1.value"] == 1200


async def test_going_back_asks_the_question_before_again_and_keeps_its_answer(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="items.1.what")
    await ada.post("back", turn="b1")
    await ada.post("back", turn="b1")
    assert ada.step["question"]["id"] == "when"
    assert ada.step["question"]["given"]
    await ada.post("back")
    assert ada.step["question"]["id"] == "where"
    await ada.answer("where", "1437 Bannock St")
    assert ada.step["question"]["id"] == "items.1.what"
